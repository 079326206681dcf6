import { notificationPut } from '../state/notifications.ts';
import { laneOf, showsDecision } from '../state/outbox.ts';
import { makeCard } from './card.ts';
import { afterFailure, again, isToBeShort } from './failures.ts';
import { type Handler, PACE_MS, untilCard } from './job.ts';
import { unparks } from './parking.ts';
import { asidePut } from './put-aside.ts';

/** Pause before it is looked again for updates that are left. */
const LOOK_AGAIN_MS = 1_000;

/** Brings a card up to date. Updating twice shows the same card, so nothing needs to be looked up first. */
export const updateCard: Handler<'update'> = async (job, inHand) => {
  const { entry, stored, notification, record, lease, deps, health } = inHand;
  const { ts, channel } = notification;
  // The card itself is still on its way; it will show the latest state when it is posted.
  if (ts === undefined) return again(job, untilCard(inHand), inHand);
  const isDecision = showsDecision(entry.key);
  const waitMs = await deps.updates.take(isDecision);
  // A decision that comes meanwhile has an update left, and must not wait for the one that has none.
  if (waitMs > 0)
    return { kind: 'wait', retryAfterMs: isDecision ? waitMs : Math.min(waitMs, LOOK_AGAIN_MS) };
  const becomesShort = isToBeShort(job, inHand) && notification.short !== true;
  const shown = becomesShort ? { ...notification, short: true } : notification;
  const card = await makeCard(shown, record, deps.card, deps.directory, deps.log);
  const result = await deps.messenger.update(card, ts);
  if (result.kind !== 'posted') return afterFailure(result, job, inHand);
  health.took(laneOf(entry.key), notification.id, deps.clock.now());
  // A click meanwhile has renewed the job: then it stays, and the card is brought up to date once more.
  const expect = [{ key: entry.key, version: entry.version }];
  const done = { delete: [entry.key, ...unparks(channel)] };
  if (!becomesShort) return lease.commit({ expect, ...done }, PACE_MS);
  const put = [notificationPut(shown), asidePut(job.failed?.error ?? '', job, 'replaced', inHand)];
  return lease.commit(
    { expect: [...expect, { key: stored.key, version: stored.version }], put, ...done },
    PACE_MS,
  );
};
