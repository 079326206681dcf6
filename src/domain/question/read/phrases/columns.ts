import { OBJECTS } from '../../lexicon/nouns.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { byFirst, QUESTION_WORDS } from '../../lexicon/words.ts';
import type { Sentence } from '../sentence.ts';

/** `with timestamps`, `including the identity and the date`: what an answer shows anyway; how many words say so. */
export function columnsAt(sentence: Sentence, at: number): number {
  const lead = LEADS.get(sentence.word(at))?.find(words => sentence.has(at, words))?.length ?? 0;
  if (lead === 0) return columnsOf(sentence, at);
  // "and to which account", "and in which region".
  const asked = /^(to|in|from|on|at|for)$/.test(sentence.word(at + lead)) ? 1 : 0;
  const which = /^(which|what)$/.test(sentence.word(at + lead + asked)) ? 1 : 0;
  if (
    which === 1 &&
    COLUMNS.test(sentence.word(at + lead + asked + 1)) &&
    sentence.ends(at + lead + asked + 2)
  )
    return lead + asked + 2;
  const whom = whomAt(sentence, at + lead);
  if (whom > 0) return lead + whom;
  let to = at + lead;
  let named = 0;
  for (; to < sentence.length; to++) {
    const word = sentence.word(to);
    if (named > 0 && whoDidAt(sentence, to) > 0) break;
    if (COLUMNS.test(word)) named += 1;
    else if (!COLUMN_JOINTS.test(word)) break;
  }
  // "with errors" and the like narrow what is asked: only a list that ends a part is one of columns.
  if (named === 0 || COLUMN_JOINTS.test(sentence.word(to - 1))) return 0;
  const end = to + whoDidAt(sentence, to);
  const isLast = sentence.ends(end) || /^(please|pls|plz|thanks|thx)$/.test(sentence.word(end));
  return isLast ? end - at : 0;
}

/** `to whom`, `to which role` at the end of a part: to whom or what it was done is told anyway; how many words say so. */
function whomAt(sentence: Sentence, at: number): number {
  if (!/^(to|from|for|with)$/.test(sentence.word(at))) return 0;
  if (sentence.word(at + 1) === 'whom') return sentence.ends(at + 2) ? 2 : 0;
  const words = [3, 2, 1].find(length => OBJECTS.has(sentence.run(at + 2, length)));
  const isAsked = /^(which|what)$/.test(sentence.word(at + 1)) && words !== undefined;
  return isAsked && sentence.ends(at + 2 + words) ? 2 + words : 0;
}

/** `the date and the responsible principal for the deletion of x`, `names of those who …`: what is shown anyway, of what is asked; how many words say so. */
function columnsOf(sentence: Sentence, at: number): number {
  if (!/^(the|names?|times?|dates?|timestamps?)$/.test(sentence.word(at))) return 0;
  const before = sentence.word(at - 1);
  if (
    !QUESTION_WORDS.some(({ words, asks }) => asks === 'list' && words.at(-1) === before) &&
    !/^(me|us)$/.test(before)
  )
    return 0;
  let to = at;
  let named = 0;
  for (; /^(the|and|or|responsible)$/.test(sentence.word(to)) || SHOWN.test(sentence.word(to)); to++)
    if (SHOWN.test(sentence.word(to))) named += 1;
  return named > 0 && /^(of|for|behind)$/.test(sentence.word(to)) ? to + 1 - at : 0;
}

const SHOWN = /^(names?|times?|dates?|timestamps?|principals?|identity|identities|actors?|persons?)$/;

/** `who created each of them`: what every answer tells; how many words say so. */
function whoDidAt(sentence: Sentence, at: number): number {
  if (!/^(who|that)$/.test(sentence.word(at))) return 0;
  const did =
    VERB_FORMS.get(sentence.word(at + 1))?.form === 'past' || /^(did|made)$/.test(sentence.word(at + 1));
  const [tail] = TAILS.filter(words => sentence.has(at + 2, words));
  return did && tail ? 2 + tail.length : 0;
}

const TAILS = [
  'each of them',
  'each of these',
  'each one',
  'each',
  'them',
  'it',
  'these',
  'those',
  'this',
  'that',
].map(words => words.split(' '));

/** Words before a list of columns, by the first of them. */
const LEADS = byFirst(
  [
    'together with',
    'along with',
    'as well as',
    'with',
    'including',
    'include',
    'incl',
    'showing',
    'and',
    'plus',
  ].map(words => words.split(' ')),
);

const COLUMNS =
  /^(who|when|where|creators?|owners?|authors?|requesters?|timestamps?|times?|dates?|datetimes?|principals?|identity|identities|actors?|names?|ips?|addresses|address|regions?|accounts?|ids?|details?|arns?|agents?|reasons?|evidence|outcomes?|results?|parameters?|resources?|persons?|people|user)$/;
const COLUMN_JOINTS =
  /^(the|a|an|and|or|of|all|their|its|full|exact|source|event|user|request|session|account|each|every|responsible|respective|corresponding)$/;
