import type { Packs } from '../domain/pack.ts';
import type { Pattern } from '../domain/question/question.ts';
import type { Problem } from './config.ts';
import { type CheckedFile, FILE_SCHEMA } from './file-schema.ts';
import { readYaml } from './yaml-file.ts';

/** The contents of a `cctrail.yml`, with what its questions mean, by their text. */
export interface ConfigFile extends CheckedFile {
  readonly patterns?: ReadonlyMap<string, Pattern>;
  /** What packs hold beside what is always there. */
  readonly rows?: Packs;
}

/** Reads the text of a `cctrail.yml`. `name` is how problems call the file. Reports every problem at once, by its line. */
export async function readConfigFile(
  text: string,
  name: string,
): Promise<{ file: ConfigFile; problems: Problem[] }> {
  const read = readYaml(text, name, FILE_SCHEMA);
  if ('problems' in read) return { file: {}, problems: read.problems };
  const { contents, locate } = read;
  if (!/\bquestion\b/.test(text)) return { file: contents, problems: [] };
  // What it takes to read questions is loaded only where there are any.
  const { readQuestions } = await import('./questions.ts');
  const { patterns, problems } = readQuestions(contents);
  return problems.length > 0
    ? { file: {}, problems: locate(problems) }
    : { file: { ...contents, patterns }, problems: [] };
}
