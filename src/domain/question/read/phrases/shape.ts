import { QUESTION_WORDS } from '../../lexicon/words.ts';
import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { countsAt, numberOf } from './counts.ts';
import { closingsAt } from './idle.ts';
import { outcomesAt } from './outcomes.ts';
import { readsAt } from './reads.ts';
import { nounsAt } from './things.ts';

/** Words that ask, `from which ip`, `first`, `latest 5`, how it went, whether reads count, counting. */
export function shapesAt(sentence: Sentence, at: number): readonly Piece[] {
  return [
    ...asksAt(sentence, at),
    ...picksAt(sentence, at),
    ...outcomesAt(sentence, at),
    ...readsAt(sentence, at),
    ...countsAt(sentence, at),
    ...closingsAt(sentence, at),
  ];
}

/** Words that what asks begins with. */
const ASKING: ReadonlySet<string> = new Set(QUESTION_WORDS.map(({ words }) => words[0] ?? ''));

const WHOEVER =
  /^(users?|people|persons?|principals?|individuals?|identit(y|ies)|engineers?|members?|colleagues?|guys?|one|iam users?)$/;

function asksAt(sentence: Sentence, at: number): readonly Piece[] {
  if (!ASKING.has(sentence.word(at)) && !/^(from|in|at|to|by|for|on|of)$/.test(sentence.word(at))) return [];
  const from = /^(from|in|at|to|by)$/.test(sentence.word(at)) ? 1 : 0;
  const first = at + from;
  const pieces: Piece[] = [];
  if (/^(which|what|whose)$/.test(sentence.word(first))) {
    const next = sentence.word(first + 1);
    const third = sentence.word(first + 2);
    if (
      /^(ips?|address|addresses|network)$/.test(next) ||
      (next === 'source' && /^(ips?|address)$/.test(third))
    ) {
      const words =
        2 +
        (next === 'source' ? 1 : 0) +
        (/^address(es)?$/.test(sentence.word(first + (next === 'source' ? 3 : 2))) ? 1 : 0);
      pieces.push({ is: 'asks', asks: 'where', words: from + words });
    }
    if (from === 0 && WHOEVER.test(next)) pieces.push({ is: 'asks', asks: 'who', words: 2 });
    if (
      /^(time|day|date|hour|moment)$/.test(next) &&
      /^(at|on|)$/.test(from === 1 ? sentence.word(at) : '') &&
      !sentence.tokens.some(({ word }) => word === 'most')
    )
      pieces.push({ is: 'asks', asks: 'when', words: from + 2 });
  }
  // "for which log groups was the retention changed".
  const isWhich =
    pieces.length === 0 &&
    at === 0 &&
    /^(for|on|of|in|to|from)$/.test(sentence.word(0)) &&
    /^(which|what)$/.test(sentence.word(1));
  const [noun] = isWhich ? nounsAt(sentence, 2) : [];
  if (noun?.is === 'noun') return [{ is: 'asks', asks: 'list', words: 2 + noun.words }];
  if (from > 0) return pieces;
  if (!ASKING.has(sentence.word(at))) return pieces;
  for (const { words, asks } of QUESTION_WORDS) {
    if (!sentence.has(at, words)) continue;
    // "whom did alice delete", "who deleted whom": to whom it was done.
    if (words[0] === 'whom' && !/^(by|to|from|with|for|and|or)$/.test(sentence.word(at - 1))) continue;
    const times = asks === 'count' && sentence.word(at + words.length) === 'times' ? 1 : 0;
    // "from where (IP)".
    const ip = asks === 'where' && /^ips?$/.test(sentence.word(at + words.length)) ? 1 : 0;
    pieces.push({ is: 'asks', asks, words: words.length + times + ip });
    break;
  }
  return pieces;
}

/** Words with which some of many are picked, beside numbers. */
const PICKING: ReadonlySet<string> = new Set(
  'the our for was is most first earliest oldest last latest newest recent'.split(' '),
);

/** `first`, `the latest 5`, `five most recent`, `for the first time`. */
function picksAt(sentence: Sentence, at: number): readonly Piece[] {
  if (!PICKING.has(sentence.word(at)) && numberOf(sentence.word(at)) === undefined) return [];
  const run = [3, 4].map(length => sentence.run(at, length));
  if (run[0] === 'the first time' || run[1] === 'for the first time')
    return [{ is: 'pick', pick: 'first', limit: 1, words: run[0] === 'the first time' ? 3 : 4 }];
  if (run[0] === 'the last time' || run[1] === 'for the last time')
    return [{ is: 'pick', pick: 'latest', limit: 1, words: run[0] === 'the last time' ? 3 : 4 }];
  // "when was the last time bob deleted a role".
  const that = sentence.word(at + 4) === 'that' ? 1 : 0;
  if (/^(was|is) the (last|first) time$/.test(sentence.run(at, 4)) && sentence.word(at - 1) === 'when')
    return [
      { is: 'pick', pick: sentence.word(at + 2) === 'last' ? 'latest' : 'first', limit: 1, words: 4 + that },
    ];
  if (sentence.run(at, 2) === 'last time' && sentence.word(at - 1) !== 'the')
    return [{ is: 'pick', pick: 'latest', limit: 1, words: 2 }];
  if (sentence.run(at, 2) === 'most recently') return [{ is: 'pick', pick: 'latest', limit: 1, words: 2 }];
  const lead = /^(the|our)$/.test(sentence.word(at)) ? 1 : 0;
  const before = numberOf(sentence.word(at + lead));
  const most = sentence.word(at + lead + (before === undefined ? 0 : 1)) === 'most' ? 1 : 0;
  const place = at + lead + (before === undefined ? 0 : 1) + most;
  const word = sentence.word(place);
  // "on the first": of the month.
  if (
    /^on( the)?$/.test(lead === 1 ? sentence.word(at - 1) : sentence.run(at - 2, 2)) &&
    sentence.ends(place + 1)
  )
    return [];
  const pick = /^(first|earliest|oldest)$/.test(word)
    ? 'first'
    : /^(last|latest|newest|recent)$/.test(word)
      ? 'latest'
      : undefined;
  if (pick === undefined || (most === 1) !== (word === 'recent')) return [];
  const after = before === undefined ? numberOf(sentence.word(place + 1)) : undefined;
  return [
    { is: 'pick', pick, limit: before ?? after ?? 1, words: place - at + (after === undefined ? 1 : 2) },
    ...(after === undefined
      ? []
      : [{ is: 'pick', pick, limit: 1, words: place - at + 1, cost: 0.5 } as const]),
  ];
}
