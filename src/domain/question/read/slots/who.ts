import { CONTENTLESS, FILLERS } from '../../lexicon/fillers.ts';
import { OBJECTS } from '../../lexicon/nouns.ts';
import { QUESTION_WORDS } from '../../lexicon/question-words.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import type { Draft } from '../draft.ts';
import { keyOfForm } from './forms.ts';

/** `not by alice`, `except root`, `except by role Deploy`, `not from 192.0.2.1`, `not in eu-west-1`, `outside eu-west-1`. */
export function readNegated(draft: Draft, at: number): number {
  const [word, lead] = negation(draft, at);
  if (lead === 0) return 0;
  const joint = /^(by|from|in|for|through|via|of)$/.test(draft.word(at + lead)) ? 1 : 0;
  // "not" alone turns a verb round, which CloudTrail can't tell; "except" needs no joint.
  if (word === 'not' && joint === 0) return 0;
  const start = at + lead + joint;
  const article = /^(the|an?)$/.test(draft.word(start)) ? 1 : 0;
  const title = /^(role|user|account|region)$/.exec(draft.word(start + article))?.[0];
  const named = draft.nameAt(start + article + (title === undefined ? 0 : 1));
  if (!named) return 0;
  const form = keyOfForm(named.text);
  const account = draft.context.accounts.some(one => one.name.toLowerCase() === named.word);
  const key =
    title ?? (form === 'resource' ? undefined : form) ?? (account && joint > 0 ? 'account' : undefined);
  if (key !== undefined && (key !== 'user' || title !== undefined))
    return draft.filter(key as 'role' | 'user' | 'account' | 'region', [named.text], true)
      ? lead + joint + article + (title === undefined ? 0 : 1) + 1
      : 0;
  if (!/^(not|except)$/.test(word) || /^(in|of|for)$/.test(draft.word(at + lead))) return 0;
  const { values, used } = names(draft, start);
  return values.length > 0 && draft.filter('user', values, true) ? lead + joint + used : 0;
}

/** How a place negates: `not`, or `except` and all that means the same, or `outside`; and how many words say so. */
function negation(draft: Draft, at: number): readonly [word: string, words: number] {
  const [word, next, before] = [draft.word(at), draft.word(at + 1), draft.word(at - 1)];
  if (/^(and|but)$/.test(word) && next === 'not') return ['except', 2];
  // "connections other than abc" leaves out a connection, "anybody other than abc" a person.
  const ofPeople = SOMEBODY.test(before);
  if (ofPeople && word === 'other' && next === 'than') return ['except', 2];
  if (ofPeople && word === 'but') return ['except', 1];
  if (/^(except|excluding|besides)$/.test(word)) return ['except', next === 'for' ? 2 : 1];
  return /^(not|outside|without)$/.test(word) ? [word, 1] : ['', 0];
}

const SOMEBODY = /^(any|every|some)(one|body)$/;

/** `my changes`, `alice's changes`; `show me` only says to whom. */
export function readOwn(draft: Draft, at: number): number {
  const word = draft.word(at);
  if (word === 'my' && /^(own|changes?|events?|actions?|activity)$/.test(draft.word(at + 1)))
    return draft.filter('user', ['me']) ? 2 : 0;
  if (
    draft.tokens[at]?.possessive &&
    /^(own|changes?|events?|actions?|activity|calls)$/.test(draft.word(at + 1))
  )
    return draft.filter('user', [draft.tokens[at]?.text ?? '']) ? 2 : 0;
  return word === 'me' && /^(show|list|find|get|give|tell)$/.test(draft.word(at - 1)) ? 1 : 0;
}

/** `did the role Deploy delete …`, `what has user alice done`: a title before who acted. */
export function readTitledSubject(draft: Draft, at: number): number {
  const article = draft.word(at) === 'the' ? 1 : 0;
  const title = draft.word(at + article);
  const named = draft.nameAt(at + article + 1);
  if (!/^(role|user)$/.test(title) || !named || startsSlot(draft, at + article + 1)) return 0;
  return draft.filter(title === 'role' ? 'role' : 'user', [named.text]) ? article + 2 : 0;
}

/** `by alice`, `by alice or bob`, `through role Deploy`, `using key AKIA…`, `as root`. */
export function readPerson(draft: Draft, at: number): number {
  const word = draft.word(at);
  if (!/^(by|through|via|using|as|with)$/.test(word)) return 0;
  if (word === 'by' && /^whom?$/.test(draft.word(at + 1))) {
    draft.asks = 'who';
    draft.placed();
    return 2;
  }
  // "by anybody": whoever it was.
  if (word === 'by' && SOMEBODY.test(draft.word(at + 1))) return 2;
  const article = /^(the|an?|iam)$/.test(draft.word(at + 1)) ? 1 : 0;
  const noun = draft.word(at + 1 + article);
  if (noun === 'role' || noun === 'key' || (word === 'by' && noun === 'user')) {
    const named = draft.nameAt(at + 2 + article);
    if (!named) return 0;
    const key = noun === 'user' ? 'user' : noun === 'key' ? 'key' : 'role';
    return draft.filter(key, [named.text]) ? 3 + article : 0;
  }
  if (noun === 'access' && draft.word(at + 2 + article) === 'key') {
    const named = draft.nameAt(at + 3 + article);
    return named && draft.filter('key', [named.text]) ? 4 + article : 0;
  }
  if (word === 'as' && noun === 'root') return draft.filter('user', ['root']) ? 2 : 0;
  if (word !== 'by' || startsSlot(draft, at + 1 + article)) return 0;
  const { values, used } = names(draft, at + 1 + article);
  return values.length > 0 && draft.filter('user', values) ? 1 + article + used : 0;
}

/** One name, or several joined by `or` and commas. */
function names(draft: Draft, at: number): { values: string[]; used: number } {
  const values: string[] = [];
  let used = 0;
  for (;;) {
    const token = draft.nameAt(at + used);
    if (!token || (!token.quoted && (startsSlot(draft, at + used) || PRONOUN.test(token.word)))) break;
    values.push(/^(i|me|myself)$/.test(draft.word(at + used)) ? 'me' : token.text);
    used += 1;
    if (!/^(or|and)$/.test(draft.word(at + used)) || !draft.tokens[at + used + 1]) break;
    if (startsSlot(draft, at + used + 1)) break;
    used += 1;
  }
  return { values, used };
}

/** Words that stand for somebody, and name nobody. */
const PRONOUN = /^(we|us|you|they|them|he|him|she|her|it)$/;

/** The name after `did`: `did alice delete the role`, `what has root done`. */
export function readSubject(draft: Draft, at: number): number {
  const { values, used } = names(draft, at);
  const [first] = values;
  if (first === undefined || !/^[\w.@+=,/\\-]+$/.test(first)) return 0;
  const title = first === 'root' && draft.word(at + used) === 'user' ? 1 : 0;
  return draft.filter('user', values) ? used + title : 0;
}

/** Whether a word is plainly something else than a name. */
function startsSlot(draft: Draft, at: number): boolean {
  const word = draft.word(at);
  return (
    VERB_FORMS.has(word) ||
    OBJECTS.has(word) ||
    QUESTION_WORDS.has(word) ||
    (FILLERS.has(word) && word !== '') ||
    CONTENTLESS.has(word) ||
    draft.times.at(at) !== undefined
  );
}

/** The name before `did`: `everything root did`, `the first thing alice did`. */
export function readSubjectBefore(draft: Draft, at: number): number {
  const token = draft.tokens[at];
  if (!token || token.quoted || draft.word(at + 1) !== 'did' || startsSlot(draft, at)) return 0;
  const name = /^(i|me)$/.test(token.word) ? 'me' : token.text;
  return /^[\w.@+=,/\\-]+$/.test(name) && draft.filter('user', [name]) ? 2 : 0;
}
