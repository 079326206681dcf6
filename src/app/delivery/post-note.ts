import { summarise } from '../../domain/summary.ts';
import type { Note } from '../outgoing.ts';
import { againPut } from '../state/outbox.ts';
import { recheckPuts, sendOnce } from './attempts.ts';
import { afterFailure } from './failures.ts';
import { type Handler, PACE_MS } from './job.ts';
import { unparks } from './parking.ts';

/** Pause before it is looked again whether the card is there. */
const WAIT_FOR_CARD_MS = 2_000;

/** Says in the thread of a card what was decided. */
export const postNote: Handler<'note'> = async (job, inHand) => {
  const { entry, notification, record, lease, deps, health } = inHand;
  const { ts: thread, channel } = notification;
  const decision = notification.decisions[job.decision];
  // The card may be behind it in the lane, so the note steps aside for it.
  if (thread === undefined || !decision)
    return lease.commit({
      put: [againPut(entry.key, deps.clock.now() + WAIT_FOR_CARD_MS, job)],
      delete: [entry.key],
    });
  const summary = summarise(record, deps.card.workflowRoles, notification.chain);
  const note: Note = { notification, summary, index: job.decision, decision, voided: job.voided === true };
  const result = await sendOnce(job, inHand, note, thread);
  if (result.kind !== 'posted') return afterFailure(result, job, inHand);
  health.took(channel, deps.clock.now());
  const put = recheckPuts(job, result.doubtful, inHand);
  return lease.commit({ put, delete: [entry.key, ...unparks(channel)] }, PACE_MS);
};
