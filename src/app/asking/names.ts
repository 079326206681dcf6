import type { Person, PersonMapping } from '../../domain/person.ts';
import { usersOf } from '../../domain/question/filters.ts';
import type { Pattern } from '../../domain/question/question.ts';
import type { Directory } from '../ports.ts';

/** The names that AWS knows people by, by how they are written in a question; or the first word nobody is known for. */
export type NamesReading =
  | { readonly kind: 'known'; readonly names: ReadonlyMap<string, readonly string[]> }
  | { readonly kind: 'unknown'; readonly word: string };

/** Whether a word stands for a person without being a name: `me`, or a mention. */
export function isPronoun(word: string): boolean {
  return /^(me|<@.*)$/i.test(word);
}

/**
 * The names of `me` and of mentioned people in a question, from `people` in the configuration and by e-mail address.
 * @throws when somebody can't be looked up
 */
export async function namesIn(
  question: Pattern,
  asker: Person,
  { directory, people }: { readonly directory: Directory; readonly people: readonly PersonMapping[] },
): Promise<NamesReading> {
  const names = new Map<string, readonly string[]>();
  for (const word of usersOf(question).filter(isPronoun)) {
    const mentioned = /^<@([UW][A-Z0-9]+)/.exec(word)?.[1];
    // A mention of a group or a bot names no person.
    if (mentioned === undefined && !/^me$/i.test(word)) return { kind: 'unknown', word };
    const person = mentioned === undefined ? asker : await directory.person(mentioned);
    const known = [
      ...people.filter(one => one.slack === person?.id).flatMap(one => one.principals),
      ...(person?.email ? [person.email] : []),
    ];
    if (known.length === 0) return { kind: 'unknown', word };
    // A whole name only: `bob` is not whoever is called so elsewhere.
    names.set(
      word.toLowerCase(),
      known.map(name => (name.includes('*') ? name : `=${name.toLowerCase()}`)),
    );
  }
  return { kind: 'known', names };
}
