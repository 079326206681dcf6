import { asBoolean, asObject, asText, isPlaceholder, type Json, type JsonObject } from '../domain/json.ts';
import type { CloudTrailRecord } from '../domain/record.ts';
import { digest } from './digest.ts';
import { redact, redactText } from './redact.ts';

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
  return { kind: 'record', record: new ReadRecord(raw, carrier) };
}

/** The same for a record that is still text; text that is not JSON is `malformed`. */
export function readRecordText(text: string, carrier: Carrier = {}): RecordReading {
  try {
    return readRecord(JSON.parse(text), carrier);
  } catch {
    return { kind: 'malformed', reason: 'not JSON', raw: text };
  }
}

/**
 * A record that was read. Its own texts are there at once; the whole of it, which costs more than parsing did, is cleaned when somebody
 * looks: most records of a search are put aside by their name or time. What was not cleaned yet can't be got at.
 */
class ReadRecord implements CloudTrailRecord {
  readonly #raw: JsonObject;
  #fields: JsonObject | undefined;
  readonly key: string;
  readonly eventID: string | null;
  readonly eventTime: string | null;
  readonly eventName: string | null;
  readonly eventSource: string | null;
  readonly awsRegion: string | null;
  readonly accountId: string | null;
  readonly sourceIPAddress: string | null;
  readonly userAgent: string | null;
  readonly eventType: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly outcome: CloudTrailRecord['outcome'];
  readonly readOnly: boolean;
  readonly replayed: boolean;

  constructor(raw: JsonObject, carrier: Carrier) {
    this.#raw = raw;
    const text = cleaner(raw);
    this.eventID = text('eventID');
    this.eventTime = readTime(raw['eventTime']) ?? readTime(carrier.time) ?? null;
    this.eventName = text('eventName');
    this.eventSource = text('eventSource')?.toLowerCase() ?? null;
    this.awsRegion = text('awsRegion') ?? carrier.region ?? null;
    this.accountId =
      text('recipientAccountId') ??
      carrier.accountId ??
      asText(asObject(this.fields['userIdentity'])?.['accountId']) ??
      null;
    this.sourceIPAddress = text('sourceIPAddress');
    this.userAgent = text('userAgent');
    this.eventType = text('eventType');
    this.errorCode = text('errorCode');
    this.errorMessage = text('errorMessage');
    // A failed ConsoleLogin has an errorMessage and no errorCode.
    this.outcome = this.errorCode !== null || this.errorMessage !== null ? 'failure' : 'success';
    this.readOnly =
      asBoolean(raw['readOnly']) ??
      (this.eventName !== null && /^(List|Get|Describe|Head)/i.test(this.eventName));
    this.replayed = carrier.replayed ?? false;
    this.key = this.#recordKey();
  }

  get fields(): JsonObject {
    this.#fields ??= redact(openStrings(this.#raw));
    return this.#fields;
  }

  /**
   * What makes a record the same record: `recipientAccountId` and trimmed `eventID`, as EventBridge copies differ in their own id.
   * Where the id is missing, masked or absurd, a digest of the redacted record stands in for it.
   */
  #recordKey(): string {
    const id = this.eventID;
    const usable = id !== null && id.length <= LONGEST_ID && /^[\x21-\x7e]+$/.test(id) && !isPlaceholder(id);
    return `${(this.accountId ?? 'unknown').slice(0, 64)}:${usable ? id : `sha256-${digest(this.fields).slice(0, 40)}`}`;
  }
}

/** Reads texts of a record without secrets. One look at all of them together tells whether any has to be looked at closely. */
function cleaner(raw: JsonObject): (field: (typeof TEXTS)[number]) => string | null {
  let all = '';
  for (const field of TEXTS) if (typeof raw[field] === 'string') all += ` ${raw[field]}`;
  const suspicious = redactText(all) !== all;
  return field => {
    const text = asText(raw[field]);
    return text === undefined ? null : suspicious ? redactText(text) : text;
  };
}

const TEXTS = [
  'eventID',
  'eventName',
  'eventSource',
  'awsRegion',
  'recipientAccountId',
  'sourceIPAddress',
  'userAgent',
  'eventType',
  'errorCode',
  'errorMessage',
] as const;

/** Fields of which a record has two at least, or one and an identity. */
const MARKS = [
  'eventVersion',
  'eventName',
  'eventID',
  'eventType',
  'eventCategory',
  'insightDetails',
] as const;

function looksLikeRecord(raw: JsonObject): boolean {
  let found = 0;
  for (const mark of MARKS) if (raw[mark] !== undefined && raw[mark] !== null) found += 1;
  return found >= 2 || (found === 1 && 'userIdentity' in raw);
}

/** Inner objects that some exporters write as JSON text. */
const INNER = [
  'userIdentity',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'resources',
] as const;

/** Opens inner objects that are JSON text, so that the rest of the house sees one shape. */
function openStrings(raw: JsonObject): JsonObject {
  if (!INNER.some(name => typeof raw[name] === 'string')) return raw;
  const open = (value: Json | undefined): Json | undefined => {
    if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
    try {
      return JSON.parse(value) as Json;
    } catch {
      return value;
    }
  };
  return {
    ...raw,
    ...Object.fromEntries(INNER.filter(name => name in raw).map(name => [name, open(raw[name])])),
  };
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

function readTime(value: unknown): string | undefined {
  const text = asText(value);
  const time = text === undefined ? Number.NaN : Date.parse(text);
  if (text === undefined || Number.isNaN(time)) return undefined;
  return INSTANT.test(text) ? text : new Date(time).toISOString().replace('.000Z', 'Z');
}
