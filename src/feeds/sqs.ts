import { type Message, SQSClient } from '@aws-sdk/client-sqs';
import { Consumer } from 'sqs-consumer';
import type { Intake } from '../app/delivery/intake.ts';
import type { Log, Meter } from '../app/ports.ts';
import { readDocument } from '../records/document.ts';

/** A queue being polled. */
export interface SqsFeed {
  /** Stops after the messages in hand. */
  stop(): Promise<void>;
}

/** What the feed works with. */
export interface SqsParts {
  readonly queueUrl: string;
  readonly intake: Intake;
  readonly log: Log;
  readonly meter: Meter;
}

/**
 * Polls a queue that an EventBridge rule fills; a message is deleted only once its records are durable. What can never be read is
 * deleted too, after a line in the log, or it would come back until the queue's dead-letter policy takes it.
 */
export function pollQueue({ queueUrl, intake, log, meter }: SqsParts): SqsFeed {
  const consumer = Consumer.create({
    queueUrl,
    sqs: new SQSClient({ ...(regionOf(queueUrl) && { region: regionOf(queueUrl) as string }) }),
    batchSize: 10,
    waitTimeSeconds: 20,
    pollingCompleteWaitTimeMs: 8_000,
    handleMessage: async (message: Message) => {
      for (const reading of readDocument(parse(message.Body))) {
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
      { error: error.message },
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

function parse(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}
