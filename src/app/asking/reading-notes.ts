import type { QuestionReading } from '../../domain/question/question.ts';
import { MAX_QUESTION_LENGTH } from '../../domain/question/read/normalise.ts';
import { redactText } from '../../records/redact.ts';
import { errorFields } from '../errors.ts';
import type { Clock, Log, Meter, Store } from '../ports.ts';
import { refusedQuestionPut } from '../state/refused-questions.ts';

/** What noting how texts were read works with. */
export interface ReadingNotesDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  readonly keepRefused: boolean;
  readonly newId: () => string;
}

/** Counts how a text was read and, where that is wanted, keeps one that could not be: without secrets, and not by whom. Never throws, and nobody waits for it. */
export function noteReading(reading: QuestionReading, typed: string, deps: ReadingNotesDeps): void {
  const { store, clock, log, meter, keepRefused, newId } = deps;
  const code = reading.kind === 'unreadable' ? reading.code : '';
  meter.count('cctrail_questions_total', { reading: reading.kind, refusal: code });
  if (reading.kind !== 'unreadable' || !keepRefused) return;
  const { length } = typed;
  // Of what is too long nobody has looked for secrets.
  const text = length > MAX_QUESTION_LENGTH ? `(${length} characters)` : redactText(typed);
  const refused = { at: new Date(clock.now()).toISOString(), code, text };
  store
    .commit({ put: [refusedQuestionPut(refused, newId())] })
    .catch(error => log.warn(errorFields(error), 'a text that could not be read was not kept'));
}
