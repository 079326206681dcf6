import { asBoolean, asObject, asText, isPlaceholder, type Json, type JsonObject } from '../domain/json.ts';
import type { CloudTrailRecord } from '../domain/record.ts';
import { digest } from './digest.ts';
import { redact } from './redact.ts';

/** What became of something that should hold a CloudTrail record. Nothing that comes in is ever thrown back. */
export type RecordReading =
  | { readonly kind: 'record'; readonly record: CloudTrailRecord }
  | { readonly kind: 'unsupported'; readonly reason: string; readonly raw: unknown }
  | { readonly kind: 'malformed'; readonly reason: string; readonly raw: unknown };

/** What the carrier of a record knows about it, for fields that the record itself lacks. */
export interface Carrier {
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  readonly time?: string | undefined;
  readonly replayed?: boolean;
}

/** Longest `eventID` that serves as a key; AWS writes 36 characters. */
const LONGEST_ID = 128;

/**
 * Reads one CloudTrail record (CloudTrail User Guide, "CloudTrail record contents") and takes its secrets out.
 * Tolerates strings where objects are expected, missing ids and names, Insight records; never throws.
 */
export function readRecord(input: unknown, carrier: Carrier = {}): RecordReading {
  const raw = asObject(input);
  if (!raw) return { kind: 'malformed', reason: 'not a JSON object', raw: input };
  if (!looksLikeRecord(raw)) {
    return { kind: 'malformed', reason: 'none of the fields that make a CloudTrail record', raw: input };
  }
  const fields = redact(openStrings(raw));
  const identity = asObject(fields['userIdentity']);
  const accountId =
    asText(fields['recipientAccountId']) ?? carrier.accountId ?? asText(identity?.['accountId']) ?? null;
  const eventID = asText(fields['eventID']) ?? null;
  const eventName = asText(fields['eventName']) ?? null;
  const errorCode = asText(fields['errorCode']) ?? null;
  const errorMessage = asText(fields['errorMessage']) ?? null;
  return {
    kind: 'record',
    record: {
      key: recordKey(accountId, eventID, fields),
      eventID,
      eventTime: readTime(fields['eventTime']) ?? readTime(carrier.time) ?? null,
      eventName,
      eventSource: asText(fields['eventSource'])?.toLowerCase() ?? null,
      awsRegion: asText(fields['awsRegion']) ?? carrier.region ?? null,
      accountId,
      sourceIPAddress: asText(fields['sourceIPAddress']) ?? null,
      userAgent: asText(fields['userAgent']) ?? null,
      eventType: asText(fields['eventType']) ?? null,
      errorCode,
      errorMessage,
      // A failed ConsoleLogin has an errorMessage and no errorCode.
      outcome: errorCode !== null || errorMessage !== null ? 'failure' : 'success',
      readOnly:
        asBoolean(fields['readOnly']) ?? (eventName !== null && /^(List|Get|Describe|Head)/i.test(eventName)),
      replayed: carrier.replayed ?? false,
      fields,
    },
  };
}

/**
 * What makes a record the same record: `recipientAccountId` and trimmed `eventID`, as EventBridge copies differ in their own id.
 * Where the id is missing, masked or absurd, a digest of the redacted record stands in for it.
 */
function recordKey(accountId: string | null, eventID: string | null, fields: JsonObject): string {
  const usable = eventID !== null && eventID.length <= LONGEST_ID && /^[\x21-\x7e]+$/.test(eventID);
  const id = usable && !isPlaceholder(eventID) ? eventID : `sha256-${digest(fields).slice(0, 40)}`;
  return `${(accountId ?? 'unknown').slice(0, 64)}:${id}`;
}

function looksLikeRecord(raw: JsonObject): boolean {
  const marks = ['eventVersion', 'eventName', 'eventID', 'eventType', 'eventCategory', 'insightDetails'];
  const found = marks.filter(mark => raw[mark] !== undefined && raw[mark] !== null);
  return found.length >= 2 || (found.length === 1 && 'userIdentity' in raw);
}

/** Some exporters write the inner objects as JSON text: open those, so that the rest of the house sees one shape. */
function openStrings(raw: JsonObject): JsonObject {
  const open = (value: Json | undefined): Json | undefined => {
    if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
    try {
      return JSON.parse(value) as Json;
    } catch {
      return value;
    }
  };
  const names = ['userIdentity', 'requestParameters', 'responseElements', 'additionalEventData', 'resources'];
  return Object.fromEntries(
    Object.entries(raw).map(([field, value]) => [field, names.includes(field) ? open(value) : value]),
  );
}

function readTime(value: unknown): string | undefined {
  const text = asText(value);
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace('.000Z', 'Z');
}
