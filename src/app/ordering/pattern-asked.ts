import type { Person, PersonMapping } from '../../domain/person.ts';
import { withinAccounts, withUsers } from '../../domain/question/filters.ts';
import { describePattern } from '../../domain/question/print.ts';
import type { Pattern, QuestionContext, QuestionReading } from '../../domain/question/question.ts';
import { MAX_QUESTION_LENGTH } from '../../domain/question/read/normalise.ts';
import { readPattern } from '../../domain/question/read/pattern.ts';
import { redactText } from '../../records/redact.ts';
import { namesIn } from '../asking/names.ts';
import type { Directory, SpaceNames } from '../ports.ts';

/** What became of the pattern of a command. */
export type AskedPattern =
  | {
      readonly kind: 'pattern';
      /** With names in place of mentions, and within the accounts that may be asked about. */
      readonly pattern: Pattern;
      /** How it was understood, for people. */
      readonly reading: string;
      readonly setAside: readonly string[];
    }
  | Exclude<QuestionReading, { readonly kind: 'question' }>
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unknownPerson'; readonly word: string };

/** What reading a pattern works with. */
export interface PatternDeps {
  readonly directory: Directory;
  readonly people: readonly PersonMapping[];
  readonly rules: { readonly accounts: readonly string[] };
  readonly accounts: QuestionContext['accounts'];
  /** Absent: no space is configured. */
  readonly spaceNames?: SpaceNames | undefined;
}

/** Reads the pattern of a command: which events, for whoever types it. `now` in milliseconds. @throws when somebody can't be looked up */
export async function readAskedPattern(
  text: string,
  person: Person,
  now: number,
  deps: PatternDeps,
): Promise<AskedPattern> {
  const { accounts, rules, spaceNames } = deps;
  const timeZone = person.timeZone ?? 'UTC';
  const cleaned = text.length > MAX_QUESTION_LENGTH ? text : redactText(text);
  await spaceNames?.refresh();
  const reading = readPattern(cleaned, { now, timeZone, accounts, space: spaceNames?.known() });
  if (reading.kind !== 'pattern') return reading;
  const named = await namesIn(reading.pattern, person, deps);
  if (named.kind === 'unknown') return { kind: 'unknownPerson', word: named.word };
  const pattern = withinAccounts(withUsers(reading.pattern, named.names), rules.accounts);
  if (!pattern) {
    const message =
      'You may not look at that account. An administrator can allow it under askers.accounts in cctrail.yml.';
    return { kind: 'refused', message };
  }
  return {
    kind: 'pattern',
    pattern,
    reading: describePattern(reading.pattern),
    setAside: reading.setAside,
  };
}
