import { laneOf } from '../state/lanes.ts';
import type { JobOf } from '../state/outbox.ts';
import { sendOnce } from './attempts.ts';
import { afterFailure, isHopeless } from './failures.ts';
import type { MessageInHand } from './job.ts';
import type { Step } from './lane-lease.ts';
import { unparks } from './parking.ts';

/** Says in a channel what its cards go by from then on. */
export async function postLine(job: JobOf<'line'>, common: Omit<MessageInHand, 'about'>): Promise<Step> {
  const { lineId: id, channel, says } = job;
  const inHand: MessageInHand = { ...common, about: { id, channel, eventID: null } };
  const { entry, lease, health, deps } = inHand;
  const result = await sendOnce(job, inHand, { id, channel, says }, isHopeless(job, inHand));
  if (result.kind !== 'posted') return afterFailure(result, job, inHand);
  if (result.isNew) health.took(laneOf(entry.key), id, deps.clock.now());
  return lease.commit({ delete: [entry.key, ...unparks(channel)] });
}
