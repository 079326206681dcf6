import * as z from 'zod';
import { REVIEW_REQUESTS, SEVERITIES } from '../../domain/categories.ts';
import type { Notification } from '../../domain/notification.ts';
import { ASSURANCES } from '../../domain/record.ts';
import type { Member } from '../../domain/story.ts';
import { digest } from '../../records/digest.ts';
import type { Put, Store } from '../ports.ts';
import { type Codec, codec } from './codec.ts';
import { KEYS, sortable } from './keys.ts';
import { lanePrefix, placingLane, RANKS, ranked } from './lanes.ts';
import { STORY } from './notifications.ts';

const MEMBER: z.ZodType<Member> = z.object({
  record: z.string(),
  digest: z.string(),
  at: z.number().nullable(),
  arrivedAt: z.number(),
  kind: z.string(),
  thing: z.string(),
  doer: z.string(),
  region: z.string().nullable(),
  severity: z.enum(SEVERITIES),
  quorum: z.number(),
});

const PLACING = z.object({
  channel: z.string(),
  route: z.string(),
  ask: z.enum(REVIEW_REQUESTS),
  rank: z.enum(RANKS),
  keptForMs: z.number(),
  member: MEMBER,
  /** What stands for the stories that it may join; null: it stands alone. */
  story: z.string().nullable(),
  /** What stands for all copies of it, where the call is recorded in several accounts. */
  shared: z.string().nullable(),
  /** What the record rests on. */
  assurance: z.enum(ASSURANCES),
  /** What of it was not seen before of whoever acted. */
  firstSeen: z.array(z.enum(['address', 'event'])).exactOptional(),
  /** The record that it corrects. */
  corrects: z.object({ record: z.string(), eventID: z.string() }).nullable(),
});

/** A record that came in and is to be put on a card of a channel: one of its own, or one that is there. */
export type Placing = Readonly<z.output<typeof PLACING>>;

/** Records that wait for a card, as they are stored. */
export const placingCodec: Codec<Placing> = codec(PLACING);

/** The write that has a record put on a card. */
export function placingPut(placing: Placing): Put {
  const { channel, rank, member } = placing;
  const at = sortable(ranked(rank, member.arrivedAt));
  const id = digest({ record: member.record }).slice(0, 32);
  return {
    key: `${lanePrefix(placingLane(channel))}${at}-${id}-place`,
    value: placingCodec.encode(placing),
  };
}

/** Members of stories as they are stored. */
export const memberCodec = codec(
  z.object({
    record: z.string(),
    digest: z.string(),
    /** Of a digest: the card, by its notification. */
    notification: z.string().exactOptional(),
    /** The record that corrects it. */
    corrected: z.string().exactOptional(),
    /** What it takes to put it on another card. */
    member: MEMBER.exactOptional(),
  }),
);

/** A member of a story as it is kept: the key of its record, and the SHA-256 of it; of a digest a card, by its first record and its members' digest. */
export type KeptMember = ReturnType<typeof memberCodec.decode>;

/** The digest over the members of a story and one more. */
export function rollingDigest(before: string | null, { record, digest: one }: KeptMember): string {
  return digest({ before, record, digest: one });
}

/** The write that keeps a member; `number` counts from 1. */
export function memberPut(notificationId: string, number: number, kept: KeptMember, ttl: number): Put {
  return { key: memberKey(notificationId, number), value: memberCodec.encode(kept), ttl };
}

/** The key of a member; `number` counts from 1. */
function memberKey(notificationId: string, number: number): string {
  return KEYS.member(notificationId) + sortable(number);
}

/** The write by which a member is shown as what corrects it; the digest stays over what came in first. */
export function correctionPut(
  notificationId: string,
  number: number,
  { record, digest: one }: KeptMember,
  member: Member,
  ttl: number,
): Put {
  const kept = { record, digest: one, corrected: member.record, member: { ...member, record, digest: one } };
  return memberPut(notificationId, number, kept, ttl);
}

/** What is kept of a member of a story. */
export function keptMember(member: Member): KeptMember {
  const { record, digest: one } = member;
  return { record, digest: one, member };
}

const SHOWN = z.object({
  story: STORY,
  severity: z.enum(SEVERITIES),
  quorum: z.number(),
  ask: z.enum(REVIEW_REQUESTS),
  revision: z.number(),
});
const shownCodec: Codec<Shown> = codec<Shown>(SHOWN);

/** What the card of a notification shows by now: what a click can decide on. */
export interface Shown
  extends Required<Pick<Notification, 'story' | 'severity' | 'quorum' | 'ask' | 'revision'>> {}

/** The write that notes what the card of a notification shows; none where it takes no members. */
export function shownPuts({
  id,
  story,
  severity,
  quorum,
  ask,
  revision = 0,
  keptForMs,
}: Notification): Put[] {
  if (!story) return [];
  const value = shownCodec.encode({ story, severity, quorum, ask, revision });
  return [{ key: KEYS.shown(id), value, ...(keptForMs !== undefined && { ttl: keptForMs }) }];
}

/** What the card of a notification shows; undefined where that is not known. @throws {StoreError} when the store is away */
export async function readShown(store: Store, notificationId: string): Promise<Shown | undefined> {
  const entry = await store.get(KEYS.shown(notificationId));
  return entry && shownCodec.tryDecode(entry.value);
}

/** Pointers to notifications as they are stored. */
const cardPointerCodec = codec(z.object({ notificationId: z.string(), number: z.number().exactOptional() }));

/** A pointer to a notification, or to a member of it. */
export type CardPointer = ReturnType<typeof cardPointerCodec.decode>;

/** The write that points to a notification, or to a member of it, for so long (milliseconds). */
export function cardPointerPut(key: string, notificationId: string, ttl: number, number?: number): Put {
  const pointer = { notificationId, ...(number !== undefined && { number }) };
  return { key, value: cardPointerCodec.encode(pointer), ttl };
}

/** Where a pointer points to; undefined where there is none. @throws {StoreError} when the store is away */
export async function readCardPointer(store: Store, key: string): Promise<CardPointer | undefined> {
  const entry = await store.get(key);
  return entry && cardPointerCodec.tryDecode(entry.value);
}
