import { CATALOGUE, sameSpelling } from '../catalogue.ts';
import { isAwsVerb, wordsOf } from '../phrase.ts';
import { EXAMPLE_OF, foldValue, KEY_NAMES, OUTCOMES, REGION, VALUES_OF } from './filter-values.ts';
import { FILLERS, OBJECTS, VERB_FORMS, type VerbName } from './lexicon.ts';
import {
  type Asks,
  FILTER_KEYS,
  type Filter,
  type FilterKey,
  type Question,
  type QuestionContext,
  type QuestionReading,
  type TimeRange,
} from './question.ts';
import { nearest, slips } from './spelling.ts';
import { readTime, TIME_WORDS } from './time-range.ts';
import { LONGEST_QUESTION, type Token, tokenise } from './tokens.ts';

const ASKS: ReadonlyMap<string, Asks> = new Map<string, Asks>([
  ['who', 'who'],
  ['whom', 'who'],
  ['what', 'what'],
  ['which', 'list'],
  ['when', 'when'],
  ['where', 'where'],
  ['did', 'whether'],
  ['has', 'whether'],
  ['have', 'whether'],
  ['was', 'whether'],
  ['were', 'whether'],
  ['count', 'count'],
  ['show', 'list'],
  ['list', 'list'],
  ['find', 'list'],
  ['get', 'list'],
  ['search', 'list'],
]);

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const IPV6 = /^(?=.*:.*:)[0-9a-f:]+$/i;
const ACCESS_KEY = /^A[KS]IA[A-Z0-9]{8,}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const MENTION = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/;

/**
 * Reads a question: slots (question word, verb, object, named resource, person, account, Region, time, outcome, `key:value`), any of
 * them, in any order. Whatever can't be placed makes the whole unreadable, and is named with a suggestion. Never throws.
 */
export function readQuestion(text: string, context: QuestionContext): QuestionReading {
  if (text.length > LONGEST_QUESTION) {
    return unreadable(
      'question_too_long',
      `That is ${text.length.toLocaleString('en')} characters; a question has at most ${LONGEST_QUESTION}.`,
      'who deleted connection',
    );
  }
  const tokens = tokenise(text);
  if (tokens.length === 0 || (tokens.length === 1 && /^(help|\?|hi|hello)$/.test(tokens[0]?.word ?? '')))
    return { kind: 'help' };
  return new Reader(tokens, context).read();
}

function unreadable(code: string, message: string, suggestion: string): QuestionReading {
  return { kind: 'unreadable', code, message, suggestion };
}

class Reader {
  readonly #tokens: readonly Token[];
  readonly #context: QuestionContext;
  #asks: Asks | undefined;
  #verbs: VerbName[] = [];
  #objects: string[] = [];
  /** True once a verb had its object: another verb would begin a second question. */
  #verbThenObject = false;
  #filters: Filter[] = [];
  #time: TimeRange | null = null;
  #pick: Question['pick'] = 'all';
  #limit: number | null = null;
  #guesses: string[] = [];
  /** True right after an object, where a bare name is the resource. */
  #afterObject = false;
  /** True right after did/has/have, where a bare name is who acted. */
  #expectsSubject = false;
  /** True after `or` and `and`, until a filter comes: of two values either fits then. */
  #joined = false;
  #problem: QuestionReading | undefined;

  constructor(tokens: readonly Token[], context: QuestionContext) {
    this.#tokens = tokens;
    this.#context = context;
  }

  read(): QuestionReading {
    let at = 0;
    while (at < this.#tokens.length) {
      const used = this.#step(at);
      if (this.#problem) return this.#problem;
      if (used === 0) return this.#unplaced(at);
      at += used;
    }
    return this.#finish();
  }

  /** Reads one slot at a place and gives how many words it took; 0 where nothing fits. */
  #step(at: number): number {
    const wasAfterObject = this.#afterObject;
    const expectedSubject = this.#expectsSubject;
    const used =
      this.#keyValue(at) ||
      this.#quoted(at) ||
      this.#timePhrase(at) ||
      this.#negated(at) ||
      this.#own(at) ||
      (expectedSubject && this.#titledSubject(at)) ||
      this.#named(at, wasAfterObject) ||
      this.#person(at) ||
      this.#place(at) ||
      this.#literal(at) ||
      this.#shape(at) ||
      this.#outcome(at) ||
      this.#object(at) ||
      this.#verb(at) ||
      this.#service(at) ||
      this.#eventName(at) ||
      this.#accountName(at, wasAfterObject);
    if (used > 0) return used;
    const token = this.#tokens[at];
    if (token && !token.quoted && FILLERS.has(token.word)) {
      // A word between an object and a name makes the name something else: "connection at 9", "role for shop".
      this.#afterObject = false;
      this.#expectsSubject = expectedSubject;
      if (/^(or|and)$/.test(token.word)) this.#joined = true;
      return 1;
    }
    return (
      (expectedSubject && this.#subject(at)) ||
      (wasAfterObject && this.#bareResource(at)) ||
      this.#misspelt(at)
    );
  }

  #keyValue(at: number): number {
    const match = /^(-?)([A-Za-z]+):(.+)$/s.exec(this.#tokens[at]?.text ?? '');
    if (!match || /^arn:/i.test(match[0]) || match[3]?.startsWith('//') || this.#tokens[at]?.quoted) return 0;
    const [, minus, name = '', value = ''] = match;
    const key = KEY_NAMES.get(name.toLowerCase());
    if (key === undefined) {
      const near = nearest(name.toLowerCase(), [...KEY_NAMES.keys()]);
      this.#problem = unreadable(
        'unknown_key',
        `I can't filter by "${name}". I know ${FILTER_KEYS.join(', ')}.`,
        near === undefined ? 'user:alice event:DeleteConnection' : `${minus}${near}:${value}`,
      );
      return 1;
    }
    const values =
      key === 'resource'
        ? [value.trim()]
        : value
            .split(',')
            .map(one => one.trim())
            .filter(Boolean);
    return this.#filter(key, values, minus === '-') ? 1 : 0;
  }

  /** Adds a filter after checking its values; sets the problem and gives false where one can't be. */
  #filter(key: FilterKey, values: readonly string[], negated = false): boolean {
    const folded = values.map(value => foldValue(key, value, this.#context));
    const wrong = values.find((_, index) => folded[index] === undefined);
    if (wrong !== undefined || values.length === 0) {
      this.#problem = unreadable(
        'bad_value',
        `"${wrong ?? ''}" is no value for ${key}. ${VALUES_OF[key] ?? ''}`.trim(),
        EXAMPLE_OF[key] ?? `${key}:…`,
      );
      return false;
    }
    const added: Filter = { key, values: folded as string[], negated };
    // A record has one Region, one name, one account: two of them can only mean either. Two people or resources are either only with "or".
    const either = this.#joined || (key !== 'user' && key !== 'resource' && key !== 'role');
    const same = either && !negated ? this.#filters.findIndex(one => one.key === key && !one.negated) : -1;
    const known = this.#filters[same];
    if (known) this.#filters[same] = { ...known, values: [...new Set([...known.values, ...added.values])] };
    else this.#filters.push(added);
    this.#joined = false;
    return this.#placed();
  }

  #placed(): true {
    this.#afterObject = false;
    this.#expectsSubject = false;
    return true;
  }

  #quoted(at: number): number {
    const token = this.#tokens[at];
    return token?.quoted && this.#filter('resource', [token.text]) ? 1 : 0;
  }

  #timePhrase(at: number): number {
    const reading = readTime(this.#tokens, at, this.#context.now, this.#context.timeZone);
    if (!reading) return 0;
    const { from, to } = reading.range;
    const words = this.#tokens
      .slice(at, at + reading.words)
      .map(token => token.text)
      .join(' ');
    if (this.#time !== null) {
      const [a, b] = [Math.max(from, this.#time.from), Math.min(to, this.#time.to)];
      if (a >= b)
        this.#problem = unreadable(
          'two_times',
          `"${words}" doesn't fit the other time in the question.`,
          'since monday',
        );
      this.#time = { from: a, to: b };
    } else if (from >= this.#context.now || to <= from) {
      this.#problem = unreadable(
        'no_such_time',
        from >= this.#context.now ? `"${words}" is still to come.` : `"${words}" ends before it begins.`,
        'yesterday',
      );
    } else this.#time = { from, to: Math.min(to, this.#context.now) };
    this.#placed();
    return reading.words;
  }

  /** `not by alice`, `except root`, `not from 192.0.2.1`. */
  #negated(at: number): number {
    const word = this.#word(at);
    const next = this.#word(at + 1);
    const lead =
      word === 'not' && /^(by|from)$/.test(next)
        ? 2
        : word !== 'except'
          ? 0
          : /^(by|from)$/.test(next)
            ? 2
            : 1;
    if (lead === 0) return 0;
    const address = this.#tokens[at + lead]?.text ?? '';
    if (IPV4.test(address) || IPV6.test(address)) return this.#filter('ip', [address], true) ? lead + 1 : 0;
    const { values, used } = this.#names(at + lead);
    return values.length > 0 && this.#filter('user', values, true) ? lead + used : 0;
  }

  /** `my changes`; `show me` only says to whom. */
  #own(at: number): number {
    const word = this.#word(at);
    if (word === 'my' && /^(own|changes?|events?|actions?|activity)$/.test(this.#word(at + 1)))
      return this.#filter('user', ['me']) ? 2 : 0;
    return word === 'me' && /^(show|list|find|get|give|tell)$/.test(this.#word(at - 1)) ? 1 : 0;
  }

  /** `did the role Deploy delete …`, `what has user alice done`: a title before who acted. */
  #titledSubject(at: number): number {
    const article = this.#word(at) === 'the' ? 1 : 0;
    const title = this.#word(at + article);
    const named = this.#tokens[at + article + 1];
    if (!/^(role|user)$/.test(title) || !named || this.#startsSlot(at + article + 1)) return 0;
    return this.#filter(title === 'role' ? 'role' : 'user', [named.text]) ? article + 2 : 0;
  }

  /** `connection named shop`, `connection with id abc`: whatever follows is the name. */
  #named(at: number, afterObject: boolean): number {
    const lead = /^(named|called)$/.test(this.#word(at))
      ? 1
      : afterObject && this.#word(at) === 'with' && /^(id|name|arn)$/.test(this.#word(at + 1))
        ? 2
        : afterObject && this.#word(at) === 'id'
          ? 1
          : 0;
    const named = this.#tokens[at + lead];
    return lead > 0 && named && this.#filter('resource', [named.text]) ? lead + 1 : 0;
  }

  /** `by alice`, `by alice or bob`, `through role Deploy`, `using key AKIA…`, `as root`. */
  #person(at: number): number {
    const word = this.#word(at);
    if (!/^(by|through|via|using|as|with)$/.test(word)) return 0;
    const article = /^(the|an?|iam)$/.test(this.#word(at + 1)) ? 1 : 0;
    const noun = this.#word(at + 1 + article);
    if (noun === 'role' || noun === 'key' || (word === 'by' && noun === 'user')) {
      const named = this.#tokens[at + 2 + article];
      if (!named) return 0;
      const key = noun === 'user' ? 'user' : noun === 'key' ? 'key' : 'role';
      return this.#filter(key, [named.text]) ? 3 + article : 0;
    }
    if (noun === 'access' && this.#word(at + 2 + article) === 'key') {
      const named = this.#tokens[at + 3 + article];
      return named && this.#filter('key', [named.text]) ? 4 + article : 0;
    }
    if (word === 'as' && noun === 'root') return this.#filter('user', ['root']) ? 2 : 0;
    if (word !== 'by' || this.#startsSlot(at + 1 + article)) return 0;
    const { values, used } = this.#names(at + 1 + article);
    return values.length > 0 && this.#filter('user', values) ? 1 + article + used : 0;
  }

  /** One name, or several joined by `or` and commas. */
  #names(at: number): { values: string[]; used: number } {
    const values: string[] = [];
    let used = 0;
    for (;;) {
      const token = this.#tokens[at + used];
      if (!token || (!token.quoted && this.#startsSlot(at + used))) break;
      values.push(/^(i|me|myself)$/.test(this.#word(at + used)) ? 'me' : token.text);
      used += 1;
      if (!/^(or|and)$/.test(this.#word(at + used)) || !this.#tokens[at + used + 1]) break;
      if (this.#startsSlot(at + used + 1)) break;
      used += 1;
    }
    return { values, used };
  }

  /** Whether a word is plainly something else than a name. */
  #startsSlot(at: number): boolean {
    const word = this.#word(at);
    return (
      VERB_FORMS.has(word) ||
      OBJECTS.has(word) ||
      ASKS.has(word) ||
      (FILLERS.has(word) && word !== '') ||
      CONTENTLESS.has(word) ||
      readTime(this.#tokens, at, this.#context.now, this.#context.timeZone) !== undefined
    );
  }

  /** `in account 111122223333`, `in storefront`, `in us-west-2`, `from 192.0.2.1`. */
  #place(at: number): number {
    const word = this.#word(at);
    const lead = /^(in|from|on|of|at)$/.test(word) ? 1 : 0;
    const noun = this.#word(at + lead);
    const next = this.#tokens[at + lead + 1];
    if (
      /^accounts?$/.test(noun) &&
      next &&
      this.#word(at + lead + 1) !== 'connection' &&
      this.#word(at + lead + 1) !== 'connections'
    ) {
      return this.#filter('account', [next.text]) ? lead + 2 : 0;
    }
    if (noun === 'region' && next) return this.#filter('region', [next.text]) ? lead + 2 : 0;
    return 0;
  }

  /** Texts that say by their form what they are. */
  #literal(at: number): number {
    const token = this.#tokens[at];
    if (!token) return 0;
    const lead = /^(in|from|on|of|for|to|did|was)$/.test(token.word) ? 1 : 0;
    const text = this.#tokens[at + lead]?.text ?? '';
    const key: FilterKey | undefined = REGION.test(text)
      ? 'region'
      : /^\d{12}$/.test(text)
        ? 'account'
        : IPV4.test(text) || IPV6.test(text)
          ? 'ip'
          : ACCESS_KEY.test(text)
            ? 'key'
            : /^[a-z0-9.-]+\.amazonaws\.com$/.test(text)
              ? 'source'
              : /^arn:[^:]*:(iam|sts):[^:]*:\d*:(user|root|assumed-role|federated-user)/.test(text)
                ? 'user'
                : text.startsWith('arn:')
                  ? 'resource'
                  : EMAIL.test(text) || MENTION.test(text)
                    ? 'user'
                    : undefined;
    if (key === undefined) return 0;
    if (lead === 1 && token.word === 'did') this.#asks ??= 'whether';
    return this.#filter(key, [text]) ? lead + 1 : 0;
  }

  #shape(at: number): number {
    const [word, next, third] = [this.#word(at), this.#word(at + 1), this.#word(at + 2)];
    if (word === 'how' && (next === 'many' || next === 'often')) {
      this.#asks = 'count';
      this.#afterObject = false;
      return third === 'times' ? 3 : 2;
    }
    const lead = word === 'the' ? 1 : 0;
    const pick = /^(first|earliest|oldest)$/.test(this.#word(at + lead))
      ? 'first'
      : /^(last|latest|newest|recent)$/.test(this.#word(at + lead))
        ? 'latest'
        : undefined;
    if (pick !== undefined) {
      const count = /^\d{1,3}$/.test(this.#word(at + lead + 1))
        ? Number(this.#word(at + lead + 1))
        : undefined;
      this.#pick = pick;
      this.#limit = count ?? 1;
      return lead + (count === undefined ? 1 : 2);
    }
    const asks = ASKS.get(word);
    if (asks === undefined) return 0;
    const subjectFollows = /^(did|has|have)$/.test(word);
    if (this.#asks !== undefined) {
      // "what did alice do", "when was it deleted": the helper verb only announces who acted.
      if (!/^(did|has|have|was|were)$/.test(word)) return 0;
      this.#expectsSubject = subjectFollows;
      return 1;
    }
    // "list" and "get" are question words only where a question begins.
    if (/^(list|get|find|search|was|were)$/.test(word) && at > 1) return 0;
    this.#asks = asks;
    this.#afterObject = false;
    this.#expectsSubject = subjectFollows;
    return 1;
  }

  #outcome(at: number): number {
    const outcome = OUTCOMES.get(this.#word(at));
    if (outcome === undefined)
      return this.#word(at) === 'access' &&
        this.#word(at + 1) === 'denied' &&
        this.#filter('outcome', ['denied'])
        ? 2
        : 0;
    return this.#filter('outcome', [outcome]) ? 1 : 0;
  }

  #object(at: number): number {
    for (const length of [3, 2, 1]) {
      const words = this.#tokens.slice(at, at + length);
      if (words.length < length || words.some(token => token.quoted)) continue;
      const noun = OBJECTS.get(words.map(token => token.word.replace(/-/g, ' ')).join(' '));
      if (!noun) continue;
      // "by role X" was read before this; "role Deploy" after a verb names the resource.
      if (!this.#objects.includes(noun.name)) this.#objects.push(noun.name);
      this.#verbThenObject = this.#verbs.length > 0;
      this.#placed();
      this.#afterObject = true;
      return length;
    }
    return 0;
  }

  #verb(at: number): number {
    const token = this.#tokens[at];
    if (!token || token.quoted) return 0;
    const verb = VERB_FORMS.get(token.word);
    if (verb === undefined) return 0;
    // "workflow run" and "log group" were read as nouns before; "log in" takes its preposition along.
    const used = verb === 'sign' && /^(in|on|into)$/.test(this.#word(at + 1)) ? 2 : 1;
    if (verb === 'sign' && used === 1) return 0;
    if (this.#verbThenObject) {
      this.#problem = unreadable(
        'two_deeds',
        `"${token.text}" is a second thing to look for. Ask one at a time.`,
        `${this.#asks ?? 'who'} ${token.text} …`,
      );
    }
    if (!this.#verbs.includes(verb)) this.#verbs.push(verb);
    this.#placed();
    return used;
  }

  /** `in iam`, `stopped cloudtrail`; before a noun the name of a service only says whose it is. */
  #service(at: number): number {
    const lead = /^(in|on|of|from)$/.test(this.#word(at)) ? 1 : 0;
    const word = this.#word(at + lead);
    if (!SERVICES.has(word)) return 0;
    if (OBJECTS.has(this.#word(at + lead + 1))) return lead + 1;
    return this.#filter('source', [word]) ? lead + 1 : 0;
  }

  #eventName(at: number): number {
    const token = this.#tokens[at];
    if (!token || !/^[A-Za-z][A-Za-z0-9_]{3,}$/.test(token.text)) return 0;
    const known = CATALOGUE.some(entry => sameSpelling(entry.eventName) === sameSpelling(token.text));
    const words = wordsOf(token.text);
    const looksLikeOne =
      /^[A-Z]/.test(token.text) &&
      words.length >= 2 &&
      (isAwsVerb(words[0]?.toLowerCase() ?? '') || token.text === 'ConsoleLogin');
    return (known || looksLikeOne) && this.#filter('event', [token.text]) ? 1 : 0;
  }

  #accountName(at: number, afterObject: boolean): number {
    const lead = /^(in|from|on|of)$/.test(this.#word(at)) ? 1 : 0;
    // "stack storefront" is a stack, even where an account is called so; "in storefront" is the account.
    if (afterObject && lead === 0) return 0;
    const name = this.#word(at + lead);
    const known = this.#context.accounts.some(
      account => account.id !== null && account.name.toLowerCase() === name,
    );
    return known && this.#filter('account', [name]) ? lead + 1 : 0;
  }

  /** The name after `did`: `did alice delete the role`, `what has root done`. */
  #subject(at: number): number {
    const { values, used } = this.#names(at);
    const [first] = values;
    if (first === undefined || !/^[\w.@+=,/\\-]+$/.test(first)) return 0;
    const title = first === 'root' && this.#word(at + used) === 'user' ? 1 : 0;
    return this.#filter('user', values) ? used + title : 0;
  }

  /** A name right after an object that looks like one: `stack storefront-old`. A plain word, a number or a date there wants quotes. */
  #bareResource(at: number): number {
    const token = this.#tokens[at];
    if (!token || !/^[\w./:@+=,*\\-]+$/.test(token.text) || /^[\d./:-]+(st|nd|rd|th)?$/.test(token.text))
      return 0;
    return /[A-Z\d_./:*-]/.test(token.text) && this.#filter('resource', [token.text]) ? 1 : 0;
  }

  /** A slip of the keyboard in a verb or noun is put right, and the guess is marked. */
  #misspelt(at: number): number {
    const token = this.#tokens[at];
    if (!token || token.quoted || token.word.length < 5 || !/^[a-z]+$/.test(token.word)) return 0;
    const meant = nearest(token.word, [...VERB_FORMS.keys(), ...OBJECTS.keys()]);
    // "undeleted" and "deauthorized" are no slips but opposites, and nobody mistypes the first letter.
    if (
      meant === undefined ||
      meant[0] !== token.word[0] ||
      /^(un|de|dis|in|re|mis|non)/.exec(token.word)?.[0] !== /^(un|de|dis|in|re|mis|non)/.exec(meant)?.[0]
    )
      return 0;
    const verb = VERB_FORMS.get(meant);
    const noun = OBJECTS.get(meant);
    if (verb !== undefined && slips(token.word, meant, 1) > 1) return 0;
    if (verb !== undefined && !this.#verbs.includes(verb)) this.#verbs.push(verb);
    if (noun && !this.#objects.includes(noun.name)) this.#objects.push(noun.name);
    this.#guesses.push(`"${token.text}" read as "${meant}"`);
    this.#placed();
    this.#afterObject = noun !== undefined;
    return 1;
  }

  #unplaced(at: number): QuestionReading {
    const token = this.#tokens[at];
    const part = token?.text ?? '';
    const near = nearest(token?.word ?? '', VOCABULARY);
    const rest = this.#tokens.map((one, index) => (index === at ? near : one.text)).filter(Boolean);
    const suggestion = rest.join(' ');
    const understood = this.#tokens
      .slice(0, at)
      .map(one => one.text)
      .join(' ');
    const start = understood === '' ? 'I' : `I understood "${clip(understood)}", but I`;
    return unreadable(
      'unplaced_part',
      `${start} can't place "${clip(part)}". If it is the name of something, put it in quotes.`,
      suggestion.length > 2 && near !== undefined
        ? suggestion
        : `${understood === '' ? 'who deleted connection' : understood} "${clip(part)}"`,
    );
  }

  #finish(): QuestionReading {
    const [only] = this.#tokens;
    const loneWord =
      this.#tokens.length === 1 &&
      this.#filters.every(filter => filter.key === 'resource' || filter.key === 'user') &&
      !/:/.test(only?.text ?? '');
    const nothing = this.#verbs.length + this.#objects.length + this.#filters.length === 0;
    if (loneWord || (nothing && this.#asks === undefined) || (nothing && this.#tokens.length === 1)) {
      return unreadable(
        'not_a_question',
        `"${clip(this.#tokens.map(token => token.text).join(' '))}" alone is not a question.`,
        'who deleted connection',
      );
    }
    if (nothing && this.#asks === 'who' && this.#time === null) {
      return unreadable(
        'not_a_question',
        'I understood "who", but not what was done.',
        'who deleted connection',
      );
    }
    return {
      kind: 'question',
      question: {
        asks: this.#asks ?? 'list',
        verbs: this.#verbs,
        objects: this.#objects,
        filters: this.#filters,
        time: this.#time,
        pick: this.#pick,
        limit: this.#limit,
      },
      guesses: this.#guesses,
    };
  }

  #word(at: number): string {
    const token = this.#tokens[at];
    return token && !token.quoted ? token.word : '';
  }
}

/** Names of services that questions can be about. */
const SERVICES: ReadonlySet<string> = new Set(
  [...OBJECTS.values()]
    .flatMap(noun => noun.sources.map(source => source.split('.')[0] ?? ''))
    // Everyday words: "events by alice" asks for no service.
    .filter(service => !/^(events|logs|monitoring)$/.test(service)),
);

/** Words that can't be anybody's name. */
const CONTENTLESS: ReadonlySet<string> = new Set([
  'not',
  'no',
  'never',
  'nobody',
  'why',
  'how',
  'if',
  'because',
  'but',
  'than',
  'while',
  'anyone',
  'other',
  'when',
]);
const VOCABULARY: readonly string[] = [
  ...new Set([...TIME_WORDS, ...OUTCOMES.keys(), ...VERB_FORMS.keys(), ...OBJECTS.keys(), ...ASKS.keys()]),
];

function clip(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
