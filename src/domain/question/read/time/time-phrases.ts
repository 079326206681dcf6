import type { Token } from '../tokens.ts';
import { Ages } from './ages.ts';
import type { Calendar } from './calendar.ts';
import { ClockRanges } from './clock-ranges.ts';
import { Dates } from './dates.ts';
import type { Moment } from './moment.ts';
import { AROUND_MS, Moments } from './moments.ts';
import { JOINT, reading, type TimeReading } from './time-reading.ts';
import { canOpenTime, dayIndex, dayNumber, unitOf } from './words.ts';

/** Longest that an instant is with its repetition, when the clocks go back by an hour. */
const LONGEST_INSTANT_MS = 61 * 60_000;
/** Reach of a question that sets no beginning: Event history's 90 days. */
const DEFAULT_DAYS = 90;

/**
 * Reads the time phrases of a question, in the asker's zone: `today`, `last 7 days`, `since monday`, `between 1 and 5 november`,
 * `on 2026-11-20`, `around 14:30 yesterday`. Days and weeks are the calendar's (weeks begin on Monday); `past` and a number count back
 * from now.
 */
export class TimePhrases {
  readonly #words: readonly string[];
  readonly #calendar: Calendar;
  readonly #dates: Dates;
  readonly #moments: Moments;
  readonly #ages: Ages;
  readonly #clocks: ClockRanges;
  readonly #read = new Map<number, TimeReading | undefined>();

  constructor(tokens: readonly Token[], calendar: Calendar) {
    this.#words = tokens.map(token => (token.quoted ? '"' : token.word));
    this.#calendar = calendar;
    this.#dates = new Dates(this.#words, this.#calendar);
    this.#moments = new Moments(this.#words, this.#calendar);
    this.#clocks = new ClockRanges(this.#words, calendar, this.#moments);
    this.#ages = new Ages(this.#words, this.#calendar, this.#moments, to => this.#farBack(to));
  }

  /** The phrase that begins at a word, or undefined where none does. */
  at(at: number): TimeReading | undefined {
    if (!canOpenTime(this.#word(at))) return undefined;
    if (!this.#read.has(at)) this.#read.set(at, this.#phrase(at));
    return this.#read.get(at);
  }

  #phrase(at: number): TimeReading | undefined {
    const word = this.#word(at);
    const impossible = this.#dates.noSuchDay(at);
    if (impossible > 0) return { ...reading(0, 0, impossible), isNoDay: true };
    const age = this.#ages.phrase(at);
    if (age) return reading(age.from, age.to, age.words);
    const sinceThen = this.#tillNow(at);
    if (sinceThen) return sinceThen;
    switch (word) {
      case 'since':
      case 'after': {
        const article = this.#word(at + 1) === 'the' ? 1 : 0;
        const isEdge =
          /^(beginning|start|begin)$/.test(this.#word(at + 1 + article)) &&
          this.#word(at + 2 + article) === 'of';
        const lead = isEdge ? article + 2 : 0;
        const from = this.#moments.at(at + 1 + lead);
        // "since Monday" begins with Monday; "after Monday" when it is over.
        const isWhole = word === 'since' || isEdge;
        return from && reading(isWhole ? from.from : from.to, this.#calendar.now, 1 + lead + from.words);
      }
      case 'before': {
        const to = this.#moments.at(at + 1);
        return to && reading(this.#farBack(to.from), to.from, 1 + to.words);
      }
      case 'up':
      case 'until':
      case 'till': {
        const lead = this.#lead(at);
        const to = lead === 0 ? undefined : this.#endAt(at + lead);
        return to && reading(Math.min(this.#farBack(), to.from), to.to, lead + to.words);
      }
      case 'between':
      case 'from':
        return this.#between(at + 1) ?? this.#fromEdge(at);
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

  /** Where a range ends: at a moment, or at `the end of` one. */
  #endAt(at: number): Moment | undefined {
    const article = this.#word(at) === 'the' ? 1 : 0;
    const isEnd = this.#word(at + article) === 'end' && this.#word(at + article + 1) === 'of';
    const skipped = isEnd ? article + 2 : 0;
    const moment = this.#moments.at(at + skipped);
    return moment && { ...moment, words: skipped + moment.words };
  }

  /** `from the beginning of november`: until now. */
  #fromEdge(at: number): TimeReading | undefined {
    const article = this.#word(at + 1) === 'the' ? 1 : 0;
    const isEdge =
      /^(beginning|start)$/.test(this.#word(at + 1 + article)) && this.#word(at + 2 + article) === 'of';
    const from = isEdge ? this.#moments.at(at + 3 + article) : undefined;
    return from && reading(from.from, this.#calendar.now, 3 + article + from.words);
  }

  /** `3 weeks ago till now`. */
  #tillNow(at: number): TimeReading | undefined {
    const from = this.#moments.at(at);
    if (!from || !/^(to|until|till)$/.test(this.#word(at + from.words))) return undefined;
    return /^(now|today)$/.test(this.#word(at + from.words + 1))
      ? reading(from.from, this.#calendar.now, from.words + 2)
      : undefined;
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
    const side = day && this.#clocks.besideDay(at, day);
    if (side) return side;
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
      const end = this.#endAt(at + bare.words + 1);
      if (end) return reading(bare.from, end.to, bare.words + 1 + end.words);
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
    if (length > LONGEST_INSTANT_MS) return reading(near.from, near.to, 1 + near.words);
    // An instant that came twice is meant both times.
    const last = length > 3_600_000 ? near.to - 60_000 + AROUND_MS : near.from + Math.max(AROUND_MS, length);
    return reading(near.from - AROUND_MS, last, 1 + near.words);
  }

  /** `1 and 5 november`, `monday and wednesday last week`, `9am and 5pm yesterday`: the last part lends its day, week or month to the first. */
  #between(at: number): TimeReading | undefined {
    const clocks = this.#clocks.between(at);
    if (clocks) return { ...clocks, words: 1 + clocks.words };
    for (let joint = at + 1; joint <= at + 5; joint++) {
      if (!JOINT.test(this.#word(joint))) continue;
      const end = this.#endAt(joint + 1);
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
    return from === undefined || from > endFrom
      ? undefined
      : { from, to: this.#calendar.add('day', from, 1), words: 1 };
  }

  /** How many words `until`, `up to`, `up until`, `up to and including` are; 0 where it is none of them. */
  #lead(at: number): number {
    if (this.#word(at) !== 'up') return 1;
    if (!/^(to|until|till)$/.test(this.#word(at + 1))) return 0;
    return this.#word(at + 2) === 'and' && this.#word(at + 3) === 'including' ? 4 : 2;
  }

  /** Where a range without a beginning begins: what is older than the default reach is searched as far again. */
  #farBack(to = this.#calendar.now): number {
    const usual = this.#calendar.add('day', this.#calendar.now, -DEFAULT_DAYS);
    return to <= usual ? this.#calendar.add('day', to, -DEFAULT_DAYS) : usual;
  }

  #word(at: number): string {
    return this.#words[at] ?? '';
  }
}
