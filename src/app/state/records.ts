import * as z from 'zod';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { digest } from '../../records/digest.ts';
import { readRecord } from '../../records/read-record.ts';
import { type Codec, codec } from './codec.ts';
import { KEYS, sortable } from './keys.ts';

const DAY_MS = 86_400_000;

/**
 * Time to live of a stored record. A record's presence is its dedupe claim, and CloudTrail may deliver twice: 35 days without a card;
 * with one, as long as the card can be decided and looked into.
 */
export const RECORD_TTL_MS = { plain: 35 * DAY_MS, carded: 400 * DAY_MS } as const;

/** Time to live of the pointer by which a record is found by its time. */
export const RECENT_TTL_MS = 3 * DAY_MS;

const STORED = codec(
  z.object({
    fields: z.record(z.string(), z.unknown()),
    accountId: z.string().nullable(),
    awsRegion: z.string().nullable(),
    eventTime: z.string().nullable(),
    replayed: z.boolean(),
  }),
);

/** Records as they are stored: redacted, with what their carrier knew. */
export const recordCodec: Codec<CloudTrailRecord> = {
  encode({ fields, accountId, awsRegion, eventTime, replayed }) {
    return STORED.encode({ fields, accountId, awsRegion, eventTime, replayed });
  },
  decode(text) {
    const stored = STORED.decode(text);
    const reading = readRecord(stored.fields, {
      accountId: stored.accountId ?? undefined,
      region: stored.awsRegion ?? undefined,
      time: stored.eventTime ?? undefined,
      replayed: stored.replayed,
    });
    if (reading.kind !== 'record') throw new SyntaxError(`a stored record can't be read: ${reading.reason}`);
    return reading.record;
  },
  tryDecode(text) {
    try {
      return recordCodec.decode(text);
    } catch {
      return undefined;
    }
  },
};

/** Pointers to records that came in lately, with what tells whether a search wants them. */
export const recentPointerCodec = codec(
  z.object({
    key: z.string(),
    eventSource: z.string().nullable(),
    eventName: z.string().nullable(),
    readOnly: z.boolean(),
  }),
);

/** Part of a pointer's key that says when: later instants (milliseconds) sort first. */
export function recentAt(at: number): string {
  return sortable(1e14 - Math.min(Math.max(0, at), 1e14));
}

/** A pointer to a record that came in lately; undefined where the record does not say when it happened. */
export function recentPointer(record: CloudTrailRecord): { key: string; value: string } | undefined {
  const { key, at, eventSource, eventName, readOnly } = record;
  if (at === null) return undefined;
  return {
    key: `${KEYS.recent}${recentAt(at)}-${digest(key).slice(0, 16)}`,
    value: recentPointerCodec.encode({ key, eventSource, eventName, readOnly }),
  };
}
