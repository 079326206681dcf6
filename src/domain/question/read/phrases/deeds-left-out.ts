import { LONGEST_NOUN, OBJECTS } from '../../lexicon/nouns.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import type { Deed } from '../../question.ts';
import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';

/** `besides listing connections`, `other than billing authorization`; "except the role" means one of them, which is not said. */
export function deedsLeftOut(sentence: Sentence, at: number, start: number): Piece[] {
  const article = /^(the|an?|any|all)$/.exec(sentence.word(start))?.[0];
  const isConsole = sentence.word(start + (article === undefined ? 0 : 1)) === 'console';
  const place = start + (article === undefined ? 0 : 1) + (isConsole ? 1 : 0);
  const verb =
    VERB_FORMS.get(sentence.word(place)) ??
    (sentence.word(place) === 'listing' ? { verb: 'view' as const } : undefined);
  const afterVerb = place + (verb ? 1 : 0);
  const gap = verb && /^(of|the|an?|any|our)$/.test(sentence.word(afterVerb)) ? 1 : 0;
  const noun = nounAt(sentence, afterVerb + gap);
  const after = noun ? afterVerb + gap + noun.words : afterVerb;
  const deedAfter = !verb && noun ? VERB_FORMS.get(sentence.word(after)) : undefined;
  const said = verb ?? deedAfter;
  // "everything except the role" means one of them; "created anything besides the project" does not.
  const isOneOfThem =
    article === 'the' &&
    noun?.isSingular === true &&
    !sentence.tokens.some(({ word }) => VERB_FORMS.has(word));
  if (
    !said &&
    (!noun || isOneOfThem || (sentence.word(at) === 'without' && sentence.tokens[at - 1]?.breaks !== true))
  )
    return [];
  const deed: Deed = { verbs: said ? [said.verb] : [], objects: noun ? [noun.name] : [] };
  const isStillDeed = /^(events?|calls?|changes?|activity|ones|actions?)$/.test(
    sentence.word(after + (deedAfter ? 1 : 0)),
  )
    ? 1
    : 0;
  return [{ is: 'without', deed, words: after + (deedAfter ? 1 : 0) + isStillDeed - at, cost: 0.3 }];
}

/** The noun that begins at a place, with how many words it has; undefined where none does. */
export function nounAt(
  sentence: Sentence,
  at: number,
): { name: string; words: number; isSingular: boolean } | undefined {
  for (let length = LONGEST_NOUN; length >= 1; length--) {
    const run = sentence.run(at, length);
    const noun = run === '' ? undefined : OBJECTS.get(run);
    // "except the workflow deploy": who acts.
    if (noun && !/^workflows?$/.test(run))
      return { name: noun.name, words: length, isSingular: !run.endsWith('s') };
  }
  return undefined;
}
