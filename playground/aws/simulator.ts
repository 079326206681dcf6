import type { IncomingMessage, ServerResponse } from 'node:http';
import { LocalServer } from '../local-server.ts';
import { Athena } from './athena.ts';
import { CloudTrail } from './cloudtrail.ts';
import { CodeCatalyst } from './codecatalyst.ts';
import type { Json } from './record.ts';
import { Rules } from './rules.ts';
import { Bucket } from './s3.ts';
import { Queue } from './sqs.ts';

/** Simulated AWS endpoints: CloudTrail, SQS, S3, EventBridge and CodeCatalyst, with their limits. */
export class AwsSimulator {
  readonly cloudTrail = new CloudTrail();
  /** What S3 holds, whatever the bucket is called. */
  readonly bucket = new Bucket();
  readonly queue = new Queue();
  readonly codeCatalyst = new CodeCatalyst();
  /** Over the log files in the bucket. */
  readonly athena = new Athena(this.bucket.objects);
  readonly rules = new Rules();
  /** Entries that PutEvents took. */
  readonly published: Json[] = [];
  readonly #server = new LocalServer((request, response) => this.#handle(request, response));

  /** Listens on a free port; gives what AWS_ENDPOINT_URL shall be. */
  async listen(port = 0): Promise<string> {
    return this.#server.listen(port);
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (await this.codeCatalyst.handle(request, response)) return;
    if (request.headers['x-amz-target'] === undefined && this.bucket.handle(request, response)) return;
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Json;
    const answer = await this.#answer(request, body);
    if (answer === null) return void request.socket.destroy();
    response
      .writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify(answer.body));
  }

  async #answer(request: IncomingMessage, body: Json): Promise<{ status: number; body: Json } | null> {
    const [service = '', operation = ''] = String(request.headers['x-amz-target'] ?? '').split(
      /\.(?=[^.]*$)/,
    );
    if (service === 'AmazonSQS') {
      const fault = operation === 'GetQueueAttributes' ? this.queue.attributesFault : null;
      if (fault !== null) return { status: 400, body: { __type: fault, message: `${fault} (simulated)` } };
      return { status: 200, body: await this.queue.handle(operation, body) };
    }
    if (service === 'AmazonAthena') return this.athena.handle(operation, body);
    if (operation === 'PutEvents') return { status: 200, body: this.#putEvents(body) };
    if (service === 'AWSEvents') return this.rules.handle(operation, body);
    if (operation === 'LookupEvents') return this.cloudTrail.lookupEvents(regionOf(request), body);
    return { status: 400, body: { __type: 'UnknownOperationException' } };
  }

  #putEvents(body: Json): Json {
    const entries = (body['Entries'] ?? []) as Json[];
    this.published.push(...entries);
    return { FailedEntryCount: 0, Entries: entries.map((_, index) => ({ EventId: `event-${index}` })) };
  }
}

/** The Region that a request was signed for (IAM User Guide, "Elements of an AWS API request signature"). */
function regionOf(request: IncomingMessage): string {
  const credential = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '');
  return credential?.[1] ?? 'us-east-1';
}
