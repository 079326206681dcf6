import rows from './nouns.json' with { type: 'json' };
import { SERVICES } from './services.ts';

/** A noun that a question can be about. */
export interface ObjectNoun {
  /** How it is printed, singular. */
  readonly name: string;
  /** How people are told of it, where that is not how it reads back. */
  readonly said?: string;
  /** Services whose events count, as `eventSource`. */
  readonly sources: readonly string[];
  /** Words of an event name that mean it, lower case and singular; any of these runs. */
  readonly words: readonly (readonly string[])[];
  /** What is done to it AWS counts among the reads. */
  readonly isRead?: true;
  /** What is put into it or taken from it, where that is named without saying what it is. */
  readonly holds?: string;
}

/** A row of the data file. */
interface Row {
  readonly names: string;
  readonly said?: string;
  readonly sources: string;
  readonly words: string;
  readonly holds?: string;
  readonly reads?: boolean;
}

/** Every noun by each of its names, singular and plural, lower case. */
export const OBJECTS: ReadonlyMap<string, ObjectNoun> = new Map(
  (rows as readonly Row[]).flatMap(({ names, said, sources, words, holds, reads }) => {
    const all = names.split(', ');
    const noun: ObjectNoun = {
      name: all[0] ?? '',
      sources: sources.split(' ').map(service => `${service}.amazonaws.com`),
      words: words.split(', ').map(run => run.split(' ')),
      ...(said !== undefined && { said }),
      ...(holds !== undefined && { holds }),
      ...(reads === true && { isRead: true }),
    };
    return all.flatMap(name => [name, plural(name)].map(spelling => [spelling, noun] as const));
  }),
);

const PARTS: ReadonlySet<string> = new Set(
  [...OBJECTS.keys()].flatMap(name => name.split(' ')).filter(word => !SERVICES.has(word)),
);

/** Whether a word is one of those that the names of nouns are made of. */
export function isPartOfNoun(word: string): boolean {
  return PARTS.has(word);
}

/** Words that a noun begins with. */
export const NOUN_BEGINNINGS: ReadonlySet<string> = new Set(
  [...OBJECTS.keys()].map(name => name.split(' ')[0] ?? ''),
);

/** Most words in the name of a noun. */
export const LONGEST_NOUN = Math.max(...[...OBJECTS.keys()].map(name => name.split(' ').length));

/** The plural of a noun, which may be several words. */
export function plural(noun: string): string {
  if (/(ing|concurrency)$/.test(noun)) return noun;
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|ch)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
