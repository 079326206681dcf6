import * as z from 'zod';
import { asObject, type JsonObject } from '../../domain/json.ts';
import { ASSURANCES, type CloudTrailRecord } from '../../domain/record.ts';
import { compact, expand } from '../../records/compact.ts';
import { carrierOf, readRecord } from '../../records/read-record.ts';
import { REDACTION_VERSION } from '../../records/redact.ts';
import { type Codec, codec } from './codec.ts';

const STORED = codec(
  z.object({
    // As it is: a field called __proto__ is a field.
    fields: z.custom<JsonObject>(value => asObject(value) !== undefined),
    accountId: z.string().nullable(),
    awsRegion: z.string().nullable(),
    eventTime: z.string().nullable(),
    replayed: z.boolean(),
    assurance: z.enum(ASSURANCES).default('none'),
    claimedBy: z.string().nullable().default(null),
    conflicts: z.boolean().default(false),
    redaction: z.number().default(0),
  }),
);

/** A record as it is stored where no card needs it: small, and read by the same codec. */
export function compactRecord(record: CloudTrailRecord): string {
  return compact(recordCodec.encode(record));
}

/** Records as they are stored: redacted, with what their carrier knew. */
export const recordCodec: Codec<CloudTrailRecord> = {
  encode({ fields, accountId, awsRegion, eventTime, replayed, assurance, claimedBy, conflicts }) {
    return STORED.encode({
      fields,
      accountId,
      awsRegion,
      eventTime,
      replayed,
      assurance,
      claimedBy,
      conflicts,
      redaction: REDACTION_VERSION,
    });
  },
  decode(text) {
    const stored = STORED.decode(expand(text));
    const reading = readRecord(stored.fields, { ...carrierOf(stored), redaction: stored.redaction });
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
