import type { RecordSummary } from '../../domain/summary.ts';
import type { ShownAnswer } from './shown-answer.ts';

/** Why somebody is not shown what they clicked for: it is not kept any more, or they may not see it. */
export type NotShown = { readonly kind: 'gone' } | { readonly kind: 'refused'; readonly message: string };

/** Answer to whoever may not see events of an account. */
export const NOT_THIS_ACCOUNT = {
  kind: 'refused',
  message: 'You may not look into events of this account.',
} as const;

/** What somebody who clicks in an answer is given. */
export type FoundAnswer = { readonly kind: 'found'; readonly shown: ShownAnswer } | NotShown;

/**
 * The record behind a card, for somebody who may see it. `findMore` looks up who obtained its session, and in which workflow run it was done, and gives what that showed anew;
 * `keep` writes into the ledger that they saw it.
 */
export type FoundRecord =
  | {
      readonly kind: 'found';
      readonly summary: RecordSummary;
      readonly findMore: () => Promise<RecordSummary | undefined>;
      readonly keep: () => Promise<void>;
    }
  | NotShown;
