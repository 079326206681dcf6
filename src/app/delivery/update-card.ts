import type { Notification } from '../../domain/notification.ts';
import { settled } from '../../domain/review.ts';
import { summarise } from '../../domain/summary.ts';
import { againPrefix, dueAt, laneOf, usualRank } from '../state/lanes.ts';
import { type LedgerText, reviewEntry } from '../state/ledger-entries.ts';
import { notificationPuts } from '../state/notifications.ts';
import { type JobOf, messagePut, shownBy, type Update } from '../state/outbox.ts';
import { shownPuts } from '../state/placings.ts';
import { makeCard } from './card.ts';
import { afterFailure, again, isToBeShort } from './failures.ts';
import { type Handler, type JobInHand, PACE_MS, untilCard } from './job.ts';
import type { Step } from './lane-lease.ts';
import { unparks } from './parking.ts';
import { asidePut } from './put-aside.ts';

/** Pause before it is looked again for updates that are left. */
const LOOK_AGAIN_MS = 1_000;
/** Slack's word for a message that is not there (Slack Web API, "chat.update", "Errors"). */
const GONE = 'message_not_found';
/** Shortest time after which a card that can only not be changed is posted anew, in milliseconds. */
const POSTED_ANEW_MS = 10 * 60_000;
/** Most jobs that wait in a lane of updates among which those of one card are looked for. */
const MAX_LOOKED_JOBS = 200;

/** Brings a card up to date. Updating twice shows the same card, so nothing needs to be looked up first. */
export const updateCard: Handler<'update'> = async (job, inHand) => {
  const { entry, stored, notification, record, lease, deps, health } = inHand;
  const { ts, channel } = notification;
  // The card itself is still on its way; it will show the latest state when it is posted.
  if (ts === undefined) return again(job, untilCard(inHand), inHand);
  const shows = shownBy(job, entry.key);
  const waitMs = await deps.updates.take(shows);
  // What is more urgent has updates left, and must not wait for what has none.
  if (waitMs > 0 && shows === 'story') return again(job, deps.clock.now() + waitMs, inHand);
  if (waitMs > 0)
    return { kind: 'wait', retryAfterMs: shows === 'decision' ? waitMs : Math.min(waitMs, LOOK_AGAIN_MS) };
  const becomesShort = isToBeShort(job, inHand) && notification.short !== true;
  const shown = becomesShort ? { ...notification, short: true } : notification;
  const card = await makeCard(shown, record, deps);
  const result = await deps.messenger.update(card, ts);
  if (result.kind === 'refused' && result.scope === 'place' && hasUnseen(shows, notification))
    return showAnew(result.error, job, inHand);
  if (result.kind !== 'posted') return afterFailure(result, job, inHand);
  health.took(laneOf(entry.key), notification.id, deps.clock.now());
  // A click meanwhile has renewed the job: then it stays, and the card is brought up to date once more.
  const expect = [{ key: entry.key, version: entry.version }];
  const done = { delete: [...(await jobsLike(job, inHand)), ...unparks(channel)] };
  const puts = shownPuts(shown);
  const said = shows === 'story' ? [shownEntry(inHand)] : [];
  if (!becomesShort) return lease.commit({ expect, put: puts, ...done }, PACE_MS, said);
  const put = [
    ...puts,
    ...notificationPuts(shown),
    asidePut(job.failed?.error ?? '', job, 'replaced', inHand),
  ];
  return lease.commit(
    { expect: [...expect, { key: stored.key, version: stored.version }], put, ...done },
    PACE_MS,
    said,
  );
};

/** Keys of the jobs that show the same card as one that is done: of those that wait for their time, all that were due when it was read. */
async function jobsLike(
  { notificationId }: JobOf<'update'>,
  { entry, deps, later, readAt }: JobInHand,
): Promise<string[]> {
  const lane = laneOf(entry.key);
  if (!later.has(lane)) return [entry.key];
  const waiting = await deps.store.range(againPrefix(lane), '', null, MAX_LOOKED_JOBS);
  // A job is due after what it is to show was put there.
  const same = waiting.filter(({ key }) => dueAt(key) <= readAt && key.includes(`-${notificationId}-`));
  return [...new Set([entry.key, ...same.map(({ key }) => key)])];
}

/** What the ledger keeps of a story that has grown: how far it is shown. */
function shownEntry({ notification, record, deps }: JobInHand): LedgerText {
  const { principal } = summarise(record, deps.card.known, notification.chain);
  return reviewEntry(notification, { record, principal, at: new Date(deps.clock.now()).toISOString() });
}

/** Whether a card holds what somebody has yet to see: new members, or what waits for a decision. */
function hasUnseen(shows: Update, { ask, decisions, quorum }: Notification): boolean {
  return shows === 'story' || (ask !== 'nothing' && settled(decisions, quorum) === undefined);
}

/** Slack lets a card be changed no more: where somebody took it away it is posted anew, where it is only too old not oftener than now and then. */
async function showAnew(error: string, job: JobOf<'update'>, inHand: JobInHand): Promise<Step> {
  const { entry, stored, notification, lease, deps } = inHand;
  const { ts: old, ...unposted } = notification;
  const { id, channel } = notification;
  const until = Number(old) * 1_000 + POSTED_ANEW_MS;
  if (error !== GONE && deps.clock.now() < until) return again(job, until, inHand);
  deps.log.warn(
    { channel, notification: id, ts: old, error },
    'a card can be changed no more; it is posted anew',
  );
  return lease.commit({
    expect: [{ key: stored.key, version: stored.version }],
    put: [
      ...notificationPuts(unposted),
      messagePut(channel, usualRank(notification), deps.clock.now(), id, {
        kind: 'post',
        notificationId: id,
      }),
    ],
    delete: [entry.key],
  });
}
