import type { Calendar } from './calendar.ts';
import { type Moment, moment } from './moment.ts';
import type { Moments } from './moments.ts';
import type { Quantity } from './quantities.ts';
import { countOf, unitOf } from './words.ts';

/** Words for events before an age, and since it. */
const OLDER = /^(older|more|longer|earlier|greater|over|beyond)$/;
const NEWER = /^(newer|less|fewer|under|younger|later)$/;

/**
 * Reads ages: `older than a week`, `more than 30 days ago`, `over a month ago`, `less than 2 hours ago`, `36 to 48 days ago`, `since two months`, `a few days ago`. `farBack`: where
 * what has no beginning begins, given its end.
 */
export class Ages {
  readonly #words: readonly string[];
  readonly #calendar: Calendar;
  readonly #moments: Moments;
  readonly #farBack: (to: number) => number;

  /** `words` in lower case. */
  constructor(
    words: readonly string[],
    calendar: Calendar,
    moments: Moments,
    farBack: (to: number) => number,
  ) {
    this.#words = words;
    this.#calendar = calendar;
    this.#moments = moments;
    this.#farBack = farBack;
  }

  /** The age that begins at a word, or behind a preposition there. */
  phrase(at: number): Moment | undefined {
    const own = this.#age(at);
    if (own || !/^(in|from|during|on)$/.test(this.#word(at))) return own;
    const behind = this.#age(at + 1);
    return behind && { ...behind, words: behind.words + 1 };
  }

  #age(at: number): Moment | undefined {
    return (
      this.#compared(at) ??
      this.#between(at) ??
      this.#betweenUnits(at) ??
      this.#since(at) ??
      this.#few(at) ??
      this.#beside(at) ??
      this.#period(at)
    );
  }

  #compared(at: number): Moment | undefined {
    const negated = this.#word(at) === 'not' || this.#word(at) === 'no' ? 1 : 0;
    const least =
      this.#word(at) === 'at' && /^(least|most)$/.test(this.#word(at + 1)) ? this.#word(at + 1) : '';
    const word = least === '' ? this.#word(at + negated) : least === 'least' ? 'more' : 'less';
    const [older, newer] = [OLDER.test(word), NEWER.test(word)];
    if (!older && !newer) return undefined;
    const lead = least === '' ? negated + 1 : 2;
    const than = this.#word(at + lead) === 'than' ? 1 : 0;
    const quantity = this.#moments.quantity(at + lead + than);
    if (!quantity) return undefined;
    const after = at + lead + than + quantity.words;
    const ago = /^(ago|old|back|earlier)$/.test(this.#word(after)) ? 1 : 0;
    // "over 2 days" may be a stretch, and "more than 2 days" a length: only with "than" or "ago" is it an age.
    const isAge = ago === 1 || (than === 1 && /^(older|newer|younger|earlier|later)$/.test(word));
    if (!isAge) return undefined;
    const edge = this.#back(quantity);
    const words = lead + than + quantity.words + ago;
    const isOlder = older !== (negated === 1);
    return isOlder ? moment(this.#farBack(edge), edge, words) : moment(edge, this.#calendar.now, words);
  }

  /** `36 to 48 days ago`, `2-4 weeks ago`, `between 5 and 9 days ago`. */
  #between(from: number): Moment | undefined {
    const lead = /^(between|from)$/.test(this.#word(from)) ? 1 : 0;
    const at = from + lead;
    const compact = /^(\d{1,3})-(\d{1,3})$/.exec(this.#word(at));
    if (!compact && !/^(to|or|-|and)$/.test(this.#word(at + 1))) return undefined;
    const [first, second] = compact
      ? [Number(compact[1]), Number(compact[2])]
      : [countOf(this.#word(at)), countOf(this.#word(at + 2))];
    const used = compact ? 1 : 3;
    const unit = unitOf(this.#word(at + used));
    if (first === undefined || second === undefined || unit === undefined) return undefined;
    if (this.#word(at + used + 1) !== 'ago') return undefined;
    const back = (count: number) => this.#calendar.add(unit, this.#calendar.now, -count);
    return moment(back(Math.max(first, second)), back(Math.min(first, second)), lead + used + 2);
  }

  /** `between one day and one week ago`. */
  #betweenUnits(at: number): Moment | undefined {
    if (!/^(between|from)$/.test(this.#word(at))) return undefined;
    const first = this.#moments.quantity(at + 1);
    const joint = at + 1 + (first?.words ?? 0);
    if (!first || !/^(and|to|-)$/.test(this.#word(joint))) return undefined;
    const second = this.#moments.quantity(joint + 1);
    const end = joint + 1 + (second?.words ?? 0);
    if (!second || this.#word(end) !== 'ago') return undefined;
    const [one, other] = [this.#back(first), this.#back(second)];
    return moment(Math.min(one, other), Math.max(one, other), end + 1 - at);
  }

  /** `since two months`: what learners say for the last two. */
  #since(at: number): Moment | undefined {
    if (!/^(since|for)$/.test(this.#word(at))) return undefined;
    const about = this.#word(at + 1) === 'about' ? 1 : 0;
    const article = this.#word(at + 1 + about) === 'the' ? 1 : 0;
    const last = /^(last|past)$/.test(this.#word(at + 1 + about + article)) ? 1 : 0;
    const lead = 1 + about + (last === 1 ? article + last : 0);
    const quantity = this.#moments.quantity(at + lead);
    if (!quantity || quantity.compact || /^(ago|before|of)$/.test(this.#word(at + lead + quantity.words)))
      return undefined;
    return moment(this.#back(quantity), this.#calendar.now, lead + quantity.words);
  }

  /** `the 6 hours before 2026-11-23 15:26`, `two days after monday`: so much of time beside a moment. */
  #beside(at: number): Moment | undefined {
    const article = this.#word(at) === 'the' ? 1 : 0;
    const quantity = this.#moments.quantity(at + article);
    const joint = quantity && this.#word(at + article + quantity.words);
    if (!quantity || !/^(before|after|following|preceding)$/.test(joint ?? '')) return undefined;
    const edge = this.#moments.at(at + article + quantity.words + 1);
    if (!edge) return undefined;
    const words = article + quantity.words + 1 + edge.words;
    const { unit, count } = quantity;
    return /^(before|preceding)$/.test(joint ?? '')
      ? moment(this.#calendar.add(unit, edge.from, -count), edge.from, words)
      : moment(edge.to, this.#calendar.add(unit, edge.to, count), words);
  }

  /** `the 90-day period`, `a 24 hour window`: so far back from now. */
  #period(from: number): Moment | undefined {
    const lead = /^(for|over|during|in|within)$/.test(this.#word(from)) ? 1 : 0;
    const article = /^(the|a|an|this|our)$/.test(this.#word(from + lead)) ? 1 : 0;
    const last = /^(last|past|full|entire)$/.test(this.#word(from + lead + article)) ? 1 : 0;
    const at = from + lead + article + last;
    const [count = '', unit = ''] = this.#word(at).split('-');
    const written = unit === '' ? [this.#word(at), this.#word(at + 1)] : [count, unit];
    const [number, named] = [countOf(written[0] ?? ''), unitOf(written[1] ?? '')];
    const words = unit === '' ? 2 : 1;
    if (number === undefined || named === undefined || !PERIOD.test(this.#word(at + words))) return undefined;
    const begins = this.#calendar.add(named, this.#calendar.now, -number);
    return moment(begins, this.#calendar.now, at + words + 1 - from);
  }

  /** `a few days ago`, `the last few hours`: from two to five of them. */
  #few(at: number): Moment | undefined {
    const article = /^(a|the)$/.test(this.#word(at)) ? 1 : 0;
    const last = /^(last|past|previous|preceding)$/.test(this.#word(at + article)) ? 1 : 0;
    const place = at + article + last;
    if (!/^(few|several)$/.test(this.#word(place))) return undefined;
    const unit = unitOf(this.#word(place + 1));
    if (unit === undefined) return undefined;
    const [far, near] = [-FEW.most, -FEW.least].map(count =>
      this.#calendar.add(unit, this.#calendar.now, count),
    ) as [number, number];
    const words = article + last + 2;
    if (last === 1) return moment(far, this.#calendar.now, words);
    if (this.#word(place + 2) !== 'ago') return undefined;
    // What is told of minutes arrives only after some: up to now, then.
    return moment(
      this.#calendar.startOf(unit, unit === 'minute' ? this.#calendar.add(unit, far, -FEW.most * 2) : far),
      unit === 'minute'
        ? this.#calendar.now
        : this.#calendar.add(unit, this.#calendar.startOf(unit, near), 1),
      words + 1,
    );
  }

  #back({ unit, count }: Quantity): number {
    return this.#calendar.add(unit, this.#calendar.now, -count);
  }

  #word(at: number): string {
    return this.#words[at] ?? '';
  }
}

/** Words for a stretch of time whose length was said. */
const PERIOD = /^(period|window|timeframe|span|interval|range|lookback)$/;

/** Number of units in "a few", at least and at most. */
const FEW = { least: 2, most: 5 };
