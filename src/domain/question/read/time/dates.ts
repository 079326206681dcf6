import type { Calendar } from './calendar.ts';
import { found, type Moment, moment } from './moment.ts';
import { dayIndex, dayInWords, dayNumber, monthIndex, unitOf, yearOf } from './words.ts';

const MINUTE_MS = 60_000;

/** Reads dates: `2026-11-20`, `20.11.2026`, `5 november`, `november`, `monday last week`, `the 12th`, instants as computers write them. */
export class Dates {
  readonly #words: readonly string[];
  readonly #calendar: Calendar;
  readonly #known = new Map<number, Moment | undefined>();

  /** `words` in lower case. */
  constructor(words: readonly string[], calendar: Calendar) {
    this.#words = words;
    this.#calendar = calendar;
  }

  /** The date that begins at a word. */
  at(at: number): Moment | undefined {
    return found(this.#known, at, () => this.#dateAt(at));
  }

  #dateAt(at: number): Moment | undefined {
    const [first, second, third] = [this.#word(at), this.#word(at + 1), this.#word(at + 2)];
    const written = this.#instant(first) ?? this.#numbered(first) ?? this.#quarter(first, second);
    if (written) return written;
    const weekday = dayIndex(first);
    if (weekday !== undefined) return this.#weekdayAndDate(at, weekday) ?? this.#weekday(at, weekday);
    const isOf = second === 'of' ? 1 : 0;
    const [monthFirst, monthSecond] = [monthIndex(first), monthIndex(isOf ? third : second)];
    const dayFirst = dayNumber(first) ?? (monthSecond === undefined ? undefined : dayInWords(first));
    if (dayFirst !== undefined && monthSecond !== undefined)
      return this.#dated(monthSecond, dayFirst, at + 2 + isOf, 2 + isOf);
    if (dayFirst !== undefined && /\D$/.test(first))
      return this.#isDayAlone(at) ? this.#dayOfMonth(dayFirst) : undefined;
    if (monthFirst === undefined) return undefined;
    const article = second === 'the' ? 1 : 0;
    const day =
      dayNumber(second) ??
      dayInWords(this.#word(at + 1 + article)) ??
      (article === 1 ? dayNumber(third) : undefined);
    if (day !== undefined) return this.#dated(monthFirst, day, at + 2 + article, 2 + article);
    const year = yearOf(second);
    // "may" alone is more often a verb than a month.
    if (first === 'may' && year === undefined && !/^(in|since|before|until)$/.test(this.#word(at - 1)))
      return undefined;
    const thisYear = this.#calendar.year;
    const from =
      this.#calendar.date(
        year ?? (monthFirst > this.#calendar.month ? thisYear - 1 : thisYear),
        monthFirst,
        1,
      ) ?? 0;
    const to = Math.min(this.#calendar.add('month', from, 1), Math.max(this.#calendar.now, from + 1));
    return moment(from, to, year === undefined ? 1 : 2);
  }

  /** Whether "12th" stands where a day does: "the 2nd deletion" is none. */
  #isDayAlone(at: number): boolean {
    const lead = /^(the)$/.test(this.#word(at - 1)) ? 2 : 1;
    const before = this.#word(at - lead);
    const next = this.#word(at + 1);
    // "the 1st to delete a role".
    if (next === 'to' && lead === 2 && !/^(on|since|until|before|after|from|between)$/.test(before))
      return false;
    if (/^(on|since|until|till|before|after|from|to|between|and|by|or)$/.test(before)) return true;
    return (
      lead === 2 &&
      /^(|at|around|about|between|from|to|until|till|and|or|of|in|by|for|with|-|through|morning|afternoon|evening|night|please|thanks|thank|pls|"|\d.*)$/.test(
        next,
      )
    );
  }

  /** `monday 16 november`; undefined where that date is of another day of the week. */
  #weekdayAndDate(at: number, index: number): Moment | undefined {
    const next = this.#word(at + 1);
    const isDate = /^\d/.test(next) || monthIndex(next) !== undefined;
    const date = isDate ? this.at(at + 1) : undefined;
    if (!date || date.to - date.from > 25 * 60 * MINUTE_MS) return undefined;
    return this.#calendar.weekdayBefore(date.from, index) === date.from
      ? { ...date, words: date.words + 1 }
      : undefined;
  }

  /** How many words from a place on name a day that no calendar has, such as `30 february`; none where they don't. */
  noSuchDay(at: number): number {
    const [first, second, third] = [this.#word(at), this.#word(at + 1), this.#word(at + 2)];
    const iso = /^(\d{4})-(\d\d)-(\d\d)(t|$)/.exec(first);
    if (iso) return isDay(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3])) ? 0 : 1;
    const isOf = second === 'of' ? 1 : 0;
    const [before, after] = [monthIndex(first), monthIndex(isOf === 1 ? third : second)];
    const typed = /^(\d{1,2})(st|nd|rd|th)?$/.exec(before === undefined ? first : second)?.[1];
    const month = before ?? after;
    if (typed === undefined || month === undefined) return 0;
    const words = before === undefined ? 2 + isOf : 2;
    // Without a year the day may be one of a leap year, such as 2024.
    const year = yearOf(this.#word(at + words)) ?? 2024;
    return isDay(year, month, Number(typed)) ? 0 : words;
  }

  /** `q4`, `q3 2026`: the latest that has begun. */
  #quarter(word: string, next: string): Moment | undefined {
    const number = /^q([1-4])$/.exec(word)?.[1];
    if (number === undefined) return undefined;
    const month = (Number(number) - 1) * 3;
    const named = yearOf(next);
    const year = named ?? (month > this.#calendar.month ? this.#calendar.year - 1 : this.#calendar.year);
    const from = this.#calendar.date(year, month, 1) ?? 0;
    const to = Math.min(this.#calendar.add('month', from, 3), Math.max(this.#calendar.now, from + 1));
    return moment(from, to, named === undefined ? 1 : 2);
  }

  /** `2026-11-20T08:00Z`, also without its zone. */
  #instant(word: string): Moment | undefined {
    const match =
      /^(\d{4})-(\d{2})-(\d{2})t(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?(z|[+-]\d{2}:?\d{2})?$/.exec(word);
    if (!match) return undefined;
    const [year = 0, month = 1, day = 1, hour = 0, minutes = 0, seconds = 0] = match
      .slice(1, 7)
      .map(part => Number(part ?? 0));
    const time =
      match[8] === undefined
        ? this.#calendar.local(year, month - 1, day, hour, minutes, seconds)
        : Date.parse(word.toUpperCase());
    const length = match[6] === undefined ? MINUTE_MS : match[7] === undefined ? 1_000 : 1;
    return Number.isNaN(time) ? undefined : moment(time, time + length, 1);
  }

  /** `2026-11-20`, and with points as they are written with the day first: `20.11.2026`. */
  #numbered(word: string): Moment | undefined {
    const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(word);
    if (iso)
      return this.#wholeDay(this.#calendar.date(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3])), 1);
    const points = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(word);
    return points
      ? this.#wholeDay(this.#calendar.date(Number(points[3]), Number(points[2]) - 1, Number(points[1])), 1)
      : undefined;
  }

  /** The last such day of the week, or the one in `monday last week`, `monday of this week`. */
  #weekday(at: number, index: number): Moment | undefined {
    const gap = this.#word(at + 1) === 'of' ? 1 : 0;
    const which = this.#word(at + 1 + gap);
    const { now, today } = this.#calendar;
    if (/^(last|this|previous)$/.test(which) && unitOf(this.#word(at + 2 + gap)) === 'week') {
      const begins = this.#calendar.startOf('week', now);
      const week = which === 'this' ? begins : this.#calendar.add('day', begins, -7);
      return this.#wholeDay(this.#calendar.add('day', week, (index + 6) % 7), 3 + gap);
    }
    return this.#wholeDay(this.#calendar.weekdayBefore(today, index), 1);
  }

  /** A day and month, with the year if one follows; else the latest such day that is not in the future. */
  #dated(month: number, day: number, at: number, words: number): Moment | undefined {
    const year = yearOf(this.#word(at));
    if (year !== undefined) return this.#wholeDay(this.#calendar.date(year, month, day), words + 1);
    const thisYear = this.#calendar.date(this.#calendar.year, month, day);
    const late = thisYear !== undefined && thisYear > this.#calendar.now;
    return this.#wholeDay(late ? this.#calendar.date(this.#calendar.year - 1, month, day) : thisYear, words);
  }

  /** `the 12th`: the latest that is not in the future, of this month or the one before. */
  #dayOfMonth(day: number): Moment | undefined {
    const { now, year, month } = this.#calendar;
    const thisMonth = this.#calendar.date(year, month, day);
    if (thisMonth !== undefined && thisMonth <= now) return this.#wholeDay(thisMonth, 1);
    const before = this.#calendar.monthOf(
      this.#calendar.add('month', this.#calendar.startOf('month', now), -1),
    );
    return this.#wholeDay(this.#calendar.date(before.year, before.month, day), 1);
  }

  /** The day that begins with a midnight. */
  #wholeDay(midnight: number | undefined, words: number): Moment | undefined {
    return midnight === undefined
      ? undefined
      : moment(midnight, this.#calendar.add('day', midnight, 1), words);
  }

  #word(at: number): string {
    return this.#words[at] ?? '';
  }
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month, day));
  return date.getUTCMonth() === month && date.getUTCDate() === day;
}
