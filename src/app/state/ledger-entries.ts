import * as z from 'zod';
import { memberCount, type Notification } from '../../domain/notification.ts';
import { CONFIDENCES, PRINCIPAL_KINDS, type Principal, principalFacts } from '../../domain/principal.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import type { Decision } from '../../domain/review.ts';
import { digest } from '../../records/digest.ts';
import { type Codec, codec } from './codec.ts';
import { DECISION } from './notifications.ts';

const LINK = { seq: z.number(), at: z.string(), previous: z.string(), hash: z.string() };

/** The one known to be behind the records, and the STS records that show it. */
const BEHIND = z.object({
  name: z.string(),
  kind: z.enum(PRINCIPAL_KINDS),
  confidence: z.enum(CONFIDENCES),
  chain: z.array(
    z.object({ name: z.string(), kind: z.enum(PRINCIPAL_KINDS), eventID: z.string().exactOptional() }),
  ),
});

const REVIEW_ENTRY = z.object({
  ...LINK,
  kind: z.enum(['notification', 'decision']),
  notificationId: z.string(),
  /** The records concerned, and the SHA-256 of each as it is stored. */
  records: z.array(z.object({ key: z.string(), digest: z.string() })),
  channel: z.string(),
  ts: z.string().exactOptional(),
  decision: DECISION.exactOptional(),
  /** Of a story: how many members it had, and the SHA-256 over them. */
  story: z.object({ count: z.number(), digest: z.string() }).exactOptional(),
  behind: BEHIND.exactOptional(),
});

const QUESTION_ENTRY = z.object({
  ...LINK,
  kind: z.literal('question'),
  /** A Slack user id. */
  by: z.string(),
  channel: z.string().nullable(),
  /** What they typed or clicked, and how it was understood. */
  asked: z.string(),
  reading: z.string(),
  /** How many events they were given, and whether everything planned was searched. */
  results: z.number(),
  complete: z.boolean(),
});

const ORDER_ENTRY = z.object({
  ...LINK,
  kind: z.literal('order'),
  order: z.enum(['subscription', 'mute']),
  change: z.enum(['made', 'ended']),
  number: z.number(),
  /** A Slack user id. */
  by: z.string(),
  /** Null: all channels. */
  channel: z.string().nullable(),
  /** What it is about, as it was understood. */
  reading: z.string(),
  until: z.string().exactOptional(),
  reason: z.string().exactOptional(),
});

const ENTRY = z.discriminatedUnion('kind', [REVIEW_ENTRY, QUESTION_ENTRY, ORDER_ENTRY]);

/** An entry of the ledger. `hash` is the digest of all its other fields, `previous` the hash of the entry before. */
export type LedgerEntry = Readonly<z.output<typeof ENTRY>>;

/** What a new entry says; its number and hashes are added on writing. */
export type LedgerText = LedgerEntry extends infer Entry
  ? Entry extends LedgerEntry
    ? Omit<Entry, 'seq' | 'previous' | 'hash'>
    : never
  : never;

/** Format 1 named one record; its entries stay as they were written, since the next one holds their hash. */
function fromFormat1(stored: unknown): unknown {
  const { recordKey, recordDigest, ...rest } = stored as { recordKey?: unknown; recordDigest?: unknown };
  return recordKey === undefined ? stored : { ...rest, records: [{ key: recordKey, digest: recordDigest }] };
}

/** Who is known to be behind records, as an entry keeps it. */
function behindEntry(principal: Principal): z.output<typeof BEHIND> {
  const { chain, ...facts } = principalFacts(principal);
  return {
    ...facts,
    chain: chain.map(({ name, kind, eventID }) => ({
      name,
      kind,
      ...(eventID !== undefined && { eventID }),
    })),
  };
}

/** What a new entry says of a notification: that it is shown, or what was decided on it. `at` in ISO 8601. */
export function reviewEntry(
  notification: Notification,
  about: {
    readonly record: CloudTrailRecord;
    readonly principal: Principal;
    readonly at: string;
    readonly decision?: Decision | undefined;
  },
): LedgerText {
  const { id, channel, ts, story } = notification;
  const { record, principal, at, decision } = about;
  return {
    at,
    kind: decision ? 'decision' : 'notification',
    notificationId: id,
    records: [{ key: record.key, digest: digest(record.fields) }],
    channel,
    ...(ts !== undefined && { ts }),
    ...(decision && { decision }),
    ...(story && memberCount(notification) > 1 && { story: { count: story.count, digest: story.digest } }),
    behind: behindEntry(principal),
  };
}

/** Entries as they are stored. */
export const ledgerEntryCodec: Codec<LedgerEntry> = codec<LedgerEntry>(z.preprocess(fromFormat1, ENTRY));
