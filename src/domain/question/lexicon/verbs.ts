import { past } from '../../phrase.ts';
import type { VerbName } from '../question.ts';
import spelling from './verb-forms.json' with { type: 'json' };
import rows from './verbs.json' with { type: 'json' };

/** Where the noun of a verb stands in an event name: who deleted a role did not delete a role's policy. */
export type NounPlace = 'anywhere' | 'head' | 'before prepositions';

/** How a verb is written: `delete`, `deletes`, `deleted`, `deleting`, `deletion`, `deleter`. */
type VerbForm = 'base' | 'third' | 'past' | 'ing' | 'deed' | 'doer';

/** A verb as it was written. */
export interface WrittenVerb {
  readonly verb: VerbName;
  readonly form: VerbForm;
}

const IRREGULAR = new Map(spelling.irregular.map(row => [row.verb, row] as const));

const VERBS = new Map(
  rows.map(
    ({ verb, aws, place }) =>
      [verb as VerbName, { aws: wordsIn(aws), place: (place || 'anywhere') as NounPlace }] as const,
  ),
);

/** The verbs that AWS's event names begin with for a verb; empty for those that take any. */
export function awsVerbsOf(verb: VerbName): readonly string[] {
  return VERBS.get(verb)?.aws ?? [];
}

/** Where its noun stands in an event name. */
export function placeOf(verb: VerbName): NounPlace {
  return VERBS.get(verb)?.place ?? 'anywhere';
}

/** Every verb in every form that people type. As a word that asks, `list` is none. */
export const VERB_FORMS: ReadonlyMap<string, WrittenVerb> = new Map(
  rows.flatMap(row => {
    const { verb: name, also, deeds, doers } = row;
    const pasts = 'past' in row ? wordsIn(row.past) : [];
    const verb = name as VerbName;
    const typed = [name, ...wordsIn(also)].filter(word => !/^(sign|log|access)$/.test(word));
    return [
      ...wordsIn(deeds).map(text => [text, { verb, form: 'deed' }] as const),
      ...typed.flatMap(word =>
        formsOf(word)
          // "changes" are things that were done.
          .filter(([text]) => text !== 'changes')
          .map(([text, form]) => [text, { verb, form }] as const),
      ),
      ...wordsIn(doers).map(text => [text, { verb, form: 'doer' }] as const),
      // Of verbs whose other forms mean something else: "give me", "list".
      ...pasts.map(text => [text, { verb, form: 'past' }] as const),
    ];
  }),
);

/** A verb with a particle: `spun up`, `signed off on`. */
export interface PhrasalVerb {
  readonly base: string;
  readonly forms: ReadonlySet<string>;
  /** The words behind it, lower case. */
  readonly particle: readonly string[];
  readonly verbs: readonly VerbName[];
}

/** Verbs that take a particle to mean what they do; the longest particles first. */
export const PHRASAL_VERBS: readonly PhrasalVerb[] = spelling.phrasal
  .map(({ forms, particle, means }) => ({
    base: forms.split(' ')[0] ?? '',
    forms: new Set(wordsIn(forms)),
    particle: wordsIn(particle),
    verbs: wordsIn(means) as VerbName[],
  }))
  .toSorted((a, b) => b.particle.length - a.particle.length);

/** The past form in which a verb is printed. */
export function pastOf(verb: VerbName): string {
  return verb === 'sign' ? 'signed in' : pastForm(verb);
}

function formsOf(verb: string): (readonly [text: string, form: VerbForm])[] {
  const third = /(ch|sh|s|x)$/.test(verb)
    ? `${verb}es`
    : /[^aeiou]y$/.test(verb)
      ? `${verb.slice(0, -1)}ies`
      : `${verb}s`;
  const others = wordsIn(IRREGULAR.get(verb)?.forms ?? '');
  const written: (readonly [text: string, form: VerbForm])[] = [
    [third, 'third'],
    [`${verb.replace(/e$/, '')}ing`, 'ing'],
    ...others.map(text => [text, text.endsWith('ing') ? 'ing' : 'past'] as const),
    [pastForm(verb), 'past'],
    [verb, 'base'],
  ];
  return written;
}

function pastForm(verb: string): string {
  return IRREGULAR.get(verb)?.past ?? past(verb);
}

function wordsIn(text: string): string[] {
  return text.split(' ').filter(Boolean);
}
