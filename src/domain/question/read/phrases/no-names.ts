import { OBJECTS } from '../../lexicon/nouns.ts';
import type { Sentence } from '../sentence.ts';
import { isKnown } from '../words.ts';
import { isEnvironment } from './environments.ts';

/** "non-prod instances", "previously deleted", "throttled calls", "9am CET": what narrows a meaning, and names nothing. */
export function isNarrowing(sentence: Sentence, at: number): boolean {
  const word = sentence.word(at);
  if (!(word.includes('-') || word.endsWith('ly') || word.startsWith('throttl') || ZONES.test(word)))
    return false;
  const isTitled = OBJECTS.has(sentence.word(at - 1)) && !sentence.word(at - 1).endsWith('s');
  if (isTitled) return false;
  const [, rest = ''] = NARROWED.exec(word) ?? [];
  const isCompound = rest !== '' && (isKnown(rest) || isEnvironment(rest));
  return (
    isCompound ||
    ADVERB.test(word) ||
    word.startsWith('throttl') ||
    (ZONES.test(word) && sentence.times.at(at - 1) !== undefined) ||
    (ZONES.test(word) && /^\d|^(am|pm|noon)$/.test(sentence.word(at - 1)))
  );
}

/** "was the certificate revalidated", "which findings were suppressed": what was done, in a word that we have none for. */
export function isParticiple(sentence: Sentence, at: number): boolean {
  if (!/[a-z]{3}ed$/.test(sentence.word(at))) return false;
  const before = sentence.word(at - 1);
  if (/^(was|were|been|got|gets|get)$/.test(before)) return true;
  const isPassive = sentence.tokens
    .slice(Math.max(0, at - 5), at - 1)
    .some(({ word }) => /^(was|were)$/.test(word));
  return (
    isPassive &&
    OBJECTS.has(before) &&
    (sentence.ends(at + 1) ||
      sentence.times.at(at + 1) !== undefined ||
      /^(by|in|on|from)$/.test(sentence.word(at + 1)))
  );
}

/** "who deleted it, was it bob": whether somebody is suspected from a place on, behind a question that tells who it was. */
export function isSuspected(sentence: Sentence, at: number): boolean {
  return (
    sentence.word(0) === 'who' &&
    sentence.tokens[at - 1]?.breaks === true &&
    /^(was|is) (it|that|this)$/.test(sentence.run(at, 2))
  );
}

const NARROWED =
  /^(?:non|off|multi|cross|long|short|third|customer|aws|self|high|low|full|half|inter|anti|well|newly|un)-([a-z]+)$/;
const ADVERB = /^(?=.{7})[a-z]*(ous|ent|ant|nal|cal|ial|ed|ing|ive|ful|new|rate|quick|late)ly$/;
/** Abbreviations of time zones: times are said in that of the bot. */
const ZONES = /^(utc|gmt|cet|cest|bst|ist|jst|[ecmp][sd]?t|aest|aedt)$/;
