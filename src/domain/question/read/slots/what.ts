import { CATALOGUE, sameSpelling } from '../../../catalogue.ts';
import { isAwsVerb, wordsOf } from '../../../phrase.ts';
import { CONTENTLESS, FILLERS, TYPOS } from '../../lexicon/fillers.ts';
import { OBJECTS } from '../../lexicon/nouns.ts';
import { SERVICES } from '../../lexicon/services.ts';
import { PHRASAL_VERBS, VERB_FORMS } from '../../lexicon/verbs.ts';
import type { VerbName } from '../../question.ts';
import { type Draft, unreadable } from '../draft.ts';
import { nearest } from '../spelling.ts';
import { TIME_WORDS } from '../time/words.ts';
import { VOCABULARY } from '../vocabulary.ts';

/** A text in quotes is the name of what it was done to. */
export function readQuoted(draft: Draft, at: number): number {
  const token = draft.tokens[at];
  return token?.quoted && draft.filter('resource', [token.text]) ? 1 : 0;
}

/** `connection named shop`, `connection with id abc`: whatever follows is the name. */
export function readNamed(draft: Draft, at: number, afterObject: boolean): number {
  const lead = /^(named|called)$/.test(draft.word(at))
    ? 1
    : afterObject && draft.word(at) === 'with' && /^(id|name|arn)$/.test(draft.word(at + 1))
      ? 2
      : afterObject && draft.word(at) === 'id'
        ? 1
        : 0;
  const named = draft.nameAt(at + lead);
  return lead > 0 && named && draft.filter('resource', [named.text]) ? lead + 1 : 0;
}

/** A noun of the lexicon, of up to three words. */
export function readObject(draft: Draft, at: number): number {
  for (const length of [3, 2, 1]) {
    const words = draft.tokens.slice(at, at + length);
    if (words.length < length || words.some(token => token.quoted)) continue;
    const noun = OBJECTS.get(words.map(token => token.word.replace(/-/g, ' ')).join(' '));
    if (!noun) continue;
    if (noun.name === 'user' && standsForWhoever(draft, at, length)) return length;
    // "by role X" was read before this; "role Deploy" after a verb names the resource.
    if (!draft.objects.includes(noun.name)) draft.objects.push(noun.name);
    draft.verbThenObject = draft.verbs.length > 0;
    draft.placed();
    draft.afterObject = true;
    return length;
  }
  return 0;
}

/** "user activity", "which users deleted": whoever acted, not what it was done to. */
function standsForWhoever(draft: Draft, at: number, length: number): boolean {
  const next = draft.word(at + length);
  if (/^(activity|activities|actions?|operations?)$/.test(next)) return true;
  const isAsked = /^(which|what)$/.test(draft.word(at - 1)) && VERB_FORMS.has(next);
  if (isAsked) draft.asks = 'who';
  return isAsked;
}

/** A verb of the lexicon in any form; `log in` takes its preposition along. */
export function readVerb(draft: Draft, at: number): number {
  const token = draft.tokens[at];
  if (!token || token.quoted) return 0;
  if (SIGN_INS.test(token.word)) return addVerb(draft, at, 'sign', 1);
  if (token.word === 'console' && SIGN_INS.test(draft.word(at + 1))) return addVerb(draft, at, 'sign', 2);
  // "signed in to the console": where else.
  if (token.word === 'console' && draft.verbs.includes('sign')) return 1;
  // "did it get deleted".
  if (/^(gets?|got|getting|gotten)$/.test(token.word) && /(ed|en)$/.test(draft.word(at + 1)))
    return VERB_FORMS.has(draft.word(at + 1)) ? 1 : 0;
  const phrasal = PHRASAL_VERBS.find(
    ({ forms, particle }) => forms.test(token.word) && particle === draft.word(at + 1),
  );
  if (phrasal) {
    for (const verb of phrasal.verbs) addVerb(draft, at, verb, 2);
    return 2;
  }
  if (token.word.endsWith('ing') && /^(is|are|am|currently)$/.test(draft.word(at - 1))) {
    const text = `${draft.word(at - 1)} ${token.word}`;
    draft.problem = unreadable(
      'not_history',
      `I know what was done, not what goes on now ("${text}").`,
      'who started instances today',
    );
    return 1;
  }
  const again = /^re-(.+)$/.exec(token.word)?.[1];
  const verb = VERB_FORMS.get(again ?? token.word);
  if (verb === undefined) return 0;
  if (again !== undefined) draft.guesses.push(`"${token.text}" read as "${again}"`);
  // "workflow run" and "log group" were read as nouns before; "log in" takes its preposition along.
  const used = verb === 'sign' && /^(in|on|into)$/.test(draft.word(at + 1)) ? 2 : 1;
  if (verb === 'sign' && used === 1) return 0;
  return addVerb(draft, at, verb, used);
}

function addVerb(draft: Draft, at: number, verb: VerbName, used: number): number {
  if (draft.verbThenObject) {
    const text = draft.tokens[at]?.text ?? '';
    draft.problem = unreadable(
      'two_deeds',
      `"${text}" is a second thing to look for. Ask one at a time.`,
      draft.before(at),
    );
  }
  if (!draft.verbs.includes(verb)) draft.verbs.push(verb);
  draft.placed();
  return used;
}

const SIGN_INS = /^(sign-?ins?|log-?ins?)$/;

/** `in iam`, `stopped cloudtrail`; before a noun the name of a service only says whose it is. */
export function readService(draft: Draft, at: number): number {
  const lead = /^(in|on|of|from)$/.test(draft.word(at)) ? 1 : 0;
  const word = draft.word(at + lead);
  const services = SERVICES.get(word);
  if (services === undefined) return 0;
  const [first, second, third] = [1, 2, 3].map(next => draft.word(at + lead + next));
  const nouns = [first, `${first} ${second}`, `${first} ${second} ${third}`];
  if (lead === 0 && nouns.some(noun => OBJECTS.has(noun ?? ''))) return 1;
  return draft.filter('source', services) ? lead + 1 : 0;
}

/** An event name as AWS writes it; right after a noun only where it is one that is known. */
export function readEventName(draft: Draft, at: number, afterObject: boolean): number {
  const token = draft.tokens[at];
  if (!token || !/^[A-Za-z][A-Za-z0-9_]{3,}$/.test(token.text)) return 0;
  const known = CATALOGUE.some(entry => sameSpelling(entry.eventName) === sameSpelling(token.text));
  const words = wordsOf(token.text);
  // "associated DeployRole", "what happened to DeployRole": what was done to something names that.
  const before = draft.word(at - 1);
  const isObject = before === 'to' || (VERB_FORMS.has(before) && VERB_FORMS.get(before) !== 'invoke');
  const looksLikeOne =
    !afterObject &&
    !isObject &&
    /^[A-Z]/.test(token.text) &&
    words.length >= 2 &&
    (isAwsVerb(words[0]?.toLowerCase() ?? '') || token.text === 'ConsoleLogin');
  return (known || looksLikeOne) && draft.filter('event', [token.text]) ? 1 : 0;
}

/**
 * A name right after an object: `stack storefront-old`. A plain word is taken for one too, and marked as a guess, unless it is near a word
 * that is known or one that means something in any question. Numbers and dates there want quotes.
 */
export function readBareResource(draft: Draft, at: number): number {
  const token = draft.tokens[at];
  if (!token || token.quoted || !/^[\w./:@+=,*\\-]+$/.test(token.text)) return 0;
  if (/^[\d./:-]+(st|nd|rd|th)?$/.test(token.text)) return 0;
  if (/[A-Z\d_./:*-]/.test(token.text)) return draft.filter('resource', [token.text]) ? 1 : 0;
  const { word } = token;
  const isWord =
    word.length < 3 ||
    TYPOS.has(word) ||
    CONTENTLESS.has(word) ||
    FILLERS.has(word) ||
    VOCABULARY.includes(word) ||
    nearest(word, VOCABULARY) !== undefined ||
    /(ly|ing|ed)$/.test(word);
  // In the middle of a question a plain word may belong to whatever follows.
  const next = draft.word(at + 1);
  const ends =
    at + 1 >= draft.tokens.length ||
    FILLERS.has(next) ||
    CONTENTLESS.has(next) ||
    TIME_WORDS.includes(next) ||
    /^(by|last|past|not|as|through|via|using)$/.test(next);
  if (isWord || !ends || draft.verbs.length === 0 || !draft.filter('resource', [token.text])) return 0;
  draft.guesses.push(`"${token.text}" read as a name`);
  return 1;
}

/** `bucket policy on acme-logs`, `access key for svc-deploy`: whose or what's it is. A plain word there is a guess. */
export function readNameOf(draft: Draft, at: number): number {
  if (!/^(on|for|of)$/.test(draft.word(at))) return 0;
  const title = /^(the|an?|my|our)$/.test(draft.word(at + 1)) ? 1 : 0;
  const used = readBareResource(draft, at + 1 + title);
  return used === 0 ? 0 : 1 + title + used;
}

/** `killed the PROD-DB instance`, `detached AdministratorAccess from role ops`: what looks like a name right after the verb is one; a guess. */
export function readNameBefore(draft: Draft, at: number): number {
  const token = draft.tokens[at];
  const title = /^(the|an?|our|my)$/.test(draft.word(at - 1)) ? 1 : 0;
  const before = draft.word(at - title - 1);
  const isHappened = before === 'to' && /^happen(s|ed)$/.test(draft.word(at - title - 2));
  if (!token || !(VERB_FORMS.has(before) || isHappened) || !/^(?=.*[A-Za-z])[\w./-]+$/.test(token.text))
    return 0;
  const looksLikeName = /[a-z0-9][-_./][a-z0-9]/i.test(token.text) || /[a-z][A-Z]/.test(token.text);
  if (!looksLikeName || !draft.filter('resource', [token.text])) return 0;
  draft.guesses.push(`"${token.text}" read as a name`);
  return 1;
}
