import * as z from 'zod';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { digest } from '../../records/digest.ts';
import type { Put } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS, sortable } from './keys.ts';
import { recordCodec } from './record-codec.ts';
import { issuerPuts, provingPart, SESSION_TTL_MS } from './sessions.ts';

const DAY_MS = 86_400_000;

/**
 * Time to live of a stored record. A record's presence is its dedupe claim, and CloudTrail may deliver twice: 35 days without a card;
 * with one, as long as the card can be decided and looked into.
 */
export const RECORD_TTL_MS = { plain: 35 * DAY_MS, carded: 400 * DAY_MS } as const;

/** Time to live of the pointer by which a record is found by its time. */
export const RECENT_TTL_MS = 3 * DAY_MS;

/** Stands for a record of which no more is kept than that it came in. */
const CLAIM = '{}';

/** Pointers to records that came in lately, with what tells whether a search wants them. */
export const recentPointerCodec = codec(
  z.object({
    key: z.string(),
    eventSource: z.string().nullable(),
    eventName: z.string().nullable(),
    readOnly: z.boolean(),
    /** The record itself, where nothing else keeps it. */
    record: z.string().exactOptional(),
  }),
);

/** Part of a pointer's key that says when: later instants (milliseconds) sort first. */
export function recentAt(at: number): string {
  return sortable(1e14 - Math.min(Math.max(0, at), 1e14));
}

/** A pointer to a record that came in lately, with the record in it or not; none where the record does not say when it happened. */
function recentPuts(record: CloudTrailRecord, ttl: number, withRecord: boolean): Put[] {
  const { key, at, eventSource, eventName, readOnly } = record;
  if (at === null) return [];
  const inside = withRecord ? { record: recordCodec.encode(record) } : {};
  return [
    {
      key: `${KEYS.recent}${recentAt(at)}-${digest(key).slice(0, 16)}`,
      value: recentPointerCodec.encode({ key, eventSource, eventName, readOnly, ...inside }),
      ttl,
    },
  ];
}

/**
 * The writes that keep a record, under its claim. Of STS records that no card shows only what proves is kept, with the session that they
 * issued and for as long as one may last: there are as many as people and services work.
 */
export function recordPuts(record: CloudTrailRecord, isCarded: boolean): Put[] {
  const key = KEYS.record(record.key);
  const issuers = issuerPuts(record);
  if (issuers.length > 0 && !isCarded)
    return [
      { key, value: CLAIM, ttl: RECORD_TTL_MS.plain },
      ...recentPuts(provingPart(record), SESSION_TTL_MS, true),
      ...issuers,
    ];
  const ttl = isCarded ? RECORD_TTL_MS.carded : RECORD_TTL_MS.plain;
  return [
    { key, value: recordCodec.encode(record), ttl },
    ...recentPuts(record, RECENT_TTL_MS, false),
    ...issuers,
  ];
}
