import { TZDate } from '@date-fns/tz';
import {
  addDays,
  addHours,
  addMinutes,
  addMonths,
  addWeeks,
  addYears,
  startOfDay,
  startOfMonth,
  startOfWeek,
  startOfYear,
} from 'date-fns';
import type { TimeRange } from './question.ts';
import type { Token } from './tokens.ts';

/** A time phrase that was read: its range and how many words it took. */
export interface TimeReading {
  readonly range: TimeRange;
  readonly words: number;
}

/** How far back a question reaches when it sets no beginning: Event history's 90 days. */
const DEFAULT_DAYS = 90;

/** How much `around` takes in before and after, in milliseconds. */
const AROUND = 30 * 60_000;

/** Parts of a day, as hours from its midnight (CLDR's day periods for English, roundly). */
const DAY_PARTS: Readonly<Record<string, readonly [from: number, to: number]>> = {
  morning: [0, 12],
  afternoon: [12, 18],
  evening: [18, 24],
  night: [18, 30],
};

/** Words that can begin or make up a time phrase, for spotting misspellings. */
export const TIME_WORDS =
  `today yesterday tomorrow since before after until between around monday tuesday wednesday thursday friday
saturday sunday january february march april june july august september october november december
hours minutes weeks months noon midnight morning afternoon evening night weekend`.split(/\s+/);

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const NUMBERS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';
const ADD = {
  minute: addMinutes,
  hour: addHours,
  day: addDays,
  week: addWeeks,
  month: addMonths,
  year: addYears,
};

/**
 * Reads a time phrase that begins at `at`, in the asker's zone: `today`, `last 7 days`, `since monday`, `between 1 and 5 november`,
 * `on 2026-11-20`, `around 14:30 yesterday`. Days and weeks are the calendar's (weeks begin on Monday); `past` and a number count back from now.
 */
export function readTime(
  tokens: readonly Token[],
  at: number,
  now: number,
  timeZone: string,
): TimeReading | undefined {
  const reader = new TimeReader(tokens, now, timeZone);
  return reader.phrase(at);
}

class TimeReader {
  readonly #words: readonly string[];
  readonly #now: TZDate;

  constructor(tokens: readonly Token[], now: number, timeZone: string) {
    this.#words = tokens.map(token => (token.quoted ? '"' : token.word));
    this.#now = new TZDate(now, timeZone);
  }

  phrase(at: number): TimeReading | undefined {
    const word = this.#words[at];
    const farBack = addDays(this.#now, -DEFAULT_DAYS).getTime();
    const now = this.#now.getTime();
    switch (word) {
      case 'since':
      case 'after': {
        const from = this.moment(at + 1);
        // "since Monday" begins with Monday; "after Monday" when it is over.
        return from && range(word === 'since' ? from.from : from.to, now, 1 + from.words);
      }
      case 'before': {
        const to = this.moment(at + 1);
        // What is older than the default reach is searched as far again.
        const from = to && to.from <= farBack ? addDays(to.from, -DEFAULT_DAYS).getTime() : farBack;
        return to && range(from, to.from, 1 + to.words);
      }
      case 'until':
      case 'till': {
        const to = this.moment(at + 1);
        return to && range(Math.min(farBack, to.from), to.to, 1 + to.words);
      }
      case 'between':
      case 'from':
        return this.between(at + 1);
      case 'around':
      case 'about': {
        const near = this.moment(at + 1);
        const slack = near && near.to - near.from > 3_600_000 ? 0 : AROUND;
        return (
          near && range(near.from - slack, near.from + Math.max(slack, near.to - near.from), 1 + near.words)
        );
      }
      case 'on':
      case 'during':
      case 'in':
      case 'at':
      case 'within':
      case 'over':
      case 'for': {
        const article = this.#words[at + 1] === 'the' ? 1 : 0;
        const inner = this.moment(at + 1 + article);
        return inner && range(inner.from, inner.to, 1 + article + inner.words);
      }
      default: {
        const bare = this.moment(at);
        if (bare && /^(to|until|till|-)$/.test(this.#words[at + bare.words] ?? '')) {
          const end = this.moment(at + bare.words + 1);
          if (end) return range(bare.from, end.to, bare.words + 1 + end.words);
        }
        // A bare number is no time; "5 november" and "14:30" are.
        return bare && range(bare.from, bare.to, bare.words);
      }
    }
  }

  /** `1 and 5 november`, `monday and wednesday`, `2026-11-01 and 2026-11-05`: the last part lends its month to the first. */
  private between(at: number): TimeReading | undefined {
    for (let joint = at + 1; joint <= at + 4; joint++) {
      if (!/^(and|to|until|till|-)$/.test(this.#words[joint] ?? '')) continue;
      // In "9 to 17 yesterday" the end is no moment by itself.
      const end = this.moment(joint + 1) ?? this.dayAfterHour(joint + 1);
      if (!end) continue;
      const clock = this.clockBeside(at, joint, end);
      if (clock) return clock;
      const start = this.moment(at) ?? this.dayLike(at, joint, end.from);
      if (!start || start.words !== joint - at) continue;
      // A day or a month is meant whole; an instant or a time of day is where the range ends.
      const to = end.to - end.from <= 60_000 ? end.from : end.to;
      return range(start.from, to, 1 + start.words + 1 + end.words);
    }
    return undefined;
  }

  /** `9am and 5pm yesterday`, `9am to 5pm`: both are of one day, whichever of them names it. */
  private clockBeside(at: number, joint: number, end: Moment): TimeReading | undefined {
    const [clock, endClock] = clocksOf(this.#words[at], this.#words[joint + 1], this.#words[joint + 2]);
    if (joint !== at + 1 || clock === undefined || endClock === undefined) return undefined;
    const bare = /^\d{1,2}$/.test(this.#words[joint + 1] ?? '');
    const named = end.words > 1 || bare;
    const day = named ? startOfDay(new TZDate(end.from, this.#now.timeZone)) : startOfDay(this.#now);
    const start = this.atClock(day.getTime(), clock, 1);
    const to = this.atClock(day.getTime(), endClock, 1);
    const back = !named && start.from > this.#now.getTime() ? -1 : 0;
    const from = back === 0 ? start.from : addDays(new TZDate(start.from, this.#now.timeZone), -1).getTime();
    const until = back === 0 ? to.from : addDays(new TZDate(to.from, this.#now.timeZone), -1).getTime();
    return range(from, until, 3 + end.words);
  }

  /** `17 yesterday`: the day, counted with the hour before it. */
  private dayAfterHour(at: number): Moment | undefined {
    if (!/^\d{1,2}$/.test(this.#words[at] ?? '') || !/^(today|yesterday)$/.test(this.#words[at + 1] ?? ''))
      return undefined;
    return withWords(this.stretch(at + 1), 2);
  }

  /** The day number of `between 1 and 5 november`, in the month of the end. */
  private dayLike(at: number, joint: number, endFrom: number): Moment | undefined {
    const day = dayNumber(this.#words[at]);
    if (day === undefined || joint !== at + 1) return undefined;
    const end = new TZDate(endFrom, this.#now.timeZone);
    const start = this.day(end.getFullYear(), end.getMonth(), day);
    return start && start.from <= endFrom ? { ...start, words: 1 } : undefined;
  }

  /** A moment or a calendar stretch that begins at `at`. */
  private moment(at: number): Moment | undefined {
    return this.clockAndDay(at) ?? this.stretch(at) ?? this.date(at);
  }

  /** `this morning`, `yesterday afternoon`, `last night`, `the day before yesterday`. */
  private dayPart(at: number): Moment | undefined {
    const article = this.#words[at] === 'the' ? 1 : 0;
    const [first = '', second = '', third = ''] = this.#words.slice(at + article, at + article + 3);
    const today = startOfDay(this.#now);
    const now = this.#now.getTime();
    if (first === 'earlier' && second === 'today') return moment(today.getTime(), now, article + 2);
    if (first === 'day' && second === 'before' && third === 'yesterday')
      return moment(addDays(today, -2).getTime(), addDays(today, -1).getTime(), article + 3);
    const part = DAY_PARTS[second];
    if (part === undefined || !/^(this|yesterday|last|today)$/.test(first)) return undefined;
    if (first === 'last' && second !== 'night') return undefined;
    const day = /^(yesterday|last)$/.test(first) ? addDays(today, -1) : today;
    const [from, to] = part;
    // "last night" goes on until the morning; "yesterday night" ends with yesterday.
    const end = addHours(day, first === 'last' ? to : Math.min(to, 24)).getTime();
    return moment(addHours(day, from).getTime(), Math.min(end, now), article + 2);
  }

  /** `the weekend`, `last weekend`: the one that began last; with `last`, the one before where today is part of it. */
  private weekend(at: number): Moment | undefined {
    const words = /^(the|this|last|past|previous)$/.test(this.#words[at] ?? '') ? 2 : 1;
    if (this.#words[at + words - 1] !== 'weekend') return undefined;
    const saturday = addDays(startOfWeek(this.#now, { weekStartsOn: 1 }), 5);
    const begun = saturday.getTime() <= this.#now.getTime() && this.#words[at] !== 'last';
    const from = begun ? saturday : addDays(saturday, -7);
    return moment(from.getTime(), Math.min(addDays(from, 2).getTime(), this.#now.getTime()), words);
  }

  private stretch(at: number): Moment | undefined {
    const part = this.dayPart(at) ?? this.weekend(at);
    if (part) return part;
    const [first = '', second = '', third = ''] = this.#words.slice(at, at + 3);
    const today = startOfDay(this.#now);
    const now = this.#now.getTime();
    if (first === 'now') return moment(now, now, 1);
    if (first === 'today' || first === 'tonight') return moment(today.getTime(), now, 1);
    if (first === 'tomorrow') return moment(addDays(today, 1).getTime(), addDays(today, 2).getTime(), 1);
    if (first === 'next' && unitOf(second) !== undefined) return moment(now, now + 1, 2);
    if (first === 'yesterday') return moment(addDays(today, -1).getTime(), today.getTime(), 1);
    const compact = /^(\d{1,4})(m|min|mins|h|hr|hrs|d|w)$/.exec(/^(last|past)$/.test(first) ? second : first);
    if (compact) {
      const back = this.back(Number(compact[1]), UNIT_LETTERS[compact[2]?.[0] ?? ''] ?? 'day');
      const words = /^(last|past)$/.test(first) ? 2 : 1;
      return moment(back, now, this.#words[at + words] === 'ago' ? words + 1 : words);
    }
    if (first === 'this') {
      const unit = unitOf(second);
      return unit === undefined || unit === 'minute'
        ? undefined
        : moment(this.startOf(unit, this.#now).getTime(), now, 2);
    }
    if (first === 'last' || first === 'past' || first === 'previous') {
      const unit = unitOf(second);
      if (unit !== undefined) return this.lastOne(first, unit);
      const count = countOf(second);
      const counted = unitOf(third);
      if (count !== undefined && counted !== undefined) return moment(this.back(count, counted), now, 3);
      const weekday = dayIndex(second);
      return weekday === undefined ? undefined : this.weekday(weekday, true, 2);
    }
    // "2 days ago" is that day; "2 hours ago" is that hour.
    const count = countOf(first);
    const unit = unitOf(second);
    if (count !== undefined && unit !== undefined && third === 'ago') {
      const from = this.startOf(unit, new TZDate(this.back(count, unit), this.#now.timeZone));
      return moment(from.getTime(), Math.min(ADD[unit](from, 1).getTime(), now), 3);
    }
    return undefined;
  }

  /** `last week` is the calendar's; `past week`, and hours and minutes either way, count back from now. */
  private lastOne(word: string, unit: Unit): Moment {
    const now = this.#now.getTime();
    if (word === 'past' || unit === 'hour' || unit === 'minute' || unit === 'day')
      return moment(this.back(1, unit), now, 2);
    const start = this.startOf(unit, this.#now);
    return moment(ADD[unit](start, -1).getTime(), start.getTime(), 2);
  }

  private date(at: number): Moment | undefined {
    const [first = '', second = '', third = ''] = this.#words.slice(at, at + 3);
    const instant = /^\d{4}-\d{2}-\d{2}t\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(z|[+-]\d{2}:?\d{2})?$/.exec(first);
    if (instant) {
      const time = instant[3] === undefined ? this.local(first) : Date.parse(first.toUpperCase());
      return Number.isNaN(time)
        ? undefined
        : moment(time, time + (instant[1] === undefined ? 60_000 : instant[2] ? 1 : 1000), 1);
    }
    const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(first);
    if (iso) return this.day(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]));
    const weekday = dayIndex(first);
    if (weekday !== undefined) return this.weekday(weekday, false, 1);
    const isOf = second === 'of' ? 1 : 0;
    const [monthFirst, monthSecond] = [monthIndex(first), monthIndex(isOf ? third : second)];
    const dayFirst = dayNumber(first);
    if (dayFirst !== undefined && monthSecond !== undefined)
      return this.dated(monthSecond, dayFirst, at + 2 + isOf, 2 + isOf);
    if (monthFirst === undefined) return undefined;
    const day = dayNumber(second);
    if (day !== undefined) return this.dated(monthFirst, day, at + 2, 2);
    const year =
      yearOf(second) ??
      (monthFirst > this.#now.getMonth() ? this.#now.getFullYear() - 1 : this.#now.getFullYear());
    // "may" alone is more often a verb than a month.
    if (
      first === 'may' &&
      yearOf(second) === undefined &&
      !/^(in|since|before|until)$/.test(this.#words[at - 1] ?? '')
    )
      return undefined;
    const from = new TZDate(year, monthFirst, 1, this.#now.timeZone);
    return moment(
      from.getTime(),
      Math.min(addMonths(from, 1).getTime(), Math.max(this.#now.getTime(), from.getTime() + 1)),
      yearOf(second) === undefined ? 1 : 2,
    );
  }

  /** A day and month, with the year if one follows; else the latest such day that is not in the future. */
  private dated(month: number, day: number, at: number, words: number): Moment | undefined {
    const year = yearOf(this.#words[at]);
    if (year !== undefined) return withWords(this.day(year, month, day), words + 1);
    const thisYear = this.day(this.#now.getFullYear(), month, day);
    const past =
      thisYear && thisYear.from > this.#now.getTime()
        ? this.day(this.#now.getFullYear() - 1, month, day)
        : thisYear;
    return withWords(past, words);
  }

  /** `14:30`, `2pm`, `noon`, alone (today, or yesterday if still to come) or with a day before or after it. */
  private clockAndDay(at: number): Moment | undefined {
    const clock = clockOf(this.#words[at]);
    if (clock !== undefined) {
      const gap = /^(on|of)$/.test(this.#words[at + 1] ?? '') ? 1 : 0;
      const day = this.plainDay(at + 1 + gap);
      if (day) return this.atClock(day.from, clock, 1 + gap + day.words);
      const today = this.atClock(startOfDay(this.#now).getTime(), clock, 1);
      return today.from <= this.#now.getTime()
        ? today
        : this.atClock(addDays(startOfDay(this.#now), -1).getTime(), clock, 1);
    }
    const day = this.plainDay(at);
    if (!day) return undefined;
    const joint = this.#words[at + day.words] ?? '';
    const gap = /^(at|around|about)$/.test(joint) ? 1 : 0;
    const after = clockOf(this.#words[at + day.words + gap]);
    if (after === undefined) return undefined;
    const exact = this.atClock(day.from, after, day.words + gap + 1);
    if (gap === 0 || joint === 'at') return exact;
    return moment(exact.from - AROUND, exact.from + AROUND, exact.words);
  }

  private plainDay(at: number): Moment | undefined {
    const day = /^(today|yesterday)$/.test(this.#words[at] ?? '') ? this.stretch(at) : this.date(at);
    return day && day.to - day.from <= 25 * 3_600_000 ? day : undefined;
  }

  private atClock(day: number, [hour, minute]: readonly [number, number], words: number): Moment {
    const start = new TZDate(day, this.#now.timeZone);
    start.setHours(hour, minute, 0, 0);
    return moment(start.getTime(), start.getTime() + 60_000, words);
  }

  private weekday(index: number, beforeToday: boolean, words: number): Moment {
    const today = startOfDay(this.#now);
    let back = (today.getDay() - index + 7) % 7;
    if (back === 0 && beforeToday) back = 7;
    const from = addDays(today, -back);
    return moment(from.getTime(), Math.min(addDays(from, 1).getTime(), this.#now.getTime()), words);
  }

  private day(year: number, month: number, day: number): Moment | undefined {
    const from = new TZDate(year, month, day, this.#now.timeZone);
    const exists = from.getMonth() === month && from.getDate() === day;
    return exists ? moment(from.getTime(), addDays(from, 1).getTime(), 1) : undefined;
  }

  private local(text: string): number {
    const [date = '', time = ''] = text.split('t');
    const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
    const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
    return new TZDate(year, month - 1, day, hour, minute, second, this.#now.timeZone).getTime();
  }

  private back(count: number, unit: Unit): number {
    return ADD[unit](this.#now, -count).getTime();
  }

  private startOf(unit: Unit, date: TZDate): TZDate {
    if (unit === 'week') return startOfWeek(date, { weekStartsOn: 1 });
    if (unit === 'month') return startOfMonth(date);
    if (unit === 'year') return startOfYear(date);
    if (unit === 'day') return startOfDay(date);
    const start = new TZDate(date, this.#now.timeZone);
    start.setMinutes(unit === 'hour' ? 0 : start.getMinutes(), 0, 0);
    return start;
  }
}

interface Moment extends TimeRange {
  readonly words: number;
}

const UNIT_LETTERS: Readonly<Record<string, Unit>> = { m: 'minute', h: 'hour', d: 'day', w: 'week' };

function moment(from: number, to: number, words: number): Moment {
  return { from, to, words };
}

function range(from: number, to: number, words: number): TimeReading {
  return { range: { from, to }, words };
}

function withWords(day: Moment | undefined, words: number): Moment | undefined {
  return day && { ...day, words };
}

function unitOf(word: string): Unit | undefined {
  const match = /^(minute|min|hour|hr|day|week|month|year)s?$/.exec(word);
  return match
    ? (({ min: 'minute', hr: 'hour' } as const)[match[1] as 'min' | 'hr'] ?? (match[1] as Unit))
    : undefined;
}

function countOf(word: string): number | undefined {
  if (/^\d{1,4}$/.test(word)) return Number(word);
  if (/^(an?|the)$/.test(word)) return 1;
  const named = NUMBERS.indexOf(word);
  return named === -1 ? undefined : named;
}

function dayNumber(word: string | undefined): number | undefined {
  const match = /^(\d{1,2})(st|nd|rd|th)?$/.exec(word ?? '');
  const day = Number(match?.[1]);
  return match && day >= 1 && day <= 31 ? day : undefined;
}

function yearOf(word: string | undefined): number | undefined {
  return /^20\d\d$/.test(word ?? '') ? Number(word) : undefined;
}

function monthIndex(word: string): number | undefined {
  if (word.length < 3) return undefined;
  const index = MONTHS.findIndex(
    month => month === word || month.slice(0, 3) === word || (word === 'sept' && month === 'september'),
  );
  return index === -1 ? undefined : index;
}

function dayIndex(word: string): number | undefined {
  const index = DAYS.findIndex(
    day => day === word || day.slice(0, 3) === word || (word.length === 4 && day.startsWith(word)),
  );
  return index === -1 ? undefined : index;
}

type Clock = readonly [hour: number, minute: number];

/** Two clock times; bare hours such as `9` and `17` only where a day follows them. */
function clocksOf(
  first: string | undefined,
  second: string | undefined,
  after: string | undefined,
): readonly [Clock | undefined, Clock | undefined] {
  const hours = [first, second].every(word => /^\d{1,2}$/.test(word ?? '') && Number(word) <= 24);
  if (hours && /^(today|yesterday)$/.test(after ?? ''))
    return [
      [Number(first), 0],
      [Number(second), 0],
    ];
  return [clockOf(first), clockOf(second)];
}

function clockOf(word: string | undefined): Clock | undefined {
  if (word === 'noon') return [12, 0];
  if (word === 'midnight') return [0, 0];
  const match = /^(\d{1,2})(?::(\d{2}))?(am|pm)?$/.exec(word ?? '');
  if (!match || (match[2] === undefined && match[3] === undefined)) return undefined;
  const hour = Number(match[1]);
  const minute = Number(match[2] ?? 0);
  if (minute > 59 || hour > 23 || (match[3] !== undefined && (hour < 1 || hour > 12))) return undefined;
  if (match[3] === undefined) return [hour, minute];
  return [(hour % 12) + (match[3] === 'pm' ? 12 : 0), minute];
}
