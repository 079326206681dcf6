import { digest } from '../../records/digest.ts';
import type { Entry } from '../ports.ts';
import { notificationCodec, notificationPut } from '../state/notifications.ts';
import { afterFailure, sendOnce } from './attempts.ts';
import { makeCard } from './card.ts';
import { type Handler, type JobInHand, PACE_MS, WAIT_FOR_OTHER_MS } from './job.ts';
import type { Step } from './lane-lease.ts';
import { unparks } from './parking.ts';

/** Number of times that noting where a card is may be overtaken by clicks on it. */
const MAX_TRIES = 20;

/** Posts the card of a notification and notes where it is. */
export const postCard: Handler<'post'> = async (job, inHand) => {
  const { entry, notification, record, lease, deps, unclear } = inHand;
  if (notification.ts !== undefined) return lease.commit({ delete: [entry.key] });
  const card = await makeCard(notification, record, deps.card, deps.directory, deps.log);
  const result = await sendOnce(job, inHand, card, undefined, () => deps.messenger.post(card));
  if (result.kind !== 'posted') return afterFailure(result, job, inHand);
  unclear.delete(notification.channel);
  return notePosted(result.ts, inHand);
};

/** Notes where a card is. A click may have changed the notification meanwhile; the `ts` in hand is never given up for that. */
async function notePosted(ts: string, { entry, stored, record, lease, deps }: JobInHand): Promise<Step> {
  let current: Entry | undefined = stored;
  for (let tries = 0; current !== undefined && tries < MAX_TRIES; tries++) {
    const posted = { ...notificationCodec.decode(current.value), ts };
    const { id, channel, recordKeys } = posted;
    const step = await lease.commit(
      {
        expect: [{ key: current.key, version: current.version }],
        put: [notificationPut(posted)],
        delete: [entry.key, ...unparks(channel)],
      },
      PACE_MS,
      [
        {
          at: new Date(deps.clock.now()).toISOString(),
          kind: 'notification',
          notificationId: id,
          records: recordKeys.map(key => ({ key, digest: digest(record.fields) })),
          channel,
          ts,
        },
      ],
    );
    if (step.kind === 'done') deps.meter.count('cctrail_cards_total', { outcome: 'posted' });
    if (step.kind !== 'wait') return step;
    current = await deps.store.get(stored.key);
  }
  return { kind: 'wait', retryAfterMs: WAIT_FOR_OTHER_MS };
}
