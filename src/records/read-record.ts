import { asBoolean, asObject, asText, type Json, type JsonObject, parseJson } from '../domain/json.ts';
import type { Assurance, CloudTrailRecord } from '../domain/record.ts';
import { readUserIdentity, type UserIdentity } from '../domain/user-identity.ts';
import { digest } from './digest.ts';
import { looksLikeRecord, whyNoRecord } from './record-marks.ts';
import { REDACTION_VERSION, redact, redactText } from './redact.ts';

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
  readonly assurance?: Assurance;
  /** The account that sent it, where that is known. */
  readonly sentBy?: string | undefined;
  /** Another record has its `eventID`. */
  readonly conflicts?: boolean;
  /** The version of `redact` that has cleaned it; undefined: none has. */
  readonly redaction?: number;
}

/** What the carrier of a record knew of it, so that it can be read once more. */
export function carrierOf({
  accountId,
  awsRegion,
  eventTime,
  replayed,
  assurance,
  claimedBy,
  conflicts,
}: Pick<
  CloudTrailRecord,
  'accountId' | 'awsRegion' | 'eventTime' | 'replayed' | 'assurance' | 'claimedBy' | 'conflicts'
>): Carrier {
  return {
    accountId: accountId ?? undefined,
    region: awsRegion ?? undefined,
    time: eventTime ?? undefined,
    sentBy: claimedBy ?? undefined,
    replayed,
    assurance,
    conflicts,
  };
}

/** Longest `eventID` that serves as a key; AWS writes 36 characters. */
const MAX_ID_LENGTH = 128;

/**
 * Reads one CloudTrail record (CloudTrail User Guide, "CloudTrail record contents") and takes its secrets out.
 * Tolerates strings where objects are expected, missing ids and names, Insight records; never throws.
 */
export function readRecord(input: unknown, carrier: Carrier = {}): RecordReading {
  const raw = asObject(input);
  if (!raw) return { kind: 'malformed', reason: 'not a JSON object', raw: input };
  if (!looksLikeRecord(raw)) return { kind: 'malformed', reason: whyNoRecord(raw), raw: input };
  return { kind: 'record', record: new ReadRecord(raw, carrier) };
}

/** The same for a record that is still text; text that is not JSON is `malformed`. */
export function readRecordText(text: string, carrier: Carrier = {}): RecordReading {
  const parsed = parseJson(text);
  return parsed === undefined
    ? { kind: 'malformed', reason: 'not JSON', raw: text }
    : readRecord(parsed, carrier);
}

/**
 * A record that was read. Its own texts are there at once; the whole of it, which costs more than parsing did, is cleaned when somebody
 * looks: most records of a search are put aside by their name or time. What was not cleaned yet can't be got at.
 */
class ReadRecord implements CloudTrailRecord {
  readonly #raw: JsonObject;
  #fields: JsonObject | undefined;
  /** Null: not read yet. */
  #identity: UserIdentity | undefined | null = null;
  readonly key: string;
  readonly eventID: string | null;
  readonly eventTime: string | null;
  readonly eventName: string | null;
  readonly eventSource: string | null;
  readonly awsRegion: string | null;
  readonly accountId: string | null;
  readonly errorCode: string | null;
  readonly outcome: CloudTrailRecord['outcome'];
  readonly readOnly: boolean;
  readonly replayed: boolean;
  readonly assurance: Assurance;
  readonly claimedBy: string | null;
  readonly conflicts: boolean;

  constructor(raw: JsonObject, carrier: Carrier) {
    this.#raw = raw;
    const isClean = carrier.redaction === REDACTION_VERSION;
    if (isClean) this.#fields = raw;
    const text = !isClean && hasSecretName(raw) ? cleanText : asText;
    this.eventID = text(raw['eventID']) ?? null;
    this.eventTime = readTime(raw['eventTime']) ?? readTime(carrier.time) ?? null;
    this.eventName = text(raw['eventName']) ?? null;
    this.eventSource = text(raw['eventSource'])?.toLowerCase() ?? null;
    this.awsRegion = text(raw['awsRegion']) ?? carrier.region ?? null;
    this.accountId = text(raw['recipientAccountId']) ?? carrier.accountId ?? this.identity?.accountId ?? null;
    this.errorCode = text(raw['errorCode']) ?? null;
    this.outcome = this.errorCode !== null || hasFailed(raw, this.eventName) ? 'failure' : 'success';
    this.readOnly =
      asBoolean(raw['readOnly']) ??
      (this.eventName !== null && /^(List|Get|Describe|Head)/i.test(this.eventName));
    this.replayed = carrier.replayed ?? false;
    const { sentBy = this.accountId } = carrier;
    this.claimedBy = sentBy === this.accountId ? null : sentBy;
    this.assurance = this.claimedBy === null ? (carrier.assurance ?? 'none') : 'none';
    this.conflicts = carrier.conflicts ?? false;
    this.key = this.conflicts ? `${this.#recordKey()}~${fingerprint(this).slice(0, 12)}` : this.#recordKey();
  }

  get identity(): UserIdentity | undefined {
    if (this.#identity === null) this.#identity = readUserIdentity(this.fields['userIdentity']);
    return this.#identity;
  }

  get at(): number | null {
    return this.eventTime === null ? null : Date.parse(this.eventTime);
  }

  get sourceIPAddress(): string | null {
    return cleanText(this.#raw['sourceIPAddress']) ?? null;
  }

  get userAgent(): string | null {
    return cleanText(this.#raw['userAgent']) ?? null;
  }

  get eventType(): string | null {
    return cleanText(this.#raw['eventType']) ?? null;
  }

  get errorMessage(): string | null {
    return cleanText(this.#raw['errorMessage']) ?? null;
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
    const usable = id !== null && id.length <= MAX_ID_LENGTH && /^[\x21-\x7e]+$/.test(id);
    return `${(this.accountId ?? 'unknown').slice(0, 64)}:${usable ? id : `sha256-${digest(this.fields).slice(0, 40)}`}`;
  }
}

/** What tells different records apart that have one `eventID`: name, source, time, account, who, and how it ended. */
export function fingerprint({
  eventName,
  eventSource,
  eventTime,
  accountId,
  identity,
  outcome,
}: Omit<CloudTrailRecord, 'key'>): string {
  const who = [identity?.arn ?? null, identity?.accessKeyId ?? null];
  return digest([eventName, eventSource, eventTime, accountId, ...who, outcome]);
}

/** Marks of a secret in a name or id: a token's face, an assignment, a URL. Names only speak of secrets (`GetSecretValue`). */
const SECRET_FACE = /[=@]|:\/\/|xox[a-z]-|xapp-|gh[pousr]_|github_pat|eyJ|FwoGZX|IQoJb3|FQoGZX|FQoDYX/;

/**
 * Whether a record without an error code says that it failed: in a message, or (sign-ins, password changes, Identity Center) under the
 * event's own name (CloudTrail User Guide, "AWS Management Console sign-in events": `"responseElements": { "ConsoleLogin": "Failure" }`).
 */
function hasFailed(raw: JsonObject, eventName: string | null): boolean {
  if (asText(raw['errorMessage']) !== undefined) return true;
  return [raw['responseElements'], raw['serviceEventDetails']].some(value => {
    // Some exports hold these parts as JSON text; few of them are worth parsing for this.
    const said = asObject(typeof value === 'string' && /failure/i.test(value) ? parseJson(value) : value);
    return said !== undefined && eventName !== null && asText(said[eventName])?.toLowerCase() === 'failure';
  });
}

/** Whether any of a record's names and ids has to be looked at closely: one look at all of them together. */
function hasSecretName({ eventID, eventName, eventSource, errorCode }: JsonObject): boolean {
  return SECRET_FACE.test(`${bare(eventID)} ${bare(eventName)} ${bare(eventSource)} ${bare(errorCode)}`);
}

/** Only what is text already: other values can fail at becoming one. */
function bare(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function cleanText(value: unknown): string | undefined {
  const text = asText(value);
  return text === undefined ? undefined : redactText(text);
}

/** A record as plain data, whole and without secrets, for where getters do not survive: another thread. */
export function plainRecord(record: CloudTrailRecord): CloudTrailRecord {
  const { at, identity, sourceIPAddress, userAgent, eventType, errorMessage, fields } = record;
  return { ...record, at, identity, sourceIPAddress, userAgent, eventType, errorMessage, fields };
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
    return (parseJson(value) as Json | undefined) ?? value;
  };
  return {
    ...raw,
    ...Object.fromEntries(INNER.filter(name => name in raw).map(name => [name, open(raw[name])])),
  };
}

/** An instant as CloudTrail writes it. */
const INSTANT = /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** An instant that leaves its zone out. */
const ZONELESS = /^\s*\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*$/;

function readTime(value: unknown): string | undefined {
  if (typeof value === 'string' && INSTANT.test(value)) return value;
  const text = asText(value);
  // Exports of Athena and of CloudTrail Lake leave the zone out; CloudTrail's times are UTC.
  const zoned = text !== undefined && ZONELESS.test(text) ? `${text.trim().replace(' ', 'T')}Z` : text;
  const time = zoned === undefined ? Number.NaN : Date.parse(zoned);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace('.000Z', 'Z');
}
