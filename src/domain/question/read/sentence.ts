import type { QuestionContext } from '../question.ts';
import { TimePhrases } from './time/time-phrases.ts';
import type { Token } from './tokens.ts';

/** Words that are read together, with the time phrases among them. */
export class Sentence {
  readonly tokens: readonly Token[];
  readonly context: QuestionContext;
  readonly times: TimePhrases;

  constructor(tokens: readonly Token[], context: QuestionContext) {
    this.tokens = tokens;
    this.context = context;
    const timeWords = tokens.map(token => (token.filter ? { ...token, quoted: true } : token));
    this.times = new TimePhrases(timeWords, context.now, context.timeZone);
  }

  get length(): number {
    return this.tokens.length;
  }

  /** The word at a place, lower case; empty where there is none, a quoted text, or a pair. */
  word(at: number): string {
    const token = this.tokens[at];
    return token && !token.quoted && !token.filter ? token.word : '';
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
