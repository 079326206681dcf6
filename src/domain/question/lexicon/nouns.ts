import { beginsMade, madeNoun } from './made-nouns.ts';
import rows from './nouns.json' with { type: 'json' };
import type { ObjectNoun } from './object-noun.ts';
import { SERVICES } from './services.ts';

/** A row of the data file. */
interface Row {
  readonly names: string;
  readonly said?: string;
  readonly sources: string;
  readonly words: string;
  readonly holds?: string;
  readonly on?: string;
  readonly reads?: boolean;
}

/** Nouns by their names: beside those that are listed, those that are made of the names of events when they are asked for. They are not among the keys. */
class Nouns extends Map<string, ObjectNoun> {
  override get(name: string): ObjectNoun | undefined {
    return super.get(name) ?? this.#made(name);
  }

  override has(name: string): boolean {
    return super.has(name) || this.#made(name) !== undefined;
  }

  #made(name: string): ObjectNoun | undefined {
    return madeNoun(name, thing => super.get(thing)?.sources ?? []);
  }
}

/** Every noun by each of its names, singular and plural, lower case. */
export const OBJECTS: ReadonlyMap<string, ObjectNoun> = new Nouns(
  (rows as readonly Row[]).flatMap(({ names, said, sources, words, holds, on, reads }) => {
    const all = names.split(', ');
    const noun: ObjectNoun = {
      name: all[0] ?? '',
      sources: sources.split(' ').map(service => `${service}.amazonaws.com`),
      words: words.split(', ').map(run => run.split(' ')),
      ...(said !== undefined && { said }),
      ...(holds !== undefined && { holds }),
      ...(on !== undefined && { on: on.split(', ') }),
      ...(reads === true && { isRead: true }),
    };
    return all.flatMap(name => [name, plural(name)].map(spelling => [spelling, noun] as const));
  }),
);

/** The services of several nouns, as `eventSource`; none for a noun that is none. */
export function servicesOf(names: readonly string[]): readonly string[] {
  return names.flatMap(name => OBJECTS.get(name)?.sources ?? []);
}

const PARTS: ReadonlySet<string> = new Set(
  [...OBJECTS.keys()].flatMap(name => name.split(' ')).filter(word => !SERVICES.has(word)),
);

/** Whether a word is one of those that the names of nouns are made of. */
export function isPartOfNoun(word: string): boolean {
  return PARTS.has(word);
}

const LISTED_BEGINNINGS: ReadonlySet<string> = new Set(
  [...OBJECTS.keys()].map(name => name.split(' ', 1)[0] ?? ''),
);

/** Whether a noun may begin with a word. */
export function mayBeginNoun(word: string): boolean {
  return LISTED_BEGINNINGS.has(word) || beginsMade(word);
}

/** Most words in the name of a noun. */
export const LONGEST_NOUN = Math.max(...[...OBJECTS.keys()].map(name => name.split(' ').length));

/** The plural of a noun, which may be several words. */
export function plural(noun: string): string {
  if (/((?<!find)ing|concurrency|capacity)$/.test(noun)) return noun;
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
