import type { Grouping } from '../../question.ts';
import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { countOf } from '../time/words.ts';

/** A number of events: three digits, or a word up to twelve. */
export function numberOf(word: string): number | undefined {
  const number = /^(\d{1,3}|[a-z]{2,})$/.test(word) ? countOf(word) : undefined;
  return number === undefined || number < 1 || word === 'the' || word === 'an' ? undefined : number;
}

const GROUPS: ReadonlyMap<string, Grouping> = new Map([
  ...[
    'person',
    'people',
    'user',
    'users',
    'principal',
    'principals',
    'engineer',
    'engineers',
    'identity',
    'actor',
    'actors',
    'individual',
    'member',
  ].map(word => [word, 'person'] as const),
  ...['account', 'accounts'].map(word => [word, 'account'] as const),
  ...['region', 'regions'].map(word => [word, 'region'] as const),
  ...['day', 'days', 'date'].map(word => [word, 'day'] as const),
  ...['week', 'weeks'].map(word => [word, 'week'] as const),
  ...['event', 'events', 'action', 'actions'].map(word => [word, 'event'] as const),
  ...['service', 'services'].map(word => [word, 'service'] as const),
]);

/** `per day`, `by account`, `top 5 users`, `the most`, `at least three`, `two or more`, `more than one`. */
export function countsAt(sentence: Sentence, at: number): readonly Piece[] {
  const [word, next] = [sentence.word(at), sentence.word(at + 1)];
  const pieces: Piece[] = [];
  const joined = /^(per|by|each|every)$/.test(word)
    ? 1
    : /^(grouped|broken|split)$/.test(word) && /^(by|down)$/.test(next)
      ? next === 'down'
        ? 3
        : 2
      : 0;
  const group = GROUPS.get(sentence.word(at + joined));
  if (
    joined > 0 &&
    group &&
    !(
      word === 'by' &&
      /^(user|principal|engineer|person|member)s?$/.test(next) &&
      at + 2 < sentence.length &&
      !isEnd(sentence, at + 2)
    )
  )
    pieces.push({
      is: 'per',
      per: group,
      words: joined + 1,
      ...(word === 'each' || word === 'every' ? { cost: 0.3 } : {}),
    });
  const article = word === 'the' ? 1 : 0;
  if (sentence.word(at + article) === 'top') {
    const top = numberOf(sentence.word(at + article + 1));
    const place = at + article + (top === undefined ? 1 : 2);
    const per = GROUPS.get(sentence.word(place));
    if (per) pieces.push({ is: 'per', per, top: top ?? 5, words: place + 1 - at });
  }
  if (sentence.word(at + article) === 'most' && sentence.word(at + article + 1) !== 'recent')
    pieces.push({ is: 'per', per: 'person', top: 1, words: article + 1 });
  if (sentence.run(at, 2) === 'most often' || sentence.run(at, 2) === 'most active')
    pieces.push({ is: 'per', per: 'person', top: word === 'most' && next === 'active' ? 5 : 1, words: 2 });
  if (
    /^(more|fewer|less)$/.test(word) &&
    next !== 'than' &&
    [2, 3, 4].some(gap => sentence.word(at + gap) === 'than')
  )
    pieces.push({ is: 'per', per: 'person', words: 1 });
  // "both accepted and deleted": either is of interest.
  if (word === 'both' && [2, 3, 4].some(gap => sentence.word(at + gap) === 'and'))
    pieces.push({ is: 'filler', word, words: 1 });
  const more = /^(at least|no less|not less)$/.test(`${word} ${next}`) ? 2 : 0;
  const least = more === 2 ? numberOf(sentence.word(at + 2)) : undefined;
  const than = `${word} ${next}` === 'more than' ? numberOf(sentence.word(at + 2)) : undefined;
  const orMore = sentence.run(at + 1, 2) === 'or more' ? numberOf(word) : undefined;
  const times = (place: number) => (/^(times|time)$/.test(sentence.word(place)) ? 1 : 0);
  if (least !== undefined) pieces.push({ is: 'atLeast', count: least, words: 3 + times(at + 3) });
  if (than !== undefined && sentence.word(at + 3) !== 'ago')
    pieces.push({ is: 'atLeast', count: than + 1, words: 3 + times(at + 3) });
  if (orMore !== undefined) pieces.push({ is: 'atLeast', count: orMore, words: 3 + times(at + 3) });
  return pieces;
}

function isEnd(sentence: Sentence, at: number): boolean {
  return sentence.times.at(at) !== undefined || /^(in|on|during|this|last|for)$/.test(sentence.word(at));
}
