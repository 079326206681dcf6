import { OUTCOMES } from '../../filters.ts';
import { CLOSINGS, FUNCTION_WORDS, QUESTION_WORDS } from '../../lexicon/words.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { countsAt, numberOf } from './counts.ts';

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

const WHOEVER =
  /^(users?|people|persons?|principals?|individuals?|identit(y|ies)|engineers?|members?|colleagues?|guys?|one|iam users?)$/;

function asksAt(sentence: Sentence, at: number): readonly Piece[] {
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
    if (/^(time|day|date)$/.test(next) && /^(at|on|)$/.test(from === 1 ? sentence.word(at) : ''))
      pieces.push({ is: 'asks', asks: 'when', words: from + 2 });
  }
  if (from > 0) return pieces;
  for (const { words, asks } of QUESTION_WORDS) {
    if (!sentence.has(at, words)) continue;
    const times = asks === 'count' && sentence.word(at + words.length) === 'times' ? 1 : 0;
    pieces.push({ is: 'asks', asks, words: words.length + times });
    break;
  }
  return pieces;
}

/** `first`, `the latest 5`, `five most recent`, `for the first time`. */
function picksAt(sentence: Sentence, at: number): readonly Piece[] {
  const run = [3, 4].map(length => sentence.run(at, length));
  if (run[0] === 'the first time' || run[1] === 'for the first time')
    return [{ is: 'pick', pick: 'first', limit: 1, words: run[0] === 'the first time' ? 3 : 4 }];
  if (run[0] === 'the last time' || run[1] === 'for the last time')
    return [{ is: 'pick', pick: 'latest', limit: 1, words: run[0] === 'the last time' ? 3 : 4 }];
  const lead = /^(the|our|my)$/.test(sentence.word(at)) ? 1 : 0;
  const before = numberOf(sentence.word(at + lead));
  const most = sentence.word(at + lead + (before === undefined ? 0 : 1)) === 'most' ? 1 : 0;
  const place = at + lead + (before === undefined ? 0 : 1) + most;
  const word = sentence.word(place);
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

function outcomesAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  const outcome = OUTCOMES.get(word);
  if (outcome !== undefined)
    return [{ is: 'filter', filters: [filterOn('outcome', outcome)], about: 'how', words: 1 }];
  const two = sentence.run(at, 2);
  const denied = /^(access denied|permission denied|access denials?)$/.test(two)
    ? 2
    : /^not (authorized|authorised|permitted|allowed)$/.test(two)
      ? 2
      : 0;
  return denied === 0
    ? []
    : [{ is: 'filter', filters: [filterOn('outcome', 'denied')], about: 'how', words: denied }];
}

/** `including read-only access`, `any activity at all`, `only writes`: which of reads and changes count. */
function readsAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  const including = /^(including|include|with|incl|plus)$/.test(word) ? 1 : 0;
  const article = including === 1 && /^(the|all|any)$/.test(sentence.word(at + 1)) ? 1 : 0;
  const place = at + including + article;
  const isReads = /^(reads|read-only|readonly|read-onlys|lookups)$/.test(sentence.word(place));
  const second = /^(access|calls|events|activity|actions|operations|reads|ones)$/.test(
    sentence.word(place + 1),
  )
    ? 1
    : 0;
  if (isReads && (including === 1 || second === 1 || sentence.word(place) === 'reads')) {
    const values = including === 1 ? ['true', 'false'] : ['true'];
    return [{ is: 'reads', values, words: including + article + 1 + second }];
  }
  if (
    /^(anything|activity|something|everything|happened|done|actions?|events?)$/.test(word) &&
    sentence.run(at + 1, 2) === 'at all'
  )
    return [{ is: 'reads', values: ['true', 'false'], words: 3 }];
  if (word === 'any' && /^(activity|activities)$/.test(sentence.word(at + 1))) {
    const all = sentence.run(at + 2, 2) === 'at all' ? 2 : 0;
    return [{ is: 'reads', values: ['true', 'false'], words: 2 + all }];
  }
  const writes = word === 'only' ? 1 : 0;
  if (/^(writes|mutations)$/.test(sentence.word(at + writes)))
    return [
      {
        is: 'reads',
        values: ['false'],
        words: writes + 1 + (writes === 0 && sentence.word(at + 1) === 'only' ? 1 : 0),
      },
    ];
  if (sentence.run(at, 2) === 'write calls' || sentence.run(at, 2) === 'write events')
    return [{ is: 'reads', values: ['false'], words: 2 }];
  return [];
}

/** What people say after they asked: it may stand before the end of a part only. */
function closingsAt(sentence: Sentence, at: number): readonly Piece[] {
  const inConsole = consoleAt(sentence, at);
  const closing = CLOSINGS.find(
    phrase =>
      sentence.has(at, phrase) &&
      (ANYWHERE.has(phrase.join(' ')) ||
        at + phrase.length === sentence.length ||
        sentence.tokens[at + phrase.length - 1]?.breaks),
  );
  const isAll = closing && (closing.length > 1 || !FUNCTION_WORDS.people.has(closing[0] ?? ''));
  return [
    ...(inConsole > 0 ? [{ is: 'filler', word: 'console', words: inConsole } as const] : []),
    ...(closing && isAll ? [{ is: 'filler', word: closing.join(' '), words: closing.length } as const] : []),
  ];
}

/** Closings that may stand anywhere. */
const ANYWHERE: ReadonlySet<string> = new Set(['at any time', 'at any point', 'by any chance', 'in the end']);

/** `in the audit logs`, `according to cloudtrail`, `into the console`: where everything that is asked about stands. */
function consoleAt(sentence: Sentence, at: number): number {
  const isSignIn =
    /^(sign-?ins?|log-?ins?)$/.test(sentence.word(at - 1)) ||
    (/^(in|into|on)$/.test(sentence.word(at - 1)) && /^(sign|log)/.test(sentence.word(at - 2)));
  if (sentence.word(at) === 'console' && /^(sign|log)-?ins?$/.test(sentence.word(at + 1))) return 1;
  const lead =
    /^(in|within|to)$/.test(sentence.word(at)) ||
    (sentence.word(at) === 'from' &&
      sentence.word(at + 1) !== 'console' &&
      !/console/.test(sentence.run(at, 3)))
      ? 1
      : sentence.run(at, 2) === 'according to'
        ? 2
        : 0;
  const isAfter = isSignIn && /^(the|console|to|into)$/.test(sentence.word(at));
  if (lead === 0 && !isAfter) return 0;
  const article = /^(the|our|my|your|aws|an)$/.test(sentence.word(at + lead)) ? 1 : 0;
  const kind = /^(audit|aws|cloudtrail|management|event|web)$/.test(sentence.word(at + lead + article))
    ? 1
    : 0;
  const place = at + lead + article + kind;
  const word = sentence.word(place);
  const isLog =
    /^(logs|history|records)$/.test(word) ||
    (word === 'log' && !/^(group|stream)s?$/.test(sentence.word(place + 1)));
  const isIt =
    (isLog && lead > 0) ||
    (word === 'console' && isSignIn) ||
    (lead === 2 && /^(cloudtrail|aws)$/.test(word));
  return isIt ? place + 1 - at : 0;
}
