import { errorFields } from '../errors.ts';
import type { Clock, Log, Put } from '../ports.ts';
import type { Ledger } from '../state/ledger.ts';
import type { LedgerText } from '../state/ledger-entries.ts';

/** Longest text of a question that the ledger holds, in characters. */
const MAX_TEXT_LENGTH = 500;

/** What the ledger says of a question; the instant is added. */
export type QuestionEntry = Omit<Extract<LedgerText, { kind: 'question' }>, 'kind' | 'at'>;

/** What writing questions into the ledger works with. */
export interface QuestionEntriesDeps {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Writes into the ledger what somebody asked, or was given in another way: a file, the details of an event, a share; and with it what the
 * buttons of its answer need. Never throws: a store that is away costs the entry, which the log then says.
 */
export async function noteQuestion(
  question: QuestionEntry,
  { ledger, clock, log }: QuestionEntriesDeps,
  put: readonly Put[] = [],
): Promise<void> {
  const at = new Date(clock.now()).toISOString();
  const entry = {
    ...question,
    kind: 'question' as const,
    at,
    asked: question.asked.slice(0, MAX_TEXT_LENGTH),
  };
  try {
    await ledger.append([entry], { put });
  } catch (error) {
    const buttons = put.length > 0 ? ', and the buttons of its answer will not work' : '';
    log.error({ ...entry, ...errorFields(error) }, `a question is not in the ledger${buttons}`);
  }
}
