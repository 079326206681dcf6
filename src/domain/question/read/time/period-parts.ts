import type { Calendar } from './calendar.ts';
import type { Dates } from './dates.ts';
import { longer, type Moment, moment } from './moment.ts';
import { countOf, dayIndex, monthIndex, type Unit, unitOf, yearOf } from './words.ts';

/** A month, quarter, year or week, whole. */
type Whole = Moment & { readonly unit: Unit };

/** Reads parts of months, quarters and years: `the first week of november`, `mid november`, `the second half of q3`, `the last friday of october`. */
export class Parts {
  readonly #words: readonly string[];
  readonly #calendar: Calendar;
  readonly #dates: Dates;

  /** `words` in lower case. */
  constructor(words: readonly string[], calendar: Calendar, dates: Dates) {
    this.#words = words;
    this.#calendar = calendar;
    this.#dates = dates;
  }

  /** The part that begins at a word; undefined where none does. */
  at(at: number): Moment | undefined {
    return this.#part(at) ?? this.#weekdayOf(at);
  }

  /** A whole month, quarter, year or week: `november`, `q3 2026`, `the month`, `this year`, `the current quarter`, `last month`. */
  whole(at: number): Whole | undefined {
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

  #long(unit: Unit, from: number, words: number): Whole {
    return { ...moment(from, this.#calendar.add(unit, from, 1), words), unit };
  }

  /** `first monday of november`, `last friday of the month`. */
  #weekdayOf(at: number): Moment | undefined {
    const index = ORDINALS.findIndex(words => words.includes(this.#word(at)));
    const weekday = dayIndex(this.#word(at + 1));
    if (index < 0 || weekday === undefined || !/^(of|in)$/.test(this.#word(at + 2))) return undefined;
    const whole = this.whole(at + 3);
    if (!whole || whole.unit !== 'month') return undefined;
    const day =
      index === ORDINALS.length - 1
        ? this.#calendar.weekdayBefore(this.#calendar.add('day', whole.to, -1), weekday)
        : this.#calendar.weekdayBefore(this.#calendar.add('day', whole.from, 6 + 7 * index), weekday);
    return moment(day, this.#calendar.add('day', day, 1), 3 + whole.words);
  }

  /** `first week of november`, `last 10 days of october`, `second half of q3`, `mid november`, `end of last month`. */
  #part(at: number): Moment | undefined {
    const [joined = '', month = ''] = this.#word(at).split('-');
    if (/^(early|mid|late)$/.test(joined) && monthIndex(month) !== undefined)
      return this.#third(joined, this.#monthBy(month, yearOf(this.#word(at + 1))));
    const edge = EDGES.get(this.#word(at));
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
  #third(which: string, whole: Whole | undefined): Moment | undefined {
    if (!whole || whole.unit === 'week') return undefined;
    const step = (count: number) =>
      whole.unit === 'month'
        ? this.#calendar.add('day', whole.from, count * 10)
        : this.#calendar.add('month', whole.from, count * (whole.unit === 'year' ? 4 : 1));
    const ends = { early: [whole.from, step(1)], mid: [step(1), step(2)], late: [step(2), whole.to] };
    const [from, to] = ends[which as keyof typeof ends] as [number, number];
    return moment(from, to, whole.words);
  }

  #monthBy(name: string, year: number | undefined): Whole | undefined {
    const month = monthIndex(name) ?? 0;
    const own = month > this.#calendar.month ? this.#calendar.year - 1 : this.#calendar.year;
    const from = this.#calendar.date(year ?? own, month, 1) ?? 0;
    return this.#long('month', from, year === undefined ? 1 : 2);
  }

  #word(at: number): string {
    return this.#words[at] ?? '';
  }
}

const EDGES: ReadonlyMap<string, string> = new Map([
  ['beginning', 'early'],
  ['start', 'early'],
  ['middle', 'mid'],
  ['end', 'late'],
]);

/** Words for which of several parts, the first first; the last for whichever is last. */
const ORDINALS: readonly (readonly string[])[] = [
  ['first', '1st'],
  ['second', '2nd'],
  ['third', '3rd'],
  ['fourth', '4th'],
  ['last', 'final'],
];
