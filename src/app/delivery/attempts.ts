import type { Card, Note } from '../outgoing.ts';
import type { PostResult } from '../ports.ts';
import { type Job, type JobOf, jobCodec } from '../state/outbox.ts';
import type { JobInHand } from './job.ts';
import { LEASE_MS, type Step } from './lane-lease.ts';
import { EVERYTHING, park, unparks } from './parking.ts';

/** Time before an attempt from which its message is looked for: clocks differ. */
const CLOCK_SKEW_MS = 5 * 60_000;
/** The first pause after an unclear answer; each further one is twice as long, up to a lease. */
const FIRST_PAUSE_MS = 1_000;

/**
 * Sends what must not be sent twice: marks the attempt first, and where a mark already stands looks the message up.
 * @throws {StoreError} when the mark can't be made; nothing was sent then
 */
export async function sendOnce(
  job: JobOf<'post' | 'note'>,
  { entry, lease, deps }: JobInHand,
  message: Card | Note,
  thread: string | undefined,
  send: () => Promise<PostResult>,
): Promise<PostResult> {
  const { messenger, clock, log } = deps;
  if (job.attemptedAt !== undefined) {
    const located = await messenger.locate(message, job.attemptedAt - CLOCK_SKEW_MS, thread);
    if (located.kind === 'found') return { kind: 'posted', ts: located.ts };
    if (located.kind === 'impossible') {
      log.warn(
        { error: located.error },
        'can not look whether a message was posted (scopes channels:history, groups:history); posting again, it may show twice',
      );
    } else if (located.kind !== 'absent') return located;
  }
  // Earlier attempts were looked for just now, so only this one is to be looked for next. The commit renews the lease as well.
  const marked: Job = { ...job, attemptedAt: clock.now() };
  const step = await lease.commit({ put: [{ key: entry.key, value: jobCodec.encode(marked) }] });
  if (step.kind !== 'done') return { kind: 'ambiguous', error: 'another replica took over' };
  return send();
}

/** What happens to a job that Slack did not take: it is tried again later, parked, or given up where its message is gone. */
export async function afterFailure(
  result: Exclude<PostResult, { kind: 'posted' }>,
  job: Job,
  inHand: JobInHand,
): Promise<Step> {
  const { entry, lease, deps, notification } = inHand;
  const { log, meter } = deps;
  const { channel } = notification;
  if (result.kind === 'ambiguous') return afterUnclear(result.error, inHand);
  if (result.kind === 'refused' && result.scope === 'message' && job.kind !== 'post') {
    log.warn(
      { channel, job, error: result.error },
      'a card or its thread is gone from Slack; what was to be said there is in the ledger',
    );
    return lease.commit({ delete: [entry.key, ...unparks(channel)] });
  }
  // Slack said no to this attempt: the job is again as it was before, so that only an earlier mark is looked for.
  const step = await lease.commit({ put: [{ key: entry.key, value: jobCodec.encode(job) }] });
  if (step.kind === 'lost') return step;
  if (result.kind === 'rateLimited') {
    const { retryAfterMs } = result;
    meter.count('cctrail_rate_limited_total', {});
    log.info({ channel, retryAfterMs }, 'Slack wants a pause');
    return { kind: 'wait', retryAfterMs };
  }
  const what = result.scope === 'token' ? EVERYTHING : channel;
  return { kind: 'wait', retryAfterMs: await park(deps, what, result.error) };
}

function afterUnclear(error: string, { notification, unclear, deps }: JobInHand): Step {
  const { channel } = notification;
  const times = (unclear.get(channel) ?? 0) + 1;
  unclear.set(channel, times);
  if (times === 1)
    deps.log.warn(
      { channel, error },
      'Slack gave no clear answer, so a message may have been posted; it will be looked for',
    );
  return { kind: 'wait', retryAfterMs: Math.min(FIRST_PAUSE_MS * 2 ** (times - 1), LEASE_MS) };
}
