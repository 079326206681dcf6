import type { Calendar, Occurrence } from './calendar.ts';
import { Dates } from './dates.ts';
import { found, longer, type Moment, moment } from './moment.ts';
import { Periods } from './periods.ts';
import { type Quantity, quantityAt } from './quantities.ts';
import { canOpenTime, clockOf, DAY_PARTS, dayIndex, type TimeOfDay, type Unit, unitOf } from './words.ts';

/** A day that a time of day can stand beside. In `last night` the hours before noon are the next day's. */
export interface NamedDay {
  readonly midnight: number;
  readonly words: number;
  readonly night: boolean;
  /** Its afternoon, evening or night was said: bare hours are those. */
  readonly isLate?: boolean;
}

/** Time that `around` takes in before and after. */
export const AROUND_MS = 30 * 60_000;
const MINUTE_MS = 60_000;

/** Nobody says "20 minutes ago" to the minute. */
const ABOUT_MS = { before: 5 * MINUTE_MS, after: 5 * MINUTE_MS };

/** Reads single moments and stretches: `yesterday`, `last 7 days`, `14:30 on monday`, `5 november`, `the week of november 9`. */
export class Moments {
  readonly #words: readonly string[];
  readonly #calendar: Calendar;
  readonly #dates: Dates;
  readonly #periods: Periods;
  readonly #known = new Map<number, Moment | undefined>();
  readonly #days = new Map<number, NamedDay | undefined>();

  /** `words` in lower case. */
  constructor(words: readonly string[], calendar: Calendar) {
    this.#words = words;
    this.#calendar = calendar;
    this.#dates = new Dates(words, calendar);
    this.#periods = new Periods(words, calendar, this.#dates);
  }

  /** What begins at a word, or undefined where that is no time. */
  at(at: number): Moment | undefined {
    return found(this.#known, at, () => this.#momentAt(at));
  }

  #momentAt(at: number): Moment | undefined {
    if (!canOpenTime(this.#word(at))) return undefined;
    return (
      this.#periods.at(at) ??
      this.#clockAndDay(at) ??
      this.#partOfDay(at) ??
      this.#weekend(at) ??
      this.#stretch(at) ??
      this.#ago(at) ??
      this.#dates.at(at) ??
      (this.#word(at) === 'the' ? longer(this.#dates.at(at + 1), 1) : undefined)
    );
  }

  /** A whole month, quarter, year or week. */
  whole(at: number): Moment | undefined {
    return this.#periods.whole(at);
  }

  /** A day by itself: `yesterday`, `last night`, `monday`, `5 november`. */
  day(at: number): NamedDay | undefined {
    return found(this.#days, at, () => this.#dayAt(at));
  }

  #dayAt(at: number): NamedDay | undefined {
    const [first, second] = [this.#word(at), this.#word(at + 1)];
    if (first === 'overnight') return { midnight: this.#daysAgo(1), words: 1, night: true };
    if (first === 'last' && second === 'night') return { midnight: this.#daysAgo(1), words: 2, night: true };
    const named =
      first === 'yesterday'
        ? this.#daysAgo(1)
        : /^(today|this)$/.test(first)
          ? this.#calendar.today
          : undefined;
    if (named !== undefined) {
      const hasPart = DAY_PARTS.get(second) !== undefined;
      // "this" alone is no day.
      return first === 'this' && !hasPart
        ? undefined
        : {
            midnight: named,
            words: hasPart ? 2 : 1,
            night: false,
            ...(hasPart && second !== 'morning' && { isLate: true }),
          };
    }
    const weekday = first === 'last' ? dayIndex(second) : undefined;
    if (weekday !== undefined)
      return {
        midnight: this.#calendar.weekdayBefore(this.#daysAgo(1), weekday),
        words: 2,
        night: false,
      };
    const counted = this.#dayAgo(at);
    if (counted) return counted;
    const date = this.#dates.at(at);
    return date && date.to - date.from <= 25 * 60 * MINUTE_MS
      ? { midnight: date.from, words: date.words, night: false }
      : undefined;
  }

  /** `2 days ago`, `the day before yesterday`. */
  #dayAgo(at: number): NamedDay | undefined {
    const article = this.#word(at) === 'the' ? 1 : 0;
    const words = [0, 1, 2].map(place => this.#word(at + article + place)).join(' ');
    if (words === 'day before yesterday')
      return { midnight: this.#daysAgo(2), words: article + 3, night: false };
    const { unit, count = 0, compact, words: length = 0 } = this.quantity(at) ?? {};
    const isAgo = unit === 'day' && compact !== true && this.#word(at + length) === 'ago';
    return isAgo ? { midnight: this.#daysAgo(count), words: length + 1, night: false } : undefined;
  }

  /** When a clock shows a time on a day. */
  onDay(day: NamedDay, clock: TimeOfDay, which?: Occurrence): number {
    const { midnight, night } = day;
    const begins = night && clock[0] < 12 ? this.#calendar.add('day', midnight, 1) : midnight;
    return this.#calendar.atClock(begins, clock, which);
  }

  /** The minute, or both, at which a clock shows a time on a day. */
  #minute(day: NamedDay, { clock, hourly }: { clock: TimeOfDay; hourly: boolean }, words: number): Moment {
    const [first, second] = [this.onDay(day, clock), this.onDay(day, clock, 'second')];
    const skipped = !this.#calendar.shows(first, clock);
    return { ...minute(first, words, hourly), to: second + MINUTE_MS, ...(skipped && { skipped }) };
  }

  /** `14:30`, `2 pm`, `noon`, alone (today, or yesterday if still to come) or with a day before or after it. */
  #clockAndDay(at: number): Moment | undefined {
    const read = clockOf(this.#word(at), this.#word(at + 1));
    if (read) {
      const after = at + read.words;
      const gap = /^(on|of)$/.test(this.#word(after)) ? 1 : 0;
      const day = this.day(after + gap);
      if (day) return this.#minute(day, read, read.words + gap + day.words);
      const today = this.#calendar.atClock(this.#calendar.today, read.clock);
      const passed = today <= this.#calendar.now;
      return minute(
        passed ? today : this.#calendar.atClock(this.#daysAgo(1), read.clock),
        read.words,
        read.hourly,
      );
    }
    const day = this.day(at);
    if (!day) return undefined;
    const joint = this.#word(at + day.words);
    const gap = /^(at|around|about)$/.test(joint) ? 1 : 0;
    const beside = at + day.words + gap;
    const clock = clockOf(this.#word(beside), this.#word(beside + 1));
    if (clock === undefined) return undefined;
    const exact = this.#minute(day, clock, day.words + gap + clock.words);
    return gap === 0 || joint === 'at'
      ? exact
      : moment(exact.from - AROUND_MS, exact.to - MINUTE_MS + AROUND_MS, exact.words);
  }

  /** `this morning`, `yesterday afternoon`, `last night`, `thursday afternoon`, `the day before yesterday`. */
  #partOfDay(at: number): Moment | undefined {
    const article = this.#word(at) === 'the' ? 1 : 0;
    const [first, second, third] = [at, at + 1, at + 2].map(place => this.#word(place + article));
    const { now } = this.#calendar;
    // "just now": what was done is told after some minutes only.
    if (first === 'just' && second === 'now' && article === 0)
      return moment(this.#calendar.add('hour', now, -1), now, 2);
    if (first === 'earlier' && second === 'today') return moment(this.#calendar.today, now, article + 2);
    if (first === 'day' && second === 'before' && third === 'yesterday')
      return moment(this.#daysAgo(2), this.#daysAgo(1), article + 3);
    const day = this.day(at + article);
    if (!day) return undefined;
    const ownPart = DAY_PARTS.get(this.#word(at + article + day.words - 1));
    const part = day.night
      ? DAY_PARTS.get('night')
      : (ownPart ?? DAY_PARTS.get(this.#word(at + article + day.words)));
    if (part === undefined) return undefined;
    const words = article + day.words + (day.night || ownPart ? 0 : 1);
    // "last night" goes on until the morning; "yesterday night" ends with yesterday.
    const end = day.night ? part[1] : Math.min(part[1], 24);
    const [from, to] = [part[0], end].map(hour => this.#calendar.add('hour', day.midnight, hour)) as [
      number,
      number,
    ];
    return moment(from, Math.min(to, Math.max(now, from + 1)), words);
  }

  /** `the weekend`, `last weekend`: the one that began last; with `last`, the one before where today is part of it. */
  #weekend(at: number): Moment | undefined {
    const words = /^(the|this|last|past|previous)$/.test(this.#word(at)) ? 2 : 1;
    if (this.#word(at + words - 1) !== 'weekend') return undefined;
    const { now } = this.#calendar;
    const saturday = this.#calendar.add('day', this.#calendar.startOf('week', now), 5);
    const begun = saturday <= now && this.#word(at) !== 'last';
    const from = begun ? saturday : this.#calendar.add('day', saturday, -7);
    return moment(from, Math.min(this.#calendar.add('day', from, 2), now), words);
  }

  /** `today`, `this week`, `last month`, `last 7 days`, `past 2h`, `last week monday`, `the week of november 9`. */
  #stretch(at: number): Moment | undefined {
    const { now } = this.#calendar;
    const [first, second] = [this.#word(at), this.#word(at + 1)];
    if (first === 'now') return moment(now, now, 1);
    if (first === 'today' || first === 'tonight') return moment(this.#calendar.today, now, 1);
    if (first === 'tomorrow')
      return moment(
        this.#calendar.add('day', this.#calendar.today, 1),
        this.#calendar.add('day', this.#calendar.today, 2),
        1,
      );
    const coming = first === 'this' && second === 'coming' ? 1 : 0;
    if (first === 'coming' || coming === 1) {
      const what = this.#word(at + coming + 1);
      if (dayIndex(what) !== undefined || unitOf(what) !== undefined)
        return moment(now + 1, now + 2, coming + 2);
    }
    if (first === 'next' && (unitOf(second) !== undefined || dayIndex(second) !== undefined))
      return moment(now + 1, now + 2, 2);
    if (first === 'yesterday') return moment(this.#daysAgo(1), this.#calendar.today, 1);
    if (first === 'earlier' && second === 'this') return longer(this.#stretch(at + 1), 1);
    if (first === 'the' && second === 'week') return longer(this.#stretch(at + 1), 1);
    if (first === 'week' && second === 'of') {
      const day = this.#dates.at(at + 2);
      if (!day) return undefined;
      const from = this.#calendar.startOf('week', day.from);
      return moment(from, Math.min(this.#calendar.add('week', from, 1), now), 2 + day.words);
    }
    if (first === 'this') {
      const unit = unitOf(second);
      return unit === undefined || unit === 'minute'
        ? undefined
        : moment(this.#calendar.startOf(unit, now), now, 2);
    }
    if (!/^(last|past|previous|preceding|trailing)$/.test(first)) return undefined;
    const unit = unitOf(second);
    if (unit !== undefined) return this.#dayIn(at, this.#lastOne(first, unit)) ?? this.#lastOne(first, unit);
    const quantity = this.quantity(at + 1);
    if (quantity) return moment(this.#back(quantity), now, 1 + quantity.words);
    const weekday = dayIndex(second);
    return weekday === undefined
      ? undefined
      : this.#dayFrom(this.#calendar.weekdayBefore(this.#daysAgo(1), weekday), 2);
  }

  /** `2 days ago` is that day, `2 hours ago` that hour; `3d` counts back from now. */
  #ago(at: number): Moment | undefined {
    const quantity = this.quantity(at);
    if (!quantity) return undefined;
    const { now } = this.#calendar;
    const ago = /^(ago|back)$/.test(this.#word(at + quantity.words));
    if (quantity.compact) return moment(this.#back(quantity), now, quantity.words + (ago ? 1 : 0));
    if (!ago) return undefined;
    const from = this.#calendar.startOf(quantity.unit, this.#back(quantity));
    const there = moment(from, Math.min(this.#calendar.add(quantity.unit, from, 1), now), quantity.words + 1);
    return quantity.unit === 'minute' ? { ...there, tolerance: ABOUT_MS } : there;
  }

  /** `7 days`, `2h`, `half an hour`, `a couple of days`, `a fortnight`. */
  quantity(at: number): Quantity | undefined {
    return quantityAt(this.#words, at);
  }

  /** `last week` is the calendar's; `past week`, and hours, minutes and days either way, count back from now. */
  #lastOne(word: string, unit: Unit): Moment {
    const { now } = this.#calendar;
    if (/^(past|preceding|trailing)$/.test(word) || unit === 'hour' || unit === 'minute' || unit === 'day')
      return moment(this.#calendar.add(unit, now, -1), now, 2);
    const start = this.#calendar.startOf(unit, now);
    return moment(this.#calendar.add(unit, start, -1), start, 2);
  }

  /** `last week monday`, `last week on monday`: a day of the week that was named. */
  #dayIn(at: number, week: Moment): Moment | undefined {
    if (unitOf(this.#word(at + 1)) !== 'week') return undefined;
    const gap = this.#word(at + 2) === 'on' ? 1 : 0;
    const weekday = dayIndex(this.#word(at + 2 + gap));
    return weekday === undefined
      ? undefined
      : this.#dayFrom(this.#calendar.weekdayBefore(week.to - 1, weekday), 3 + gap);
  }

  #dayFrom(midnight: number, words: number): Moment {
    return moment(midnight, this.#calendar.add('day', midnight, 1), words);
  }

  #daysAgo(count: number): number {
    return this.#calendar.add('day', this.#calendar.today, -count);
  }

  #back({ unit, count }: Quantity): number {
    return this.#calendar.add(unit, this.#calendar.now, -count);
  }

  #word(at: number): string {
    return this.#words[at] ?? '';
  }
}

function minute(from: number, words: number, hourly: boolean): Moment {
  const tolerance = { before: 0, after: 60 * MINUTE_MS };
  return { ...moment(from, from + MINUTE_MS, words), ...(hourly && { tolerance }) };
}
