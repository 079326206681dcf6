import { REAL_WORDS, TYPOS } from '../../lexicon/fillers.ts';
import { OBJECTS } from '../../lexicon/nouns.ts';
import { QUESTION_WORDS } from '../../lexicon/question-words.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { type Draft, unreadable } from '../draft.ts';
import { nearest, slips } from '../spelling.ts';
import { TIME_WORDS } from '../time/words.ts';
import { readObject } from './what.ts';
import { readTimePhrase } from './where-when-how.ts';

/** A slip of the keyboard is put right, and the guess is marked: in verbs and nouns, in words of time, in a few short words. */
export function readMisspelt(draft: Draft, at: number): number {
  const token = draft.tokens[at];
  if (!token || token.quoted) return 0;
  const short = TYPOS.get(token.word);
  if (short !== undefined) {
    draft.afterObject = false;
    draft.guesses.push(`"${token.text}" read as "${short}"`);
    draft.asks ??= QUESTION_WORDS.get(short);
    return 1;
  }
  if (token.word.length < 5 || !/^[a-z]+$/.test(token.word)) return 0;
  if (REAL_WORDS.has(token.word)) return 0;
  if (RECURRING.test(token.word)) {
    draft.problem = unreadable(
      'recurring_time',
      `I don't know times that come again and again ("${token.text}"). Name a day, or a stretch of days.`,
      draft.before(at).replace(/ (on|at|in|during)$/i, ' last weekend'),
    );
    return 1;
  }
  const meant = nearest(token.word, [...VERB_FORMS.keys(), ...OBJECTS.keys(), ...TIME_WORDS]);
  // "undeleted" and "deauthorized" are no slips but opposites, and nobody mistypes the first letter.
  if (
    meant === undefined ||
    meant[0] !== token.word[0] ||
    /^(un|de|dis|in|re|mis|non)/.exec(token.word)?.[0] !== /^(un|de|dis|in|re|mis|non)/.exec(meant)?.[0]
  )
    return 0;
  const verb = VERB_FORMS.get(meant);
  const noun = OBJECTS.get(meant);
  const guess = `"${token.text}" read as "${meant}"`;
  if (verb === undefined && noun === undefined) {
    draft.replace(at, { text: meant, word: meant, quoted: false });
    const used = readTimePhrase(draft, at);
    // What is not understood after all is named as it was typed.
    if (used === 0) draft.replace(at, token);
    else draft.guesses.push(guess);
    return used;
  }
  if (verb !== undefined && slips(token.word, meant, 1) > 1) return 0;
  if (noun) {
    // What follows may belong to it: "biling authorization".
    draft.replace(at, { ...token, word: meant });
    const used = readObject(draft, at);
    draft.guesses.push(guess);
    return used;
  }
  if (verb !== undefined && !draft.verbs.includes(verb)) draft.verbs.push(verb);
  // What follows goes by the verb that was meant.
  draft.replace(at, { ...token, word: meant });
  draft.guesses.push(guess);
  draft.placed();
  return 1;
}

/** Times that come again and again. */
const RECURRING =
  /^(weekends|weekdays|(mon|tues|wednes|thurs|fri|satur|sun)days|mornings|evenings|nights|afternoons)$/;
