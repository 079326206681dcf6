import type { Calendar } from './calendar.ts';
import { LONGEST_INSTANT_MS } from './clock-ranges.ts';
import type { Moment } from './moment.ts';
import type { Moments } from './moments.ts';
import { reading, type TimeReading } from './time-reading.ts';
import { dayIndex, monthIndex } from './words.ts';

/** Reach of a question that sets no beginning: Event history's 90 days. */
const DEFAULT_DAYS = 90;

/** A side of a moment, and how many words say which. */
interface Side {
  /** From the moment on, from its end on, up to its beginning, or up to its end. */
  readonly is: 'since' | 'after' | 'before' | 'until';
  readonly words: number;
}

/**
 * Reads times with one end: `since monday`, `on or after 1 november`, `prior to last week`, `no later than friday`, `from 1 november onwards`, `3 weeks ago till now`.
 */
export class Bounds {
  readonly #words: readonly string[];
  readonly #calendar: Calendar;
  readonly #moments: Moments;

  /** `words` in lower case. */
  constructor(words: readonly string[], calendar: Calendar, moments: Moments) {
    this.#words = words;
    this.#calendar = calendar;
    this.#moments = moments;
  }

  /** The time that begins at a word, or undefined where none does. */
  at(at: number): TimeReading | undefined {
    const side = this.#side(at);
    const bound = side && this.#bound(side, at + side.words);
    return bound ?? this.#onwards(at) ?? this.#tillNow(at);
  }

  /** Where a range ends: at a moment, or at `the end of` one. */
  endAt(at: number): Moment | undefined {
    return this.#edge(at, 'end') ?? this.#moments.at(at);
  }

  /** Where a range without a beginning begins: what is older than the default reach is searched as far again. */
  farBack(to = this.#calendar.now): number {
    const usual = this.#calendar.add('day', this.#calendar.now, -DEFAULT_DAYS);
    return to <= usual ? this.#calendar.add('day', to, -DEFAULT_DAYS) : usual;
  }

  #side(at: number): Side | undefined {
    for (const [words, is] of SIDES)
      if (words.every((word, index) => this.#word(at + index) === word)) return { is, words: words.length };
    return undefined;
  }

  #bound({ is, words }: Side, at: number): TimeReading | undefined {
    const { now } = this.#calendar;
    const start = is === 'until' ? undefined : this.#edge(at, 'beginning');
    const end = this.#edge(at, 'end');
    const moment = start ?? end ?? this.#moments.at(at);
    if (!moment) return undefined;
    // "started on stack x": what begins there may be a deed. "by alice", "by june" are people more often than not.
    const lead = this.#word(at - words);
    const isLoose = /^(by|through|thru|beginning|starting|as)$/.test(lead);
    if (isLoose && !this.#isDate(at, moment.words, lead !== 'by')) return undefined;
    const length = words + moment.words;
    if (is === 'since') return reading(moment.from, now, length);
    // "after the beginning of the month" is when it has begun.
    const isInstant = moment.to - moment.from <= LONGEST_INSTANT_MS;
    if (is === 'after') return reading(start || isInstant ? moment.from : moment.to, now, length);
    if (is === 'until') return reading(Math.min(this.farBack(), moment.from), moment.to, length);
    const edge = end ? moment.to : moment.from;
    return reading(this.farBack(edge), edge, length);
  }

  /** `the beginning of november`, `the end of last month`: the whole of it, one of whose ends is meant. */
  #edge(at: number, which: 'beginning' | 'end'): Moment | undefined {
    const article = this.#word(at) === 'the' ? 1 : 0;
    const isEdge = which === 'end' ? /^end$/ : /^(beginning|start|begin)$/;
    if (!isEdge.test(this.#word(at + article)) || this.#word(at + article + 1) !== 'of') return undefined;
    const place = at + article + 2;
    const moment = this.#moments.whole(place) ?? this.#moments.at(place);
    return moment && { ...moment, words: article + 2 + moment.words };
  }

  /** Whether words name a day, and not a stretch that somebody may be called like; only by its date where `takesNames` is not set. */
  #isDate(at: number, words: number, takesNames: boolean): boolean {
    return Array.from({ length: words }, (_, index) => this.#word(at + index)).some(
      word =>
        /\d/.test(word) ||
        (takesNames && (/^(yesterday|today|noon|midnight)$/.test(word) || isDayOrMonth(word))),
    );
  }

  /** `from 1 november onwards`, `the beginning of november on`: until now. */
  #onwards(at: number): TimeReading | undefined {
    const lead = this.#word(at) === 'from' ? 1 : 0;
    const edge = this.#edge(at + lead, 'beginning');
    const from = edge ?? this.#moments.at(at + lead);
    if (!from) return undefined;
    const after = at + lead + from.words;
    const on = ONWARDS.find(words => words.every((word, index) => this.#word(after + index) === word));
    // "on monday on stack x": the second belongs to the stack.
    const isOn = on !== undefined && (on[0] !== 'on' || (lead === 1 && this.#word(after + 1) === ''));
    if (!isOn && !(lead === 1 && edge)) return undefined;
    return reading(from.from, this.#calendar.now, lead + from.words + (isOn ? on.length : 0));
  }

  /** `3 weeks ago till now`, `from monday to date`. */
  #tillNow(at: number): TimeReading | undefined {
    const lead = this.#word(at) === 'from' ? 1 : 0;
    const from = this.#moments.at(at + lead);
    const after = at + lead + (from?.words ?? 0);
    if (!from || !/^(to|until|till|through)$/.test(this.#word(after))) return undefined;
    // "until today at 1am" ends there.
    const isTimed = /^(at|around|about|noon|\d)/.test(this.#word(after + 2));
    return /^(now|today|date|present)$/.test(this.#word(after + 1)) && !isTimed
      ? reading(from.from, this.#calendar.now, lead + from.words + 2)
      : undefined;
  }

  #word(at: number): string {
    return this.#words[at] ?? '';
  }
}

function isDayOrMonth(word: string): boolean {
  return word.length > 3 && (dayIndex(word) !== undefined || monthIndex(word) !== undefined);
}

/** Words that say on which side of a moment, the longest first. */
const SIDES: readonly (readonly [readonly string[], Side['is']])[] = (
  [
    ['up to and including', 'until'],
    ['on or after', 'since'],
    ['on and after', 'since'],
    ['at or after', 'since'],
    ['on or before', 'until'],
    ['on and before', 'until'],
    ['at or before', 'until'],
    ['no later than', 'until'],
    ['not later than', 'until'],
    ['no earlier than', 'since'],
    ['not earlier than', 'since'],
    ['not before', 'since'],
    ['later than', 'after'],
    ['newer than', 'after'],
    ['more recent than', 'after'],
    ['earlier than', 'before'],
    ['older than', 'before'],
    ['prior to', 'before'],
    ['ahead of', 'before'],
    ['up to', 'until'],
    ['up until', 'until'],
    ['up till', 'until'],
    ['as of', 'since'],
    ['as from', 'since'],
    ['starting from', 'since'],
    ['starting on', 'since'],
    ['starting with', 'since'],
    ['starting', 'since'],
    ['beginning on', 'since'],
    ['beginning from', 'since'],
    ['beginning', 'since'],
    ['ever since', 'since'],
    ['since', 'since'],
    ['after', 'after'],
    ['before', 'before'],
    ['until', 'until'],
    ['till', 'until'],
    ['by', 'until'],
    ['through', 'until'],
    ['thru', 'until'],
  ] as const
).map(([words, is]) => [words.split(' '), is] as const);

const ONWARDS: readonly (readonly string[])[] = [
  'onwards',
  'onward',
  'and later',
  'or later',
  'and after',
  'and onwards',
  'and onward',
  'on',
].map(words => words.split(' '));
