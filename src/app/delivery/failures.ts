import { laneOf } from '../state/lanes.ts';
import { notificationPuts } from '../state/notifications.ts';
import { againPut, type Job, type JobOf, jobCodec } from '../state/outbox.ts';
import type { Sent } from './attempts.ts';
import type { JobInHand, MessageInHand } from './job.ts';
import { LEASE_MS, type Step } from './lane-lease.ts';
import { EVERYTHING, park, unparks } from './parking.ts';
import { asidePut } from './put-aside.ts';

/** Jobs that are done in a channel. */
export type ChannelJob = JobOf<'post' | 'note' | 'update' | 'line'>;

/** The first pause of a channel that gives unclear answers in a row; each further one is twice as long, up to a lease. */
const FIRST_PAUSE_MS = 1_000;
/** Pauses before a message is tried again that failed once, twice …, then the last. */
const RETRY_PAUSES_MS = [5_000, 5_000, 5_000, 10_000, 30_000] as const;
/** Refusals, or unclear answers over so long, from which on a card is shown in a few words, and from which on it is set aside. */
const SHORT_AFTER = { refused: 3, unclear: 6, unclearForMs: 60_000 };
const ASIDE_AFTER = { refused: 5, unclear: 9, unclearForMs: 120_000 };

/** Whether a card is to be shown in a few words, because Slack does not take it whole. */
export function isToBeShort(job: ChannelJob, inHand: MessageInHand): boolean {
  return failsBeyond(SHORT_AFTER, job, inHand, false);
}

/** Whether a message is not to be sent any more, as not even a few words get through in its place. */
export function isHopeless(job: ChannelJob, inHand: MessageInHand): boolean {
  return failsBeyond(ASIDE_AFTER, job, inHand, true);
}

/** Slack's refusal of a message speaks for itself, but for giving up; what is unclear may be anybody's fault while others fare no better. */
function failsBeyond(
  limits: typeof SHORT_AFTER,
  { failed }: ChannelJob,
  { health, entry, about, deps }: MessageInHand,
  isLast: boolean,
): boolean {
  if (failed === undefined) return false;
  const isOften =
    failed.refused >= limits.refused ||
    (failed.unclear >= limits.unclear && deps.clock.now() - failed.since >= limits.unclearForMs);
  if (!isOften) return false;
  if (failed.refused >= limits.refused && !isLast) return true;
  return health.othersFareWell(laneOf(entry.key), about.id, failed.since);
}

/** What happens to a job that Slack did not take: it is tried again later while others go on, its channel is parked, or it is set aside or given up. */
export async function afterFailure(
  result: Exclude<Sent, { kind: 'posted' }>,
  job: ChannelJob,
  inHand: MessageInHand,
): Promise<Step> {
  const { entry, lease, deps, about } = inHand;
  const { log, meter } = deps;
  const { channel } = about;
  switch (result.kind) {
    case 'lost':
      return { kind: 'lost' };
    case 'early':
      return again(job, result.at, inHand);
    case 'hopeless':
      return setAside(job.failed?.error ?? 'it failed too often', job, inHand);
    case 'ambiguous':
      meter.count('cctrail_send_failures_total', { fault: 'unclear' });
      return afterUnclear(result, job, inHand);
    case 'refused':
      meter.count('cctrail_send_failures_total', { fault: result.scope });
      if (result.scope === 'place' && job.kind !== 'post') {
        log.warn(
          { channel, job, error: result.error },
          'a card or its thread is gone from Slack; what was to be said there is in the ledger',
        );
        return lease.commit({ delete: [entry.key, ...unparks(channel)] });
      }
      if (result.scope === 'message' || result.scope === 'place')
        return afterRefusal(result.error, job, inHand);
      return (await asBefore(job, inHand)) ?? parked(result.scope, result.error, inHand);
    case 'rateLimited': {
      const { retryAfterMs } = result;
      meter.count('cctrail_send_failures_total', { fault: 'pace' });
      meter.count('cctrail_rate_limited_total', {});
      log.info({ channel, retryAfterMs }, 'Slack wants a pause');
      return (await asBefore(job, inHand)) ?? { kind: 'wait', retryAfterMs };
    }
  }
}

/** Slack said no to this attempt: the job is again as it was before, so that only an earlier mark is looked for. */
async function asBefore(job: ChannelJob, { entry, lease }: MessageInHand): Promise<Step | undefined> {
  const step = await lease.commit({ put: [{ key: entry.key, value: jobCodec.encode(job) }] });
  return step.kind === 'lost' ? step : undefined;
}

async function parked(
  scope: 'channel' | 'token',
  error: string,
  { deps, about }: MessageInHand,
): Promise<Step> {
  const what = scope === 'token' ? EVERYTHING : about.channel;
  return { kind: 'wait', retryAfterMs: await park(deps, what, error) };
}

/** Nobody knows whether it was posted. Where the channel gives such answers in a row it pauses; else what comes next goes on. */
async function afterUnclear(
  { error, attemptedAt }: Extract<Sent, { kind: 'ambiguous' }>,
  job: ChannelJob,
  inHand: MessageInHand,
): Promise<Step> {
  const { about, health, deps, entry } = inHand;
  const now = deps.clock.now();
  const inARow = health.unclear(laneOf(entry.key), about.id, now);
  if (inARow === 1)
    deps.log.warn(
      { channel: about.channel, error },
      'Slack gave no clear answer, so a message may have been posted; it will be looked for',
    );
  const failed = failedOnce(job, 'unclear', error, now);
  const next: ChannelJob = {
    ...job,
    failed,
    // Of an attempt that is no post nothing is to be looked for.
    ...(job.kind !== 'update' &&
      attemptedAt !== undefined && {
        attemptedAt,
        unclear: { first: job.unclear?.first ?? attemptedAt, at: now },
      }),
  };
  if (job.kind === 'update' && isHopeless(next, inHand)) return setAside(error, next, inHand);
  const step = await again(next, job.kind === 'update' ? now + retryPause(next) : now, inHand);
  if (step.kind !== 'done' || inARow === 1) return step;
  return { kind: 'wait', retryAfterMs: Math.min(FIRST_PAUSE_MS * 2 ** (inARow - 2), LEASE_MS) };
}

/** Slack does not take what the message holds. */
function afterRefusal(error: string, job: ChannelJob, inHand: MessageInHand): Promise<Step> {
  const { about, deps } = inHand;
  const { id, channel } = about;
  const now = deps.clock.now();
  const next: ChannelJob = { ...job, failed: failedOnce(job, 'refused', error, now) };
  if (next.failed?.refused === 1)
    deps.log.error(
      { channel, notification: id, job: job.kind, error },
      'Slack does not take a message; it is tried again while others go on',
    );
  if (isHopeless(next, inHand)) return setAside(error, next, inHand);
  return again(next, now + retryPause(next), inHand);
}

/** Has a job done once more at an instant (milliseconds); what else waits in its lane goes on. */
export function again(job: ChannelJob, at: number, { entry, lease, later }: MessageInHand): Promise<Step> {
  later.add(laneOf(entry.key));
  const put = againPut(entry.key, at, job);
  return lease.commit({ put: [put], delete: put.key === entry.key ? [] : [entry.key] });
}

function failedOnce(
  { failed }: ChannelJob,
  how: 'refused' | 'unclear',
  error: string,
  now: number,
): NonNullable<ChannelJob['failed']> {
  const before = failed ?? { refused: 0, unclear: 0, since: now };
  return { ...before, error, [how]: before[how] + 1 };
}

function retryPause({ failed }: ChannelJob): number {
  const times = Math.max(1, (failed?.refused ?? 0) + (failed?.unclear ?? 0));
  return RETRY_PAUSES_MS[Math.min(times, RETRY_PAUSES_MS.length) - 1] ?? LEASE_MS;
}

/** Sets a job aside for which not even a few words get through, or which can't be done. */
export function setAside(error: string, job: Job, inHand: MessageInHand): Promise<Step> {
  const { entry, lease } = inHand;
  const put = [asidePut(error, job, 'missing', inHand)];
  if (job.kind !== 'post' || !isOnNotification(inHand)) return lease.commit({ put, delete: [entry.key] });
  const { stored, notification } = inHand;
  // Nothing more is to be put on what nobody sees.
  return lease.commit({
    expect: [{ key: stored.key, version: stored.version }],
    put: [...put, ...notificationPuts({ ...notification, isAside: true })],
    delete: [entry.key],
  });
}

function isOnNotification(inHand: MessageInHand): inHand is JobInHand {
  return 'stored' in inHand;
}
