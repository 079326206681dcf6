import { OUTCOMES } from '../filters.ts';
import { SERVICES } from '../lexicon/services.ts';
import { QUESTION_WORDS, RESTRICTORS } from '../lexicon/words.ts';
import { ADJUNCT, isWritten, NARROWING } from './frame.ts';
import { openingOf } from './openings.ts';
import { isAccount } from './phrases/environments.ts';
import { nameSort } from './phrases/names.ts';
import { Sentence } from './sentence.ts';
import { ASKS, standsAlone } from './stands-alone.ts';
import type { Token } from './tokens.ts';

/** Most words of a name below a letter. */
const MAX_SIGNATURE_WORDS = 4;

/** Words with which somebody says something of something. */
const FINITE =
  /^(is|are|was|were|am|has|have|had|requires?|reports?|shows?|insists?|expects?|complained|need|needs|want|wants|keeps?|looks?|seems?|says?|said|thinks?|thought|claims?|swears?|agreed|owes?|complains?|fails?|broke|asking|im|ive|feels?|hope|can|could|must|should|would|will|did|does|do)$/;

/** Whether a sentence before the one that asks only tells something: "The contractors say they never had access, lol." `first`: where what asks begins. */
export function isRemarkBefore(
  parts: readonly (readonly Token[])[],
  at: number,
  first: number,
  sentence: Sentence,
): boolean {
  const part = parts[at] ?? [];
  const again = new Set(parts.slice(first).flatMap(later => later.map(({ word }) => word)));
  const isOpen = (token: Token) =>
    isWritten(token) &&
    !/^[45](\d\d|xx)s?$/.test(token.word) &&
    !SERVICES.has(token.word) &&
    !again.has(token.word);
  // What is named once more in the question is not lost.
  const isNamedAgain = part.some(token => isWritten(token) && again.has(token.word));
  const hasEnded =
    parts[first - 1]?.at(-1)?.stops !== undefined ||
    parts[first - 1]?.at(-1)?.labels === true ||
    asksAfter(parts, first, sentence);
  if (
    hasEnded &&
    tells(sentenceAround(parts, at, first)) &&
    standsAlone(parts.slice(first).flat(), sentenceAround(parts, at, first), sentence)
  )
    return true;
  return (hasEnded || isNamedAgain) && !part.some(isOpen) && saysSomething(part, sentence, again);
}

/** "the app is slow, who changed its role": what asks begins behind a comma, and no time was told that may be its own. */
function asksAfter(parts: readonly (readonly Token[])[], first: number, { context }: Sentence): boolean {
  const asking = parts.slice(first).flat();
  const opens = asking[openingOf(asking).at(-1) ?? 0]?.word ?? '';
  if (!/^(who|what|which|when|where|did|has|was|were|how)$/.test(opens)) return false;
  return parts.slice(0, first).every(part => {
    // "it happened between 9 and 10".
    if (
      part.some(
        ({ word }, at) =>
          /^\d/.test(word) && /^(between|from|at|around|after|before|since)$/.test(part[at - 1]?.word ?? ''),
      )
    )
      return false;
    const told = new Sentence(part, context);
    return part.every((_, at) => told.times.at(at) === undefined);
  });
}

/** The parts of the sentence that one of them is of, before the first that asks. */
function sentenceAround(parts: readonly (readonly Token[])[], at: number, first: number): readonly Token[] {
  const isEnd = (part: readonly Token[] | undefined) =>
    part?.at(-1)?.stops !== undefined || part?.at(-1)?.labels === true;
  let from = at;
  while (from > 0 && !isEnd(parts[from - 1])) from -= 1;
  let to = at;
  while (to < first - 1 && !isEnd(parts[to])) to += 1;
  return parts.slice(from, to + 1).flat();
}

/** Fewest words of a sentence that tells something. */
const MIN_TOLD_WORDS = 3;

/** Whether a sentence is a story of its own, in which times and "not" say nothing of what is asked behind it: "the app could not reach it on monday". */
export function tellsStory(words: readonly Token[]): boolean {
  return words.at(-1)?.stops === '.' && tells(words);
}

/** Whether a sentence only tells something: it asks for nothing, orders nothing, and leaves nothing out. */
function tells(words: readonly Token[]): boolean {
  const first = words[0]?.word ?? '';
  const isQuestion = words.at(-1)?.stops === '?' || ASKS.test(first);
  return (
    words.length >= MIN_TOLD_WORDS &&
    !isQuestion &&
    !ADJUNCT.test(first) &&
    !words.some(
      ({ word, filter }, at) =>
        filter !== undefined || NARROWING.test(word) || (ASKS.test(word) && !isLooking(words, at)),
    ) &&
    words.some(({ word }, at) => FINITE.test(word) || SAID.test(word) || (at > 0 && /(ed|ing)$/.test(word)))
  );
}

/** "can not find it": no order to do so. */
function isLooking(words: readonly Token[], at: number): boolean {
  return words[at]?.word === 'find' && /^(not|to|i|we|they|nobody)$/.test(words[at - 1]?.word ?? '');
}

const SAID =
  /^(suspected|woke|told|gave|took|made|saw|found|left|sent|put|ran|hit|kept|heard|shut|wrote|became|caught|got|went|lost|broke|fell|came|began|started|gone|down|incident|outage|alert|compromise)$/;

/** The same of what stands behind a question mark: "…? Security keeps asking me." */
export function isRemarkAfter(parts: readonly (readonly Token[])[], at: number, sentence: Sentence): boolean {
  // Who signs a letter asks for nothing.
  const isSigned = parts.slice(0, at).some(before => before.at(-1)?.word.endsWith('regards'));
  if (isSigned && (parts[at]?.length ?? 0) <= MAX_SIGNATURE_WORDS) return true;
  const isAfterQuestion = parts.slice(0, at).some(before => before.at(-1)?.stops === '?');
  const part = parts[at] ?? [];
  const isPlain = part.every(
    ({ text, quoted, filter, word }) =>
      !quoted && !filter && (SERVICES.has(word) || !/\d|[a-z][A-Z]|[@/_]/.test(text)),
  );
  return (isAfterQuestion || isToldOfIt(parts, at, sentence)) && isPlain && saysSomething(part, sentence);
}

/** "…, it was running a test": said of what a question asks for that stands by itself, with no name that could be the answer. */
function isToldOfIt(parts: readonly (readonly Token[])[], at: number, sentence: Sentence): boolean {
  const part = parts[at] ?? [];
  const own = new Sentence(part, sentence.context);
  const isOfIt = /^(it|they) (is|are|was|were|had|has|have|ran|runs|broke|breaks|made)\b/.test(own.run(0, 2));
  const isNamed = part.some((_, place) => /^(plain|proper|identifier)$/.test(nameSort(own, place) ?? ''));
  return (
    isOfIt &&
    part.length >= MIN_TOLD_WORDS &&
    !isNamed &&
    !part.some(({ word }) => SERVICES.has(word)) &&
    standsAlone(parts.slice(0, at).flat(), [], sentence)
  );
}

/** Whether words say something and ask for nothing: they name no place, time, person or thing, and leave nothing out. */
function saysSomething(
  part: readonly Token[],
  sentence: Sentence,
  again: ReadonlySet<string> = new Set(),
): boolean {
  const own = new Sentence(part, sentence.context);
  const first = own.word(0);
  const isOfIt = /^(that|this) (is|was|are|looks|seems|should)\b/.test(own.run(0, 2));
  // "trying to work out what is left".
  const isPurpose =
    /^(just )?(trying|asking|wondering|hoping|preparing|looking|checking|working|need|want)$/.test(
      first === 'just' ? own.run(0, 2) : first,
    );
  if (
    (ADJUNCT.test(first) && !isOfIt) ||
    (RESTRICTORS.has(first) && !/^(never|not|no|nobody|nothing)$/.test(first))
  )
    return false;
  const isPlain = part.every(
    ({ word }, at) =>
      !NARROWING.test(word) &&
      !OUTCOMES.has(word) &&
      (!isAccount(word, sentence) || again.has(word)) &&
      own.times.at(at) === undefined &&
      (isPurpose || !QUESTION_WORDS.some(({ words }) => own.has(at, words))),
  );
  const isSaid =
    isPurpose ||
    part.some(
      ({ word }, at) =>
        FINITE.test(word) &&
        (at > 0 ||
          /^(need|want|hope|asking|im|ive|trying|wondering|checking|looking|preparing|writing|investigating)$/.test(
            word,
          )),
    );
  return isPlain && isSaid && !/^(and|or|but|so)$/.test(first);
}
