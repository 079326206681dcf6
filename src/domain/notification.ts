import type { ReviewRequest, Severity } from './categories.ts';
import type { Digest } from './digest.ts';
import type { Chain } from './issuers.ts';
import type { Decision } from './review.ts';
import type { Story } from './story.ts';

/** What can be seen for the first time of somebody. */
export type FirstSeen = 'address' | 'event';

/** Records to be shown in a channel, what is asked there, and what was decided. Its card is the Slack message. */
export interface Notification {
  readonly id: string;
  /** Keys of the records that it began with; of a story the first member's. Never empty. */
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
  /** Set where it may take more records: those that it has. With more than one it is a story. */
  readonly story?: Story;
  /** What stands for the stories that it may be; absent: it stands alone. */
  readonly storyKey?: string;
  /** How often it changed otherwise than by taking members: what a click saw must be what it decides on. */
  readonly revision?: number;
  /** Doers that copies and corrections name beside its members, with a record of each. */
  readonly alsoBy?: readonly { readonly doer: string; readonly record: string }[];
  /** Slack does not take its card at all, so nothing more is put on it. */
  readonly isAside?: boolean;
  /** Keys of the copies of its record that came from other accounts. */
  readonly copies?: readonly string[];
  /** What CloudTrail delivered later in place of its record: that one's key, and the `eventID` of the one that it corrects. */
  readonly corrected?: { readonly record: string; readonly eventID: string };
  /** Milliseconds after its event that it came in, where no feed had brought it. */
  readonly lateMs?: number;
  /** The key of a record of it that a feed brought and CloudTrail does not have. */
  readonly unknownToCloudTrail?: string;
  /** Set where it is a digest of cards that only tell. */
  readonly digest?: Digest;
  /** What of its record is seen for the first time, as far as the store knows: the address that whoever acted came from, what they did. */
  readonly firstSeen?: readonly FirstSeen[];
  /** What keeps its card from being shown: a mute (`#3`), or `quiet` of the configuration. Its review goes on all the same. */
  readonly mutedBy?: string;
  /** The id of the digest that it is shown in, instead of on a card of its own. */
  readonly inDigest?: string;
  /** Milliseconds for which it and its records are kept after its last change; absent: as long as is usual. */
  readonly keptForMs?: number;
  /** Slack did not take its card, so only a few words stand for it, with its buttons. */
  readonly short?: boolean;
  /** The id of its Slack message; absent until Slack has it. */
  readonly ts?: string;
}

/** The key of the record that a notification speaks from: the one that it began with, or what corrects that. */
export function firstRecordKey({ recordKeys, corrected }: Notification): string {
  return corrected?.record ?? recordKeys[0] ?? '';
}

/** How many records a notification shows as one story. */
export function memberCount({ story }: Pick<Notification, 'story'>): number {
  return story?.count ?? 1;
}

/** Keys of one record of each doer that a notification tells of, the first first: whoever is behind any of them may not decide. */
export function doerRecordKeys(notification: Notification): string[] {
  const { recordKeys, corrected, story, alsoBy = [] } = notification;
  const [, ...others] = story?.doers ?? [];
  // A correction may name another than the record that it corrects: both are kept out.
  const original = corrected ? recordKeys : [];
  return [
    ...new Set([
      firstRecordKey(notification),
      ...original,
      ...[...others, ...alsoBy].map(({ record }) => record),
    ]),
  ];
}
