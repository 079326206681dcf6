import type { QuestionContext } from '../question.ts';
import { Calendar } from './time/calendar.ts';
import { TimePhrases } from './time/time-phrases.ts';
import type { Token } from './tokens.ts';

/** The calendar around the now of a question: its parts are read many times. */
const calendars = new WeakMap<QuestionContext, Calendar>();

function calendarOf(context: QuestionContext): Calendar {
  const known = calendars.get(context) ?? new Calendar(context.now, context.timeZone);
  calendars.set(context, known);
  return known;
}

/** Words that are read together, with the time phrases among them. */
export class Sentence {
  readonly tokens: readonly Token[];
  readonly context: QuestionContext;
  readonly times: TimePhrases;
  readonly #words: readonly string[];

  constructor(tokens: readonly Token[], context: QuestionContext) {
    this.tokens = tokens;
    this.context = context;
    this.#words = tokens.map(({ word, quoted, filter }) => (quoted || filter ? '' : word));
    const timeWords = tokens.map(token => (token.filter ? { ...token, quoted: true } : token));
    this.times = new TimePhrases(timeWords, calendarOf(context));
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
    const words: string[] = [];
    for (let place = at; place < at + length; place++) {
      const word = this.word(place);
      if (word === '') return '';
      words.push(word);
    }
    return words.join(' ');
  }

  /** Whether words stand at a place. */
  has(at: number, words: readonly string[]): boolean {
    return words.every((word, index) => this.word(at + index) === word);
  }
}
