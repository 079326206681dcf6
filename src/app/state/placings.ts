import * as z from 'zod';
import { SEVERITIES } from '../../domain/categories.ts';
import type { Member } from '../../domain/story.ts';
import { REVIEW_REQUESTS } from '../../domain/summary.ts';
import { digest } from '../../records/digest.ts';
import type { Put } from '../ports.ts';
import { type Codec, codec } from './codec.ts';
import { KEYS, sortable } from './keys.ts';
import { lanePrefix, placingLane, RANKS, ranked } from './outbox.ts';

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
    notification: z.string().exactOptional(),
  }),
);

/** A member of a story as it is kept: the key of its record, and the SHA-256 of it; of a digest a card, by its first record and its members' digest. */
export type KeptMember = ReturnType<typeof memberCodec.decode>;

/** The digest over the members of a story and one more. */
export function rollingDigest(before: string | null, { record, digest: one }: KeptMember): string {
  return digest({ before, record, digest: one });
}

/** The write that keeps a member; `number` counts from 1. */
export function memberPut(
  notificationId: string,
  number: number,
  { record, digest: one, notification }: KeptMember,
  ttl: number,
): Put {
  return {
    key: KEYS.member(notificationId) + sortable(number),
    value: memberCodec.encode({ record, digest: one, ...(notification !== undefined && { notification }) }),
    ttl,
  };
}

/** Pointers to notifications as they are stored. */
export const cardPointerCodec = codec(z.object({ notificationId: z.string() }));

/** The write that points to a notification for so long (milliseconds). */
export function cardPointerPut(key: string, notificationId: string, ttl: number): Put {
  return { key, value: cardPointerCodec.encode({ notificationId }), ttl };
}
