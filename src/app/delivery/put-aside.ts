import type { Put } from '../ports.ts';
import type { Job } from '../state/outbox.ts';
import type { MessageInHand } from './job.ts';
import { setAsidePut } from './set-aside.ts';

/** Lines for the log of a message that is set aside, by whether a few words stand in its place. */
const SAID = {
  replaced:
    'Slack does not take a card; a few words stand in its place, and it is set aside ("cctrail outbox list")',
  missing: 'a message does not get through, and is set aside ("cctrail outbox list")',
} as const;

/** Counts and names a message that is set aside, and gives the write that does it. */
export function asidePut(
  error: string,
  job: Job,
  instead: keyof typeof SAID,
  { entry, about: { id, channel, eventID }, deps }: MessageInHand,
): Put {
  const { log, meter, clock } = deps;
  const about = { channel, eventID, error };
  meter.count('cctrail_set_aside_total', { kind: job.kind });
  log.error({ ...about, notification: id, job: job.kind }, SAID[instead]);
  const at = new Date(clock.now()).toISOString();
  return setAsidePut(entry.key, job, { ...about, at, replaced: instead === 'replaced' });
}
