import type { Severity } from './categories.ts';
import type { Chain } from './issuers.ts';
import type { Decision } from './review.ts';
import type { ReviewRequest } from './summary.ts';

/** Records to be shown in a channel, what is asked there, and what was decided. Its card is the Slack message. */
export interface Notification {
  readonly id: string;
  /** Keys of the records that it shows, the first of them first; never empty. */
  readonly recordKeys: readonly string[];
  readonly route: string;
  /** A Slack channel id. */
  readonly channel: string;
  readonly ask: ReviewRequest;
  readonly severity: Severity;
  /** How many different people must approve. */
  readonly quorum: number;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly decisions: readonly Decision[];
  /** What was found out of who is behind its first record, with the STS records that show it; absent: the record alone tells. */
  readonly chain?: Chain;
  /** Milliseconds for which it and its records are kept after its last change; absent: as long as is usual. */
  readonly keptForMs?: number;
  /** Slack did not take its card, so only a few words stand for it, with its buttons. */
  readonly short?: boolean;
  /** The id of its Slack message; absent until Slack has it. */
  readonly ts?: string;
}

/** The key of the record that a notification began with. */
export function firstRecordKey({ recordKeys }: Notification): string {
  return recordKeys[0] ?? '';
}
