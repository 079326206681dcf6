import type { Calendar } from './calendar.ts';
import type { Dates } from './dates.ts';
import { longer, type Moment, moment } from './moment.ts';
import { countOf, dayIndex, monthIndex, type Unit, unitOf, yearOf } from './words.ts';

/**
 * Reads periods that are parts of the calendar, or named by it: `week 45 of 2026`, `the week commencing 26 october`, `the first week of november`, `mid november`, `the current
 * quarter`, `the week before last`, `month to date`.
 */
export class Periods {
  readonly #words: readonly string[];
  readonly #calendar: Calendar;
  readonly #dates: Dates;

  /** `words` in lower case. */
  constructor(words: readonly string[], calendar: Calendar, dates: Dates) {
    this.#words = words;
    this.#calendar = calendar;
    this.#dates = dates;
  }

  /** The period that begins at a word. What is still to come of it is left out. */
  at(at: number): Moment | undefined {
    const article = /^(the|our)$/.test(this.#word(at)) ? 1 : 0;
    const place = at + article;
    const found =
      this.#numberedWeek(place) ??
      this.#weekFrom(place) ??
      this.#part(place) ??
      this.#calendars(place) ??
      this.#beforeLast(place) ??
      this.#toDate(place);
    return longer(found && this.#begun(found), article);
  }

  /** A whole month, quarter, year or week: `november`, `q3 2026`, `the month`, `this year`, `the current quarter`, `last month`. */
  whole(at: number): (Moment & { readonly unit: Unit }) | undefined {
    const article = this.#word(at) === 'the' ? 1 : 0;
    const place = at + article;
    const which = this.#word(place);
    const isSaid = /^(this|current|last|previous|past|prior|preceding)$/.test(which) ? 1 : 0;
    const gap = this.#word(place + isSaid) === 'calendar' ? 1 : 0;
    const unit = unitOf(this.#word(place + isSaid + gap));
    if (unit && (isSaid === 1 || article === 1) && !/^(minute|hour|day)$/.test(unit)) {
      const own = this.#calendar.startOf(unit, this.#calendar.now);
      const from = isSaid === 0 || /^(this|current)$/.test(which) ? own : this.#calendar.add(unit, own, -1);
      return this.#long(unit, from, article + isSaid + gap + 1);
    }
    const date = this.#dates.at(place);
    if (!date) return undefined;
    const named: Unit | undefined =
      monthIndex(which) !== undefined && date.words <= 2 && this.#isMonth(date)
        ? 'month'
        : /^q[1-4]$/.test(which)
          ? 'quarter'
          : undefined;
    return named && this.#long(named, date.from, article + date.words);
  }

  #isMonth({ from, words }: Moment): boolean {
    return words === 2 || from === this.#calendar.startOf('month', from);
  }

  #long(unit: Unit, from: number, words: number): Moment & { readonly unit: Unit } {
    return { ...moment(from, this.#calendar.add(unit, from, 1), words), unit };
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
    if (this.#word(at) !== 'week' || !/^(commencing|beginning|starting|from)$/.test(this.#word(at + 1)))
      return undefined;
    const gap = /^(on|with)$/.test(this.#word(at + 2)) ? 1 : 0;
    const article = this.#word(at + 2 + gap) === 'the' ? 1 : 0;
    const day = this.#dates.at(at + 2 + gap + article);
    return day && moment(day.from, this.#calendar.add('week', day.from, 1), 2 + gap + article + day.words);
  }

  /** `first week of november`, `last 10 days of october`, `second half of q3`, `mid november`, `end of last month`. */
  #part(at: number): Moment | undefined {
    const [joined = '', month = ''] = this.#word(at).split('-');
    if (/^(early|mid|late)$/.test(joined) && monthIndex(month) !== undefined)
      return this.#third(joined, this.#monthBy(month, yearOf(this.#word(at + 1))));
    const edge = EDGES[this.#word(at)];
    if (edge !== undefined && this.#word(at + 1) === 'of')
      return longer(this.#third(edge, this.whole(at + 2)), 2);
    if (/^(early|mid|late)$/.test(this.#word(at)))
      return longer(this.#third(this.#word(at), this.whole(at + 1)), 1);
    const index = ORDINALS.findIndex(words => words.includes(this.#word(at)));
    if (index < 0) return undefined;
    const isLast = index === ORDINALS.length - 1;
    const counted = countOf(this.#word(at + 1));
    const place = at + 1 + (counted === undefined ? 0 : 1);
    const unit = this.#word(place);
    if (this.#word(place + 1) !== 'of') return undefined;
    const whole = this.whole(place + 2);
    if (!whole) return undefined;
    const words = place + 2 - at + whole.words;
    if (unit === 'half') {
      const middle =
        whole.unit === 'month'
          ? this.#calendar.add('day', whole.from, 15)
          : this.#calendar.add('month', whole.from, whole.unit === 'year' ? 6 : 1);
      if (index > 1 && !isLast) return undefined;
      return index === 0 ? moment(whole.from, middle, words) : moment(middle, whole.to, words);
    }
    const size = unitOf(unit);
    if (
      size === undefined ||
      /^(minute|hour)$/.test(size) ||
      (counted !== undefined && index !== 0 && !isLast)
    )
      return undefined;
    const count = counted ?? 1;
    const from = isLast
      ? this.#calendar.add(size, whole.to, -count)
      : this.#calendar.add(size, whole.from, index * count);
    const to = this.#calendar.add(size, from, count);
    return from < whole.from || to > whole.to ? undefined : moment(from, to, words);
  }

  /** The first, middle or last third of a month; of a longer period its first, middle or last month. */
  #third(which: string, whole: (Moment & { readonly unit: Unit }) | undefined): Moment | undefined {
    if (!whole || whole.unit === 'week') return undefined;
    const step = (count: number) =>
      whole.unit === 'month'
        ? this.#calendar.add('day', whole.from, count * 10)
        : this.#calendar.add('month', whole.from, count * (whole.unit === 'year' ? 4 : 1));
    const ends = { early: [whole.from, step(1)], mid: [step(1), step(2)], late: [step(2), whole.to] };
    const [from, to] = ends[which as keyof typeof ends] as [number, number];
    return moment(from, to, whole.words);
  }

  #monthBy(name: string, year: number | undefined): (Moment & { readonly unit: Unit }) | undefined {
    const month = monthIndex(name) ?? 0;
    const own = month > this.#calendar.month ? this.#calendar.year - 1 : this.#calendar.year;
    const from = this.#calendar.date(year ?? own, month, 1) ?? 0;
    return this.#long('month', from, year === undefined ? 1 : 2);
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

const EDGES: Readonly<Record<string, string>> = {
  beginning: 'early',
  start: 'early',
  middle: 'mid',
  end: 'late',
};

/** Words for which of several parts, the first first; the last for whichever is last. */
const ORDINALS: readonly (readonly string[])[] = [
  ['first', '1st'],
  ['second', '2nd'],
  ['third', '3rd'],
  ['fourth', '4th'],
  ['last', 'final'],
];
