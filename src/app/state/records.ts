import * as z from 'zod';
import type { Principal } from '../../domain/principal.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { carrierOf, fingerprint, readRecord } from '../../records/read-record.ts';
import { REDACTION_VERSION } from '../../records/redact.ts';
import type { Put } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS } from './keys.ts';
import { RECENT_TTL_MS, recentPuts } from './recent.ts';
import { recordCodec } from './record-codec.ts';
import { issuerPuts, provingPart, SESSION_TTL_MS } from './sessions.ts';

const DAY_MS = 86_400_000;

/**
 * Time to live of a stored record. A record's presence is its dedupe claim, and CloudTrail may deliver twice: 35 days without a card;
 * with one, as long as the card can be decided and looked into.
 */
export const RECORD_TTL_MS = { plain: 35 * DAY_MS, carded: 400 * DAY_MS } as const;

/** Stands for a record of which no more is kept than that it came in, and what tells it from others. */
const claimCodec = codec(z.object({ claim: z.string() }));

/** Whether a record is a copy of the one that is kept under its key. */
export function isCopy(record: CloudTrailRecord, kept: string): boolean {
  const before = recordCodec.tryDecode(kept);
  const print = before ? fingerprint(before) : claimCodec.tryDecode(kept)?.claim;
  // What an earlier version kept of a claim tells nothing.
  return print === undefined || print === fingerprint(record);
}

/** The same record, known to have the `eventID` of another: with a key of its own. */
export function conflicting(record: CloudTrailRecord): CloudTrailRecord {
  const reading = readRecord(record.fields, {
    ...carrierOf(record),
    conflicts: true,
    redaction: REDACTION_VERSION,
  });
  return reading.kind === 'record' ? reading.record : record;
}

/**
 * The writes that keep a record, under its claim. Of STS records that no card shows only what proves is kept, with the session that they
 * issued and for as long as one may last: there are as many as people and services work.
 */
export function recordPuts(record: CloudTrailRecord, principal: Principal, isCarded: boolean): Put[] {
  const key = KEYS.record(record.key);
  const issuers = issuerPuts(record);
  if (issuers.length > 0 && !isCarded)
    return [
      { key, value: claimCodec.encode({ claim: fingerprint(record) }), ttl: RECORD_TTL_MS.plain },
      ...recentPuts(provingPart(record), principal, SESSION_TTL_MS, 'record inside'),
      ...issuers,
    ];
  const ttl = isCarded ? RECORD_TTL_MS.carded : RECORD_TTL_MS.plain;
  return [
    { key, value: recordCodec.encode(record), ttl },
    ...recentPuts(record, principal, RECENT_TTL_MS),
    ...issuers,
  ];
}
