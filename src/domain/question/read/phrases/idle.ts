import { CLOSINGS, FUNCTION_WORDS, IDLE, OPENING_WORDS, QUESTION_WORDS } from '../../lexicon/words.ts';
import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { columnsAt } from './columns.ts';
import { consoleAt } from './console.ts';

/** What people say after they asked: it may stand before the end of a part only. */
export function closingsAt(sentence: Sentence, at: number): readonly Piece[] {
  const columns = columnsAt(sentence, at);
  const inConsole = consoleAt(sentence, at);
  const closing = CLOSINGS.get(sentence.word(at))?.find(
    phrase =>
      sentence.has(at, phrase) &&
      (ANYWHERE.has(phrase.join(' ')) ||
        at + phrase.length === sentence.length ||
        sentence.tokens[at + phrase.length - 1]?.breaks),
  );
  const isAll = closing && (closing.length > 1 || !FUNCTION_WORDS.people.has(closing[0] ?? ''));
  const idle = IDLE.get(sentence.word(at))?.find(run => sentence.has(at, run));
  const opening = openingAt(sentence, at);
  const orNot = orBlockedAt(sentence, at);
  return [
    ...(opening > 0 ? [{ is: 'filler', word: 'opening', words: opening, cost: 0.05 } as const] : []),
    ...(idle
      ? [
          {
            is: idle.at(-1) === 'to' ? 'happening' : 'filler',
            word: idle.join(' '),
            words: idle.length,
          } as const,
        ]
      : []),
    ...(orNot > 0 ? [{ is: 'filler', word: 'or not', words: orNot } as const] : []),
    ...(columns > 0 ? [{ is: 'filler', word: 'columns', words: columns } as const] : []),
    ...(inConsole > 0 ? [{ is: 'filler', word: 'console', words: inConsole } as const] : []),
    ...(closing && isAll ? [{ is: 'filler', word: closing.join(' '), words: closing.length } as const] : []),
  ];
}

/** "…, any idea who it was": what a part begins with before the word that asks. */
function openingAt(sentence: Sentence, at: number): number {
  if (sentence.tokens[at - 1]?.breaks !== true) return 0;
  let to = at;
  while (OPENING_WORDS.has(sentence.word(to)) && !/^(did|has|have|had|was|were)$/.test(sentence.word(to)))
    to += 1;
  return to > at && QUESTION_WORDS.some(({ words, asks }) => asks !== 'list' && sentence.has(to, words))
    ? to - at
    : 0;
}

/** `or was he blocked` at the end of what asks whether: both are told; how many words say so. */
function orBlockedAt(sentence: Sentence, at: number): number {
  if (sentence.word(at) !== 'or' || !/^(was|were|did|got|has|had)$/.test(sentence.word(at + 1))) return 0;
  const someone = /^(he|she|it|they|that|this|the)$/.test(sentence.word(at + 2)) ? 1 : 0;
  const call = /^(call|attempt|request)$/.test(sentence.word(at + 2 + someone)) ? 1 : 0;
  const end = at + 2 + someone + call;
  const isEnded = /^(blocked|denied|refused|stopped|rejected|prevented|fail|failed|get blocked|not)$/.test(
    sentence.word(end),
  );
  return isEnded && someone > 0 && (end + 1 === sentence.length || sentence.tokens[end]?.breaks)
    ? end + 1 - at
    : 0;
}

/** Closings that may stand anywhere. */
const ANYWHERE: ReadonlySet<string> = new Set(['at any time', 'at any point', 'by any chance', 'in the end']);
