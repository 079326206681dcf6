import { asObject, asText } from '../domain/json.ts';
import { isEnvelope, readEnvelope, type Sender } from './envelope.ts';
import { type Carrier, type RecordReading, readRecord, readRecordText } from './read-record.ts';

/**
 * Every record in a JSON document, whichever way it is wrapped: a record, an EventBridge event, a log file (`{"Records":[…]}`),
 * an answer of LookupEvents (`{"Events":[…]}`) or one of its items, or an array of any of these.
 */
export function* readDocument(
  document: unknown,
  carrier: Carrier & { readonly sender?: Sender } = {},
): Generator<RecordReading> {
  if (Array.isArray(document)) {
    for (const item of document) yield* readDocument(item, carrier);
    return;
  }
  const object = asObject(document);
  if (!object) yield { kind: 'malformed', reason: 'not a JSON object', raw: document };
  else if (Array.isArray(object['Records'])) yield* readDocument(object['Records'], carrier);
  else if (Array.isArray(object['Events'])) yield* readDocument(object['Events'], carrier);
  else if (isEnvelope(object)) yield readEnvelope(object, carrier);
  else if (typeof object['CloudTrailEvent'] === 'string') yield readLookupItem(object, carrier);
  else yield readRecord(object, carrier);
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
