import { asObject, type JsonObject, parseJson } from '../domain/json.ts';
import { isEnvelope, readEnvelope, type Sender } from './envelope.ts';
import { noticeIn, notReadable } from './notices.ts';
import { type Carrier, type RecordReading, readRecord, readRecordText } from './read-record.ts';
import { MAX_UNPACKED_BYTES, type UnpackBudget, unwrap } from './wrappers.ts';

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

/** What reading one document may take. */
interface Limits {
  pieces: number;
  readonly unpacking: UnpackBudget;
}

/** Most objects, lists and texts that one document may consist of before its records. */
const MAX_PIECES = 2_000_000;

/** Most wrappers around a record: SNS in SQS in Lambda, and then some. */
const MAX_DEPTH = 8;

/**
 * Every record in a JSON document, whichever way it is wrapped: a record, an EventBridge event, a log file (`{"Records":[…]}`), an answer of
 * LookupEvents (`{"Events":[…]}`), of CloudTrail Lake, or one of their items, or what SNS, SQS, Lambda, EventBridge Pipes, input transformers and
 * CloudWatch Logs make of any of these; arrays of them, and the same as JSON text. What is none of that is `unsupported` where it is known to be
 * something else, and `malformed` where nobody can tell.
 */
export function* readDocument(document: unknown, carrier: DocumentCarrier = {}): Generator<DocumentReading> {
  yield* readNested(document, carrier, 0, { pieces: 0, unpacking: { bytesLeft: MAX_UNPACKED_BYTES } });
}

function* readNested(
  document: unknown,
  carrier: DocumentCarrier,
  depth: number,
  limits: Limits,
): Generator<DocumentReading> {
  limits.pieces += 1;
  if (limits.pieces > MAX_PIECES) {
    // Said once; whoever sends as much means no good.
    if (limits.pieces === MAX_PIECES + 1)
      yield { kind: 'malformed', reason: 'it consists of too many pieces', raw: null };
  } else if (depth > MAX_DEPTH) {
    yield { kind: 'malformed', reason: 'nested too deep', raw: document };
  } else if (Array.isArray(document)) {
    for (const item of document) {
      if (limits.pieces > MAX_PIECES) return;
      yield* readNested(item, carrier, depth + 1, limits);
    }
  } else if (typeof document === 'string') {
    yield* readText(document, carrier, depth, limits);
  } else {
    const object = asObject(document);
    if (object) yield* readObject(object, carrier, depth, limits);
    else yield { kind: 'malformed', reason: 'not a JSON object', raw: document };
  }
}

/** JSON as text, as `--query` and wrappers give it. */
function* readText(
  text: string,
  carrier: DocumentCarrier,
  depth: number,
  limits: Limits,
): Generator<DocumentReading> {
  const parsed = /^\s*[[{"]/.test(text) ? parseJson(text) : undefined;
  if (parsed !== undefined) yield* readNested(parsed, carrier, depth + 1, limits);
  else if (/^CloudTrail validation message/i.test(text))
    yield { kind: 'unsupported', reason: 'a message by which CloudTrail tries out a topic', raw: text };
  else yield { kind: 'malformed', reason: 'text that is not JSON', raw: text.slice(0, 200) };
}

function* readObject(
  object: JsonObject,
  carrier: DocumentCarrier,
  depth: number,
  limits: Limits,
): Generator<DocumentReading> {
  const notice = noticeIn(object);
  const inner = notice ? undefined : unwrap(object, limits.unpacking);
  if (notice) yield { kind: 'logFiles', ...notice, raw: object };
  else if (isEnvelope(object)) yield readEnvelope(object, carrier);
  else if (inner !== undefined) yield* readNested(inner, carrier, depth + 1, limits);
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
  const text = (item as { CloudTrailEvent?: unknown }).CloudTrailEvent;
  if (typeof text !== 'string' || text.trim() === '')
    return { kind: 'malformed', reason: 'CloudTrailEvent is empty', raw: item };
  const reading = readRecordText(text, carrier);
  return reading.kind === 'malformed'
    ? { ...reading, reason: `CloudTrailEvent: ${reading.reason}`, raw: item }
    : reading;
}
