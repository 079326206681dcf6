import { TZDate } from '@date-fns/tz';
import { addDays } from 'date-fns/addDays';
import { addMonths } from 'date-fns/addMonths';
import { addQuarters } from 'date-fns/addQuarters';
import { addWeeks } from 'date-fns/addWeeks';
import { addYears } from 'date-fns/addYears';
import { startOfDay } from 'date-fns/startOfDay';
import { startOfHour } from 'date-fns/startOfHour';
import { startOfMonth } from 'date-fns/startOfMonth';
import { startOfQuarter } from 'date-fns/startOfQuarter';
import { startOfWeek } from 'date-fns/startOfWeek';
import { startOfYear } from 'date-fns/startOfYear';
import type { TimeOfDay, Unit } from './words.ts';

const ADD = {
  day: addDays,
  week: addWeeks,
  month: addMonths,
  quarter: addQuarters,
  year: addYears,
};

const START = {
  hour: startOfHour,
  day: startOfDay,
  week: (date: TZDate) => startOfWeek(date, { weekStartsOn: 1 }),
  month: startOfMonth,
  quarter: startOfQuarter,
  year: startOfYear,
};

/** Units that are as long everywhere. */
const LENGTH_MS = { minute: 60_000, hour: 3_600_000 };

/** Which of the two occurrences of a time that comes twice. */
export type Occurrence = 'first' | 'second';

/** Steps by which clocks are put back: an hour, and half of one on Lord Howe Island. */
const SHIFTS_MS = [30 * 60_000, 60 * 60_000, 120 * 60_000] as const;

/** Quarters of an hour: since 2012 every zone is a whole number of them from UTC and changes its clocks with one (IANA's tz database), so days and hours begin with one. */
const QUARTER_MS = 15 * 60_000;
const QUARTERS_SINCE = Date.UTC(2012, 0, 1);

/** The quarter of an hour that an instant is in: all of it lies in the same hour, day and month. */
function quarterOf(at: number): number {
  return at < QUARTERS_SINCE ? at : Math.floor(at / QUARTER_MS) * QUARTER_MS;
}

/** What was worked out in each zone: it takes microseconds, and most questions ask of the same days. */
const known = new Map<string, number>();
const MAX_KNOWN_COUNT = 20_000;

/** Calendar arithmetic around now in one time zone. Instants in milliseconds since 1970; days and weeks are the zone's, weeks begin on Monday. */
export class Calendar {
  readonly now: number;
  readonly #zone: string;
  #today: number | undefined;

  constructor(now: number, timeZone: string) {
    this.now = now;
    this.#zone = timeZone;
  }

  /** The midnight that today began with. */
  get today(): number {
    this.#today ??= this.startOf('day', this.now);
    return this.#today;
  }

  get year(): number {
    return this.monthOf(this.now).year;
  }

  /** From 0. */
  get month(): number {
    return this.monthOf(this.now).month;
  }

  /** So many units later. From the beginning of a day on it is the beginning of one, also where the clocks skip midnight. */
  add(unit: Unit, at: number, count: number): number {
    if (unit === 'minute' || unit === 'hour') return at + count * LENGTH_MS[unit];
    const quarter = quarterOf(at);
    const sum = () => ADD[unit](this.#zoned(quarter), count).getTime();
    const later = at - quarter + this.#once(`${unit} ${quarter} ${count}`, sum);
    return at === quarter && at === this.startOf('day', at) ? this.startOf('day', later) : later;
  }

  startOf(unit: Unit, at: number): number {
    if (unit === 'minute') return Math.floor(at / LENGTH_MS.minute) * LENGTH_MS.minute;
    const quarter = quarterOf(at);
    return this.#once(`${unit} ${quarter}`, () => START[unit](this.#zoned(quarter)).getTime());
  }

  #once(what: string, work: () => number): number {
    const key = `${this.#zone} ${what}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= MAX_KNOWN_COUNT) known.clear();
    const found = work();
    known.set(key, found);
    return found;
  }

  /** Midnight of a date, or undefined where the month has no such day. `month` from 0. */
  date(year: number, month: number, day: number): number | undefined {
    const midnight = this.#once(`date ${year} ${month} ${day}`, () => {
      const date = new TZDate(year, month, day, this.#zone);
      return date.getMonth() === month && date.getDate() === day ? date.getTime() : Number.NaN;
    });
    return Number.isNaN(midnight) ? undefined : midnight;
  }

  /** The year and month of an instant. */
  monthOf(at: number): { year: number; month: number } {
    const months = this.#once(`months ${quarterOf(at)}`, () => {
      const date = this.#zoned(quarterOf(at));
      return date.getFullYear() * 12 + date.getMonth();
    });
    return { year: Math.floor(months / 12), month: months % 12 };
  }

  /** A time on the day of an instant; of a time that comes twice, when the clocks go back, the first or the second. */
  atClock(day: number, clock: TimeOfDay, which: Occurrence = 'first'): number {
    return this.#once(`clock ${day} ${clock.join(':')} ${which}`, () => this.#onClock(day, clock, which));
  }

  #onClock(day: number, clock: TimeOfDay, which: Occurrence): number {
    const date = this.#zoned(day);
    date.setHours(clock[0], clock[1], 0, 0);
    const at = date.getTime();
    const twice = SHIFTS_MS.flatMap(shift => [at - shift, at + shift]).filter(
      other => this.shows(other, clock) && this.startOf('day', other) === this.startOf('day', at),
    );
    return which === 'first' ? Math.min(at, ...twice) : Math.max(at, ...twice);
  }

  /** Whether the clocks show a time at an instant: they never show what they skip. */
  shows(at: number, [hour, minute]: TimeOfDay): boolean {
    const date = this.#zoned(at);
    return date.getHours() === hour % 24 && date.getMinutes() === minute;
  }

  /** The midnight of the last such day of the week that is not after `at`; Sunday is 0. */
  weekdayBefore(at: number, index: number): number {
    const day = this.startOf('day', at);
    return this.#once(`weekday ${day} ${index}`, () =>
      this.add('day', day, -((this.#zoned(day).getDay() - index + 7) % 7)),
    );
  }

  /** A local time that was written down without its zone. */
  local(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
    return new TZDate(year, month, day, hour, minute, second, this.#zone).getTime();
  }

  #zoned(at: number): TZDate {
    return new TZDate(at, this.#zone);
  }
}
