import type { Notification } from '../../domain/notification.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import type { ProofRules } from '../identity/proof.ts';
import type { WhoIsBehind } from '../identity/who-is-behind.ts';
import type { DecisionPublisher, Directory, Entry, Log, Messenger, Meter } from '../ports.ts';
import type { JobOf, NotificationJob } from '../state/outbox.ts';
import type { CardSettings } from './card.ts';
import type { ChannelHealth } from './channel-health.ts';
import type { LaneDeps, LaneLease, Step } from './lane-lease.ts';
import type { UpdateBudget } from './minute-budget.ts';

/** Slack takes about one message a second in a channel (Slack, "Rate limits"). */
export const PACE_MS = 1_000;
/** Shortest and longest pause before it is looked again for a card that is not posted yet. */
const SOONEST_MS = 500;
const LATEST_MS = 5 * 60_000;
/** Pause before a job is looked at again that waits for another. */
export const WAIT_FOR_OTHER_MS = 500;

/** What delivering works with. */
export interface DeliveryDeps extends LaneDeps {
  readonly messenger: Messenger;
  readonly directory: Directory;
  readonly publisher: DecisionPublisher | null;
  readonly card: CardSettings;
  readonly whoIsBehind: WhoIsBehind;
  readonly proofRules: Omit<ProofRules, 'directory'>;
  readonly updates: UpdateBudget;
  readonly log: Log;
  readonly meter: Meter;
}

/** A message in hand: the job that sends it, what it is about, and the lease under which that is done. */
export interface MessageInHand {
  /** The job as the store holds it. */
  readonly entry: Entry;
  /** Where it goes, and by what it is known: the notification's id or its own. */
  readonly about: { readonly id: string; readonly channel: string; readonly eventID: string | null };
  readonly lease: LaneLease;
  readonly deps: DeliveryDeps;
  readonly health: ChannelHealth;
  /** Lanes in which something may be to be done once more; whoever puts such a job adds its lane. */
  readonly later: Set<string>;
}

/** A job on a notification in hand. */
export interface JobInHand extends MessageInHand {
  /** When the notification was read, in milliseconds: what was put on it before is in it. */
  readonly readAt: number;
  /** The notification as the store holds it, and read. */
  readonly stored: Entry;
  readonly notification: Notification;
  readonly record: CloudTrailRecord;
}

/** When to look again for a card that is not posted yet, in milliseconds: the longer it is away, the later. */
export function untilCard({ notification, deps }: JobInHand): number {
  const now = deps.clock.now();
  const waitedMs = now - Date.parse(notification.createdAt);
  return now + Math.min(Math.max(SOONEST_MS, waitedMs / 10), LATEST_MS);
}

/** Does one kind of job on a notification. */
export type Handler<Kind extends NotificationJob['kind']> = (
  job: JobOf<Kind>,
  inHand: JobInHand,
) => Promise<Step>;
