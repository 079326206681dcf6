import { OUTCOMES } from '../../filters.ts';
import { OBJECTS } from '../../lexicon/nouns.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS } from '../../lexicon/words.ts';
import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { countOf } from '../time/words.ts';
import { GROUPS, groupsAt } from './groups.ts';
import { nounsAt } from './things.ts';

/** A number of events: three digits, or a word up to twelve. */
export function numberOf(word: string): number | undefined {
  const number = /^(\d{1,3}|[a-z]{2,})$/.test(word) ? countOf(word) : undefined;
  return number === undefined || number < 1 || word === 'the' || word === 'an' ? undefined : number;
}

/** `per day`, `by account`, `top 5 users`, `the most`, `at least three`, `two or more`, `more than one`. */
export function countsAt(sentence: Sentence, at: number): readonly Piece[] {
  if (!COUNTING_OPENINGS.has(sentence.word(at)) && sentence.word(at + 1) !== 'or') return [];
  return [
    ...groupsAt(sentence, at),
    ...peopleCountedAt(sentence, at),
    ...topAt(sentence, at),
    ...mostAt(sentence, at),
    ...leastAt(sentence, at),
  ];
}

/** Words with which what is counted begins, but for the number of `two or more`. */
const COUNTING_OPENINGS: ReadonlySet<string> = new Set(
  'per by each every grouped broken split for from how the top which what most more fewer less both at no not'.split(
    ' ',
  ),
);

/** `how many people deleted roles`: they are counted, each with what they did. */
function peopleCountedAt(sentence: Sentence, at: number): readonly Piece[] {
  if (sentence.run(at, 2) !== 'how many' || GROUPS.get(sentence.word(at + 2)) !== 'person') return [];
  const isUsers = /^users?$/.test(sentence.word(at + 2));
  const have = /^(have|has|had)$/.test(sentence.word(at + 3)) ? 1 : 0;
  const did = VERB_FORMS.get(sentence.word(at + 3 + have));
  const isSigning = /^(logged|signed)$/.test(sentence.word(at + 3 + have));
  const acts = isSigning || (did?.form === 'past' && at + 4 + have < sentence.length && !isUsers);
  return acts ? [{ is: 'per', per: 'person', words: 3 }] : [];
}

/** `top 5 users by deletions`. */
function topAt(sentence: Sentence, at: number): readonly Piece[] {
  const article = sentence.word(at) === 'the' ? 1 : 0;
  if (sentence.word(at + article) !== 'top') return [];
  const top = numberOf(sentence.word(at + article + 1));
  const place = at + article + (top === undefined ? 1 : 2);
  const per = GROUPS.get(sentence.word(place));
  // "top 3 deleters".
  if (!per && VERB_FORMS.get(sentence.word(place))?.form === 'doer')
    return [{ is: 'per', per: 'person', top: top ?? 5, words: place - at }];
  if (!per) return [];
  const hasWhat = /^(by|for|of|with|in)$/.test(sentence.word(place + 1)) && isCounted(sentence, place + 2);
  const isNumber =
    hasWhat && /^(number|count)$/.test(sentence.word(place + 2)) && sentence.word(place + 3) === 'of';
  const words = place + 1 + (hasWhat ? 1 : 0) + (isNumber ? 2 : 0) - at;
  return [{ is: 'per', per, top: top ?? 5, words }];
}

/** `which account had the most`, `most often`, `more connections than bob`. */
function mostAt(sentence: Sentence, at: number): readonly Piece[] {
  const [word, next] = [sentence.word(at), sentence.word(at + 1)];
  const pieces: Piece[] = [];
  const asked = /^(which|what)$/.test(word) && saysMost(sentence, at + 2) ? GROUPS.get(next) : undefined;
  if (asked && asked !== 'person')
    pieces.push({ is: 'per', per: asked, top: next.endsWith('s') ? 5 : 1, words: 2 });
  // "which services had errors".
  const had = /^(had|have|has|made|got|failed|saw)$/.test(sentence.word(at + 2));
  if (/^(which|what)$/.test(word) && next === 'services' && had && pieces.length === 0)
    pieces.push({ is: 'per', per: 'service', words: 2 });
  const article = word === 'the' ? 1 : 0;
  const after = sentence.word(at + article + 1);
  const isMost = sentence.word(at + article) === 'most';
  const often = after === 'often' ? 1 : 0;
  if (isMost && isGroupAsked(sentence, at))
    pieces.push({ is: 'filler', word: 'most', words: article + 1 + often });
  else if (isMost && isThingCounted(sentence, at + article))
    return [{ is: 'wrong', code: 'uncounted', message: UNCOUNTED, words: article + 1 }];
  else if (isMost && !/^recent(ly)?$/.test(after))
    pieces.push({ is: 'per', per: 'person', top: 1, words: article + 1 });
  if (word === 'most' && /^(often|active)$/.test(next) && !isThingCounted(sentence, at)) {
    const people = GROUPS.get(sentence.word(at + 2)) === 'person' ? 1 : 0;
    const top = next === 'active' && sentence.word(at + 2).endsWith('s') ? 5 : 1;
    pieces.push({
      is: 'per',
      per: 'person',
      top: people === 0 && next === 'active' ? 5 : top,
      words: 2 + people,
    });
  }
  const isCompared = [2, 3, 4].some(gap => sentence.word(at + gap) === 'than');
  if (/^(more|fewer|less)$/.test(word) && next !== 'than' && isCompared)
    pieces.push({ is: 'per', per: 'person', words: 1 });
  // "both accepted and deleted": either is of interest.
  if (word === 'both' && !OUTCOMES.has(next) && [2, 3, 4].some(gap => sentence.word(at + gap) === 'and'))
    pieces.push({ is: 'filler', word, words: 1 });
  return pieces;
}

/** `at least three`, `two or more`, `more than one`. */
function leastAt(sentence: Sentence, at: number): readonly Piece[] {
  const [word, next] = [sentence.word(at), sentence.word(at + 1)];
  const number = numberOf(sentence.word(at + 2));
  const atLeast = /^(at least|no less|not less)$/.test(`${word} ${next}`) ? number : undefined;
  const isMore = `${word} ${next}` === 'more than' && sentence.word(at + 3) !== 'ago';
  const more = isMore && number !== undefined ? number + 1 : undefined;
  const orMore = sentence.run(at + 1, 2) === 'or more' ? numberOf(word) : undefined;
  const count = atLeast ?? more ?? orMore;
  if (count === undefined) return [];
  const times = /^times?$/.test(sentence.word(at + 3)) ? 1 : 0;
  return [{ is: 'atLeast', count, words: 3 + times }];
}

function saysMost(sentence: Sentence, from: number): boolean {
  for (let at = from; at < sentence.length; at++) {
    if (sentence.word(at) === 'most' && !/^recent(ly)?$/.test(sentence.word(at + 1))) return true;
  }
  return false;
}

const UNCOUNTED =
  'I count by person, account, Region, service, event, address, day or week, and not by thing. Ask for the events of one thing, or for all of them.';

/** "which bucket was changed most", "the most deleted role": what is compared is no person and none of what is counted by. */
function isThingCounted(sentence: Sentence, at: number): boolean {
  // "most active role".
  const counted = sentence.word(at + 2);
  if (
    /^(active|denied|used|changed)$/.test(sentence.word(at + 1)) &&
    OBJECTS.has(counted) &&
    !GROUPS.has(counted)
  )
    return true;
  if (VERB_FORMS.get(sentence.word(at + 1))?.form === 'past') return true;
  for (let place = 0; place < at; place++) {
    if (!/^(which|what)$/.test(sentence.word(place))) continue;
    const next = sentence.word(place + 1);
    if (nounsAt(sentence, place + 1).some(({ is }) => is === 'noun') && !GROUPS.has(next)) return true;
    if (/^(ips?|address|addresses|hours?|calls?|api|tool|tools|keys?|resources?)$/.test(next)) return true;
  }
  return false;
}

/** Whether what has the most was asked for before: "which account had the most". */
function isGroupAsked(sentence: Sentence, before: number): boolean {
  for (let at = 0; at < before - 1; at++) {
    const group = GROUPS.get(sentence.word(at + 1));
    if (/^(which|what)$/.test(sentence.word(at)) && group !== undefined && group !== 'person') return true;
  }
  return false;
}

/** Whether what stands there is counted: a deed, a thing, or how many there are of one. */
function isCounted(sentence: Sentence, at: number): boolean {
  const word = sentence.word(at);
  return (
    /^(number|count)$/.test(word) ||
    OBJECTS.has(word) ||
    VERB_FORMS.has(word) ||
    FUNCTION_WORDS.things.has(word)
  );
}
