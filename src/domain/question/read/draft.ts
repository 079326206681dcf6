import { bothOutcomes, EXAMPLE_OF, foldValue, VALUES_OF } from '../filters.ts';
import type {
  Filter,
  FilterKey,
  Question,
  QuestionContext,
  QuestionReading,
  QuestionWord,
  TimeRange,
  VerbName,
} from '../question.ts';
import { TimePhrases } from './time/time-phrases.ts';
import { type Token, textOf } from './tokens.ts';

/** A question while it is being read: what its words have said so far, and what the next word may be. */
export class Draft {
  tokens: readonly Token[];
  /** The time phrases among the tokens. */
  times: TimePhrases;
  readonly context: QuestionContext;
  asks: QuestionWord | undefined;
  verbs: VerbName[] = [];
  objects: string[] = [];
  filters: Filter[] = [];
  time: TimeRange | null = null;
  pick: Question['pick'] = 'all';
  limit: number | null = null;
  guesses: string[] = [];
  /** What makes it unreadable, once something does. */
  problem: QuestionReading | undefined;
  /** True once a verb had its object: another verb would begin a second question. */
  verbThenObject = false;
  /** True right after an object, where a bare name is the resource. */
  afterObject = false;
  /** True right after did/has/have, where a bare name is who acted. */
  expectsSubject = false;
  /** True after `or` and `and`, until a filter comes: of two values either fits then. */
  joined = false;

  constructor(tokens: readonly Token[], context: QuestionContext) {
    this.tokens = tokens;
    this.context = context;
    this.times = this.#timesOf(tokens);
  }

  /** The word at a place, lower case; empty where there is none, or a quoted text. */
  word(at: number): string {
    const token = this.tokens[at];
    return token && !token.quoted ? token.word : '';
  }

  /** What was read before a place, as a question of its own; empty where that is nothing. */
  before(at: number): string {
    return textOf(this.tokens.slice(0, at)).replace(/( (and|or|by|in|on|the))+$/i, '');
  }

  /** What can be a name at a place: anything but `key:value`. */
  nameAt(at: number): Token | undefined {
    const token = this.tokens[at];
    const isPair =
      token && !token.quoted && /^-?[a-z]+:(?!\/\/)./i.test(token.text) && !/^arn:/i.test(token.text);
    return isPair ? undefined : token;
  }

  /** Puts another token in a place. */
  replace(at: number, token: Token): void {
    this.tokens = this.tokens.with(at, token);
    this.times = this.#timesOf(this.tokens);
  }

  #timesOf(tokens: readonly Token[]): TimePhrases {
    return new TimePhrases(tokens, this.context.now, this.context.timeZone);
  }

  /** Adds a filter after checking its values; sets the problem and gives false where one can't be. */
  filter(key: FilterKey, typed: readonly string[], negated = false): boolean {
    // "alice,bob" are two wherever they stand; only the name of a resource may hold a comma.
    const apart = key === 'resource' ? typed : typed.flatMap(text => text.split(','));
    const values = apart.map(value => value.replaceAll('"', '').trim()).filter(Boolean);
    const folded = values.map(value => foldValue(key, value, this.context));
    const wrong = values.find((_, index) => folded[index] === undefined);
    if (wrong !== undefined || values.length === 0) {
      this.problem = unreadable(
        'bad_value',
        `"${wrong ?? ''}" is no value for ${key}. ${VALUES_OF[key] ?? ''}`.trim(),
        EXAMPLE_OF[key] ?? `${key}:…`,
      );
      return false;
    }
    const added: Filter = { key, values: folded as string[], negated };
    // A record has one Region, one name, one account: two of them can only mean either. Two people or resources are either only with "or".
    const either = this.joined || (key !== 'user' && key !== 'resource' && key !== 'role');
    const same = either && !negated ? this.filters.findIndex(one => one.key === key && !one.negated) : -1;
    const known = this.filters[same];
    const outcomes =
      key === 'outcome' && known && !this.joined ? bothOutcomes(known.values, added.values) : undefined;
    if (outcomes?.length === 0) {
      this.problem = unreadable(
        'contradiction',
        'No call both succeeded and failed.',
        'denied or successful calls',
      );
      return false;
    }
    if (known && outcomes) this.filters[same] = { ...known, values: outcomes };
    else if (known)
      this.filters[same] = { ...known, values: [...new Set([...known.values, ...added.values])] };
    else this.filters.push(added);
    this.joined = false;
    return this.placed();
  }

  /** A slot was filled: what the word before it announced is over. */
  placed(): true {
    this.afterObject = false;
    this.expectsSubject = false;
    return true;
  }
}

/** A text that is no question that can be read: why, and what might be. */
export function unreadable(code: string, message: string, suggestion: string): QuestionReading {
  return { kind: 'unreadable', code, message, suggestion };
}
