import { CODECATALYST, sameSpelling } from '../../domain/catalogue.ts';
import { asText } from '../../domain/json.ts';
import type { FirstSeen, Notification } from '../../domain/notification.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import type { Delivery } from '../../domain/route.ts';
import { correctedIdOf, sharedIdOf } from '../../domain/session.ts';
import { type Member, storyKind, storyPrincipal } from '../../domain/story.ts';
import type { RecordSummary } from '../../domain/summary.ts';
import { digest } from '../../records/digest.ts';
import type { Put } from '../ports.ts';
import { type Rank, usualRank } from '../state/lanes.ts';
import { notificationId, notificationPuts } from '../state/notifications.ts';
import { messagePut } from '../state/outbox.ts';
import { placingPut } from '../state/placings.ts';

/** Time after an event from which on it is delivered late, in milliseconds. */
const DELAYED_MS = 60 * 60_000;

/** What is known of a new record beside where it is to be shown. */
interface Arrival {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Milliseconds after its event, where no feed had brought it; null: one did. */
  readonly lateMs: number | null;
  readonly keptForMs: number;
  /** What of it was not seen before of whoever acted. */
  readonly firstSeen?: readonly FirstSeen[];
  /** How many different people must approve. */
  readonly quorum: number;
  /** Whether the log of a space comes in as well: then a call may be told by it and by CloudTrail. */
  readonly hasSpace?: boolean;
}

/**
 * The writes that have a record shown in a channel. What stands alone for certain gets its card at once; whatever may belong to a card that is
 * there is put on one by whoever holds the channel's lane, so that replicas never fold one story twice.
 */
export function cardPuts(
  delivery: Delivery & { readonly channel: string },
  summary: RecordSummary,
  { now, lateMs, keptForMs, quorum, firstSeen = [], hasSpace = false }: Arrival,
): Put[] {
  const { channel, route, ask, severity, mutedBy } = delivery;
  const { record } = summary;
  const rank = rankOf(delivery, summary, lateMs !== null);
  // What is late, muted or claimed by another account joins nothing.
  const isAlone = lateMs !== null || mutedBy !== undefined || record.claimedBy !== null || record.conflicts;
  const original = isAlone ? undefined : correctedIdOf(record);
  const isOnce = isAlone || summary.addendum !== null;
  const shared = isOnce ? undefined : sharedCardKey(record, channel, hasSpace);
  const story = isAlone ? null : storyKeyOf(delivery, summary, now);
  if (story === null && shared === undefined && original === undefined)
    return aloneOn(
      {
        id: notificationId(record.key, channel),
        recordKeys: [record.key],
        route,
        channel,
        ask,
        severity,
        quorum,
        createdAt: new Date(now).toISOString(),
        decisions: [],
        keptForMs,
        ...(lateMs !== null && { lateMs }),
        ...(mutedBy !== undefined && { mutedBy }),
        ...(firstSeen.length > 0 && { firstSeen }),
      },
      rank,
      now,
    );
  return [
    placingPut({
      channel,
      route,
      ask,
      rank,
      keptForMs,
      member: memberOf(summary, { severity, quorum, now }),
      story,
      shared: shared ?? null,
      assurance: record.assurance,
      ...(firstSeen.length > 0 && { firstSeen: [...firstSeen] }),
      corrects:
        original === undefined
          ? null
          : { record: `${record.accountId ?? 'unknown'}:${original}`, eventID: original },
    }),
  ];
}

/** The writes that begin a notification and have its card posted, unless it is muted; `at` in milliseconds. */
export function aloneOn(notification: Notification, rank: Rank, at: number): Put[] {
  const { id, channel, mutedBy } = notification;
  return [
    ...notificationPuts(notification),
    ...(mutedBy === undefined
      ? [messagePut(channel, rank, at, id, { kind: 'post', notificationId: id })]
      : []),
  ];
}

/** What stands for the stories that a record may join; null where it stands alone: what is critical, claimed by another account, late, or nobody's. */
function storyKeyOf(
  { route, channel, ask, severity, stories }: Delivery,
  { record, addendum }: RecordSummary,
  now: number,
): string | null {
  const { accountId, replayed, at } = record;
  // What is delivered long after joins its like, and disturbs nothing that goes on now.
  const hour = at !== null && now - at > DELAYED_MS ? Math.floor(at / DELAYED_MS) : null;
  const principal = storyPrincipal(record);
  if (!stories || severity === 'critical' || addendum !== null) return null;
  return principal === undefined
    ? null
    : digest({ principal, accountId, route, channel, ask, replayed, hour });
}

/** What stands for all copies of a call in a channel: its id alone could be anything's. Undefined where it can have none. */
function sharedCardKey(record: CloudTrailRecord, channel: string, hasSpace: boolean): string | undefined {
  const shared = sharedIdOf(record);
  const { eventSource, eventName, eventTime } = record;
  if (shared !== undefined) return digest({ shared, channel, eventSource, eventName, eventTime });
  return hasSpace ? deedCardKey(record, channel) : undefined;
}

/** The same of a call of CodeCatalyst that CloudTrail and the log of a space may both tell: by its request alone, as what is only alike may be another. */
export function deedCardKey(record: CloudTrailRecord, channel: string): string | undefined {
  const { eventSource, eventName, readOnly, fields } = record;
  const request = asText(fields['requestID'])?.toLowerCase();
  if (eventSource !== CODECATALYST || readOnly || request === undefined) return undefined;
  return digest({ request, channel, eventSource, name: sameSpelling(eventName ?? '') });
}

function memberOf(
  summary: RecordSummary,
  { severity, quorum, now }: Pick<Delivery, 'severity'> & Pick<Arrival, 'quorum' | 'now'>,
): Member {
  const { record, principal, resource, second, others } = summary;
  const { eventName, eventSource, errorCode, outcome } = record;
  const { name, kind, confidence, behind, claimed } = principal;
  const short = (value: Parameters<typeof digest>[0]) => digest(value).slice(0, 16);
  return {
    record: record.key,
    digest: digest(record.fields),
    at: record.at,
    arrivedAt: now,
    kind: storyKind(summary),
    thing: short([eventName, eventSource, resource, second, [...others], outcome, errorCode]),
    doer: short([name, kind, confidence, [...behind], [...claimed]]),
    region: record.awsRegion,
    severity,
    quorum,
  };
}

/** What a flood must not hold up goes first, what is asked before what is only told, and what is long past last. */
function rankOf({ severity, ask }: Delivery, { record, addendum }: RecordSummary, isLate: boolean): Rank {
  if (record.replayed) return 'late';
  if (severity === 'critical') return 'critical';
  if (isLate || addendum !== null) return 'late';
  return usualRank({ ask, severity });
}
