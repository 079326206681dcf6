import * as z from 'zod';
import { REVIEW_REQUESTS, SEVERITIES } from '../../domain/categories.ts';
import { CHAIN_ENDS, type Chain } from '../../domain/issuers.ts';
import type { Notification } from '../../domain/notification.ts';
import { settled } from '../../domain/review.ts';
import { digest } from '../../records/digest.ts';
import type { Put } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS, sortable } from './keys.ts';
import { recordCodec } from './record-codec.ts';
import { USUAL_RETENTION } from './records.ts';
import { provingPart } from './sessions.ts';

/** A stored decision. */
export const DECISION = z.object({
  verdict: z.enum(['acknowledged', 'approved', 'rejected']),
  by: z.string(),
  at: z.string(),
  reason: z.string().exactOptional(),
  covers: z.object({ count: z.number(), digest: z.string() }).exactOptional(),
  voided: z.object({ at: z.string(), because: z.string() }).exactOptional(),
});

/** A stored chain of sessions: of the STS records what proves, as Event history forgets them after 90 days. */
const CHAIN = z.object({
  issuers: z.array(z.string()),
  end: z.enum(CHAIN_ENDS).exactOptional(),
  named: z.array(z.string()),
});

function readChain({ issuers, end, named }: z.output<typeof CHAIN>): Chain {
  return { issuers: issuers.flatMap(text => recordCodec.tryDecode(text) ?? []), end, named };
}

function storedChain({ issuers, end, named }: Chain): z.output<typeof CHAIN> {
  const texts = issuers.map(issuer => recordCodec.encode(provingPart(issuer)));
  return { issuers: texts, ...(end !== undefined && { end }), named: [...named] };
}

/** A stored story. */
export const STORY = z.object({
  count: z.number(),
  digest: z.string(),
  kinds: z.array(z.object({ kind: z.string(), count: z.number() })),
  things: z.array(
    z.object({
      thing: z.string(),
      record: z.string(),
      count: z.number(),
      lastAt: z.number().nullable(),
    }),
  ),
  doers: z.array(z.object({ doer: z.string(), record: z.string() })),
  regions: z.array(z.string()),
  firstAt: z.number().nullable(),
  lastAt: z.number().nullable(),
  lastArrivedAt: z.number(),
});

/** A stored digest. */
const DIGEST = z.object({
  cards: z.number(),
  rows: z.array(
    z.object({
      who: z.string(),
      account: z.string().nullable(),
      kind: z.string(),
      count: z.number(),
      lastAt: z.number().nullable(),
    }),
  ),
  others: z.number(),
  late: z.number(),
});

/** Whether a stored notification is of format 1, which held one record. Replicas that are not yet upgraded still write it. */
export function isFormat1(stored: unknown): stored is { readonly recordKey: unknown } {
  return typeof stored === 'object' && stored !== null && 'recordKey' in stored && !('recordKeys' in stored);
}

function fromFormat1(stored: unknown): unknown {
  return isFormat1(stored) ? { ...stored, recordKeys: [stored.recordKey] } : stored;
}

/** Notifications as they are stored. `recordKey` is for replicas that are not yet upgraded: format 2 is also a format 1. */
export const notificationCodec = codec<Notification>(
  z.preprocess(
    fromFormat1,
    z.object({
      id: z.string(),
      recordKeys: z.array(z.string()).min(1),
      route: z.string(),
      channel: z.string(),
      ask: z.enum(REVIEW_REQUESTS),
      severity: z.enum(SEVERITIES),
      quorum: z.number(),
      createdAt: z.string(),
      decisions: z.array(DECISION),
      chain: CHAIN.transform(readChain).exactOptional(),
      story: STORY.exactOptional(),
      storyKey: z.string().exactOptional(),
      revision: z.number().exactOptional(),
      alsoBy: z.array(z.object({ doer: z.string(), record: z.string() })).exactOptional(),
      isAside: z.boolean().exactOptional(),
      copies: z.array(z.string()).exactOptional(),
      corrected: z.object({ record: z.string(), eventID: z.string() }).exactOptional(),
      lateMs: z.number().exactOptional(),
      unknownToCloudTrail: z.string().exactOptional(),
      digest: DIGEST.exactOptional(),
      mutedBy: z.string().exactOptional(),
      firstSeen: z.array(z.enum(['address', 'event'])).exactOptional(),
      inDigest: z.string().exactOptional(),
      keptForMs: z.number().exactOptional(),
      short: z.boolean().exactOptional(),
      ts: z.string().exactOptional(),
    }),
  ),
  ({ chain, ...notification }) => ({
    ...notification,
    ...(chain && { chain: storedChain(chain) }),
    recordKey: notification.recordKeys[0],
  }),
);

/** The id of the notification that begins with a record in a channel. */
export function notificationId(recordKey: string, channel: string): string {
  return digest({ record: recordKey, channel }).slice(0, 32);
}

/** Time for which it is remembered that a review is settled, in milliseconds: no longer than the write takes to be seen. */
const SETTLED_TTL_MS = 1_000;

/** The writes that keep a notification, and its place among the reviews that wait. */
export function notificationPuts(notification: Notification): Put[] {
  const value = notificationCodec.encode(notification);
  return [
    { key: KEYS.notification(notification.id), value, ttl: ttlOf(notification) },
    ...reviewPuts(notification),
  ];
}

/** The write by which a review that waits is found, and found no more once it is settled. */
export function reviewPuts(notification: Notification): Put[] {
  const { id, ask, decisions, quorum, createdAt } = notification;
  if (ask === 'nothing' || notification.digest) return [];
  const key = `${KEYS.openReview}${sortable(Date.parse(createdAt))}-${id}`;
  const isOpen = settled(decisions, quorum) === undefined;
  return [{ key, value: isOpen ? id : '', ttl: isOpen ? ttlOf(notification) : SETTLED_TTL_MS }];
}

function ttlOf({ keptForMs }: Notification): number {
  return keptForMs ?? USUAL_RETENTION.cardedMs;
}
