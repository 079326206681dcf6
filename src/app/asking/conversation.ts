import type { Said } from '../../domain/question/change.ts';
import { errorFields } from '../errors.ts';
import type { Log, Store } from '../ports.ts';
import { type Speaker, savedAs } from '../state/conversations.ts';
import type { Answering } from './answering.ts';
import type { LastQuestions } from './last-questions.ts';
import { MAX_NAME_LENGTH } from './saved-questions.ts';

/** What somebody typed, with what it may change; or a question that they saved under what they typed. */
export interface Utterance {
  readonly text: string;
  readonly before: Said | undefined;
  readonly savedName: string | null;
}

/** What finding it works with. */
export interface UtteranceDeps {
  readonly store: Store;
  readonly lastQuestions: LastQuestions;
  readonly answering: Answering;
  readonly log: Log;
}

/** Finds what a text goes on from. @throws {StoreError} when the store is away and the text can't be read without it */
export async function utteranceOf(
  typed: string,
  speaker: Speaker,
  { store, lastQuestions, answering, log }: UtteranceDeps,
): Promise<Utterance> {
  const alone = { text: typed, before: undefined, savedName: null };
  try {
    const name = typed.trim();
    const [saved, before] = await Promise.all([
      name.length > MAX_NAME_LENGTH ? undefined : savedAs(store, speaker.user, name),
      lastQuestions.of(speaker),
    ]);
    if (!saved) return { ...alone, before };
    const text = saved.texts.at(-1) ?? typed;
    return { text, before: { base: null, texts: saved.texts.slice(0, -1) }, savedName: saved.name };
  } catch (error) {
    // Who asks a whole question is answered: it changes nothing.
    if (answering.read(typed, 'UTC').kind !== 'question') throw error;
    log.warn(errorFields(error), 'what was asked before is not known');
    return alone;
  }
}

/** How an answer says what it was made of, and what stands over it where that is more than what was typed. */
export function titledBy(
  { savedName }: Utterance,
  { base, texts }: Said,
): { readonly typed: string; readonly title: string | null } {
  const isChanged = base !== null || texts.length > 1;
  const typed = texts.join(' → ');
  if (savedName !== null) return { typed, title: savedName };
  return { typed, title: isChanged ? `Your last question, changed: ${texts.at(-1) ?? ''}` : null };
}
