import { TZDate } from '@date-fns/tz';
import { addDays } from 'date-fns/addDays';
import { addHours } from 'date-fns/addHours';
import { addMinutes } from 'date-fns/addMinutes';
import { addMonths } from 'date-fns/addMonths';
import { addQuarters } from 'date-fns/addQuarters';
import { addWeeks } from 'date-fns/addWeeks';
import { addYears } from 'date-fns/addYears';
import { startOfDay } from 'date-fns/startOfDay';
import { startOfHour } from 'date-fns/startOfHour';
import { startOfMinute } from 'date-fns/startOfMinute';
import { startOfMonth } from 'date-fns/startOfMonth';
import { startOfQuarter } from 'date-fns/startOfQuarter';
import { startOfWeek } from 'date-fns/startOfWeek';
import { startOfYear } from 'date-fns/startOfYear';
import type { TimeOfDay, Unit } from './words.ts';

const ADD = {
  minute: addMinutes,
  hour: addHours,
  day: addDays,
  week: addWeeks,
  month: addMonths,
  quarter: addQuarters,
  year: addYears,
};

const START = {
  minute: startOfMinute,
  hour: startOfHour,
  day: startOfDay,
  week: (date: TZDate) => startOfWeek(date, { weekStartsOn: 1 }),
  month: startOfMonth,
  quarter: startOfQuarter,
  year: startOfYear,
};

/** Which of the two occurrences of a time that comes twice. */
export type Occurrence = 'first' | 'second';

/** Steps by which clocks are put back: an hour, and half of one on Lord Howe Island. */
const SHIFTS_MS = [30 * 60_000, 60 * 60_000, 120 * 60_000] as const;

/** Calendar arithmetic around now in one time zone. Instants in milliseconds since 1970; days and weeks are the zone's, weeks begin on Monday. */
export class Calendar {
  readonly now: number;
  readonly #zone: string;
  #zonedNow: TZDate | undefined;
  #today: number | undefined;
  readonly #known = new Map<string, number>();

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
    return this.#here.getFullYear();
  }

  /** From 0. */
  get month(): number {
    return this.#here.getMonth();
  }

  /** So many units later. From the beginning of a day on it is the beginning of one, also where the clocks skip midnight. */
  add(unit: Unit, at: number, count: number): number {
    return this.#once(`${unit} ${at} ${count}`, () => this.#sum(unit, at, count));
  }

  #sum(unit: Unit, at: number, count: number): number {
    const sum = ADD[unit](this.#zoned(at), count).getTime();
    if (unit === 'minute' || unit === 'hour' || at !== this.startOf('day', at)) return sum;
    return this.startOf('day', sum);
  }

  startOf(unit: Unit, at: number): number {
    return this.#once(`${unit} ${at}`, () => START[unit](this.#zoned(at)).getTime());
  }

  /** What was worked out before: a zone's arithmetic takes microseconds, and a question asks for the same again and again. */
  #once(what: string, work: () => number): number {
    const known = this.#known.get(what) ?? work();
    this.#known.set(what, known);
    return known;
  }

  /** Midnight of a date, or undefined where the month has no such day. `month` from 0. */
  date(year: number, month: number, day: number): number | undefined {
    const date = new TZDate(year, month, day, this.#zone);
    return date.getMonth() === month && date.getDate() === day ? date.getTime() : undefined;
  }

  /** The year and month of an instant. */
  monthOf(at: number): { year: number; month: number } {
    const date = this.#zoned(at);
    return { year: date.getFullYear(), month: date.getMonth() };
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

  get #here(): TZDate {
    this.#zonedNow ??= this.#zoned(this.now);
    return this.#zonedNow;
  }

  #zoned(at: number): TZDate {
    return new TZDate(at, this.#zone);
  }
}
