import type { PostResult } from '../ports.ts';
import { againPut, type JobOf, jobCodec } from '../state/outbox.ts';
import type { Sent } from './attempts.ts';
import { type JobInHand, PACE_MS } from './job.ts';
import { LEASE_MS, type Step } from './lane-lease.ts';
import { EVERYTHING, park, unparks } from './parking.ts';
import { setAsidePut } from './set-aside.ts';

/** Jobs that are done in a channel. */
export type ChannelJob = JobOf<'post' | 'note' | 'update'>;

/** The first pause of a channel that gives unclear answers in a row; each further one is twice as long, up to a lease. */
const FIRST_PAUSE_MS = 1_000;
/** Pauses before a message is tried again that Slack does not take: after the first failure, the second …, then the last. */
const RETRY_PAUSES_MS = [5_000, 5_000, 5_000, 10_000, 30_000] as const;
/** Failures from which on a card is shown in a few words. */
const SHORT_AFTER_FAILURES = 3;
/** Failures from which on what not even these words get through for is set aside, if its channel takes other messages. */
const ASIDE_AFTER_FAILURES = 5;

/** Whether a card is to be shown in a few words, because Slack did not take it whole. */
export function isToBeShort({ failed }: ChannelJob): boolean {
  return (failed?.times ?? 0) >= SHORT_AFTER_FAILURES;
}

/** What happens to a job that Slack did not take: it is tried again later while others go on, its channel is parked, or it is set aside or given up. */
export async function afterFailure(
  result: Exclude<Sent, { kind: 'posted' }>,
  job: ChannelJob,
  inHand: JobInHand,
): Promise<Step> {
  const { entry, lease, deps, notification } = inHand;
  const { log, meter, clock } = deps;
  const { channel } = notification;
  if (result.kind !== 'early') meter.count('cctrail_send_failures_total', { fault: faultOf(result) });
  if (result.kind === 'early') return again(job, Math.max(result.at, clock.now() + PACE_MS), inHand, 0);
  if (result.kind === 'ambiguous') return afterUnclear(result.error, job, inHand);
  if (result.kind === 'refused' && result.scope === 'place' && job.kind !== 'post') {
    log.warn(
      { channel, job, error: result.error },
      'a card or its thread is gone from Slack; what was to be said there is in the ledger',
    );
    return lease.commit({ delete: [entry.key, ...unparks(channel)] });
  }
  if (result.kind === 'refused' && (result.scope === 'message' || result.scope === 'place'))
    return afterRefusal(result.error, job, inHand);
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

/** What is at fault, as metrics call it. */
function faultOf(result: Exclude<PostResult, { kind: 'posted' }>): string {
  if (result.kind === 'refused') return result.scope;
  return result.kind === 'ambiguous' ? 'unclear' : 'pace';
}

/** Nobody knows whether it was posted. Where the channel gives such answers in a row it pauses; else what comes next goes on. */
async function afterUnclear(error: string, job: ChannelJob, inHand: JobInHand): Promise<Step> {
  const { notification, health, deps } = inHand;
  const { channel } = notification;
  const now = deps.clock.now();
  const inARow = health.unclear(channel);
  if (inARow === 1)
    deps.log.warn(
      { channel, error },
      'Slack gave no clear answer, so a message may have been posted; it will be looked for',
    );
  const failed = isOthersFault(job, inHand) ? job.failed : failedOnce(job, now);
  const next: ChannelJob = {
    ...job,
    ...(failed && { failed: { ...failed, at: now } }),
    // Of an attempt that is no post nothing is to be looked for.
    ...(job.kind !== 'update' && {
      attemptedAt: job.attemptedAt ?? now,
      unclear: { times: (job.unclear?.times ?? 0) + 1, at: now },
    }),
  };
  if (isToBeSetAside(next, inHand)) return setAside(error, next, inHand);
  const pauseMs = job.kind === 'update' ? retryPause(next) : PACE_MS;
  const step = await again(next, now + pauseMs, inHand);
  if (step.kind !== 'done' || inARow === 1) return step;
  return { kind: 'wait', retryAfterMs: Math.min(FIRST_PAUSE_MS * 2 ** (inARow - 2), LEASE_MS) };
}

/** Slack does not take what the message holds. */
function afterRefusal(error: string, job: ChannelJob, inHand: JobInHand): Promise<Step> {
  const { notification, deps } = inHand;
  const { id, channel } = notification;
  const now = deps.clock.now();
  const next: ChannelJob = { ...job, failed: failedOnce(job, now) };
  if (next.failed?.times === 1)
    deps.log.error(
      { channel, notification: id, job: job.kind, error },
      'Slack does not take a message; it is tried again while others go on',
    );
  if (isToBeSetAside(next, inHand)) return setAside(error, next, inHand);
  return again(next, now + retryPause(next), inHand);
}

/** Has a job done once more at an instant (milliseconds); what else waits in its lane goes on. */
function again(
  job: ChannelJob,
  at: number,
  { entry, lease }: JobInHand,
  paceMs: number = PACE_MS,
): Promise<Step> {
  const put = againPut(entry.key, at, job);
  return lease.commit({ put: [put], delete: put.key === entry.key ? [] : [entry.key] }, paceMs);
}

function failedOnce({ failed }: ChannelJob, now: number): NonNullable<ChannelJob['failed']> {
  return { times: (failed?.times ?? 0) + 1, since: failed?.since ?? now, at: now };
}

/** Whether Slack has taken nothing at all since it last failed, so that it can't be told what is at fault. */
function isOthersFault({ failed }: ChannelJob, { health }: JobInHand): boolean {
  return failed !== undefined && !health.isSlackThereSince(failed.at);
}

function isToBeSetAside({ failed }: ChannelJob, { health, notification }: JobInHand): boolean {
  return (
    failed !== undefined &&
    failed.times >= ASIDE_AFTER_FAILURES &&
    health.tookSince(notification.channel, failed.since)
  );
}

function retryPause({ failed }: ChannelJob): number {
  const times = failed?.times ?? 1;
  return RETRY_PAUSES_MS[Math.min(times, RETRY_PAUSES_MS.length) - 1] ?? LEASE_MS;
}

/** Sets a job aside for which not even a few words get through. */
function setAside(
  error: string,
  job: ChannelJob,
  { entry, lease, notification, record, deps }: JobInHand,
): Promise<Step> {
  const { channel } = notification;
  const { log, meter, clock } = deps;
  meter.count('cctrail_set_aside_total', { kind: job.kind });
  log.error(
    { channel, notification: notification.id, eventID: record.eventID, job: job.kind, error },
    'Slack does not take a message, and not even a few words in its place; it is set aside ("cctrail outbox list")',
  );
  const aside = {
    channel,
    eventID: record.eventID,
    error,
    at: new Date(clock.now()).toISOString(),
    replaced: false,
  };
  return lease.commit({ put: [setAsidePut(entry.key, job, aside)], delete: [entry.key] });
}
