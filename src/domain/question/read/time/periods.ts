import type { Calendar } from './calendar.ts';
import type { Dates } from './dates.ts';
import { longer, type Moment, moment } from './moment.ts';
import { Parts } from './period-parts.ts';
import { countOf, dayIndex, monthIndex, type Unit, unitOf, yearOf } from './words.ts';

/**
 * Reads periods that are parts of the calendar, or named by it: `week 45 of 2026`, `the week commencing 26 october`, `the first week of november`, `mid november`, `the current
 * quarter`, `the week before last`, `month to date`.
 */
export class Periods {
  readonly #words: readonly string[];
  readonly #calendar: Calendar;
  readonly #dates: Dates;
  readonly #parts: Parts;

  /** `words` in lower case. */
  constructor(words: readonly string[], calendar: Calendar, dates: Dates) {
    this.#words = words;
    this.#calendar = calendar;
    this.#dates = dates;
    this.#parts = new Parts(words, calendar, dates);
  }

  /** The period that begins at a word. What is still to come of it is left out. */
  at(at: number): Moment | undefined {
    const article = /^(the|our)$/.test(this.#word(at)) ? 1 : 0;
    const place = at + article;
    const found =
      this.#numberedWeek(place) ??
      this.#weekFrom(place) ??
      this.#parts.at(place) ??
      this.#lastNamed(place) ??
      this.#calendars(place) ??
      this.#beforeLast(place) ??
      this.#toDate(place);
    return longer(found && this.#begun(found), article);
  }

  /** A whole month, quarter, year or week. */
  whole(at: number): Moment | undefined {
    return this.#parts.whole(at);
  }

  /** `week 45`, `calendar week 45 of 2026`, `cw 45`: weeks as ISO 8601 counts them. */
  #numberedWeek(at: number): Moment | undefined {
    const lead = /^(calendar|iso)$/.test(this.#word(at)) ? 1 : 0;
    const compact = /^(?:cw|kw)(\d{1,2})$/.exec(this.#word(at))?.[1];
    if (compact === undefined && !/^(week|cw|kw)$/.test(this.#word(at + lead))) return undefined;
    const place = compact === undefined ? at + lead + 1 : at;
    const number = Number(compact ?? /^#?(\d{1,2})$/.exec(this.#word(place))?.[1]);
    if (!(number >= 1 && number <= 53)) return undefined;
    const gap = this.#word(place + 1) === 'of' ? 1 : 0;
    const named = yearOf(this.#word(place + 1 + gap));
    const words = place + 1 - at + (named === undefined ? 0 : gap + 1);
    const weekOf = (year: number) => {
      const fourth = this.#calendar.date(year, 0, 4) ?? 0;
      return this.#calendar.add('week', this.#calendar.startOf('week', fourth), number - 1);
    };
    const { year, now } = this.#calendar;
    const from = weekOf(named ?? (weekOf(year) > now ? year - 1 : year));
    return moment(from, this.#calendar.add('week', from, 1), words);
  }

  /** `week commencing monday 26 october`: seven days from then on. */
  #weekFrom(at: number): Moment | undefined {
    if (
      this.#word(at) !== 'week' ||
      !/^(commencing|beginning|starting|from|ending)$/.test(this.#word(at + 1))
    )
      return undefined;
    const gap = /^(on|with)$/.test(this.#word(at + 2)) ? 1 : 0;
    const article = this.#word(at + 2 + gap) === 'the' ? 1 : 0;
    const day = this.#dates.at(at + 2 + gap + article);
    if (!day) return undefined;
    const words = 2 + gap + article + day.words;
    if (this.#word(at + 1) === 'ending')
      return moment(this.#calendar.add('day', day.from, -6), this.#calendar.add('day', day.from, 1), words);
    return moment(day.from, this.#calendar.add('week', day.from, 1), words);
  }

  /** `last november`: the latest that is over; `this november`. */
  #lastNamed(at: number): Moment | undefined {
    const month = monthIndex(this.#word(at + 1));
    if (!/^(last|previous|past|this)$/.test(this.#word(at)) || month === undefined) return undefined;
    const { year, month: now } = this.#calendar;
    const isThis = this.#word(at) === 'this';
    const own = month > now || (month === now && !isThis) ? year - 1 : year;
    const from = this.#calendar.date(own, month, 1) ?? 0;
    return moment(from, this.#calendar.add('month', from, 1), 2);
  }

  /** `current month`, `previous calendar week`, `last two calendar weeks`. */
  #calendars(at: number): Moment | undefined {
    const which = this.#word(at);
    if (!/^(this|current|last|previous|past|prior|preceding)$/.test(which)) return undefined;
    const count = countOf(this.#word(at + 1));
    const place = at + 1 + (count === undefined ? 0 : 1);
    const isCalendar = this.#word(place) === 'calendar' ? 1 : 0;
    const unit = unitOf(this.#word(place + isCalendar));
    const isNamed = which === 'current' || which === 'previous' || isCalendar === 1;
    if (unit === undefined || /^(minute|hour)$/.test(unit) || !isNamed) return undefined;
    if (count !== undefined && isCalendar === 0) return undefined;
    const own = this.#calendar.startOf(unit, this.#calendar.now);
    const words = place + isCalendar + 1 - at;
    return /^(this|current)$/.test(which)
      ? moment(own, this.#calendar.now, words)
      : moment(this.#calendar.add(unit, own, -(count ?? 1)), own, words);
  }

  /** `week before last`, `friday before last`, `day before yesterday`. */
  #beforeLast(at: number): Moment | undefined {
    // "yesterday or the day before".
    const three = [0, 1, 2].map(more => this.#word(at + more)).join(' ');
    if (/^(today (or|and) yesterday|yesterday (or|and) today)$/.test(three))
      return moment(this.#calendar.add('day', this.#calendar.today, -1), this.#calendar.now, 3);
    const five = [0, 1, 2, 3, 4].map(more => this.#word(at + more)).join(' ');
    if (/^yesterday (or|and) the day before$/.test(five) && this.#word(at + 5) !== 'yesterday')
      return moment(this.#calendar.add('day', this.#calendar.today, -2), this.#calendar.today, 5);
    if (this.#word(at + 1) !== 'before') return undefined;
    if (this.#word(at) === 'day' && this.#word(at + 2) === 'yesterday') {
      const from = this.#calendar.add('day', this.#calendar.today, -2);
      return moment(from, this.#calendar.add('day', from, 1), 3);
    }
    if (this.#word(at + 2) !== 'last') return undefined;
    const unit = unitOf(this.#word(at));
    if (unit && !/^(minute|hour|day)$/.test(unit)) {
      const own = this.#calendar.startOf(unit, this.#calendar.now);
      return moment(this.#calendar.add(unit, own, -2), this.#calendar.add(unit, own, -1), 3);
    }
    const weekday = dayIndex(this.#word(at));
    if (weekday === undefined) return undefined;
    const yesterday = this.#calendar.add('day', this.#calendar.today, -1);
    const from = this.#calendar.add('day', this.#calendar.weekdayBefore(yesterday, weekday), -7);
    return moment(from, this.#calendar.add('day', from, 1), 3);
  }

  /** `month to date`, `so far this week`, `this year so far`. */
  #toDate(at: number): Moment | undefined {
    const now = this.#calendar.now;
    const since = (unit: Unit | undefined, words: number) =>
      unit && !/^(minute|hour)$/.test(unit)
        ? moment(this.#calendar.startOf(unit, now), now, words)
        : undefined;
    const [first, second, third, fourth] = [0, 1, 2, 3].map(place => this.#word(at + place));
    if (second === 'to' && third === 'date') return since(unitOf(first ?? ''), 3);
    if (first === 'so' && second === 'far')
      return third === 'today'
        ? since('day', 3)
        : third === 'this'
          ? since(unitOf(fourth ?? ''), 4)
          : undefined;
    if (third !== 'so' || fourth !== 'far' || first !== 'this') return undefined;
    return since(unitOf(second ?? ''), 4);
  }

  #begun({ from, to, words }: Moment): Moment {
    return moment(from, Math.min(to, Math.max(this.#calendar.now, from + 1)), words);
  }

  #word(at: number): string {
    return this.#words[at] ?? '';
  }
}
