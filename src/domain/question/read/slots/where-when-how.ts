import { KEY_NAMES, OUTCOMES } from '../../filters.ts';
import { QUESTION_WORDS } from '../../lexicon/question-words.ts';
import { FILTER_KEYS } from '../../question.ts';
import { type Draft, unreadable } from '../draft.ts';
import { nearest } from '../spelling.ts';
import { countOf } from '../time/words.ts';
import { isRoleArn, keyOfForm, UUID } from './forms.ts';

/** `key:value` and `-key:value`. */
export function readKeyValue(draft: Draft, at: number): number {
  const match = /^(-?)([A-Za-z]+):(.+)$/s.exec(draft.tokens[at]?.text ?? '');
  if (!match || /^arn:/i.test(match[0]) || match[3]?.startsWith('//') || draft.tokens[at]?.quoted) return 0;
  const [, minus, name = '', value = ''] = match;
  const key = KEY_NAMES.get(name.toLowerCase());
  if (key === undefined) {
    const near = nearest(name.toLowerCase(), [...KEY_NAMES.keys()]);
    draft.problem = unreadable(
      'unknown_key',
      `I can't filter by "${name}". I know ${FILTER_KEYS.join(', ')}.`,
      near === undefined ? 'user:alice event:DeleteConnection' : `${minus}${near}:${value}`,
    );
    return 1;
  }
  return draft.filter(key, [value], minus === '-') ? 1 : 0;
}

/** A time; several must overlap. */
export function readTimePhrase(draft: Draft, at: number): number {
  const reading = draft.times.at(at);
  if (!reading) return 0;
  const { from, to } = reading.range;
  const words = draft.tokens
    .slice(at, at + reading.words)
    .map(token => token.text)
    .join(' ');
  if (draft.time !== null) {
    const [a, b] = [Math.max(from, draft.time.from), Math.min(to, draft.time.to)];
    if (a >= b)
      draft.problem = unreadable(
        'two_times',
        `"${words}" doesn't fit the other time in the question.`,
        draft.before(at),
      );
    draft.time = { from: a, to: b };
  } else if (reading.skipped || from > draft.context.now || (to <= from && !beginsNow(words, from, draft))) {
    draft.problem = unreadable(
      'no_such_time',
      reading.skipped
        ? `"${words}" did not exist there: the clocks were put forward.`
        : from >= draft.context.now
          ? `"${words}" is still to come.`
          : `"${words}" ends before it begins.`,
      `${draft.before(at) || 'what happened'} yesterday`,
    );
  } else draft.time = { from, to: Math.max(from + 1, Math.min(to, draft.context.now)) };
  draft.placed();
  return reading.words;
}

/** Whether a stretch of the calendar begins this very moment: it has had no time yet, and is not still to come. */
function beginsNow(words: string, from: number, { context }: Draft): boolean {
  return from === context.now && /\b(today|this|midnight)\b/i.test(words);
}

/** `in account 111122223333`, `in storefront`, `in us-west-2`, `from 192.0.2.1`. */
export function readPlace(draft: Draft, at: number): number {
  const word = draft.word(at);
  const lead = /^(in|from|on|of|at)$/.test(word) ? 1 : 0;
  const noun = draft.word(at + lead);
  const next = draft.nameAt(at + lead + 1);
  if (
    /^accounts?$/.test(noun) &&
    next &&
    draft.word(at + lead + 1) !== 'connection' &&
    draft.word(at + lead + 1) !== 'connections'
  ) {
    return draft.filter('account', [next.text]) ? lead + 2 : 0;
  }
  if (noun === 'region' && next) return draft.filter('region', [next.text]) ? lead + 2 : 0;
  return 0;
}

/** Texts that say by their form what they are: a Region, an account, an address, a key, an ARN, an e-mail address, an id. */
export function readLiteral(draft: Draft, at: number, afterObject: boolean): number {
  const token = draft.tokens[at];
  if (!token) return 0;
  if (token.word === 'event' && draft.word(at + 1) === 'id' && draft.tokens[at + 2])
    return draft.filter('id', [draft.tokens[at + 2]?.text ?? '']) ? 3 : 0;
  const lead = /^(in|from|on|of|for|to|did|was)$/.test(token.word) ? 1 : 0;
  const text = draft.nameAt(at + lead)?.text ?? '';
  if (token.word === 'event' && UUID.test(draft.tokens[at + 1]?.text ?? ''))
    return draft.filter('id', [draft.tokens[at + 1]?.text ?? '']) ? 2 : 0;
  const form = keyOfForm(text);
  // "did arn:…:role/Deploy delete …": a role that acts is no thing that was changed.
  const acts = token.word === 'did' || draft.expectsSubject;
  // Who created access key AKIA… did not necessarily use it.
  const isMade = form === 'key' && afterObject && draft.verbs.length > 0;
  const key = isMade ? 'resource' : acts && isRoleArn(text) ? 'role' : form;
  if (key === undefined) return 0;
  if (lead === 1 && token.word === 'did') draft.asks ??= 'whether';
  // "access key AKIA…" names the key that was used, not a thing that was changed.
  if (key === 'key' && afterObject) draft.objects.pop();
  return draft.filter(key, [text]) ? lead + 1 : 0;
}

/** Question words, `how many`, `from which ip`, `first`, `latest 5`. */
export function readShape(draft: Draft, at: number): number {
  const [word, next, third] = [draft.word(at), draft.word(at + 1), draft.word(at + 2)];
  if (word === 'how' && (next === 'many' || next === 'often')) {
    if (draft.asks !== undefined && draft.verbs.length + draft.objects.length + draft.filters.length > 0) {
      draft.problem = unreadable(
        'two_questions',
        `"how ${next}" begins a second question. Ask one at a time.`,
        draft.before(at),
      );
      return 1;
    }
    draft.asks = 'count';
    draft.afterObject = false;
    return third === 'times' ? 3 : 2;
  }
  const from = word === 'from' ? 1 : 0;
  if (
    /^(which|what)$/.test(draft.word(at + from)) &&
    /^(ips?|address|addresses)$/.test(draft.word(at + from + 1))
  ) {
    draft.asks = 'where';
    return from + (/^address(es)?$/.test(draft.word(at + from + 2)) ? 3 : 2);
  }
  const picked = readPick(draft, at);
  if (picked > 0) return picked;
  const asks = QUESTION_WORDS.get(word);
  if (asks === undefined) return 0;
  // "was carol denied" names who was; "was connection c-1 deleted" does not.
  const subjectFollows =
    /^(did|has|have)$/.test(word) ||
    (/^(was|were)$/.test(word) && /^(denied|refused)$/.test(draft.word(at + 2)));
  if (draft.asks !== undefined) {
    if (word === 'what' && draft.word(at - 1) === 'did') return 1;
    // "what did alice do", "when was it deleted": the helper verb only announces who acted.
    if (!/^(did|has|have|was|were)$/.test(word)) return 0;
    draft.expectsSubject = subjectFollows;
    return 1;
  }
  // "list" and "get" are question words only where a question begins.
  if (/^(list|get|find|search|was|were)$/.test(word) && at > 1) return 0;
  draft.asks = asks;
  draft.afterObject = false;
  draft.expectsSubject = subjectFollows;
  return 1;
}

/** `first`, `the latest 5`, `five most recent`. */
function readPick(draft: Draft, at: number): number {
  const lead = draft.word(at) === 'the' ? 1 : 0;
  const before = numberOf(draft.word(at + lead));
  const most = draft.word(at + lead + (before === undefined ? 0 : 1)) === 'most' ? 1 : 0;
  const place = at + lead + (before === undefined ? 0 : 1) + most;
  const word = draft.word(place);
  const pick = /^(first|earliest|oldest)$/.test(word)
    ? 'first'
    : /^(last|latest|newest|recent)$/.test(word)
      ? 'latest'
      : undefined;
  if (pick === undefined || (most === 1 && word !== 'recent')) return 0;
  const after = before === undefined ? numberOf(draft.word(place + 1)) : undefined;
  draft.pick = pick;
  draft.limit = before ?? after ?? 1;
  return place - at + (after === undefined ? 1 : 2);
}

/** A number of events: three digits, or a word up to twelve. */
function numberOf(word: string): number | undefined {
  const number = /^(\d{1,3}|[a-z]{2,})$/.test(word) ? countOf(word) : undefined;
  return number === undefined || number < 1 || word === 'the' || word === 'an' ? undefined : number;
}

/** `failed`, `denied`, `access denied`. */
export function readOutcome(draft: Draft, at: number): number {
  const outcome = OUTCOMES.get(draft.word(at));
  if (outcome === undefined)
    return draft.word(at) === 'access' &&
      draft.word(at + 1) === 'denied' &&
      draft.filter('outcome', ['denied'])
      ? 2
      : 0;
  if (!draft.filter('outcome', [outcome])) return 0;
  // "was denied access to secret x": to reading it as much as to changing it.
  if (outcome !== 'denied' || draft.word(at + 1) !== 'access') return 1;
  draft.verbs.push('access');
  return 2;
}

/** The name of a configured account. */
export function readAccountName(draft: Draft, at: number, afterObject: boolean): number {
  const lead = /^(in|from|on|of)$/.test(draft.word(at)) ? 1 : 0;
  // "stack storefront" is a stack, even where an account is called so; "in storefront" is the account.
  if (afterObject && lead === 0) return 0;
  const name = draft.word(at + lead);
  const known = draft.context.accounts.some(
    account => account.id !== null && account.name.toLowerCase() === name,
  );
  return known && draft.filter('account', [name]) ? lead + 1 : 0;
}
