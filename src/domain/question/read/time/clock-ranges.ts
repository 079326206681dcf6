import type { Calendar } from './calendar.ts';
import { type Moment, moment } from './moment.ts';
import type { Moments, NamedDay } from './moments.ts';
import { JOINT, reading, type TimeReading } from './time-reading.ts';
import { bareHour, clockOf, type TimeOfDay } from './words.ts';

/** Reads ranges of times of day: `14:00 and 16:00`, `2 and 4pm`, `24 november after 20:00`. */
export class ClockRanges {
  readonly #words: readonly string[];
  readonly #calendar: Calendar;
  readonly #moments: Moments;

  /** `words` in lower case. */
  constructor(words: readonly string[], calendar: Calendar, moments: Moments) {
    this.#words = words;
    this.#calendar = calendar;
    this.#moments = moments;
  }

  /** `14:00 and 16:00`, `9am to 5pm yesterday`, `2 and 4pm`, `22:00 and 02:00 last night`: both are of one day, whichever of them names it. */
  between(at: number, known?: NamedDay): TimeReading | undefined {
    const start = clockOf(this.#word(at), this.#word(at + 1)) ?? NO_CLOCK;
    const joint = at + start.words;
    if (!JOINT.test(this.#word(joint))) return undefined;
    const end = clockOf(this.#word(joint + 1), this.#word(joint + 2)) ?? NO_CLOCK;
    const after = joint + 1 + end.words;
    const gap = /^(on|of)$/.test(this.#word(after)) ? 1 : 0;
    const day = known ?? this.#moments.day(after + gap);
    const [from, to] = this.#pair(at, joint, start.clock, end, day);
    if (from === undefined || to === undefined) return undefined;
    const words = start.words + 1 + end.words + (known || !day ? 0 : gap + day.words);
    if (day) {
      const [opens, ends] = [this.#moments.onDay(day, from), this.#moments.onDay(day, to, 'second')];
      // "monday 22:00 to 02:00" goes on past midnight.
      const isNightly = ends < opens && from[0] >= FIRST_NIGHTLY_HOURS && to[0] < LAST_NIGHTLY_HOURS;
      const closes = isNightly ? this.#calendar.add('day', ends, 1) : ends;
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
    day: NamedDay | undefined,
  ): readonly [TimeOfDay | undefined, TimeOfDay | undefined] {
    if (from && to) return [from, to];
    const [first, second] = [bareHour(this.#word(at)), bareHour(this.#word(joint + 1))];
    if (first === undefined) return [undefined, undefined];
    if (!to) {
      // "scaled it from 2 to 4 yesterday": no hours.
      if (!day || second === undefined || COUNTED.test(this.#words.join(' '))) return [undefined, undefined];
      const late = (hour: number) => (day.isLate === true && hour < 12 ? hour + 12 : hour);
      return [
        [late(first), 0],
        [late(second), 0],
      ];
    }
    if (!half || first < 1 || first > 12) return [undefined, undefined];
    const late = (first % 12) + 12;
    return [[half === 'pm' && late < to[0] ? late : first % 12, 0], to];
  }

  /** `24 november after 20:00`, `yesterday before noon`: a part of the day. */
  besideDay(at: number, day: NamedDay): TimeReading | undefined {
    const joint = this.#word(at + day.words);
    if (!/^(after|before|since|until|from|by)$/.test(joint)) return undefined;
    const clock = clockOf(this.#word(at + day.words + 1), this.#word(at + day.words + 2));
    if (!clock || JOINT.test(this.#word(at + day.words + 1 + clock.words))) return undefined;
    const edge = this.#moments.onDay(day, clock.clock);
    const words = day.words + 1 + clock.words;
    return /^(before|until|by)$/.test(joint)
      ? reading(day.midnight, edge, words)
      : reading(edge, this.#calendar.add('day', day.midnight, 1), words);
  }

  /** `24 november 10:30 to 11:00`: times of the day before them. */
  behindDay(at: number, day: NamedDay): TimeReading | undefined {
    const start = at + day.words;
    const joint = [1, 2].map(words => start + words).find(place => JOINT.test(this.#word(place)));
    // "nov 3, 4 and 5" are days: bare hours need "from" or "between".
    const isClock =
      clockOf(this.#word(start), this.#word(start + 1)) ??
      (joint === undefined ? undefined : clockOf(this.#word(joint + 1), this.#word(joint + 2)));
    const clocks = isClock && this.between(start, day);
    return clocks && { ...clocks, words: day.words + clocks.words };
  }

  /** The `11:00` in `monday 10:30 to 11:00`: a time without a day ends a range on the day on which it began, or on the next. */
  sameDay(at: number, begin: Moment): Moment | undefined {
    const clock = clockOf(this.#word(at), this.#word(at + 1));
    const after = at + (clock?.words ?? 0);
    const gap = /^(on|of)$/.test(this.#word(after)) ? 1 : 0;
    if (!clock || begin.to - begin.from > LONGEST_INSTANT_MS || this.#moments.day(after + gap))
      return undefined;
    const closes = this.#calendar.atClock(begin.from, clock.clock, 'second');
    const end = closes > begin.from ? closes : this.#calendar.add('day', closes, 1);
    return moment(end, end, clock.words);
  }

  #word(at: number): string {
    return this.#words[at] ?? '';
  }
}

/** Longest that an instant is with its repetition, when the clocks go back by an hour. */
export const LONGEST_INSTANT_MS = 61 * 60_000;
/** Words beside which "from 2 to 4" are numbers of something. */
const COUNTED =
  /\b(scal\w*|ports?|upgrad\w*|downgrad\w*|resiz\w*|bump\w*|version\w*|capacity|replicas?|increas\w*|decreas\w*|rais\w*|lower\w*|counts?|size)\b/;
/** From when to when a range of hours goes past midnight. */
const FIRST_NIGHTLY_HOURS = 18;
const LAST_NIGHTLY_HOURS = 10;
const NO_CLOCK = { clock: undefined, words: 1 };
