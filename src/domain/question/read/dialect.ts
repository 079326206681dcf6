import { EXAMPLE_OF, foldValue, KEY_NAMES, OUTCOMES, VALUES_OF } from '../filters.ts';
import {
  FILTER_KEYS,
  type FilterKey,
  type QuestionContext,
  type QuestionReading,
  WORDED_KEYS,
} from '../question.ts';
import { namedApart } from './pieces.ts';
import { nearest } from './spelling.ts';
import { type Token, tokenise, wordToken } from './tokens.ts';
import { clip, unreadable } from './unreadable.ts';

type Unreadable = Extract<QuestionReading, { kind: 'unreadable' }>;

/** Keys that set a time, and the words in their place. */
const TIME_KEYS: ReadonlyMap<string, string> = new Map([
  ['last', 'last'],
  ['since', 'since'],
  ['after', 'after'],
  ['earliest', 'since'],
  ['latest', 'until'],
  ['before', 'before'],
  ['until', 'until'],
  ['from', 'since'],
  ['days', 'last'],
  ['past', 'past'],
  ['time', ''],
  ['on', 'on'],
]);

/**
 * Reads what other tools write: `key:value`, `key=value`, `key!=value`, `!key:value`, `--event-name X`, the attributes of LookupEvents, CloudTrail's names of fields. Gives the
 * tokens with their filters, or what about one of them can't be read.
 */
export function readDialect(typed: readonly Token[], context: QuestionContext): Token[] | Unreadable {
  const tokens = withoutTool(spelledOut(typed));
  const read: Token[] = [];
  const names = new Set(context.accounts.map(({ name }) => name.toLowerCase()));
  for (const token of tokens) {
    // "the `dev` connection": an account, though it is quoted.
    if (token.quoted && names.has(token.word)) {
      read.push({ ...token, quoted: false });
      continue;
    }
    const match = token.quoted ? null : /^([-!]?)([A-Za-z][\w.]*?)(!=|={1,2}|:)(.+)$/s.exec(token.text);
    const [, sign = '', name = '', joint = '', value = ''] = match ?? [];
    if (
      !match ||
      /^(arn|codecatalyst|https?)$/i.test(name) ||
      value.startsWith('//') ||
      isOther(token, joint, value)
    ) {
      read.push(token);
      continue;
    }
    // Which logs to look through: there are no others here.
    if (/^(index|sourcetype|loggroup)$/i.test(name)) continue;
    const time = TIME_KEYS.get(name.toLowerCase());
    if (time !== undefined) {
      const amount = name.toLowerCase() === 'days' ? `${value}d` : relative(value.replaceAll('"', ''));
      read.push(...tokenise(`${time} ${amount}`));
      continue;
    }
    const filtered = filterOf({ name, value, negated: sign !== '' || joint === '!=' }, context);
    if ('kind' in filtered) return filtered;
    read.push({ ...token, filter: filtered });
  }
  const both = contradictory(read);
  if (both !== undefined)
    return unreadable('contradiction', `No event is both ${both}.`, 'who deleted connection');
  return read;
}

/** Pairs that exclude each other, of keys that have one value in each record. */
function contradictory(tokens: readonly Token[]): string | undefined {
  const wanted = tokens.flatMap(({ filter }) =>
    filter && !filter.negated && /^(readonly|outcome)$/.test(filter.key) ? [filter] : [],
  );
  const apart = wanted.find((one, at) =>
    wanted
      .slice(0, at)
      .some(
        other =>
          other.key === one.key &&
          !other.values.some(value => one.values.includes(value)) &&
          !(one.values.includes('denied') || other.values.includes('denied')),
      ),
  );
  return (
    apart &&
    wanted
      .filter(({ key }) => key === apart.key)
      .map(({ key, values }) => `${key}:${values.join(',')}`)
      .join(' and ')
  );
}

/** Ids with a colon that are no pairs: `10:30`, `s3:GetObject`, `alias:x` of an ARN. */
function isOther({ text }: Token, joint: string, value: string): boolean {
  if (/^(?=.*:.*:)[0-9a-f:/]+$/i.test(text)) return true;
  return (
    joint === ':' &&
    /^[a-z0-9-]+:[A-Z][A-Za-z*]+$/.test(text) &&
    !KEY_NAMES.has((text.split(':')[0] ?? '').toLowerCase().replace(/^-/, '')) &&
    value.length > 3
  );
}

/** `-4d`, `now-4d`, as Splunk and Elasticsearch count back from now. */
function relative(value: string): string {
  const back = /^(?:now)?-(\d+)([mhdw])(?:@[mhdw])?$/.exec(value);
  return back ? `${back[1]}${back[2]} ago` : value;
}

interface Pair {
  readonly name: string;
  readonly value: string;
  readonly negated: boolean;
}

function filterOf(
  { name, value, negated }: Pair,
  context: QuestionContext,
): NonNullable<Token['filter']> | Unreadable {
  // What a call asked for names what it was done to.
  const isPart = /^(requestparameters|responseelements|resources)\./i.test(name);
  const known = isPart ? 'resource' : KEY_NAMES.get(name.toLowerCase());
  // A code that says only how it went: AccessDenied is what every service calls it, in one spelling or another.
  const saysHow =
    known === 'error' && value.split(',').every(code => OUTCOMES.has(code.trim().toLowerCase()));
  const key = saysHow ? 'outcome' : known;
  if (key === undefined) {
    const near = nearest(name.toLowerCase(), [...KEY_NAMES.keys()]);
    return unreadable(
      'unknown_key',
      `I can't filter by "${clip(name)}". I know ${FILTER_KEYS.filter(one => !WORDED_KEYS.includes(one)).join(', ')}.`,
      near === undefined ? 'user:alice event:DeleteConnection' : `${negated ? '-' : ''}${near}:${value}`,
    );
  }
  return filterFor(key, [value], negated, context);
}

/** A filter after checking its values; what about one of them can't be, where one can't. */
export function filterFor(
  key: FilterKey,
  typed: readonly string[],
  negated: boolean,
  context: QuestionContext,
): NonNullable<Token['filter']> | Unreadable {
  const values = namedApart(key, typed)
    .map(value => value.replaceAll('"', '').trim())
    .filter(Boolean);
  const folded = values.map(value => foldValue(key, value, context));
  const wrong = values.find((_, index) => folded[index] === undefined);
  if (wrong === undefined && values.length > 0) return { key, values: folded as string[], negated };
  return unreadable(
    'bad_value',
    `"${clip(wrong ?? '')}" is no value for ${key}. ${VALUES_OF[key] ?? ''}`.trim(),
    EXAMPLE_OF[key] ?? `${key}:…`,
  );
}

/** `key: value` as one word, and `not key:value` with its sign. */
function spelledOut(tokens: readonly Token[]): Token[] {
  const out: Token[] = [];
  for (const token of tokens) {
    const last = out.at(-1);
    const isKey = last && !last.quoted && /^[-!]?[A-Za-z.]+(:|!?={1,2})$/.test(last.text);
    const isPair = !token.quoted && /^[A-Za-z.]+(:|={1,2})[^/\s]/.test(token.text);
    const isAsked =
      /^(who|what|when|which|where|did|how|list|show|give|find|any|all|please|has|was|were|i)$/.test(
        token.word,
      );
    if (isKey && !isAsked && KEY_NAMES.has(last.text.replace(/[-!:=]/g, '').toLowerCase()))
      out[out.length - 1] = {
        ...token,
        text: `${last.text}${token.text}`,
        word: `${last.word}${token.word}`,
        quoted: false,
      };
    else if (last && /^not$/i.test(last.text) && isPair && KEY_NAMES.has(token.word.split(/[:=]/)[0] ?? ''))
      out[out.length - 1] = { ...token, text: `-${token.text}`, word: `-${token.word}` };
    else out.push(token);
  }
  // "Question: who …": what stands before a colon is a part of its own.
  return out.map(token =>
    !token.quoted && /^\w[\w'-]*:$/.test(token.text)
      ? { ...token, text: token.text.slice(0, -1), word: token.word.slice(0, -1), breaks: true, labels: true }
      : token,
  );
}

/** Options of the AWS CLI as pairs: `--event-name X`, `AttributeKey=EventName,AttributeValue=X`. */
function withoutTool(tokens: readonly Token[]): Token[] {
  const out: Token[] = [];
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at];
    if (!token) break;
    const [next, third] = [tokens[at + 1], tokens[at + 2]];
    const option = token.quoted ? null : /^--([a-z][a-z-]*)(?:=(.+))?$/.exec(token.word);
    const attribute = /^AttributeKey=([A-Za-z]+),AttributeValue=(.+)$/i.exec(token.text);
    const isCall = token.word === 'aws' && next?.word === 'cloudtrail' && third?.word === 'lookup-events';
    if (isCall) at += 3;
    else if (
      option &&
      /^(lookup-attributes|query|output|profile|max-results|max-items)$/.test(option[1] ?? '')
    ) {
      at += option[1] === 'lookup-attributes' || option[2] !== undefined ? 1 : 2;
    } else if (option && /^(start|end)-time$/.test(option[1] ?? '') && next) {
      out.push(wordToken(option[1] === 'start-time' ? 'since' : 'until'));
      at += 1;
    } else if (option && KEY_NAMES.has((option[1] ?? '').replaceAll('-', ''))) {
      const value = option[2] ?? next?.text ?? '';
      out.push({ ...token, text: `${(option[1] ?? '').replaceAll('-', '')}:${value}`, word: '' });
      at += option[2] === undefined ? 2 : 1;
    } else {
      out.push(attribute ? { ...token, text: `${attribute[1]}:${attribute[2]}`, word: '' } : token);
      at += 1;
    }
  }
  return out;
}
