import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { DecisionPublisher } from '../app/ports.ts';

/** Time limit of the event bus. */
const TIMEOUT_MS = 8_000;

const HANDLER = { connectionTimeout: 3_000, requestTimeout: TIMEOUT_MS, throwOnRequestTimeout: true };

/** Publishes decisions on an event bus, as `source: cctrail`, detail-type `CloudTrail Review Decision`. The SDK is loaded for the first. */
export function decisionEvents(eventBusName: string): DecisionPublisher {
  let client: EventBridgeClient | undefined;
  return {
    async publish(event) {
      const { EventBridgeClient, PutEventsCommand } = await import('@aws-sdk/client-eventbridge');
      client ??= new EventBridgeClient({ requestHandler: HANDLER });
      const { FailedEntryCount = 0, Entries = [] } = await client.send(
        new PutEventsCommand({
          Entries: [
            {
              EventBusName: eventBusName,
              Source: 'cctrail',
              DetailType: 'CloudTrail Review Decision',
              Detail: JSON.stringify(event),
              Time: new Date(event.at),
            },
          ],
        }),
        { abortSignal: AbortSignal.timeout(TIMEOUT_MS + 2_000) },
      );
      // PutEvents answers 200 even where it took nothing.
      if (FailedEntryCount > 0)
        throw new Error(`the event bus refused the decision: ${Entries[0]?.ErrorCode ?? 'no reason given'}`);
    },
  };
}
