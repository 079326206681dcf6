import * as z from 'zod';
import type { Notification } from '../../domain/notification.ts';
import type { Entry, Put, Store } from '../ports.ts';
import { codec } from '../state/codec.ts';
import { KEYS } from '../state/keys.ts';
import { laneOf } from '../state/lanes.ts';
import { notificationCodec, notificationPuts } from '../state/notifications.ts';
import { type Job, jobCodec, jobId, messagePut, updatePut } from '../state/outbox.ts';
import { USUAL_RETENTION } from '../state/records.ts';

/** Most of them that are looked at. */
const MAX_LISTED_JOBS = 1_000;

const ASIDE = z.object({
  /** The job, as the outbox held it. */
  job: z.string(),
  /** The lane that it was in. */
  lane: z.string(),
  channel: z.string(),
  eventID: z.string().nullable(),
  error: z.string(),
  /** ISO 8601. */
  at: z.string(),
  /** Whether a few words stand in the channel for it. */
  replaced: z.boolean(),
});
const asideCodec = codec(ASIDE);

/** Why and where a message was set aside. */
export type Aside = Omit<z.output<typeof ASIDE>, 'job' | 'lane'>;

/** A message that was set aside, or an entry of the outbox that can't be read (`channel` is null then). */
export interface SetAside {
  /** By which it is sent again. */
  readonly id: string;
  readonly kind: Job['kind'] | 'unreadable';
  readonly channel: string | null;
  readonly eventID: string | null;
  readonly error: string;
  /** ISO 8601; null where it is not known. */
  readonly at: string | null;
  readonly replaced: boolean;
}

/** The write that keeps a message for a person to look at. `jobKey` is the key that it had in the outbox. */
export function setAsidePut(jobKey: string, job: Job, aside: Aside): Put {
  const lane = laneOf(jobKey);
  return {
    key: `${KEYS.setAside}${job.kind}/${idOf(job)}`,
    value: asideCodec.encode({ ...aside, job: jobCodec.encode(job), lane }),
    ttl: USUAL_RETENTION.cardedMs,
  };
}

/** All that is set aside, up to a thousand. @throws {StoreError} when the store is away */
export async function listSetAside(store: Store): Promise<SetAside[]> {
  const entries = await store.range(KEYS.setAside, '', null, MAX_LISTED_JOBS);
  return entries.map(({ key, value }) => {
    const id = key.slice(KEYS.setAside.length);
    const aside = asideCodec.tryDecode(value);
    const job = aside && jobCodec.tryDecode(aside.job);
    if (!aside || !job)
      return {
        id,
        kind: 'unreadable',
        channel: null,
        eventID: null,
        error: 'it can not be read, or has lost its record',
        at: null,
        replaced: false,
      };
    const { channel, eventID, error, at, replaced } = aside;
    return { id, kind: job.kind, channel, eventID, error, at, replaced };
  });
}

/**
 * Puts what was set aside back into the outbox, as if it were new; a card for which a few words stand is tried in their place. Gives whether there
 * was one. `now` in milliseconds.
 * @throws {StoreError} when the store is away
 */
export async function retrySetAside(store: Store, id: string, now: number): Promise<boolean> {
  const entry = await store.get(`${KEYS.setAside}${id}`);
  if (!entry) return false;
  const aside = asideCodec.tryDecode(entry.value);
  const job = aside && jobCodec.tryDecode(aside.job);
  const kept = job && (await store.get(KEYS.notification(jobId(job))));
  const put = aside && job ? putsAgain(kept, job, aside.lane, now) : [{ key: id, value: entry.value }];
  const result = await store.commit({
    // A decision that comes meanwhile must not be written over.
    expect: [entry, ...(kept ? [kept] : [])].map(({ key, version }) => ({ key, version })),
    put,
    delete: [entry.key],
  });
  return result.kind === 'done' || retrySetAside(store, id, now);
}

function putsAgain(kept: Entry | undefined, job: Job, lane: string, now: number): Put[] {
  const notification = kept && notificationCodec.tryDecode(kept.value);
  if (
    !notification ||
    job.kind === 'note' ||
    job.kind === 'publish' ||
    (job.kind === 'post' && notification.ts === undefined)
  )
    return [
      messagePut(lane, 'asking', now, idOf(job), freshly(job)),
      ...(notification?.isAside ? notificationPuts(inSight(notification)) : []),
    ];
  const { short: _, ...whole } = notification;
  return [...notificationPuts(whole), updatePut(whole)];
}

/** A notification on which more may be put again. */
function inSight(aside: Notification): Notification {
  const { isAside: _, ...notification } = aside;
  return notification;
}

/** A job as it was before it failed; what may have been posted is still looked for. */
function freshly(job: Job): Job {
  if (job.kind !== 'post' && job.kind !== 'note' && job.kind !== 'line') return job;
  const { failed: _, queuedAt: __, ...rest } = job;
  return rest;
}

function idOf(job: Job): string {
  const index =
    job.kind === 'note' || job.kind === 'publish' ? `.${job.decision}${job.voided ? '.voided' : ''}` : '';
  return `${jobId(job)}${index}`;
}
