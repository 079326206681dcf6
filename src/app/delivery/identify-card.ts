import type { ChainEnd } from '../../domain/issuers.ts';
import { errorFields } from '../errors.ts';
import { sameChain, withProof } from '../identity/proof.ts';
import { LOOKED_FOR_AFTER_MS } from '../identity/session-notes.ts';
import type { Put } from '../ports.ts';
import { otherDoers } from '../state/doers.ts';
import { laneOf, lanePrefix } from '../state/lanes.ts';
import { notificationPuts } from '../state/notifications.ts';
import { identifyPut } from '../state/outbox.ts';
import type { Handler, JobInHand } from './job.ts';
import type { Step } from './lane-lease.ts';

/** Time that one card may take; less than its lane is leased for. */
const FINDING_MS = 8_000;
/** From how many waiting cards on only those are looked up that ask something. */
const MAX_WAITING_CARDS = 200;
/** Pauses after look-ups that failed: the first, the second …; after the last it is not tried again. */
const FAILED_PAUSES_MS = [60_000, 2 * 60_000, 5 * 60_000, 15 * 60_000, 60 * 60_000] as const;

/** Finds out who obtained the session that a card's record was made in, and has the card brought up to date. */
export const identifyCard: Handler<'identify'> = async (job, inHand) => {
  const { entry, stored, notification, record, lease, deps } = inHand;
  const { whoIsBehind, clock, log, proofRules, directory } = deps;
  const session = whoIsBehind.openSession(record);
  const done = { delete: [entry.key] };
  if (!session || (notification.chain && notification.chain.end === undefined)) return lease.commit(done);
  const known = await whoIsBehind.known(record, session);
  const isFree = known.end === undefined;
  if (!isFree && notification.ask === 'nothing' && (await isCrowded(inHand))) return lease.commit(done);
  const chain = await whoIsBehind.find(record, session, {
    urgency: 'card',
    budgetMs: FINDING_MS,
    notificationId: notification.id,
  });
  const again = nextTry(chain.end, job.failures ?? 0, eventTime(inHand), clock.now());
  const put = again ? [identifyPut(notification.id, session.accountId, again.at, again.failures)] : [];
  const isNews = chain.issuers.length > 0 || chain.named.length > 0;
  if (!isNews || sameChain(notification.chain, chain)) return replaced(put, inHand);
  try {
    const others = (await otherDoers(deps.store, notification)) ?? [];
    const proven = await withProof(notification, [record, ...others], chain, {
      ...proofRules,
      directory,
      now: clock.now(),
    });
    const { entries } = proven;
    const expect = [{ key: stored.key, version: stored.version }];
    const puts = [...notificationPuts(proven.notification), ...proven.jobs, ...put];
    return await lease.commit({ expect, put: puts, ...deleted(put, inHand) }, 0, entries);
  } catch (error) {
    log.warn({ ...errorFields(error) }, 'who is behind a card could not be looked up in Slack; trying again');
    const later = nextTry('failed', job.failures ?? 0, eventTime(inHand), clock.now());
    return replaced(
      later ? [identifyPut(notification.id, session.accountId, later.at, later.failures)] : [],
      inHand,
    );
  }
};

/** Puts the next try in place of this one. */
function replaced(put: readonly Put[], inHand: JobInHand): Promise<Step> {
  return inHand.lease.commit({ put, ...deleted(put, inHand) });
}

function deleted(put: readonly Put[], { entry }: JobInHand): { delete: string[] } {
  return { delete: put.some(({ key }) => key === entry.key) ? [] : [entry.key] };
}

/** When to look again, if at all; `failures` counts the look-ups that failed. */
function nextTry(
  end: ChainEnd | undefined,
  failures: number,
  eventAt: number,
  now: number,
): { at: number; failures: number } | undefined {
  if (end === 'failed') {
    const pauseMs = FAILED_PAUSES_MS[failures];
    return pauseMs === undefined ? undefined : { at: now + pauseMs, failures: failures + 1 };
  }
  const after = end === undefined ? undefined : LOOKED_FOR_AFTER_MS.find(ms => eventAt + ms > now);
  return after === undefined ? undefined : { at: eventAt + after, failures };
}

/** When the event was, in milliseconds; not later than its card, whatever the record says. */
function eventTime({ record, notification }: JobInHand): number {
  return Math.min(record.at ?? Number.POSITIVE_INFINITY, Date.parse(notification.createdAt));
}

async function isCrowded({ entry, deps }: JobInHand): Promise<boolean> {
  const waiting = await deps.store.range(lanePrefix(laneOf(entry.key)), '', null, MAX_WAITING_CARDS + 1);
  return waiting.length > MAX_WAITING_CARDS;
}
