import { LONGEST_NOUN, OBJECTS } from '../../lexicon/nouns.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS } from '../../lexicon/words.ts';
import type { Deed } from '../../question.ts';
import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { mfaAt } from './mfa.ts';

/** `besides listing connections`, `other than billing authorization`; "except the role" means one of them, which is not said. */
export function deedsLeftOut(sentence: Sentence, at: number, start: number): Piece[] {
  // "who without mfa deleted a bucket": how somebody signed in.
  if (mfaAt(sentence, at).length > 0) return [];
  const article = /^(the|an?|any|all)$/.exec(sentence.word(start))?.[0];
  const isConsole = sentence.word(start + (article === undefined ? 0 : 1)) === 'console';
  const place = start + (article === undefined ? 0 : 1) + (isConsole ? 1 : 0);
  const isSigning = /^(signed|signing|logged|logging) (in|on)$/.test(sentence.run(place, 2));
  const verb =
    VERB_FORMS.get(sentence.word(place)) ??
    (isSigning ? { verb: 'sign' as const } : undefined) ??
    (sentence.word(place) === 'listing' ? { verb: 'view' as const } : undefined);
  // "without a tag", "instances without tags", "a key without rotation": how a thing was made.
  const isOfThing =
    sentence.word(at) === 'without' &&
    sentence.tokens[at - 1]?.breaks !== true &&
    (VERB_FORMS.get(sentence.word(place))?.form === 'third' || OBJECTS.has(sentence.word(at - 1)));
  if (verb && sentence.word(at) === 'without' && (/^(an?)$/.test(article ?? '') || isOfThing)) return [];
  const afterVerb = place + (isSigning ? 2 : verb ? 1 : 0);
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
  // "changes except services": by them, or to them?
  if (
    !said &&
    /^services?$/.test(sentence.run(place, noun?.words ?? 1)) &&
    FUNCTION_WORDS.things.has(sentence.word(at - 1))
  )
    return [];
  const deed: Deed = { verbs: said ? [said.verb] : [], objects: noun ? [noun.name] : [] };
  const isStillDeed = /^(events?|calls?|changes?|activity|ones|actions?)$/.test(
    sentence.word(after + (deedAfter ? 1 : 0)),
  )
    ? 1
    : 0;
  const end = after + (deedAfter ? 1 : 0) + isStillDeed;
  // "except deletions by alice" leaves out hers alone, which can't be said.
  const isNarrower =
    /^(by|in|from|of|to|on|with|via|through|using)$/.test(sentence.word(end)) &&
    sentence.times.at(end) === undefined &&
    sentence.tokens[end - 1]?.breaks !== true;
  if (isNarrower) return [];
  return [{ is: 'without', deeds: [deed], words: end - at, cost: 0.3 }];
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
