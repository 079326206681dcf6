import type { Token } from '../tokens.ts';
import { Ages } from './ages.ts';
import { Bounds } from './bounds.ts';
import type { Calendar } from './calendar.ts';
import { ClockRanges, LONGEST_INSTANT_MS } from './clock-ranges.ts';
import { Dates } from './dates.ts';
import { found, type Moment } from './moment.ts';
import { AROUND_MS, Moments } from './moments.ts';
import { JOINT, reading, type TimeReading } from './time-reading.ts';
import { canOpenTime, clockOf, dayIndex, dayNumber, TIME_WORDS, unitOf } from './words.ts';

const PREPOSITION = /^(in|on|at|from|for|by|during|within|over|through|thru|not|no|the|our)$/;
/** Words that times begin with behind a preposition only. */
const BEHIND_PREPOSITION =
  /^(period|window|timeframe|time|interval|range|days?|hours?|minutes?|weeks?|months?|full|entire|whole|least|most|or|and|recent)$/;

/** Longest that a day is, when the clocks go back by an hour. */
const LONGEST_DAY_MS = 25 * 3_600_000;

/**
 * Reads the time phrases of a question, in the asker's zone: `today`, `last 7 days`, `since monday`, `between 1 and 5 november`,
 * `on 2026-11-20`, `around 14:30 yesterday`. Days and weeks are the calendar's (weeks begin on Monday); `past` and a number count back
 * from now.
 */
export class TimePhrases {
  readonly #words: readonly string[];
  /** Where each of the words stands among the tokens: those for the zone are passed over. */
  readonly #places: readonly number[];
  readonly #length: number;
  readonly #calendar: Calendar;
  readonly #dates: Dates;
  readonly #moments: Moments;
  readonly #ages: Ages;
  readonly #clocks: ClockRanges;
  readonly #bounds: Bounds;
  readonly #read = new Map<number, TimeReading | undefined>();

  /** `calendar`: that of the asker, or of UTC where the question says so. */
  constructor(tokens: readonly Token[], calendar: (zone: 'own' | 'UTC') => Calendar) {
    const words = tokens.map(token => (token.quoted ? '"' : token.word));
    this.#places = [...words.keys()].filter(place => !isZone(words, place));
    this.#words = this.#places.map(place => words[place] ?? '');
    this.#length = words.length;
    this.#calendar = calendar(this.#places.length < words.length ? 'UTC' : 'own');
    this.#dates = new Dates(this.#words, this.#calendar);
    this.#moments = new Moments(this.#words, this.#calendar);
    this.#clocks = new ClockRanges(this.#words, this.#calendar, this.#moments);
    this.#bounds = new Bounds(this.#words, this.#calendar, this.#moments);
    this.#ages = new Ages(this.#words, this.#calendar, this.#moments, to => this.#bounds.farBack(to));
  }

  /** The phrase that begins at a word, or undefined where none does. */
  at(at: number): TimeReading | undefined {
    const start = this.#places.length === this.#length ? at : this.#places.indexOf(at);
    if (!canOpenTime(this.#word(start))) return undefined;
    const read = found(this.#read, start, () => this.#phrase(start));
    const end = read && (this.#places[start + read.words] ?? this.#length);
    return read && end !== undefined ? { ...read, words: end - at } : undefined;
  }

  /** `90 days`, said alone: so far back from now. Undefined where no such stretch begins at a word. */
  lengthAt(at: number): TimeReading | undefined {
    const quantity = this.#moments.quantity(this.#places.indexOf(at));
    if (!quantity) return undefined;
    const { now } = this.#calendar;
    return reading(this.#calendar.add(quantity.unit, now, -quantity.count), now, quantity.words);
  }

  #phrase(at: number): TimeReading | undefined {
    const word = this.#word(at);
    // Most prepositions stand before no time.
    const next = this.#word(at + 1);
    if (PREPOSITION.test(word) && !canOpenTime(next) && !BEHIND_PREPOSITION.test(next)) return undefined;
    const impossible = this.#dates.noSuchDay(at);
    if (impossible > 0) return { ...reading(0, 0, impossible), isNoDay: true };
    const age = this.#ages.phrase(at);
    if (age) return reading(age.from, age.to, age.words);
    const bound = this.#bounds.at(at);
    if (bound) return bound;
    switch (word) {
      case 'between':
      case 'from':
        return this.#between(at + 1);
      case 'around':
      case 'about':
        return this.#around(at);
      case 'on':
      case 'during':
      case 'in':
      case 'at':
      case 'within':
      case 'over':
      case 'for': {
        const article = this.#word(at + 1) === 'the' ? 1 : 0;
        const named = this.#inPeriod(at + 1 + article);
        if (named) return { ...named, words: 1 + article + named.words };
        const unit = article === 1 && this.#word(at + 2) === 'last' ? unitOf(this.#word(at + 3)) : undefined;
        // "last week" is the calendar's; "in the last week" goes back from now.
        if (unit) return reading(this.#calendar.add(unit, this.#calendar.now, -1), this.#calendar.now, 4);
        const inner = this.#stretch(at + 1 + article);
        return inner && { ...inner, words: 1 + article + inner.words };
      }
      default:
        return this.#stretch(at);
    }
  }

  /** `period 2026-11-16 to 2026-11-21`, `time between monday and wednesday`: what a range is called before it. */
  #inPeriod(at: number): TimeReading | undefined {
    if (!/^(period|window|timeframe|time|interval|range|days?|hours?)$/.test(this.#word(at)))
      return undefined;
    const inner = /^(between|from)$/.test(this.#word(at + 1)) ? this.#phrase(at + 1) : this.#stretch(at + 1);
    return inner && { ...inner, words: 1 + inner.words };
  }

  /** A moment, or a range that begins with one: `monday to wednesday`, `yesterday between 14:00 and 16:00`. */
  #stretch(at: number): TimeReading | undefined {
    const day = this.#moments.day(at);
    if (day && /^(between|from)$/.test(this.#word(at + day.words))) {
      const clocks = this.#clocks.between(at + day.words + 1, day);
      if (clocks) return { ...clocks, words: day.words + 1 + clocks.words };
    }
    const side = day && (this.#clocks.besideDay(at, day) ?? this.#clocks.behindDay(at, day));
    if (side) return side;
    const clocks = clockOf(this.#word(at), this.#word(at + 1)) && this.#clocks.between(at);
    if (clocks) return clocks;
    const bare = this.#moments.at(at);
    // "last week or this week": one after the other is a stretch.
    const isJoined = bare && /^(and|or)$/.test(this.#word(at + bare.words));
    const next = isJoined ? this.#moments.at(at + bare.words + 1) : undefined;
    if (bare && next && next.from === bare.to)
      return reading(bare.from, next.to, bare.words + 1 + next.words);
    const following =
      day && /^(and|or)$/.test(this.#word(at + day.words))
        ? this.#moments.day(at + day.words + 1)
        : undefined;
    // "on 11 and 12 november": one after the other is a stretch.
    if (day && following && following.midnight === this.#calendar.add('day', day.midnight, 1))
      return reading(
        day.midnight,
        this.#calendar.add('day', following.midnight, 1),
        day.words + 1 + following.words,
      );
    if (bare && JOINT.test(this.#word(at + bare.words)) && this.#word(at + bare.words) !== 'and') {
      const end = this.#clocks.sameDay(at + bare.words + 1, bare) ?? this.#bounds.endAt(at + bare.words + 1);
      // "mon to wed" on a Monday is last week's.
      const begin = bare.words === 1 && end ? (this.#startBefore(at, at + 1, end) ?? bare) : bare;
      if (end) return reading(begin.from, end.to, bare.words + 1 + end.words);
    }
    if (!bare) return undefined;
    const { before, after } = bare.tolerance ?? { before: 0, after: 0 };
    const range = reading(bare.from - before, Math.max(bare.to, bare.from + after), bare.words);
    return bare.skipped ? { ...range, skipped: true } : range;
  }

  #around(at: number): TimeReading | undefined {
    const near = this.#moments.at(at + 1);
    if (!near) return undefined;
    const length = near.to - near.from;
    // Around a day is the one before and the one after as well.
    if (length > LONGEST_INSTANT_MS && length <= LONGEST_DAY_MS && !/ago/.test(this.#word(at + near.words)))
      return reading(
        this.#calendar.add('day', near.from, -1),
        this.#calendar.add('day', near.to, 1),
        1 + near.words,
      );
    if (length > LONGEST_INSTANT_MS) return reading(near.from, near.to, 1 + near.words);
    // An instant that came twice is meant both times.
    const last = length > 3_600_000 ? near.to - 60_000 + AROUND_MS : near.from + Math.max(AROUND_MS, length);
    return reading(near.from - AROUND_MS, last, 1 + near.words);
  }

  /** `1 and 5 november`, `monday and wednesday last week`, `9am and 5pm yesterday`: the last part lends its day, week or month to the first. */
  #between(at: number): TimeReading | undefined {
    const day = this.#moments.day(at);
    const clocks = this.#clocks.between(at) ?? (day && this.#clocks.behindDay(at, day));
    if (clocks) return { ...clocks, words: 1 + clocks.words };
    for (let joint = at + 1; joint <= at + 5; joint++) {
      if (!JOINT.test(this.#word(joint))) continue;
      const begin = this.#moments.at(at);
      const isWhole = begin?.words === joint - at;
      const end =
        (isWhole ? this.#clocks.sameDay(joint + 1, begin) : undefined) ?? this.#bounds.endAt(joint + 1);
      if (!end) continue;
      const start = this.#startBefore(at, joint, end);
      if (!start || start.words !== joint - at) continue;
      // A day or a month is meant whole; an instant or a time of day is where the range ends.
      const to = end.to - end.from <= 60_000 ? end.from : end.to;
      return reading(start.from, to, 1 + start.words + 1 + end.words);
    }
    return undefined;
  }

  #startBefore(at: number, joint: number, end: Moment): Moment | undefined {
    const weekday = joint === at + 1 ? dayIndex(this.#word(at)) : undefined;
    if (weekday !== undefined) {
      const from = this.#calendar.weekdayBefore(end.from, weekday);
      return { from, to: this.#calendar.add('day', from, 1), words: 1 };
    }
    return this.#moments.at(at) ?? this.#dayOfMonth(at, joint, end.from);
  }

  /** The day number of `between 1 and 5 november`, in the month of the end. */
  #dayOfMonth(at: number, joint: number, endFrom: number): Moment | undefined {
    const day = dayNumber(this.#word(at));
    if (day === undefined || joint !== at + 1) return undefined;
    const { year, month } = this.#calendar.monthOf(endFrom);
    const from = this.#calendar.date(year, month, day);
    // "from the 30th to 2 november": of the month before.
    const before = this.#calendar.monthOf(
      this.#calendar.add('month', this.#calendar.startOf('month', endFrom), -1),
    );
    const begins =
      from !== undefined && from <= endFrom ? from : this.#calendar.date(before.year, before.month, day);
    return begins === undefined
      ? undefined
      : { from: begins, to: this.#calendar.add('day', begins, 1), words: 1 };
  }

  #word(at: number): string {
    return this.#words[at] ?? '';
  }
}

/** Whether a word at a place says in which zone the time before it is: `14:00 UTC`, `from 10:00 to 11:00 in UTC`. */
function isZone(words: readonly string[], at: number): boolean {
  const place = words[at] === 'in' ? at + 1 : words[at] === 'time' ? at - 1 : at;
  if (!/^(utc|gmt)$/.test(words[place] ?? '')) return false;
  return isOfTime(words[words[place - 1] === 'in' ? place - 2 : place - 1] ?? '');
}

function isOfTime(word: string): boolean {
  return /\d|^(am|pm|ago|days?|hours?|week|month|now)$/.test(word) || TIME_WORDS.includes(word);
}
