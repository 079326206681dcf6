import { summarise } from '../../domain/summary.ts';
import type { Note } from '../outgoing.ts';
import { recheckPuts, sendOnce } from './attempts.ts';
import { afterFailure } from './failures.ts';
import { type Handler, PACE_MS, WAIT_FOR_OTHER_MS } from './job.ts';
import { unparks } from './parking.ts';

/** Says in the thread of a card what was decided. */
export const postNote: Handler<'note'> = async (job, inHand) => {
  const { entry, notification, record, lease, deps, health } = inHand;
  const { ts: thread, channel } = notification;
  const decision = notification.decisions[job.decision];
  if (thread === undefined || !decision) return { kind: 'wait', retryAfterMs: WAIT_FOR_OTHER_MS };
  const summary = summarise(record, deps.card.workflowRoles, notification.chain);
  const note: Note = { notification, summary, index: job.decision, decision, voided: job.voided === true };
  const result = await sendOnce(job, inHand, note, thread);
  if (result.kind !== 'posted') return afterFailure(result, job, inHand);
  health.took(channel, deps.clock.now());
  const put = recheckPuts(job, result.doubtful, inHand);
  return lease.commit({ put, delete: [entry.key, ...unparks(channel)] }, PACE_MS);
};
