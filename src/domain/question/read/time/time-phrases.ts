import type { TimeRange } from '../../question.ts';
import type { Token } from '../tokens.ts';
import { Ages } from './ages.ts';
import type { Calendar } from './calendar.ts';
import { Dates } from './dates.ts';
import type { Moment } from './moment.ts';
import { AROUND_MS, Moments, type NamedDay } from './moments.ts';
import { bareHour, canOpenTime, clockOf, dayIndex, dayNumber, type TimeOfDay, unitOf } from './words.ts';

/** A time phrase that was read: its range and how many words it took. */
export interface TimeReading {
  readonly range: TimeRange;
  readonly words: number;
  /** It speaks of an hour that the clocks skipped. */
  readonly skipped?: boolean | undefined;
  /** It names a day that the calendar does not have. */
  readonly isNoDay?: boolean | undefined;
}

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
  readonly #read = new Map<number, TimeReading | undefined>();

  constructor(tokens: readonly Token[], calendar: Calendar) {
    this.#words = tokens.map(token => (token.quoted ? '"' : token.word));
    this.#calendar = calendar;
    this.#dates = new Dates(this.#words, this.#calendar);
    this.#moments = new Moments(this.#words, this.#calendar);
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
    switch (word) {
      case 'since':
      case 'after': {
        const from = this.#moments.at(at + 1);
        // "since Monday" begins with Monday; "after Monday" when it is over.
        return from && reading(word === 'since' ? from.from : from.to, this.#calendar.now, 1 + from.words);
      }
      case 'before': {
        const to = this.#moments.at(at + 1);
        return to && reading(this.#farBack(to.from), to.from, 1 + to.words);
      }
      case 'up':
      case 'until':
      case 'till': {
        const lead = this.#lead(at);
        const to = lead === 0 ? undefined : this.#moments.at(at + lead);
        return to && reading(Math.min(this.#farBack(), to.from), to.to, lead + to.words);
      }
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
      const clocks = this.#clocks(at + day.words + 1, day);
      if (clocks) return { ...clocks, words: day.words + 1 + clocks.words };
    }
    const side = day && this.#besideClock(at, day);
    if (side) return side;
    const bare = this.#moments.at(at);
    const following =
      day && this.#word(at + day.words) === 'and' ? this.#moments.day(at + day.words + 1) : undefined;
    // "on 11 and 12 november": one after the other is a stretch.
    if (day && following && following.midnight === this.#calendar.add('day', day.midnight, 1))
      return reading(
        day.midnight,
        this.#calendar.add('day', following.midnight, 1),
        day.words + 1 + following.words,
      );
    if (bare && JOINT.test(this.#word(at + bare.words)) && this.#word(at + bare.words) !== 'and') {
      const end = this.#moments.at(at + bare.words + 1);
      if (end) return reading(bare.from, end.to, bare.words + 1 + end.words);
    }
    if (!bare) return undefined;
    const { before, after } = bare.tolerance ?? { before: 0, after: 0 };
    const range = reading(bare.from - before, Math.max(bare.to, bare.from + after), bare.words);
    return bare.skipped ? { ...range, skipped: true } : range;
  }

  /** `24 november after 20:00`, `yesterday before noon`: a part of the day. */
  #besideClock(at: number, day: NamedDay): TimeReading | undefined {
    const joint = this.#word(at + day.words);
    if (!/^(after|before|since|until|from)$/.test(joint)) return undefined;
    const clock = clockOf(this.#word(at + day.words + 1), this.#word(at + day.words + 2));
    if (!clock || JOINT.test(this.#word(at + day.words + 1 + clock.words))) return undefined;
    const edge = this.#moments.onDay(day, clock.clock);
    const words = day.words + 1 + clock.words;
    return /^(before|until)$/.test(joint)
      ? reading(day.midnight, edge, words)
      : reading(edge, this.#calendar.add('day', day.midnight, 1), words);
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
    const clocks = this.#clocks(at);
    if (clocks) return { ...clocks, words: 1 + clocks.words };
    for (let joint = at + 1; joint <= at + 4; joint++) {
      if (!JOINT.test(this.#word(joint))) continue;
      const end = this.#moments.at(joint + 1);
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

  /** `14:00 and 16:00`, `9am to 5pm yesterday`, `2 and 4pm`, `22:00 and 02:00 last night`: both are of one day, whichever of them names it. */
  #clocks(at: number, known?: NamedDay): TimeReading | undefined {
    const start = clockOf(this.#word(at), this.#word(at + 1)) ?? NO_CLOCK;
    const joint = at + start.words;
    if (!JOINT.test(this.#word(joint))) return undefined;
    const end = clockOf(this.#word(joint + 1), this.#word(joint + 2)) ?? NO_CLOCK;
    const after = joint + 1 + end.words;
    const gap = /^(on|of)$/.test(this.#word(after)) ? 1 : 0;
    const day = known ?? this.#moments.day(after + gap);
    const [from, to] = this.#pair(at, joint, start.clock, end, day !== undefined);
    if (from === undefined || to === undefined) return undefined;
    const words = start.words + 1 + end.words + (known || !day ? 0 : gap + day.words);
    if (day) {
      const [opens, closes] = [this.#moments.onDay(day, from), this.#moments.onDay(day, to, 'second')];
      const skipped = opens === closes && (from[0] !== to[0] || from[1] !== to[1]);
      return { ...reading(opens, closes, words), ...(skipped && { skipped }) };
    }
    const { today, now } = this.#calendar;
    // Without a day it is today, or yesterday where it would be still to come; past midnight it ends on the next.
    const begins = this.#calendar.atClock(today, from) > now ? this.#calendar.add('day', today, -1) : today;
    const opens = this.#calendar.atClock(begins, from);
    const closes = this.#calendar.atClock(begins, to, 'second');
    return reading(opens, closes > opens ? closes : this.#calendar.add('day', closes, 1), words);
  }

  /** Both times; bare hours such as `9` and `17` only beside a day, or before one with `am` or `pm`. */
  #pair(
    at: number,
    joint: number,
    from: TimeOfDay | undefined,
    { clock: to, half }: { readonly clock?: TimeOfDay | undefined; readonly half?: 'am' | 'pm' },
    hasDay: boolean,
  ): readonly [TimeOfDay | undefined, TimeOfDay | undefined] {
    if (from && to) return [from, to];
    const [first, second] = [bareHour(this.#word(at)), bareHour(this.#word(joint + 1))];
    if (first === undefined) return [undefined, undefined];
    if (!to)
      return hasDay && second !== undefined
        ? [
            [first, 0],
            [second, 0],
          ]
        : [undefined, undefined];
    if (!half || first < 1 || first > 12) return [undefined, undefined];
    const late = (first % 12) + 12;
    return [[half === 'pm' && late < to[0] ? late : first % 12, 0], to];
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

const NO_CLOCK = { clock: undefined, words: 1 };

/** Words between the two ends of a range. */
const JOINT = /^(and|to|until|till|-)$/;

function reading(from: number, to: number, words: number): TimeReading {
  return { range: { from, to }, words };
}
