import { type Document, isMap, isNode, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type * as z from 'zod';
import type { Problem } from './config.ts';
import { type FileProblem, fileProblems } from './file-problems.ts';

/** What a file holds, as its schema has it, or everything that is wrong with it, by its line. */
export type YamlReading<Contents> =
  | {
      readonly contents: Contents;
      /** Problems that somebody found in it later, each with its line. */
      readonly locate: (problems: readonly FileProblem[]) => Problem[];
    }
  | { readonly problems: Problem[] };

/** Reads a YAML text by a schema. `name` is how problems call the file. */
export function readYaml<Contents>(
  text: string,
  name: string,
  schema: z.ZodType<Contents>,
): YamlReading<Contents> {
  const deep = lineNestedDeep(text);
  if (deep !== undefined) return { problems: inOrder([{ line: deep, what: TOO_DEEP }], name) };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const syntax = document.errors.map(error => ({
    line: error.linePos?.[0].line ?? lines.linePos(error.pos[0]).line,
    what: error.message.split('\n')[0]?.replace(/ at line .*$/, '') ?? 'can not be read',
  }));
  if (syntax.length > 0) return { problems: inOrder(syntax, name) };
  const odd = oddNodes(document, node => lines.linePos(node.range?.[0] ?? 0).line);
  if (odd.length > 0) return { problems: inOrder(odd, name) };
  const locate = (problems: readonly FileProblem[]) =>
    inOrder(
      problems.map(problem => ({ line: lineOf(problem, document, lines), what: problem.what })),
      name,
    );
  const parsed = schema.safeParse(document.toJS() ?? {}, { reportInput: true });
  return parsed.success
    ? { contents: parsed.data, locate }
    : { problems: locate(fileProblems(parsed.error)) };
}

function lineOf({ path, key }: FileProblem, document: Document, lines: LineCounter): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (key !== undefined && depth === path.length && isMap(node)) {
      const pair = node.items.find(item => isNode(item.key) && item.key.toString() === key);
      if (isNode(pair?.key) && pair.key.range) return lines.linePos(pair.key.range[0]).line;
    }
    if (isNode(node) && (node as Node).range) return lines.linePos((node as Node).range?.[0] ?? 0).line;
  }
  return 1;
}

/** A problem and the line that it stands in. */
interface LineProblem {
  readonly line: number;
  readonly what: string;
}

const TOO_DEEP = 'is nested deeper than any setting is';
/** Depth of nesting that no setting comes near. */
const MAX_DEPTH = 20;

/** Brackets, list items and blanks at a line's start with which a file is not read: reading goes as deep as they do, and the end of the stack may end the process. */
const MAX_OPEN_BRACKETS = 200;
const MAX_MARKS_IN_LINE = 500;
const MAX_INDENT_CHARACTERS = 1_000;

/** The line of a text from which on it is nested deeper than can be read; undefined where none is. What is in quotes counts: no text has as much. */
function lineNestedDeep(text: string): number | undefined {
  let open = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const indent = line.length - line.trimStart().length;
    const marks = line.split(/\s[-?](?=\s)/).length;
    if (indent > MAX_INDENT_CHARACTERS || marks > MAX_MARKS_IN_LINE) return index + 1;
    for (const character of line) {
      if (character === '[' || character === '{') open += 1;
      else if (character === ']' || character === '}') open = Math.max(0, open - 1);
      if (open > MAX_OPEN_BRACKETS) return index + 1;
    }
  }
  return undefined;
}

/** Parts of a file that YAML allows and that are not taken: aliases, a few of which can stand for millions of settings, and nesting without end. */
function oddNodes(document: Document, lineAt: (node: Node) => number): LineProblem[] {
  const odd: LineProblem[] = [];
  visit(document, {
    Alias(_, alias) {
      const what = `the alias "*${alias.source}" is not taken here: write out what it stands for`;
      odd.push({ line: lineAt(alias), what });
    },
    Collection(_, node, path) {
      if (path.length <= MAX_DEPTH) return undefined;
      odd.push({ line: lineAt(node), what: TOO_DEEP });
      return visit.SKIP;
    },
  });
  return odd;
}

/** Most problems that are named at once: with more, the first are the cause. */
const MAX_PROBLEMS = 20;

function inOrder(problems: readonly LineProblem[], name: string): Problem[] {
  const sorted = problems.toSorted((a, b) => a.line - b.line);
  const more = sorted.length - MAX_PROBLEMS;
  return [
    ...sorted.slice(0, MAX_PROBLEMS).map(({ line, what }) => ({ where: `${name}:${line}`, what })),
    ...(more > 0 ? [{ where: name, what: `has ${more} more problems, which may follow from these` }] : []),
  ];
}
