import { type Message, SQSClient } from '@aws-sdk/client-sqs';
import { Consumer } from 'sqs-consumer';
import { errorFields, StoreError } from '../app/errors.ts';
import type { Clock } from '../app/ports.ts';
import { parseJson } from '../domain/json.ts';
import { regionOf } from './queue-url.ts';
import { type TakeDeps, takeDocument } from './take-document.ts';

/** A queue being polled. */
export interface SqsFeed {
  /** Why the queue can't be read now; null where it can, as far as is known. */
  problem(): string | null;
  /** Stops after the messages in hand. */
  stop(): Promise<void>;
}

/** What the feed works with. */
export interface SqsDeps extends TakeDeps {
  readonly queueUrl: string;
  readonly clock: Clock;
}

/** Most messages of one ReceiveMessage, and longest that it waits for any (SQS API Reference, "ReceiveMessage"). */
const MAX_BATCH_SIZE = 10;
const LONG_POLL_S = 20;
/** Time that messages in hand stay hidden from others, and how often that is extended: a log file may take long. */
const HIDDEN_S = 120;
const EXTENDED_EVERY_S = 40;
/** Time limit for the messages in hand at shutdown. */
const FINISH_WITHIN_MS = 8_000;
/** Pause before it is looked again whether the store is back. */
const AWAY_PAUSE_MS = 1_000;
/** Most messages that are remembered for having been named in the log. */
const MAX_NAMED_MESSAGES = 10_000;

/**
 * Polls a queue that EventBridge, SNS, S3 or CloudTrail fills. A message is deleted only once everything in it is durable, or is certain not to
 * concern us; what can't be read is left for the queue's own dead-letter policy, and named once. While the store is away nothing is
 * received, so that no message is given up for that.
 */
export function pollQueue({ queueUrl, ...deps }: SqsDeps): SqsFeed {
  const { log, meter } = deps;
  const stopping = new AbortController();
  const taker = new MessageTaker(deps);
  const consumer = Consumer.create({
    queueUrl,
    sqs: new SQSClient({ ...(regionOf(queueUrl) && { region: regionOf(queueUrl) as string }) }),
    batchSize: MAX_BATCH_SIZE,
    waitTimeSeconds: LONG_POLL_S,
    visibilityTimeout: HIDDEN_S,
    heartbeatInterval: EXTENDED_EVERY_S,
    pollingCompleteWaitTimeMs: FINISH_WITHIN_MS,
    preReceiveMessageCallback: () => taker.untilReady(stopping.signal),
    handleMessageBatch: async (messages: Message[]) => {
      const taken = await Promise.all(
        messages.map(async message => ((await taker.take(message)) ? [message] : [])),
      );
      return taken.flat();
    },
  });
  let problem: string | null = null;
  const received = (outcome: 'messages' | 'nothing') => () => {
    problem = null;
    meter.count('cctrail_queue_receives_total', { outcome });
  };
  consumer.on('error', error => {
    meter.count('cctrail_queue_receives_total', { outcome: 'failed' });
    // The first of a row is told; that it is over as well, by whoever watches.
    if (problem === null) log.error({ ...errorFields(error) }, 'the queue could not be read; trying again');
    problem = error.message;
  });
  consumer.on('processing_error', error =>
    log.error(
      { ...errorFields(error) },
      'messages of the queue could not be handled; they will be taken again',
    ),
  );
  consumer.on('response_processed', received('messages'));
  consumer.on('empty', received('nothing'));
  consumer.start();
  return {
    problem: () => problem,
    stop: () =>
      new Promise(resolve => {
        stopping.abort();
        consumer.once('stopped', () => resolve());
        consumer.stop({ abort: true });
      }),
  };
}

/** Takes messages in, and knows whether that is possible. */
class MessageTaker {
  readonly #deps: Omit<SqsDeps, 'queueUrl'>;
  readonly #named = new Set<string>();
  /** At the start nobody knows. */
  #isReady = false;

  constructor(deps: Omit<SqsDeps, 'queueUrl'>) {
    this.#deps = deps;
  }

  /** Resolves once the store can be written, or the signal is aborted. */
  async untilReady(signal: AbortSignal): Promise<void> {
    const { intake, clock } = this.#deps;
    while (!this.#isReady && !signal.aborted) {
      this.#isReady = await intake.isReady();
      if (!this.#isReady) await clock.sleep(AWAY_PAUSE_MS, signal);
    }
  }

  /** Whether a message may be deleted. Never throws. */
  async take({ MessageId: messageId = '', Body: body = '' }: Message): Promise<boolean> {
    const { meter } = this.#deps;
    try {
      const unread = await takeDocument(parseJson(body) ?? body, this.#deps);
      const named = unread.filter(({ comesAgain }) => !comesAgain).map(({ reason }) => reason);
      if (named.length > 0) this.#name(messageId, named);
      meter.count('cctrail_queue_messages_total', { outcome: unread.length > 0 ? 'left' : 'taken' });
      return unread.length === 0;
    } catch (error) {
      if (error instanceof StoreError) this.#isReady = false;
      meter.count('cctrail_queue_messages_total', { outcome: 'failed' });
      this.#deps.log.error(
        { ...errorFields(error), messageId },
        'a message could not be stored; it will be taken again',
      );
      return false;
    }
  }

  /** Names a message that is left in the queue, once. */
  #name(messageId: string, reasons: readonly string[]): void {
    if (this.#named.has(messageId)) return;
    if (this.#named.size >= MAX_NAMED_MESSAGES) this.#named.clear();
    this.#named.add(messageId);
    this.#deps.log.warn(
      { messageId, reasons: reasons.slice(0, 5) },
      'a message of the queue could not be read; it is left there',
    );
  }
}
