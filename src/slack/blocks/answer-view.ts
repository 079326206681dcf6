import type { ShownAnswer } from '../../app/asking/shown-answer.ts';
import type { Voice } from '../../domain/coverage.ts';

/** How an answer is shown. */
export interface AnswerView {
  readonly shown: ShownAnswer;
  readonly voice: Voice;
  /** Which of its events is looked at by itself; null: none, the answer is shown. */
  readonly focus: number | null;
  /** Who shared it with everybody; null: it is private and has buttons. */
  readonly sharedBy: string | null;
}
