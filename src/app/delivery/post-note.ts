import { summarise } from '../../domain/summary.ts';
import type { Note } from '../outgoing.ts';
import { laneOf } from '../state/lanes.ts';
import { recheckPuts, sendOnce } from './attempts.ts';
import { afterFailure, again, isHopeless, setAside } from './failures.ts';
import { type Handler, untilCard } from './job.ts';
import { unparks } from './parking.ts';

/** Says in the thread of a card what was decided. */
export const postNote: Handler<'note'> = async (job, inHand) => {
  const { entry, notification, record, lease, deps, health } = inHand;
  const { ts: thread, channel } = notification;
  const decision = notification.decisions[job.decision];
  if (!decision) return setAside('the decision that it tells of is not kept', job, inHand);
  // The card may be behind it in the lane, so the note steps aside for it.
  if (thread === undefined) return again(job, untilCard(inHand), inHand);
  const summary = summarise(record, deps.card.known, notification.chain);
  const note: Note = { notification, summary, index: job.decision, decision, voided: job.voided === true };
  const result = await sendOnce(job, inHand, note, isHopeless(job, inHand), thread);
  if (result.kind !== 'posted') return afterFailure(result, job, inHand);
  if (result.isNew) health.took(laneOf(entry.key), notification.id, deps.clock.now());
  const put = recheckPuts(job, result.isDoubtful, inHand);
  return lease.commit({ put, delete: [entry.key, ...unparks(channel)] });
};
