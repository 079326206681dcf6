import * as z from 'zod';
import type { Principal } from '../../domain/principal.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { carrierOf, fingerprint, readRecord } from '../../records/read-record.ts';
import { REDACTION_VERSION } from '../../records/redact.ts';
import type { Put } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS } from './keys.ts';
import { RECENT_TTL_MS, recentPuts } from './recent.ts';
import { compactRecord, recordCodec } from './record-codec.ts';
import { issuerPuts, provingPart, SESSION_TTL_MS } from './sessions.ts';

const DAY_MS = 86_400_000;

/** How long records are kept, in milliseconds: those of which no card was made, and those of cards, with all that belongs to these. */
export interface Retention {
  readonly plainMs: number;
  readonly cardedMs: number;
}

/** Retention where none is configured: cards for as long as they can be decided and looked into. */
export const USUAL_RETENTION: Retention = { plainMs: 35 * DAY_MS, cardedMs: 400 * DAY_MS };
/** Least time for which it is known that a record came in: CloudTrail and EventBridge may deliver once more. */
const CLAIM_TTL_MS = 35 * DAY_MS;

/** Stands for a record of which no more is kept than that it came in, and what tells it from others. */
const claimCodec = codec(z.object({ claim: z.string() }));

/** Whether what is kept of a record is only that it came in. */
export function isClaim(kept: string): boolean {
  return claimCodec.tryDecode(kept) !== undefined;
}

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
export function recordPuts(
  record: CloudTrailRecord,
  principal: Principal,
  isCarded: boolean,
  { plainMs, cardedMs }: Retention,
): Put[] {
  const key = KEYS.record(record.key);
  const issuers = issuerPuts(record);
  const claim = { key, value: claimCodec.encode({ claim: fingerprint(record) }), ttl: CLAIM_TTL_MS };
  if (issuers.length > 0 && !isCarded)
    return [
      claim,
      ...recentPuts(provingPart(record), principal, SESSION_TTL_MS, 'record inside'),
      ...issuers,
    ];
  // What is to go sooner than its claim is kept with the pointer to it.
  if (!isCarded && plainMs < CLAIM_TTL_MS && record.at !== null)
    return [claim, ...recentPuts(record, principal, plainMs, 'record inside')];
  const ttl = isCarded ? Math.max(cardedMs, CLAIM_TTL_MS) : plainMs;
  return [
    { key, value: isCarded ? recordCodec.encode(record) : compactRecord(record), ttl },
    ...recentPuts(record, principal, Math.min(RECENT_TTL_MS, ttl)),
    ...issuers,
  ];
}
