import { asObject, asText, type JsonObject, parseJson } from '../domain/json.ts';
import { isEnvelope, readEnvelope, type Sender } from './envelope.ts';
import { noticeIn, notReadable } from './notices.ts';
import { type Carrier, type RecordReading, readRecord, readRecordText } from './read-record.ts';
import { unwrap } from './wrappers.ts';

/** A notice that a trail has delivered log files, which have yet to be fetched. */
export interface LogFileNotice {
  readonly kind: 'logFiles';
  readonly bucket: string;
  readonly keys: readonly string[];
  readonly raw: unknown;
}

/** What a document holds: records, what can't be read, and notices of log files. */
export type DocumentReading = RecordReading | LogFileNotice;

/** What is known of whoever brought a document. */
type DocumentCarrier = Carrier & { readonly sender?: Sender };

/** Most wrappers around a record: SNS in SQS in Lambda, and then some. */
const MAX_DEPTH = 8;

/**
 * Every record in a JSON document, whichever way it is wrapped: a record, an EventBridge event, a log file (`{"Records":[…]}`), an answer of
 * LookupEvents (`{"Events":[…]}`), of CloudTrail Lake, or one of their items, or what SNS, SQS, Lambda, EventBridge Pipes, input transformers and
 * CloudWatch Logs make of any of these; arrays of them, and the same as JSON text. What is none of that is `unsupported` where it is known to be
 * something else, and `malformed` where nobody can tell.
 */
export function* readDocument(document: unknown, carrier: DocumentCarrier = {}): Generator<DocumentReading> {
  yield* readNested(document, carrier, 0);
}

function* readNested(document: unknown, carrier: DocumentCarrier, depth: number): Generator<DocumentReading> {
  if (depth > MAX_DEPTH) {
    yield { kind: 'malformed', reason: 'nested too deep', raw: document };
  } else if (Array.isArray(document)) {
    for (const item of document) yield* readNested(item, carrier, depth + 1);
  } else if (typeof document === 'string') {
    yield* readText(document, carrier, depth);
  } else {
    const object = asObject(document);
    if (object) yield* readObject(object, carrier, depth);
    else yield { kind: 'malformed', reason: 'not a JSON object', raw: document };
  }
}

/** JSON as text, as `--query` and wrappers give it. */
function* readText(text: string, carrier: DocumentCarrier, depth: number): Generator<DocumentReading> {
  const parsed = /^\s*[[{"]/.test(text) ? parseJson(text) : undefined;
  if (parsed !== undefined) yield* readNested(parsed, carrier, depth + 1);
  else if (/^CloudTrail validation message/i.test(text))
    yield { kind: 'unsupported', reason: 'a message by which CloudTrail tries out a topic', raw: text };
  else yield { kind: 'malformed', reason: 'text that is not JSON', raw: text.slice(0, 200) };
}

function* readObject(
  object: JsonObject,
  carrier: DocumentCarrier,
  depth: number,
): Generator<DocumentReading> {
  const notice = noticeIn(object);
  const inner = notice ? undefined : unwrap(object);
  if (notice) yield { kind: 'logFiles', ...notice, raw: object };
  else if (isEnvelope(object)) yield readEnvelope(object, carrier);
  else if (inner !== undefined) yield* readNested(inner, carrier, depth + 1);
  else if (typeof object['CloudTrailEvent'] === 'string') yield readLookupItem(object, carrier);
  else {
    const reason = notReadable(object);
    yield reason === undefined ? readRecord(object, carrier) : { kind: 'unsupported', reason, raw: object };
  }
}

/**
 * Reads an item of LookupEvents, whose `CloudTrailEvent` is the record as JSON text (CloudTrail API Reference, "Event").
 * Where that text can't be read the item is `malformed`: an answer built from it must say that something is missing.
 */
export function readLookupItem(item: object, carrier: Carrier = {}): RecordReading {
  const text = asText((item as { CloudTrailEvent?: unknown }).CloudTrailEvent);
  if (text === undefined) return { kind: 'malformed', reason: 'CloudTrailEvent is empty', raw: item };
  const reading = readRecordText(text, carrier);
  return reading.kind === 'malformed'
    ? { ...reading, reason: `CloudTrailEvent: ${reading.reason}`, raw: item }
    : reading;
}
