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

/** Closings that may stand anywhere. */
const ANYWHERE: ReadonlySet<string> = new Set(['at any time', 'at any point', 'by any chance', 'in the end']);
