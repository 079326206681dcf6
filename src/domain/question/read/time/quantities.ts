import { countOf, UNIT_LETTERS, type Unit, unitOf } from './words.ts';

/** So many units; `compact` where both were one word, as in `2h`. */
export interface Quantity {
  readonly count: number;
  readonly unit: Unit;
  readonly words: number;
  readonly compact?: true;
}

/** Halves of units. */
const HALVES: Partial<Record<Unit, readonly [count: number, unit: Unit]>> = {
  hour: [30, 'minute'],
  day: [12, 'hour'],
  year: [6, 'month'],
};

/** `7 days`, `2h`, `half an hour`, `a couple of days`, `a fortnight` from a word on; undefined where none stands there. */
export function quantityAt(all: readonly string[], at: number): Quantity | undefined {
  const words = [0, 1, 2, 3].map(place => all[at + place] ?? '');
  const compact = /^(\d{1,4})(m|min|mins|h|hr|hrs|d|w)$/.exec(words[0] ?? '');
  if (compact)
    return {
      count: Number(compact[1]),
      unit: UNIT_LETTERS[compact[2]?.[0] ?? ''] ?? 'day',
      words: 1,
      compact: true,
    };
  if (words[0] === 'half') {
    const article = /^an?$/.test(words[1] ?? '') ? 1 : 0;
    const [count, unit] = HALVES[unitOf(words[1 + article] ?? '') ?? 'minute'] ?? [];
    return count === undefined || unit === undefined ? undefined : { count, unit, words: 2 + article };
  }
  const article = /^an?$/.test(words[0] ?? '') ? 1 : 0;
  if (words[article] === 'dozen') {
    const unit = unitOf(words[article + 1] ?? '');
    return unit && { count: 12, unit, words: article + 2 };
  }
  if (words[article] === 'fortnight') return { count: 2, unit: 'week', words: article + 1 };
  if (words[article] === 'couple') {
    const joint = words[article + 1] === 'of' ? 1 : 0;
    const unit = unitOf(words[article + joint + 1] ?? '');
    return unit && { count: 2, unit, words: article + joint + 2 };
  }
  const [count, unit] = [countOf(words[0] ?? ''), unitOf(words[1] ?? '')];
  return count === undefined || unit === undefined ? undefined : { count, unit, words: 2 };
}
