import type { Card, Note } from '../outgoing.ts';
import type { PostResult } from '../ports.ts';
import { againPut, type Job, type JobOf, jobCodec } from '../state/outbox.ts';
import type { JobInHand } from './job.ts';

/** Time before an attempt from which its message is looked for: clocks differ. */
export const CLOCK_SKEW_MS = 5 * 60_000;
/** Longest that Slack is waited for: an attempt of which no answer is known may have been under way that long. */
const SLOWEST_ANSWER_MS = 8_000;
/** Time after an unclear answer for which its message is waited for before it is sent again. */
const MAY_COME_LATE_MS = 5_000;
/** Times after an unclear answer at which is looked whether the message came all the same, and is there twice. */
export const RECHECK_AFTER_MS = [15_000, 30_000] as const;

/** What became of a message that must not be sent twice: as {@link PostResult}, or it is too early to tell. */
export type Sent =
  | (Extract<PostResult, { kind: 'posted' }> & { /** It may be there twice. */ readonly doubtful: boolean })
  | Exclude<PostResult, { kind: 'posted' }>
  /** It is not there, but may still come: to be looked for again at an instant in milliseconds. */
  | { readonly kind: 'early'; readonly at: number };

/**
 * Sends what must not be sent twice: marks the attempt first, and where a mark already stands looks the message up, until it can be told that it
 * does not come any more.
 * @throws {StoreError} when the mark can't be made; nothing was sent then
 */
export async function sendOnce(
  job: JobOf<'post' | 'note'>,
  { entry, lease, deps }: JobInHand,
  message: Card | Note,
  thread?: string,
): Promise<Sent> {
  const { messenger, clock, log } = deps;
  if (job.attemptedAt !== undefined) {
    const located = await messenger.locate(message, job.attemptedAt - CLOCK_SKEW_MS, thread);
    if (located.kind === 'found')
      return { kind: 'posted', ts: located.ts[0], doubtful: (job.unclear?.times ?? 0) > 1 };
    if (located.kind === 'rateLimited') return { kind: 'early', at: clock.now() + located.retryAfterMs };
    if (located.kind === 'impossible') {
      log.warn(
        { error: located.error },
        'can not look whether a message was posted (scopes channels:history, groups:history); posting again, it may show twice',
      );
    } else if (located.kind !== 'absent') return located;
    const answeredAt = job.unclear?.at ?? job.attemptedAt + SLOWEST_ANSWER_MS;
    if (located.kind === 'absent' && clock.now() < answeredAt + MAY_COME_LATE_MS)
      return { kind: 'early', at: answeredAt + MAY_COME_LATE_MS };
  }
  // Earlier attempts were looked for just now, so only this one is to be looked for next. The commit renews the lease as well.
  const marked: Job = { ...job, attemptedAt: clock.now() };
  const step = await lease.commit({ put: [{ key: entry.key, value: jobCodec.encode(marked) }] });
  if (step.kind !== 'done') return { kind: 'ambiguous', error: 'another replica took over' };
  const result = await messenger.post(message, thread);
  return result.kind === 'posted' ? { ...result, doubtful: job.unclear !== undefined } : result;
}

/** What has a message looked for once more that may be there twice. */
export function recheckPuts(
  job: JobOf<'post' | 'note'>,
  doubtful: boolean,
  { entry, deps }: JobInHand,
): ReturnType<typeof againPut>[] {
  const { notificationId, attemptedAt, unclear } = job;
  if (!doubtful || unclear === undefined) return [];
  const { clock } = deps;
  const since = attemptedAt ?? unclear.at;
  const note = job.kind === 'note' && {
    decision: job.decision,
    ...(job.voided !== undefined && { voided: job.voided }),
  };
  const recheck: Job = { kind: 'recheck', notificationId, ...note, since, looks: 0 };
  return [againPut(entry.key, Math.max(unclear.at + RECHECK_AFTER_MS[0], clock.now()), recheck)];
}
