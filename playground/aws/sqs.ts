import { createHash } from 'node:crypto';
import type { Json } from './record.ts';

/** Time that an empty queue is polled, so that a consumer does not spin. */
const EMPTY_POLL_MS = 200;

/** A queue as SQS has it, as far as a consumer sees: what is received and not deleted comes back when its time is up. */
export class Queue {
  /** Messages that wait; hidden ones until `visibleAt` (milliseconds). */
  readonly messages: { id: string; body: string; visibleAt: number }[] = [];
  /** Its redrive policy, as SQS keeps it; null: it has none. */
  redrivePolicy: string | null = JSON.stringify({
    deadLetterTargetArn: 'arn:aws:sqs:us-west-2:111122223333:unread',
    maxReceiveCount: 10,
  });
  /** What GetQueueAttributes is refused with, if with anything. */
  attributesFault: string | null = null;
  /** How long a received message stays hidden. */
  visibilityMs = 1_000;

  /** Answers an operation, by the end of its X-Amz-Target. */
  async handle(operation: string, body: Json): Promise<Json> {
    if (operation === 'GetQueueAttributes') return { Attributes: this.#attributes() };
    if (operation === 'ReceiveMessage') return this.#receive(Number(body['MaxNumberOfMessages'] ?? 1));
    const entries = (body['Entries'] ?? [body]) as { Id?: string; ReceiptHandle: string }[];
    if (operation.startsWith('DeleteMessage')) for (const entry of entries) this.#delete(entry.ReceiptHandle);
    return { Successful: entries.map(entry => ({ Id: entry.Id })), Failed: [] };
  }

  #attributes(): Json {
    return {
      ApproximateNumberOfMessages: String(this.messages.length),
      ...(this.redrivePolicy !== null && { RedrivePolicy: this.redrivePolicy }),
    };
  }

  async #receive(count: number): Promise<Json> {
    const now = Date.now();
    const visible = this.messages.filter(message => message.visibleAt <= now).slice(0, count);
    for (const message of visible) message.visibleAt = now + this.visibilityMs;
    if (visible.length === 0) await new Promise(resolve => setTimeout(resolve, EMPTY_POLL_MS));
    return {
      Messages: visible.map(({ id, body }) => ({
        MessageId: id,
        ReceiptHandle: id,
        Body: body,
        MD5OfBody: createHash('md5').update(body).digest('hex'),
      })),
    };
  }

  #delete(receipt: string): void {
    const index = this.messages.findIndex(message => message.id === receipt);
    if (index !== -1) this.messages.splice(index, 1);
  }
}
