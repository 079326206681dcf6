import { usersOf } from '../domain/question/filters.ts';
import type { Pattern } from '../domain/question/question.ts';
import { type PatternReading, readPattern } from '../domain/question/read/pattern.ts';
import type { FileProblem } from './file-problems.ts';
import type { CheckedFile } from './file-schema.ts';

/** Reads the questions of routes and mutes, by the text of each; what can't be read is a problem at its place. */
export function readQuestions(file: CheckedFile): {
  readonly patterns: ReadonlyMap<string, Pattern>;
  readonly problems: readonly FileProblem[];
} {
  const accounts = (file.accounts ?? []).map(({ id, name = id }) => ({ id, name }));
  const context = { now: Date.now(), timeZone: 'UTC', accounts };
  const patterns = new Map<string, Pattern>();
  const problems: FileProblem[] = [];
  for (const { text, path } of questionsIn(file)) {
    const reading = readPattern(text, context);
    const problem = patternProblemOf(reading);
    if (problem !== undefined) problems.push({ path, what: `${path.join('.')}: ${problem}` });
    else if (reading.kind === 'pattern') patterns.set(text, reading.pattern);
  }
  return { patterns, problems };
}

/** What is wrong with a pattern of the configuration, with what to write instead; undefined: nothing. */
export function patternProblemOf(reading: PatternReading): string | undefined {
  return reading.kind === 'pattern' ? oddUser(reading.pattern) : problemOf(reading);
}

function questionsIn({ routes = [], quiet = [] }: CheckedFile) {
  const all = [
    ...routes.map(({ when }, at) => ({ text: when?.question, path: ['routes', at, 'when', 'question'] })),
    ...quiet.map(({ when }, at) => ({ text: when.question, path: ['quiet', at, 'when', 'question'] })),
  ];
  return all.flatMap(({ text, path }) => (text === undefined ? [] : [{ text, path }]));
}

/** `me` and mentions: here nobody asks. */
function oddUser(pattern: Pattern): string | undefined {
  const odd = usersOf(pattern).find(name => /^(me|<@.*)$/i.test(name));
  return odd === undefined ? undefined : `"${odd}" names nobody here; write the name that AWS knows`;
}

function problemOf(reading: Exclude<PatternReading, { kind: 'pattern' }>): string {
  if (reading.kind === 'help') return 'says no events, for example: deleted connection';
  const [meant] = reading.kind === 'ambiguous' ? reading.choices : (reading.proposals ?? []);
  const instead = meant === undefined ? '' : ` Write: ${meant.text}`;
  return `${reading.message}${instead}`;
}
