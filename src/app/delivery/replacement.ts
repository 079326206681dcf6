import type { Put } from '../ports.ts';
import type { ChannelJob } from './failures.ts';
import type { JobInHand } from './job.ts';
import { setAsidePut } from './set-aside.ts';

/** Counts and names a card that is shown in a few words only, and gives the write that sets the whole one aside. */
export function asReplacement(job: ChannelJob, { entry, notification, record, deps }: JobInHand): Put {
  const { channel, id } = notification;
  const { log, meter, clock } = deps;
  const error = job.failed?.error ?? 'Slack does not take it';
  meter.count('cctrail_set_aside_total', { kind: job.kind });
  log.error(
    { channel, notification: id, eventID: record.eventID, job: job.kind, error },
    'Slack does not take a card; a few words stand in its place, and it is set aside ("cctrail outbox list")',
  );
  const at = new Date(clock.now()).toISOString();
  return setAsidePut(entry.key, job, { channel, eventID: record.eventID, error, at, replaced: true });
}
