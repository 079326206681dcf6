import type { Known } from '../../domain/known.ts';
import type { Notification } from '../../domain/notification.ts';
import { principalFacts } from '../../domain/principal.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { settled } from '../../domain/review.ts';
import { summarise } from '../../domain/summary.ts';
import { digest } from '../../records/digest.ts';
import { errorFields } from '../errors.ts';
import type { DecisionEvent } from '../outgoing.ts';
import type { JobOf } from '../state/outbox.ts';
import { setAside } from './failures.ts';
import type { Handler } from './job.ts';

/** Pauses before it is looked again whether an event bus is configured, and before a bus that failed is asked again. */
const NO_BUS_RETRY_MS = 60_000;
const FAILED_RETRY_MS = 5_000;

/** Tells other systems of a decision. */
export const publishDecision: Handler<'publish'> = async (job, inHand) => {
  const { entry, notification, record, lease, deps } = inHand;
  const { publisher, card, log, meter } = deps;
  if (!publisher) {
    log.warn({ key: entry.key }, 'a decision waits for an event bus, but EVENT_BUS_NAME is not set any more');
    return { kind: 'wait', retryAfterMs: NO_BUS_RETRY_MS };
  }
  if (!notification.decisions[job.decision])
    return setAside('the decision that it tells of is not kept', job, inHand);
  try {
    const ledgerHead = await deps.ledger.head();
    await publisher.publish(decisionEvent(notification, job, record, card.known, ledgerHead));
  } catch (error) {
    meter.count('cctrail_publish_failures_total', {});
    log.error({ ...errorFields(error) }, 'a decision could not be published; trying again');
    return { kind: 'wait', retryAfterMs: FAILED_RETRY_MS };
  }
  return lease.commit({ delete: [entry.key] });
};

/** What is published of a decision. */
function decisionEvent(
  notification: Notification,
  { decision: index, voided, settles }: JobOf<'publish'>,
  record: CloudTrailRecord,
  known: Known,
  ledgerHead: string,
): DecisionEvent {
  const decision = notification.decisions[index];
  if (!decision) throw new Error(`notification ${notification.id} has no decision ${index}`);
  const { principal, resource } = summarise(record, known, notification.chain);
  const decisionId = `${notification.id}.${index}`;
  const { eventID, eventName, eventSource, eventTime, accountId, awsRegion } = record;
  return {
    version: '1',
    ...(voided
      ? { decisionId: `${decisionId}.voided`, verdict: 'voided', voids: decisionId, settles: false }
      : {
          decisionId,
          verdict: decision.verdict,
          // Jobs of earlier versions do not say.
          settles:
            settles ?? settled(notification.decisions.slice(0, index + 1), notification.quorum) !== undefined,
        }),
    by: { slackUserId: decision.by },
    at: voided ? (decision.voided?.at ?? decision.at) : decision.at,
    reason: (voided ? decision.voided?.because : decision.reason) ?? null,
    route: notification.route,
    channel: notification.channel,
    ledgerHead,
    ...(decision.covers && { story: decision.covers }),
    event: {
      eventID,
      eventName,
      eventSource,
      eventTime,
      accountId,
      awsRegion,
      resource,
      principal: principalFacts(principal),
      digest: digest(record.fields),
    },
  };
}
