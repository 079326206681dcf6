import rows from './nouns.json' with { type: 'json' };

/** A noun that a question can be about. */
export interface ObjectNoun {
  /** How it is printed, singular. */
  readonly name: string;
  /** Services whose events count, as `eventSource`. */
  readonly sources: readonly string[];
  /** Words of an event name that mean it, lower case and singular; any of these runs. */
  readonly words: readonly (readonly string[])[];
}

/** Every noun by each of its names, singular and plural, lower case. */
export const OBJECTS: ReadonlyMap<string, ObjectNoun> = new Map(
  rows.flatMap(({ names, sources, words }) => {
    const all = names.split(', ');
    const noun: ObjectNoun = {
      name: all[0] ?? '',
      sources: sources.split(' ').map(service => `${service}.amazonaws.com`),
      words: words.split(', ').map(run => run.split(' ')),
    };
    return all.flatMap(name => [name, plural(name)].map(spelling => [spelling, noun] as const));
  }),
);

/** Most words in the name of a noun. */
export const LONGEST_NOUN = Math.max(...[...OBJECTS.keys()].map(name => name.split(' ').length));

/** The plural of a noun, which may be several words. */
export function plural(noun: string): string {
  if (noun.endsWith('ing')) return noun;
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|ch)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
