import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { asObject, parseJson } from '../domain/json.ts';

/** Seconds by which a request's timestamp may be off, past or future (Slack, "Verifying requests from Slack"). */
const MAX_AGE_S = 300;
/** Slack's own requests stay far below this. */
const BODY_LIMIT_BYTES = 1024 * 1024;
/** Most signatures of commands that are remembered; somebody who can sign more has the secret. */
const MAX_SIGNATURES = 10_000;

/** Handles a request to Slack's route. @throws when the sender breaks off */
export type SlackRoute = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A request whose body was read already, as Bolt takes it. */
type Buffered = IncomingMessage & { rawBody?: Buffer };

/**
 * What stands before Bolt on `POST /slack/events`: refuses what is older or younger than five minutes, too large, or no payload at all, and
 * answers a signed command once, however often it is sent. Whether it is signed is Bolt's to judge. `now` in milliseconds.
 */
export function slackDoor(listener: RequestListener, now: () => number): SlackRoute {
  const answered = new Map<string, number>();
  return async (request: Buffered, response: ServerResponse) => {
    if (isOffTime(request.headers['x-slack-request-timestamp'], now())) return refuse(response, 401);
    const body = await readBody(request);
    if (body === undefined) return refuse(response, 413);
    if (!isPayload(body, request.headers['content-type'] ?? ''))
      return refuse(response, request.headers['x-slack-signature'] === undefined ? 401 : 400);
    request.rawBody = body;
    if (isCommand(body)) {
      const signature = String(request.headers['x-slack-signature']);
      // The same command, sent once more by somebody who recorded it.
      if (answered.has(signature)) return void response.writeHead(200).end();
      response.once('finish', () => {
        if (response.statusCode === 200) remember(answered, signature, now());
      });
    }
    return listener(request, response);
  };
}

/** Whether a timestamp is off; one that is missing is Bolt's to judge, which knows what needs none. */
function isOffTime(timestamp: string | string[] | undefined, now: number): boolean {
  if (timestamp === undefined) return false;
  return !/^\d{1,12}$/.test(String(timestamp)) || Math.abs(now / 1_000 - Number(timestamp)) > MAX_AGE_S;
}

/** The body, or undefined where it is too large: then what is left of it is not read. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Whether a body holds a payload: a form, or an object of JSON, alone or in the form's `payload`. */
function isPayload(body: Buffer, contentType: string): boolean {
  const text = body.toString('utf8');
  if (!contentType.startsWith('application/x-www-form-urlencoded'))
    return asObject(parseJson(text)) !== undefined;
  const payload = new URLSearchParams(text).get('payload');
  return payload === null ? text.includes('=') : asObject(parseJson(payload)) !== undefined;
}

function isCommand(body: Buffer): boolean {
  return /(?:^|&)command=/.test(body.toString('utf8', 0, 4_096));
}

/** Remembers a signature for as long as its timestamp is good. */
function remember(answered: Map<string, number>, signature: string, now: number): void {
  for (const [oldest, at] of answered) {
    if (at > now - 2 * MAX_AGE_S * 1_000 && answered.size < MAX_SIGNATURES) break;
    answered.delete(oldest);
  }
  answered.set(signature, now);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: 'close' }).end();
}
