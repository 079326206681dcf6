import type { Notification } from '../../domain/notification.ts';
import { requiredApprovals } from '../../domain/review.ts';
import type { Session } from '../../domain/session.ts';
import { summarise } from '../../domain/summary.ts';
import type { Entry, Put } from '../ports.ts';
import { laneOf } from '../state/lanes.ts';
import { reviewEntry } from '../state/ledger-entries.ts';
import { notificationCodec, notificationPuts } from '../state/notifications.ts';
import { identifyPut } from '../state/outbox.ts';
import { shownPuts } from '../state/placings.ts';
import { waitingPut } from '../state/sessions.ts';
import { recheckPuts, sendOnce } from './attempts.ts';
import { makeCard } from './card.ts';
import { afterFailure, isHopeless, isToBeShort } from './failures.ts';
import { foldBacklog } from './fold-backlog.ts';
import { growthPut, hasGrown } from './growth.ts';
import { type Handler, type JobInHand, WAIT_FOR_OTHER_MS } from './job.ts';
import type { Step } from './lane-lease.ts';
import { unparks } from './parking.ts';
import { asidePut } from './put-aside.ts';

/** Number of times that noting where a card is may be overtaken by clicks on it. */
const MAX_TRIES = 20;

/** Posts the card of a notification and notes where it is. */
export const postCard: Handler<'post'> = async (job, inHand) => {
  const { entry, record, lease, deps, health } = inHand;
  if (inHand.notification.ts !== undefined) return lease.commit({ delete: [entry.key] });
  const folded = job.attemptedAt === undefined ? await foldBacklog(inHand) : undefined;
  if (folded) return folded;
  // A digest tells of many.
  const session = inHand.notification.digest ? undefined : deps.whoIsBehind.openSession(record);
  const chain = session && (await deps.whoIsBehind.known(record, session));
  const known = chain && (chain.issuers.length > 0 || chain.named.length > 0) ? { chain } : {};
  const short = isToBeShort(job, inHand) ? { short: true } : {};
  const { card, notification } = await cardOf({ ...inHand.notification, ...known, ...short }, inHand);
  const result = await sendOnce(job, inHand, card, isHopeless(job, inHand));
  if (result.kind !== 'posted') return afterFailure(result, job, inHand);
  const { ts, isNew, isDoubtful } = result;
  if (isNew) health.took(laneOf(entry.key), notification.id, deps.clock.now());
  // What is found may be the card as it was sent before: whole.
  const shown = isNew ? short : {};
  const also = [
    ...recheckPuts(job, isDoubtful, inHand),
    ...(shown.short ? [asidePut(job.failed?.error ?? '', job, 'replaced', inHand)] : []),
  ];
  const sent = isNew ? notification : null;
  return notePosted({ ts, quorum: notification.quorum, ...known, ...shown }, sent, session, also, inHand);
};

/** The card of a notification with how many must approve by all that is known before it is posted. */
async function cardOf(notification: Notification, { record, deps }: JobInHand) {
  const card = await makeCard(notification, record, deps);
  if (notification.decisions.length > 0) return { card, notification };
  const judged = { ...notification, quorum: requiredApprovals(deps.proofRules.approvers, card.doubt) };
  return { card: { ...card, notification: judged }, notification: judged };
}

/** What puts a card among those that wait for who obtained their session. */
function waitingPuts({ id, chain }: Notification, session: Session | undefined, now: number): Put[] {
  if (!session || (chain && chain.end === undefined)) return [];
  return [waitingPut(session, id), identifyPut(id, session.accountId, now)];
}

/** Notes where a card is; `sent` is the notification as it was sent, null where that is not known. A click may have changed the notification meanwhile; the `ts` in hand is never given up for that. */
async function notePosted(
  news: Pick<Notification, 'ts' | 'chain' | 'quorum' | 'short'> & { readonly ts: string },
  sent: Notification | null,
  session: Session | undefined,
  also: readonly Put[],
  inHand: JobInHand,
): Promise<Step> {
  const { entry, stored, record, lease, deps } = inHand;
  let current: Entry | undefined = stored;
  for (let tries = 0; current !== undefined && tries < MAX_TRIES; tries++) {
    const before = notificationCodec.decode(current.value);
    const { ts, short } = news;
    const isBehind = hasGrown(before, sent);
    const posted =
      before.decisions.length > 0 || isBehind
        ? { ...before, ts, ...(short && { short }) }
        : { ...before, ...news };
    const { story: _, ...bare } = posted;
    const shown = { ...bare, ...(sent?.story && { story: sent.story }) };
    const now = deps.clock.now();
    const { principal } = summarise(record, deps.card.known, posted.chain);
    const step = await lease.commit(
      {
        expect: [{ key: current.key, version: current.version }],
        put: [
          ...notificationPuts(posted),
          ...waitingPuts(posted, session, now),
          // What came while it was posted is shown next.
          ...(isBehind ? [growthPut(posted, now)] : []),
          ...(sent ? shownPuts({ ...posted, ...wordsOf(sent) }) : []),
          ...also,
        ],
        delete: [entry.key, ...unparks(posted.channel)],
      },
      0,
      [reviewEntry(shown, { record, principal, at: new Date(now).toISOString() })],
    );
    if (step.kind === 'done') measure(posted, inHand);
    if (step.kind !== 'wait') return step;
    current = await deps.store.get(stored.key);
  }
  return { kind: 'wait', retryAfterMs: WAIT_FOR_OTHER_MS };
}

/** What of a notification a click decides on. */
function wordsOf({ story, ask, severity, quorum, revision }: Notification): Partial<Notification> {
  return {
    ...(story && { story }),
    ask,
    severity,
    quorum,
    ...(revision !== undefined && { revision }),
  };
}

/** Counts a card, and times it. */
function measure({ createdAt }: Notification, { record, deps }: JobInHand): void {
  const { meter, clock } = deps;
  const now = clock.now();
  meter.count('cctrail_cards_total', { outcome: 'posted' });
  meter.took('cctrail_accepted_to_card_seconds', (now - Date.parse(createdAt)) / 1_000);
  if (record.at !== null && !record.replayed)
    meter.took('cctrail_event_to_card_seconds', Math.max(0, now - record.at) / 1_000);
}
