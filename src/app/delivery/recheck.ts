import { summarise } from '../../domain/summary.ts';
import type { Card, Note } from '../outgoing.ts';
import { againPut, type JobOf } from '../state/outbox.ts';
import { aroundAttempts, RECHECK_AFTER_MS } from './attempts.ts';
import { makeCard } from './card.ts';
import type { Handler, JobInHand } from './job.ts';

/** Looks whether a message that was sent again came twice after all, and takes the later ones away. */
export const recheck: Handler<'recheck'> = async (job, inHand) => {
  const { entry, notification, lease, deps } = inHand;
  const { messenger, clock, log } = deps;
  const { channel, ts } = notification;
  const message = await messageOf(job, inHand);
  const done = { delete: [entry.key] };
  if (!message) return lease.commit(done);
  const thread = job.decision === undefined ? undefined : ts;
  const located = await messenger.locate(message, aroundAttempts(job.from, job.to), thread);
  if (located.kind === 'rateLimited' || located.kind === 'ambiguous') {
    const retryAfterMs = located.kind === 'rateLimited' ? located.retryAfterMs : RECHECK_AFTER_MS[0];
    return lease.commit({ put: [againPut(entry.key, clock.now() + retryAfterMs, job)], ...done });
  }
  if (located.kind === 'found') {
    // The card that buttons and updates belong to stays; of notes the first.
    const kept =
      job.decision === undefined && ts !== undefined && located.ts.includes(ts) ? ts : located.ts[0];
    for (const double of located.ts.filter(one => one !== kept)) {
      log.warn({ channel, notification: notification.id }, 'a message came twice; the second is taken away');
      const removed = await messenger.remove(channel, double);
      if (removed.kind !== 'posted')
        log.warn({ channel, ts: double, ...removed }, 'the second copy of a message could not be taken away');
    }
  }
  const [first, last] = RECHECK_AFTER_MS;
  const next = { ...job, looks: job.looks + 1 };
  const more =
    next.looks < RECHECK_AFTER_MS.length ? [againPut(entry.key, clock.now() + last - first, next)] : [];
  return lease.commit({ put: more, ...done });
};

async function messageOf(
  job: JobOf<'recheck'>,
  { notification, record, deps }: JobInHand,
): Promise<Card | Note | undefined> {
  if (job.decision === undefined) return makeCard(notification, record, deps);
  const decision = notification.decisions[job.decision];
  const summary = summarise(record, deps.card.known, notification.chain);
  return decision && { notification, summary, index: job.decision, decision, voided: job.voided === true };
}
