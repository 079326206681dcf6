import { OUTCOMES } from '../filters.ts';
import { OBJECTS } from '../lexicon/nouns.ts';
import { SERVICES } from '../lexicon/services.ts';
import { VERB_FORMS } from '../lexicon/verbs.ts';
import { FUNCTION_WORDS, QUESTION_WORDS, RESTRICTORS } from '../lexicon/words.ts';
import { ADJUNCT, isAccount, isWritten, NARROWING } from './frame.ts';
import { nameSort } from './phrases/names.ts';
import { nounsAt } from './phrases/things.ts';
import { Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';

/** Most words of a name below a letter. */
const MAX_SIGNATURE_WORDS = 4;

/** Words with which somebody says something of something. */
const FINITE =
  /^(is|are|was|were|am|has|have|had|need|needs|want|wants|keeps?|looks?|seems?|says?|said|thinks?|thought|claims?|swears?|agreed|owes?|complains?|fails?|broke|asking|im|ive|feels?|hope|can|could|must|should|would|will|did|does|do)$/;

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
  const hasEnded = parts[first - 1]?.at(-1)?.stops !== undefined || parts[first - 1]?.at(-1)?.labels === true;
  if (
    hasEnded &&
    tells(sentenceAround(parts, at, first)) &&
    standsAlone(parts.slice(first).flat(), sentenceAround(parts, at, first), sentence)
  )
    return true;
  return (hasEnded || isNamedAgain) && !part.some(isOpen) && saysSomething(part, sentence, again);
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
const MIN_TOLD_WORDS = 4;

/** Whether a sentence only tells something: it asks for nothing, orders nothing, and leaves nothing out. */
function tells(words: readonly Token[]): boolean {
  const first = words[0]?.word ?? '';
  const isQuestion = words.at(-1)?.stops === '?' || ASKS.test(first);
  return (
    words.length >= MIN_TOLD_WORDS &&
    !isQuestion &&
    !ADJUNCT.test(first) &&
    !words.some(({ word, filter }) => filter !== undefined || NARROWING.test(word) || ASKS.test(word)) &&
    words.some(({ word }, at) => FINITE.test(word) || SAID.test(word) || (at > 0 && /(ed|ing)$/.test(word)))
  );
}

const ASKS = /^(who|whom|whose|what|which|when|where|why|how|show|list|find)$/;
const SAID =
  /^(suspected|got|went|lost|broke|fell|came|began|started|gone|down|incident|outage|alert|compromise)$/;

/** Whether words ask by themselves for a deed on something, or of somebody, whatever was told before. */
function standsAlone(words: readonly Token[], told: readonly Token[], sentence: Sentence): boolean {
  const asks =
    words.slice(0, 3).some(({ word }) => ASKS.test(word)) ||
    /^(did|has|was|were|any|all|i|give|every|everything)$/.test(words[0]?.word ?? '');
  const own = new Sentence(words, sentence.context);
  const isDone = words.some(
    ({ word }) =>
      VERB_FORMS.has(word) ||
      OUTCOMES.has(word) ||
      FUNCTION_WORDS.things.has(word) ||
      FUNCTION_WORDS.happening.has(word),
  );
  const isPointing = words.some(
    ({ word }, at) =>
      /^(he|she|his|her)$/.test(word) ||
      (/^(it|them|its|their)$/.test(word) &&
        !words.slice(0, at).some((token, place) => isWritten(token) || nounsAt(own, place).length > 0)) ||
      (/^(that|this|those|these)$/.test(word) &&
        own.times.at(at) === undefined &&
        !/^(by|of|made|from|who)$/.test(own.word(at + 1))),
  );
  const isSame = told.some(({ word }) => words.some((_, at) => isThe(words, at, word)));
  const isAnchored = words.some(
    (token, at) =>
      isWritten(token) ||
      nounsAt(own, at).length > 0 ||
      /^(plain|proper|identifier)$/.test(nameSort(own, at) ?? '') ||
      OUTCOMES.has(token.word) ||
      FUNCTION_WORDS.things.has(token.word),
  );
  return asks && isDone && isAnchored && !isPointing && !isSame;
}

/** Whether "the …" stands at a place for something or a deed that a word told of. */
function isThe(words: readonly Token[], at: number, told: string): boolean {
  if (words[at]?.word !== 'the') return false;
  const next = words[at + 1]?.word ?? '';
  const word = OUTCOMES.has(next) ? (words[at + 2]?.word ?? '') : next;
  const verb = VERB_FORMS.get(word);
  const noun = OBJECTS.get(word);
  const isDeed = verb?.form === 'deed' && VERB_FORMS.get(told)?.verb === verb.verb;
  return (
    isDeed || (noun !== undefined && OBJECTS.get(told)?.name === noun.name && words[at + 2] === undefined)
  );
}

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
  return isAfterQuestion && isPlain && saysSomething(part, sentence);
}

/** Whether words say something and ask for nothing: they name no place, time, person or thing, and leave nothing out. */
function saysSomething(
  part: readonly Token[],
  sentence: Sentence,
  again: ReadonlySet<string> = new Set(),
): boolean {
  const own = new Sentence(part, sentence.context);
  const first = own.word(0);
  if (ADJUNCT.test(first) || (RESTRICTORS.has(first) && !/^(never|not|no)$/.test(first))) return false;
  const isPlain = part.every(
    ({ word }, at) =>
      !NARROWING.test(word) &&
      !OUTCOMES.has(word) &&
      (!isAccount(word, sentence) || again.has(word)) &&
      own.times.at(at) === undefined &&
      !QUESTION_WORDS.some(({ words }) => own.has(at, words)),
  );
  const isSaid = part.some(
    ({ word }, at) =>
      FINITE.test(word) &&
      (at > 0 ||
        /^(need|want|hope|asking|im|ive|trying|wondering|checking|looking|preparing|writing|investigating)$/.test(
          word,
        )),
  );
  return isPlain && isSaid && !/^(and|or|but|so)$/.test(first);
}
