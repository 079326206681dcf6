import type { QuestionContext } from '../question.ts';
import { Calendar } from './time/calendar.ts';
import { TimePhrases } from './time/time-phrases.ts';
import type { Token } from './tokens.ts';

/** The calendars around the now of a question, by their zone: their parts are read many times. */
const calendars = new WeakMap<QuestionContext, Map<string, Calendar>>();

function calendarOf(context: QuestionContext, zone: 'own' | 'UTC'): Calendar {
  const timeZone = zone === 'own' ? context.timeZone : zone;
  const known = calendars.get(context) ?? new Map<string, Calendar>();
  const calendar = known.get(timeZone) ?? new Calendar(context.now, timeZone);
  calendars.set(context, known.set(timeZone, calendar));
  return calendar;
}

/** Words that are read together, with the time phrases among them. */
export class Sentence {
  readonly tokens: readonly Token[];
  readonly context: QuestionContext;
  readonly times: TimePhrases;
  readonly #words: readonly string[];
  readonly #found = new Map<unknown, Map<number, unknown>>();
  #told: number | undefined;

  constructor(tokens: readonly Token[], context: QuestionContext) {
    this.tokens = tokens;
    this.context = context;
    this.#words = tokens.map(({ word, quoted, filter }) => (quoted || filter ? '' : word));
    const timeWords = tokens.map(token => (token.filter ? { ...token, quoted: true } : token));
    this.times = new TimePhrases(timeWords, zone => calendarOf(context, zone));
  }

  /** How many words from the first are of sentences that only tell something, before one that asks: "x is broken. who changed y". */
  get told(): number {
    this.#told ??= toldIn(this.tokens);
    return this.#told;
  }

  get length(): number {
    return this.tokens.length;
  }

  /** The word at a place, lower case; empty where there is none, a quoted text, or a pair. */
  word(at: number): string {
    return this.#words[at] ?? '';
  }

  /** The text at a place as it was typed; empty where there is none. */
  text(at: number): string {
    return this.tokens[at]?.text ?? '';
  }

  /** Words from a place on, joined by blanks; one that is no plain word ends them. */
  run(at: number, length: number): string {
    const word = this.word(at);
    if (length <= 1 || word === '') return length < 1 ? '' : word;
    const rest = this.run(at + 1, length - 1);
    return rest === '' ? '' : `${word} ${rest}`;
  }

  /** What is found at a place, looked for once: many phrases ask for the same. */
  once<Found>(look: (sentence: Sentence, at: number) => Found, at: number): Found {
    let known = this.#found.get(look) as Map<number, Found> | undefined;
    if (!known) this.#found.set(look, (known = new Map<number, Found>()));
    const before = known.get(at);
    if (before !== undefined || known.has(at)) return before as Found;
    const found = look(this, at);
    known.set(at, found);
    return found;
  }

  /** Whether what is said ends before a place: with the text, with a part of it, or with the time that stands there. */
  ends(at: number): boolean {
    return at >= this.length || this.tokens[at - 1]?.breaks === true || this.times.at(at) !== undefined;
  }

  /** Whether words stand at a place. */
  has(at: number, words: readonly string[]): boolean {
    return words.every((word, index) => this.word(at + index) === word);
  }
}

function toldIn(tokens: readonly Token[]): number {
  const asking = tokens.findLastIndex(
    ({ word }, at) =>
      tokens[at - 1]?.stops !== undefined &&
      /^(who|which|what|when|where|did|has|was|were|show|list)$/.test(word) &&
      // "role x was deleted. was it by alice?" asks of what is told.
      !(word === 'was' && /^(it|that|this)$/.test(tokens[at + 1]?.word ?? '')),
  );
  const isSaid = tokens
    .slice(0, Math.max(0, asking))
    .some(({ word }, at) => at > 0 && /^(is|are|was|were|has|have|keeps|shows|says)$/.test(word));
  return isSaid ? asking : 0;
}
