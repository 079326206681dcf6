import { gunzipSync } from 'node:zlib';
import { asObject, asText, type Json, type JsonObject, parseJson } from '../domain/json.ts';

/** Most bytes that all compressed parts of a document may unpack to; CloudWatch Logs sends a few hundred kilobytes. */
export const MAX_UNPACKED_BYTES = 32 * 1024 * 1024;

/** What is left of the bytes that the compressed parts of one document may unpack to. */
export interface UnpackBudget {
  bytesLeft: number;
}

/** Takes one wrapper off; undefined where the object is none of its kind. */
type Unwrapper = (object: JsonObject, budget: UnpackBudget) => unknown;

/** Wrappers that records come in, the surest first. */
const UNWRAPPERS: readonly Unwrapper[] = [
  // Log files, answers of LookupEvents, events of Lambda.
  object => list(object['Records']),
  object => list(object['Events']),
  // SNS: what it delivers over HTTP or to a queue (without raw delivery), and to Lambda.
  object => (asText(object['Type']) === 'Notification' ? object['Message'] : undefined),
  object => asObject(object['Sns'])?.['Message'],
  // SQS and Kinesis as Lambda gets them.
  object => (asText(object['eventSource']) === 'aws:sqs' ? object['body'] : undefined),
  (object, budget) => unpacked(asObject(object['kinesis'])?.['data'], budget),
  // A subscription of CloudWatch Logs, to Lambda and unpacked.
  (object, budget) => unpacked(asObject(object['awslogs'])?.['data'], budget),
  object =>
    asText(object['messageType']) === 'DATA_MESSAGE' && Array.isArray(object['logEvents'])
      ? object['logEvents'].map(event => asObject(event)?.['message'] ?? event)
      : undefined,
  // What Lambda hands on of what it was given.
  object => ('requestContext' in object ? object['requestPayload'] : undefined),
  // CloudTrail Lake: rows of columns, each an object with one field.
  object => list(object['QueryResultRows']),
  object => object['eventJson'],
  // What input transformers and pipes make of an event, under a name of their own choosing.
  ({ detail, event, record, body, message }) => {
    const inner = [detail, event, record, body, message].filter(one => holdsRecord(one));
    return inner.length > 0 ? inner : undefined;
  },
];

/** What is inside an object that only wraps something; undefined where it wraps nothing that we know. */
export function unwrap(object: JsonObject, budget: UnpackBudget): unknown {
  for (const take of UNWRAPPERS) {
    const inner = take(object, budget);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function list(value: Json | undefined): Json | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** Whether something is, or is the JSON text of, what has the fields of a record or of an EventBridge event. */
function holdsRecord(value: Json | undefined): boolean {
  const object = asObject(typeof value === 'string' && /^\s*\{/.test(value) ? parseJson(value) : value);
  if (!object) return false;
  const has = (...fields: string[]) => fields.every(field => field in object);
  return has('eventVersion', 'eventName', 'eventSource') || has('detail-type', 'detail');
}

/** Text in base64, compressed or not. */
function unpacked(value: Json | undefined, budget: UnpackBudget): string | undefined {
  if (typeof value !== 'string') return undefined;
  const bytes = Buffer.from(value, 'base64');
  try {
    if (!isGzip(bytes)) return bytes.toString('utf8');
    const plain = gunzipSync(bytes, { maxOutputLength: Math.max(1, budget.bytesLeft) });
    budget.bytesLeft -= plain.length;
    return plain.toString('utf8');
  } catch {
    return value;
  }
}

/** Whether bytes are compressed, whatever a file is called (RFC 1952, "ID1, ID2"). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
