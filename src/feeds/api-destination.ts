import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Intake } from '../app/delivery/intake.ts';
import { errorFields } from '../app/errors.ts';
import type { Log, Meter } from '../app/ports.ts';
import { asObject, asText, parseJson } from '../domain/json.ts';
import { isEnvelope, readEnvelope, type Sender } from '../records/envelope.ts';

/** EventBridge events reach 1 MB; twice that is the most that is read. */
const BODY_LIMIT_BYTES = 2 * 1024 * 1024;
/** Beyond this the rest of a body is not waited for. */
const CUT_OFF_BYTES = 32 * 1024 * 1024;
/** Seconds after which EventBridge shall try again. */
const RETRY_AFTER_S = '5';

/** A key, and whose it is. */
export interface SenderKey {
  readonly key: string;
  readonly sender: Sender;
}

/** What the feed works with. */
export interface ApiDestinationDeps {
  readonly intake: Intake;
  /** Keys accepted in `x-api-key`, and who sends with each; several while they are rotated. */
  readonly keys: readonly SenderKey[];
  readonly log: Log;
  /** Takes what may come by the thousand: from anybody who finds the route, or while the store is away. */
  readonly sampled: Log;
  readonly meter: Meter;
}

/**
 * Answers `POST /eventbridge`, the target of an EventBridge API destination (EventBridge User Guide, "API destinations as targets").
 * 2xx only once durable. EventBridge retries 401, 429 and 5xx and drops other 4xx, so 400 is only for what can never be read.
 */
export async function receiveFromApiDestination(
  request: IncomingMessage,
  response: ServerResponse,
  deps: ApiDestinationDeps,
): Promise<void> {
  const answer = (status: number, body: object, headers: Record<string, string> = {}) => {
    deps.meter.count('cctrail_eventbridge_requests_total', { status: String(status) });
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
  if (deps.keys.length === 0)
    return answer(404, { error: 'this feed is off: EVENTBRIDGE_API_KEY is not set' });
  if (request.method !== 'POST') return answer(405, { error: 'use POST' }, { allow: 'POST' });
  const sender = senderOf(request.headers['x-api-key'], deps.keys);
  if (!sender) {
    deps.sampled.warn({}, 'a request to /eventbridge had a wrong key');
    return answer(401, { error: 'x-api-key is missing or wrong' }, { connection: 'close' });
  }
  const body = await readBody(request);
  if (body === 'too large')
    return answer(413, { error: `the body is larger than ${BODY_LIMIT_BYTES} bytes` });
  const envelope = parseJson(body.toString('utf8'));
  if (!isEnvelope(envelope)) {
    deps.log.warn({ bytes: body.length }, 'a request to /eventbridge was no EventBridge event');
    return answer(400, {
      error: `the body must be a JSON object with "detail-type" and "detail"${likelyCause(body)}`,
    });
  }
  const reading = readEnvelope(envelope, { sender });
  if (reading.kind !== 'record') {
    deps.meter.count('cctrail_records_total', { outcome: reading.kind });
    deps.log.warn(
      {
        kind: reading.kind,
        reason: reading.reason,
        detailType: asText(envelope['detail-type'])?.slice(0, 100),
      },
      'an event was ignored',
    );
    return answer(200, { outcome: 'ignored', eventID: null });
  }
  try {
    const { outcome } = await deps.intake.accept(reading.record);
    deps.log.debug({ outcome, key: reading.record.key }, 'an event came in');
    return answer(200, { outcome, eventID: reading.record.eventID });
  } catch (error) {
    deps.sampled.error(
      { ...errorFields(error), key: reading.record.key },
      'an event could not be stored; EventBridge is asked to try again',
    );
    return answer(
      503,
      { error: 'the event could not be stored; try again' },
      { 'retry-after': RETRY_AFTER_S },
    );
  }
}

/** Why a body may be no EventBridge event, where it shows. */
function likelyCause(body: Buffer): string {
  const parsed = asObject(parseJson(body.toString('utf8')));
  const isRecord = parsed && ['eventVersion', 'eventName', 'eventSource'].every(field => field in parsed);
  return isRecord
    ? '; this is the record alone: the rule has an input path ("$.detail") or an input transformer, remove it so that the whole event is sent'
    : '';
}

/** Compares digests, so that neither a key's length nor its beginning shows in the time it takes. */
function senderOf(given: string | string[] | undefined, keys: readonly SenderKey[]): Sender | undefined {
  const digest = sha256(typeof given === 'string' ? given : '');
  const fitting = keys.filter(one => timingSafeEqual(digestOf(one), digest));
  return given === '' ? undefined : fitting[0]?.sender;
}

/** The digest of a key that is accepted, made once. */
function digestOf(key: SenderKey): Buffer {
  const known = DIGESTS.get(key) ?? sha256(key.key);
  DIGESTS.set(key, known);
  return known;
}

const DIGESTS = new WeakMap<SenderKey, Buffer>();

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * Reads the body. What is too large is read to its end as well, and thrown away: a sender whose connection is cut while it writes sees no
 * answer. Only what is absurd is cut.
 * @throws when the sender breaks off
 */
function readBody(request: IncomingMessage): Promise<Buffer | 'too large'> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > BODY_LIMIT_BYTES) chunks = [];
      else chunks.push(chunk);
      if (size <= CUT_OFF_BYTES) return;
      request.pause();
      resolve('too large');
    });
    request.once('end', () => resolve(size > BODY_LIMIT_BYTES ? 'too large' : Buffer.concat(chunks)));
    request.once('error', reject);
    // A body that was read to its end has been resolved by then.
    request.once('close', () => reject(new Error('the sender broke off')));
  });
}
