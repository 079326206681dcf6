import { type Message, SQSClient } from '@aws-sdk/client-sqs';
import { Consumer } from 'sqs-consumer';
import type { Intake } from '../app/delivery/intake.ts';
import { errorFields } from '../app/errors.ts';
import type { Log, Meter } from '../app/ports.ts';
import { parseJson } from '../domain/json.ts';
import { readDocument } from '../records/document.ts';
import type { Sender } from '../records/envelope.ts';

/** A queue being polled. */
export interface SqsFeed {
  /** Stops after the messages in hand. */
  stop(): Promise<void>;
}

/** What the feed works with. */
export interface SqsDeps {
  readonly queueUrl: string;
  /** Who can put something into the queue. */
  readonly sender: Sender;
  readonly intake: Intake;
  readonly log: Log;
  readonly meter: Meter;
}

/** Most messages of one ReceiveMessage, and longest that it waits for any (SQS API Reference, "ReceiveMessage"). */
const MAX_BATCH_SIZE = 10;
const LONG_POLL_S = 20;
/** Time limit for the messages in hand at shutdown. */
const FINISH_WITHIN_MS = 8_000;

/**
 * Polls a queue that an EventBridge rule fills; a message is deleted only once its records are durable. What can never be read is
 * deleted too, after a line in the log, or it would come back until the queue's dead-letter policy takes it.
 */
export function pollQueue({ queueUrl, sender, intake, log, meter }: SqsDeps): SqsFeed {
  const consumer = Consumer.create({
    queueUrl,
    sqs: new SQSClient({ ...(regionOf(queueUrl) && { region: regionOf(queueUrl) as string }) }),
    batchSize: MAX_BATCH_SIZE,
    waitTimeSeconds: LONG_POLL_S,
    pollingCompleteWaitTimeMs: FINISH_WITHIN_MS,
    handleMessage: async (message: Message) => {
      for (const reading of readDocument(parseJson(message.Body ?? ''), { sender })) {
        if (reading.kind === 'record') await intake.accept(reading.record);
        else {
          meter.count('cctrail_records_total', { outcome: reading.kind });
          log.warn(
            { messageId: message.MessageId, kind: reading.kind, reason: reading.reason },
            'a message of the queue was ignored',
          );
        }
      }
      return message;
    },
  });
  const failed = (error: Error) =>
    log.error(
      { ...errorFields(error) },
      'the queue could not be read, or a message not stored; it will be tried again',
    );
  consumer.on('error', failed);
  consumer.on('processing_error', failed);
  consumer.start();
  return {
    stop: () =>
      new Promise(resolve => {
        consumer.once('stopped', () => resolve());
        consumer.stop({ abort: true });
      }),
  };
}

/** The Region in a queue's URL, which must be asked there. */
function regionOf(queueUrl: string): string | undefined {
  return /^https:\/\/sqs\.([a-z0-9-]+)\./.exec(queueUrl)?.[1];
}
