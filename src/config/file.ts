import { isMap, isNode, LineCounter, type Node, parseDocument } from 'yaml';
import type { Problem } from './config.ts';
import { type FileProblem, fileProblems } from './file-problems.ts';
import { type ConfigFile, FILE_SCHEMA } from './file-schema.ts';

/** Reads the text of a `cctrail.yml`. `name` is how problems call the file. Reports every problem at once, by its line. */
export function readConfigFile(text: string, name: string): { file: ConfigFile; problems: Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const syntax = document.errors.map(error => ({
    line: error.linePos?.[0].line ?? lines.linePos(error.pos[0]).line,
    what: error.message.split('\n')[0]?.replace(/ at line .*$/, '') ?? 'can not be read',
  }));
  if (syntax.length > 0) return { file: {}, problems: inOrder(syntax, name) };
  const parsed = FILE_SCHEMA.safeParse(document.toJS() ?? {}, { reportInput: true });
  if (parsed.success) return { file: parsed.data, problems: [] };

  const lineOf = ({ path, key }: FileProblem): number => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
      if (key !== undefined && depth === path.length && isMap(node)) {
        const pair = node.items.find(item => isNode(item.key) && item.key.toString() === key);
        if (isNode(pair?.key) && pair.key.range) return lines.linePos(pair.key.range[0]).line;
      }
      if (isNode(node) && (node as Node).range) return lines.linePos((node as Node).range?.[0] ?? 0).line;
    }
    return 1;
  };
  const found = fileProblems(parsed.error).map(problem => ({ line: lineOf(problem), what: problem.what }));
  return { file: {}, problems: inOrder(found, name) };
}

function inOrder(problems: readonly { line: number; what: string }[], name: string): Problem[] {
  return problems
    .toSorted((a, b) => a.line - b.line)
    .map(({ line, what }) => ({ where: `${name}:${line}`, what }));
}
