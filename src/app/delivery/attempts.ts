import type { Outgoing } from '../outgoing.ts';
import type { PostResult, Put } from '../ports.ts';
import { laneOf } from '../state/lanes.ts';
import { againPut, type Job, type JobOf, jobCodec } from '../state/outbox.ts';
import { type JobInHand, type MessageInHand, PACE_MS } from './job.ts';

/** Time before an attempt from which its message is looked for: clocks differ; and after it, for which it may appear. */
const CLOCK_SKEW_MS = 5 * 60_000;
const ARRIVES_WITHIN_MS = 10 * 60_000;
/** Longest that Slack is waited for: an attempt of which no answer is known may have been under way that long. */
const SLOWEST_ANSWER_MS = 8_000;
/** Time after an unclear answer for which its message is waited for before it is sent again. */
const MAY_COME_LATE_MS = 5_000;
/** Pause before it is looked again where a look failed. */
const LOOK_FAILED_PAUSE_MS = 5_000;
/** Times after an unclear answer at which is looked whether the message came all the same, and is there twice. */
export const RECHECK_AFTER_MS = [15_000, 30_000] as const;

/** A job that must not be done twice. */
type Once = JobOf<'post' | 'note' | 'line'>;

/** What became of a message that must not be sent twice. */
export type Sent =
  | {
      readonly kind: 'posted';
      readonly ts: string;
      /** It was sent just now, not found. */
      readonly isNew: boolean;
      /** It may be there twice. */
      readonly isDoubtful: boolean;
    }
  | Exclude<PostResult, { kind: 'posted' | 'ambiguous' }>
  /** Nobody knows whether the attempt that began at `attemptedAt` (milliseconds) posted it. */
  | { readonly kind: 'ambiguous'; readonly error: string; readonly attemptedAt?: number }
  /** It is not there, but may still come, or could not be looked for: to be looked for again at an instant in milliseconds. */
  | { readonly kind: 'early'; readonly at: number }
  /** It is not there, and was not sent: it fails too often. */
  | { readonly kind: 'hopeless' }
  /** Another replica holds the lane now. */
  | { readonly kind: 'lost' };

/**
 * Sends what must not be sent twice: marks the attempt first, and where a mark already stands looks the message up, until it can be told that it
 * does not come any more. `isHopeless`: it is not to be sent once more.
 * @throws {StoreError} when the mark can't be made; nothing was sent then
 */
export async function sendOnce(
  job: Once,
  { entry, lease, deps }: MessageInHand,
  message: Outgoing,
  isHopeless: boolean,
  thread?: string,
): Promise<Sent> {
  const { messenger, clock } = deps;
  if (job.attemptedAt !== undefined) {
    const looked = await lookFor(job, job.attemptedAt, message, deps, thread);
    if (looked !== 'absent') return looked;
  }
  if (isHopeless) return { kind: 'hopeless' };
  const attemptedAt = clock.now();
  // Earlier attempts were looked for just now, so only this one is to be looked for next. Slack's second begins with the post.
  const marked: Job = { ...job, attemptedAt };
  const step = await lease.commit({ put: [{ key: entry.key, value: jobCodec.encode(marked) }] }, PACE_MS);
  if (step.kind === 'lost') return { kind: 'lost' };
  if (step.kind !== 'done') return { kind: 'early', at: clock.now() + PACE_MS };
  const result = await messenger.post(message, thread);
  if (result.kind === 'ambiguous') return { ...result, attemptedAt };
  if (result.kind !== 'posted') return result;
  return { ...result, isNew: true, isDoubtful: job.attemptedAt !== undefined || job.unclear !== undefined };
}

/** Looks for the message of an attempt. */
async function lookFor(
  { unclear }: Once,
  attemptedAt: number,
  message: Outgoing,
  { messenger, clock, log }: MessageInHand['deps'],
  thread: string | undefined,
): Promise<Sent | 'absent'> {
  const located = await messenger.locate(message, aroundAttempts(attemptedAt, attemptedAt), thread);
  switch (located.kind) {
    case 'found':
      // More than one attempt may have come through.
      return {
        kind: 'posted',
        ts: located.ts[0],
        isNew: false,
        isDoubtful: unclear !== undefined && unclear.first < attemptedAt,
      };
    case 'rateLimited':
      return { kind: 'early', at: clock.now() + located.retryAfterMs };
    case 'ambiguous':
      return { kind: 'early', at: clock.now() + LOOK_FAILED_PAUSE_MS };
    case 'refused':
      // What is refused there is the look, not the message.
      return located.scope === 'message'
        ? { kind: 'early', at: clock.now() + LOOK_FAILED_PAUSE_MS }
        : located;
    case 'impossible':
      log.warn(
        { error: located.error },
        'can not look whether a message was posted (scopes channels:history, groups:history); posting again, it may show twice',
      );
      return 'absent';
    case 'absent': {
      const answeredAt = Math.max(
        unclear?.at ?? 0,
        unclear === undefined || unclear.at < attemptedAt ? attemptedAt + SLOWEST_ANSWER_MS : 0,
      );
      const at = answeredAt + MAY_COME_LATE_MS;
      return clock.now() < at ? { kind: 'early', at } : 'absent';
    }
  }
}

/** The time in which messages lie that attempts between two instants (milliseconds) may have posted. */
export function aroundAttempts(first: number, last: number): { readonly from: number; readonly to: number } {
  return { from: first - CLOCK_SKEW_MS, to: last + ARRIVES_WITHIN_MS };
}

/** What has a message looked for once more that may be there twice. */
export function recheckPuts(
  job: Exclude<Once, { kind: 'line' }>,
  isDoubtful: boolean,
  { entry, deps, later }: JobInHand,
): Put[] {
  if (!isDoubtful) return [];
  const { notificationId, attemptedAt, unclear } = job;
  const now = deps.clock.now();
  const note = job.kind === 'note' && {
    decision: job.decision,
    ...(job.voided !== undefined && { voided: job.voided }),
  };
  const from = unclear?.first ?? attemptedAt ?? now;
  const recheck: Job = { kind: 'recheck', notificationId, ...note, from, to: now, looks: 0 };
  later.add(laneOf(entry.key));
  return [againPut(entry.key, Math.max((unclear?.at ?? now) + RECHECK_AFTER_MS[0], now), recheck)];
}
