import { CONTENTLESS, FILLERS } from '../lexicon/fillers.ts';
import { OBJECTS } from '../lexicon/nouns.ts';
import { QUESTION_WORDS } from '../lexicon/question-words.ts';
import type { QuestionReading } from '../question.ts';
import { type Draft, unreadable } from './draft.ts';
import { nearest } from './spelling.ts';
import { textOf } from './tokens.ts';
import { VOCABULARY } from './vocabulary.ts';

/**
 * What is said where a part of a question can't be placed: what was understood, the part, and what could be asked instead. `isQuestion`
 * tells whether a text can be read: nothing else is suggested.
 */
export function unplaced(draft: Draft, at: number, isQuestion: (text: string) => boolean): QuestionReading {
  const { tokens } = draft;
  const part = tokens[at]?.text ?? '';
  const understood = textOf(tokens.slice(0, at));
  const start = understood === '' ? 'I' : `I understood "${clip(understood)}", but I`;
  const suggestion = candidates(draft, at).find(isQuestion) ?? EXAMPLE;
  // "in prod": an account or a service is meant, and quotes would make a resource of it.
  if (/^(in|from)$/.test(draft.word(at - 1)) && draft.word(at) !== '') {
    const accounts = draft.context.accounts.map(account => account.name);
    const known = accounts.length === 0 ? 'none is configured' : `I know ${accounts.join(', ')}`;
    const message = `${start} know no account, Region or service called "${clip(part)}". Of accounts ${known}.`;
    return unreadable('unplaced_part', message, suggestion);
  }
  const message = `${start} can't place "${clip(part)}". If it is the name of something, put it in quotes.`;
  return unreadable('unplaced_part', message, suggestion);
}

/** A question for those of whose words nothing can be made: none that their own would be if a part of it were cut away. */
const EXAMPLE = 'what happened today';

/** Questions that may have been meant, the likeliest first; each has all the words that were typed, or near ones. */
function candidates(draft: Draft, at: number): string[] {
  const { tokens, context } = draft;
  const token = tokens[at];
  if (!token) return [];
  const names = context.accounts.map(account => account.name.toLowerCase());
  const near = nearest(token.word, names) ?? nearest(token.word, VOCABULARY);
  const isWord = CONTENTLESS.has(token.word) || QUESTION_WORDS.has(token.word) || FILLERS.has(token.word);
  const mayBeName = OBJECTS.has(draft.word(at - 1)) && !isWord;
  const replacing = (words: readonly string[]) =>
    [textOf(tokens.slice(0, at)), ...words, textOf(tokens.slice(at + 1))].filter(Boolean).join(' ');
  return [
    ...(near === undefined ? [] : [replacing([near])]),
    ...(mayBeName ? [replacing([`"${token.text}"`])] : []),
  ];
}

/** A text of a length that can be quoted in a sentence. */
export function clip(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
