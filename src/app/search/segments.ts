import * as z from 'zod';
import { asObject, type JsonObject } from '../../domain/json.ts';
import type { TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { readRecord } from '../../records/read-record.ts';
import { REDACTION_VERSION } from '../../records/redact.ts';
import type { Entry, SearchScope } from '../ports.ts';
import { codec } from '../state/codec.ts';

/** Room for segments that were used lately, kept read so that questions asked again need not read them again. */
const READ_CACHE_BYTES = 4 * 1024 * 1024;

/** Settled time of a search and what happened in it. */
export interface Segment extends TimeRange {
  /** When the oldest part of it was fetched (milliseconds): what came late to CloudTrail would go unseen for as long as it is kept. */
  readonly madeAt: number;
  readonly records: readonly CloudTrailRecord[];
}

const storedCodec = codec(
  z.object({
    from: z.number(),
    to: z.number(),
    madeAt: z.number(),
    records: z.array(z.custom<JsonObject>(value => asObject(value) !== undefined)),
    redaction: z.number().default(0),
  }),
);

/** A segment as it is stored. */
export function segmentText({ from, to, madeAt, records }: Segment): string {
  const fields = records.map(record => record.fields);
  return storedCodec.encode({ from, to, madeAt, records: fields, redaction: REDACTION_VERSION });
}

/** Reads stored segments, the same text only once as long as it is among those used lately. */
export function segmentReader(): (entry: Entry, scope: SearchScope | null) => Segment {
  const lately = new Map<string, { readonly text: string; readonly segment: Segment }>();
  let size = 0;
  return ({ key, value }, scope) => {
    const known = lately.get(key);
    lately.delete(key);
    if (known?.text === value) {
      lately.set(key, known);
      return known.segment;
    }
    const stored = storedCodec.decode(value);
    const segment = {
      ...stored,
      records: stored.records.flatMap(fields => reread(fields, stored.redaction, scope)),
    };
    lately.set(key, { text: value, segment });
    size += value.length - (known?.text.length ?? 0);
    for (const [oldest, { text }] of lately) {
      if (size <= READ_CACHE_BYTES) break;
      lately.delete(oldest);
      size -= text.length;
    }
    return segment;
  };
}

function reread(fields: JsonObject, redaction: number, scope: SearchScope | null): CloudTrailRecord[] {
  const carrier = { accountId: scope?.accountId ?? undefined, region: scope?.region || undefined };
  const reading = readRecord(fields, { ...carrier, redaction, assurance: 'history' });
  return reading.kind === 'record' ? [reading.record] : [];
}

/** A range cut into known and missing parts, newest first. */
export function cut(range: TimeRange, known: readonly Segment[]): (Segment | TimeRange)[] {
  const parts: (Segment | TimeRange)[] = [];
  let to = range.to;
  for (const segment of known.toSorted((a, b) => b.to - a.to)) {
    const [start, end] = [Math.max(segment.from, range.from), Math.min(segment.to, to)];
    if (start >= end) continue;
    if (end < to) parts.push({ from: end, to });
    parts.push({ ...segment, from: start, to: end });
    to = start;
  }
  if (to > range.from) parts.push({ from: range.from, to });
  return parts;
}

/** The records of a range. */
export function within(records: readonly CloudTrailRecord[], range: TimeRange): CloudTrailRecord[] {
  return records.filter(({ at }) => at !== null && at >= range.from && at < range.to);
}
