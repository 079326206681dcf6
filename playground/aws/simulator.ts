import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bucket } from './bucket.ts';

type Json = Record<string, unknown>;

/** A record as CloudTrail keeps it. */
export type TrailRecord = Json & {
  eventID: string;
  eventTime: string;
  eventName: string;
  eventSource: string;
  awsRegion: string;
};

/** A LookupEvents request that came in. */
export interface LookupCall {
  readonly region: string;
  readonly attribute: string | null;
  readonly at: number;
  readonly status: number;
}

/** Simulated AWS endpoints: CloudTrail's LookupEvents and EventBridge's PutEvents, with their limits. */
export class AwsSimulator {
  readonly records: TrailRecord[] = [];
  readonly lookups: LookupCall[] = [];
  /** What S3 holds, whatever the bucket is called. */
  readonly bucket = new Bucket();
  /** Entries that PutEvents took. */
  readonly published: Json[] = [];
  /** Messages that wait in the queue. */
  readonly queue: { id: string; body: string; visibleAt: number }[] = [];
  /** How long a received message stays hidden, in milliseconds. */
  visibility = 1_000;
  /** Two requests a second in each Region, as CloudTrail has it. */
  throttles = true;
  /**
   * Calls that shall go wrong, taken one by one: an error code with its HTTP status, a reset, an answer that
   * comes late (milliseconds), or an item that is not JSON.
   */
  readonly faults: (
    | { readonly code: string; readonly status: number }
    | { readonly slow: number }
    | 'reset'
    | 'garbage'
  )[] = [];
  readonly #recent = new Map<string, number[]>();
  readonly #tokens = new Map<string, string>();
  #issued = 0;
  #server: Server | undefined;

  /** Listens on a free port; gives what AWS_ENDPOINT_URL shall be. */
  async listen(port = 0): Promise<string> {
    const server = createServer((request, response) => {
      this.#handle(request, response).catch(error => response.writeHead(500).end(String(error)));
    });
    this.#server = server;
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise(resolve => (this.#server ? this.#server.close(resolve) : resolve(undefined)));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers['x-amz-target'] === undefined && this.bucket.handle(request, response)) return;
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const target = String(request.headers['x-amz-target'] ?? '');
    const region =
      /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? 'us-east-1';
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Json;
    const send = (status: number, answer: Json) =>
      void response
        .writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify(answer));
    const fail = (status: number, code: string) =>
      send(status, { __type: code, message: `${code} (simulated)` });
    if (target.startsWith('AmazonSQS.')) return this.#serveQueue(target, body, send);
    if (target.endsWith('.PutEvents')) {
      const entries = (body['Entries'] ?? []) as Json[];
      this.published.push(...entries);
      return send(200, {
        FailedEntryCount: 0,
        Entries: entries.map((_, index) => ({ EventId: `event-${index}` })),
      });
    }
    if (!target.endsWith('.LookupEvents')) return fail(400, 'UnknownOperationException');

    const fault = this.faults.shift();
    const attributes = (body['LookupAttributes'] ?? []) as { AttributeKey: string; AttributeValue: string }[];
    const log = (status: number) =>
      this.lookups.push({
        region,
        attribute: attributes[0] ? `${attributes[0].AttributeKey}=${attributes[0].AttributeValue}` : null,
        at: Date.now(),
        status,
      });
    if (fault === 'reset') return void request.socket.destroy();
    if (typeof fault === 'object' && 'slow' in fault)
      await new Promise(resolve => setTimeout(resolve, fault.slow));
    else if (typeof fault === 'object') {
      log(fault.status);
      return fail(fault.status, fault.code);
    }
    if (this.throttles && !this.#mayLookUp(region)) {
      log(400);
      return fail(400, 'ThrottlingException');
    }
    if (attributes.length > 1) return fail(400, 'InvalidLookupAttributesException');
    const { NextToken: token, ...parameters } = body;
    const same = JSON.stringify([region, parameters]);
    // A token is good only with the parameters that it was given for.
    if (token !== undefined && this.#tokens.get(String(token)) !== same) {
      log(400);
      return fail(400, 'InvalidNextTokenException');
    }
    log(200);
    const answer = this.#lookUp(region, attributes[0], body, fault === 'garbage');
    if (answer['NextToken'] !== undefined) this.#tokens.set(String(answer['NextToken']), same);
    send(200, answer);
  }

  #lookUp(
    region: string,
    attribute: { AttributeKey: string; AttributeValue: string } | undefined,
    body: Json,
    garbage: boolean,
  ): Json {
    const [start, end] = [
      Number(body['StartTime'] ?? 0) * 1_000,
      Number(body['EndTime'] ?? Number.POSITIVE_INFINITY) * 1_000,
    ];
    const found = this.records
      .filter(record => record.awsRegion === region)
      .filter(record => Date.parse(record.eventTime) >= start && Date.parse(record.eventTime) <= end)
      .filter(
        record =>
          attribute === undefined || hasAttribute(record, attribute.AttributeKey, attribute.AttributeValue),
      )
      .toSorted((a, b) => Date.parse(b.eventTime) - Date.parse(a.eventTime));
    const offset = Number(String(body['NextToken'] ?? '0').split('.')[0]);
    const size = Math.min(Number(body['MaxResults'] ?? 50), 50);
    const page = found.slice(offset, offset + size);
    return {
      Events: page.map((record, index) => ({
        EventId: record.eventID,
        EventName: record.eventName,
        EventSource: record.eventSource,
        EventTime: Date.parse(record.eventTime) / 1_000,
        ReadOnly: String(record['readOnly'] ?? false),
        Username: usernameOf(record),
        Resources: [],
        CloudTrailEvent: garbage && index === 0 ? '{"eventVersion":' : JSON.stringify(record),
      })),
      ...(offset + size < found.length && { NextToken: `${offset + size}.${(this.#issued += 1)}` }),
    };
  }

  /** A queue as SQS has it, as far as a consumer sees: what is received and not deleted comes back when its time is up. */
  #serveQueue(target: string, body: Json, send: (status: number, answer: Json) => void): void {
    if (target.endsWith('.ReceiveMessage')) {
      const now = Date.now();
      const visible = this.queue
        .filter(message => message.visibleAt <= now)
        .slice(0, Number(body['MaxNumberOfMessages'] ?? 1));
      for (const message of visible) message.visibleAt = now + this.visibility;
      const messages = visible.map(({ id, body: text }) => ({
        MessageId: id,
        ReceiptHandle: id,
        Body: text,
        MD5OfBody: createHash('md5').update(text).digest('hex'),
      }));
      // An empty queue is polled for a moment, so that a consumer does not spin.
      setTimeout(() => send(200, { Messages: messages }), messages.length > 0 ? 0 : 200);
      return;
    }
    const entries = (body['Entries'] ?? [body]) as { Id?: string; ReceiptHandle: string }[];
    if (target.includes('.DeleteMessage')) {
      for (const entry of entries) {
        const index = this.queue.findIndex(message => message.id === entry.ReceiptHandle);
        if (index !== -1) this.queue.splice(index, 1);
      }
    }
    send(200, { Successful: entries.map(entry => ({ Id: entry.Id })), Failed: [] });
  }

  #mayLookUp(region: string): boolean {
    const now = Date.now();
    // A little more than two a second is let through, for requests travel.
    const recent = (this.#recent.get(region) ?? []).filter(at => now - at < 950);
    if (recent.length >= 2) return false;
    this.#recent.set(region, [...recent, now]);
    return true;
  }
}

function hasAttribute(record: TrailRecord, key: string, value: string): boolean {
  const identity = (record['userIdentity'] ?? {}) as Json;
  switch (key) {
    case 'EventId':
      return record.eventID === value;
    case 'EventName':
      return record.eventName === value;
    case 'EventSource':
      return record.eventSource === value;
    case 'ReadOnly':
      return String(record['readOnly'] ?? false) === value;
    case 'AccessKeyId':
      return identity['accessKeyId'] === value;
    case 'Username':
      return usernameOf(record) === value;
    case 'ResourceName':
      return JSON.stringify(record['resources'] ?? []).includes(`"${value}"`);
    default:
      return false;
  }
}

function usernameOf(record: TrailRecord): string {
  const identity = (record['userIdentity'] ?? {}) as Json;
  return String(
    identity['userName'] ??
      String(identity['arn'] ?? '')
        .split('/')
        .at(-1),
  );
}
