import * as z from 'zod';
import type { Notification } from '../../domain/notification.ts';
import type { Put } from '../ports.ts';
import { codec } from './codec.ts';
import { sortable } from './keys.ts';
import {
  againPrefix,
  dueAt,
  identityLane,
  isAgain,
  laneOf,
  lanePrefix,
  nameIn,
  queuedAt,
  type Rank,
  ranked,
  updateLane,
} from './lanes.ts';

/** Fields that tell how a job fared so far. All times in milliseconds. */
const TRIES = {
  /** Marks that it may have been done already, by an attempt that began then. Earlier ones were looked for. */
  attemptedAt: z.number().exactOptional(),
  /** Attempts of which nobody knows whether they took effect: when the first began, and when the last was answered. */
  unclear: z.object({ first: z.number(), at: z.number() }).exactOptional(),
  /** How often Slack refused what it holds, how often it gave no clear answer, since when it fails, and what was said last. */
  failed: z
    .object({ refused: z.number(), unclear: z.number(), since: z.number(), error: z.string() })
    .exactOptional(),
  /** When it was put into its lane; absent while its key tells. */
  queuedAt: z.number().exactOptional(),
};

/** Updates of cards by what they show, the most urgent first: they share what Slack allows in a minute. */
export const UPDATES = ['decision', 'asking', 'telling', 'story'] as const;
/** What an update shows. */
export type Update = (typeof UPDATES)[number];

const ORDER_CHANGE = z.object({
  order: z.enum(['subscription', 'mute']),
  change: z.enum(['made', 'ended']),
  number: z.number(),
  reading: z.string(),
  by: z.string(),
  until: z.string().exactOptional(),
  reason: z.string().exactOptional(),
});

const TALLIES = z.array(z.object({ name: z.string(), events: z.number() })).readonly();
const REPORT = z.object({
  from: z.number(),
  to: z.number(),
  cards: z.number(),
  events: z.number(),
  kinds: TALLIES,
  people: TALLIES,
  /** Reports of earlier versions do not say. */
  times: TALLIES.default([]),
  denied: z.number(),
  late: z.number(),
  muted: z.number(),
  decided: TALLIES,
  open: z.number(),
  silent: z.array(z.string()).readonly(),
  isCut: z.boolean(),
});

const JOB = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('post'), notificationId: z.string(), ...TRIES }),
  z.object({
    kind: z.literal('update'),
    notificationId: z.string(),
    /** What it shows; jobs of earlier versions do not say. */
    shows: z.enum(UPDATES).exactOptional(),
    ...TRIES,
  }),
  z.object({ kind: z.literal('identify'), notificationId: z.string(), failures: z.number().exactOptional() }),
  z.object({
    kind: z.literal('note'),
    notificationId: z.string(),
    decision: z.number(),
    voided: z.boolean().exactOptional(),
    ...TRIES,
  }),
  /** Looks whether a message that was sent again is there twice; `decision`: it is a note. */
  z.object({
    kind: z.literal('recheck'),
    notificationId: z.string(),
    decision: z.number().exactOptional(),
    voided: z.boolean().exactOptional(),
    /** From when until when it was sent. */
    from: z.number(),
    to: z.number(),
    /** How often was looked. */
    looks: z.number(),
  }),
  /** Says in a channel what its cards go by from then on, or what came in. */
  z.object({
    kind: z.literal('line'),
    lineId: z.string(),
    channel: z.string(),
    says: z.union([ORDER_CHANGE, z.object({ report: REPORT })]),
    ...TRIES,
  }),
  /** Puts the members of a story that its decision does not cover on a card of their own; numbers count from 1. */
  z.object({ kind: z.literal('split'), notificationId: z.string(), from: z.number(), to: z.number() }),
  z.object({
    kind: z.literal('publish'),
    notificationId: z.string(),
    decision: z.number(),
    /** Whether it settled the review when it was made. */
    settles: z.boolean().exactOptional(),
    /** It is told that the decision counts no more. */
    voided: z.boolean().exactOptional(),
  }),
]);

/** What the outbox holds until it is done. */
export type Job = Readonly<z.output<typeof JOB>>;

/** A job of one kind. */
export type JobOf<Kind extends Job['kind']> = Extract<Job, { kind: Kind }>;

/** A job on a notification. */
export type NotificationJob = Exclude<Job, { kind: 'line' }>;

/** By what a job is known: the id of its notification, or its own. */
export function jobId(job: Job): string {
  return job.kind === 'line' ? job.lineId : job.notificationId;
}

/** Jobs as they are stored. */
export const jobCodec = codec<Job>(JOB);

/** The write that has a job done once more, not before `at` (milliseconds); `jobKey` is the key that it had. */
export function againPut(jobKey: string, at: number, job: Job): Put {
  const name = nameIn(jobKey).split('-').slice(1, -1).join('-');
  const queued = queuedAt(jobKey);
  const isTried =
    job.kind !== 'recheck' && job.kind !== 'publish' && job.kind !== 'identify' && job.kind !== 'split';
  const kept = isTried && !isAgain(jobKey) && queued !== undefined ? { ...job, queuedAt: queued } : job;
  return {
    key: `${againPrefix(laneOf(jobKey))}${sortable(at)}-${name}-${job.kind}`,
    value: jobCodec.encode(kept),
  };
}

/** The write that puts a job into the outbox. Jobs of a lane sort by `at` (milliseconds); one `id` and kind is one job. */
export function jobPut(lane: string, at: number, id: string, job: Job): Put {
  return { key: `${lanePrefix(lane)}${sortable(at)}-${id}-${job.kind}`, value: jobCodec.encode(job) };
}

/** The write that puts a message into the lane of its channel, by its rank. */
export function messagePut(channel: string, rank: Rank, at: number, id: string, job: Job): Put {
  return jobPut(channel, ranked(rank, at), id, job);
}

/** The one job that brings a card up to date after a decision; a second one of the same card is the same job. */
export function updatePut(card: Pick<Notification, 'id' | 'channel'>): Put {
  return updateOf(card, 'decision');
}

/** The same where no decision waits for it: decisions go first, then cards that ask something. */
export function refreshPut(card: Pick<Notification, 'id' | 'channel' | 'ask'>): Put {
  return updateOf(card, card.ask === 'nothing' ? 'telling' : 'asking');
}

function updateOf({ id, channel }: Pick<Notification, 'id' | 'channel'>, shows: Update): Put {
  const job = { kind: 'update', notificationId: id, shows } as const;
  return jobPut(updateLane(channel), UPDATES.indexOf(shows), id, job);
}

/** The job that shows what a story has taken by then, not before `at` (milliseconds): one for all that comes until then. */
export function storyUpdatePut({ id, channel }: Pick<Notification, 'id' | 'channel'>, at: number): Put {
  const job = { kind: 'update', notificationId: id, shows: 'story' } as const;
  return {
    key: `${againPrefix(updateLane(channel))}${sortable(at)}-${id}-update`,
    value: jobCodec.encode(job),
  };
}

/** The job that finds out, not before `at` (milliseconds), who is behind the card of a notification. `accountId` is the session's. */
export function identifyPut(notificationId: string, accountId: string | null, at: number, failures = 0): Put {
  return jobPut(identityLane(accountId), at, notificationId, {
    kind: 'identify',
    notificationId,
    ...(failures > 0 && { failures }),
  });
}

/** What an update shows, by its job; jobs of earlier versions tell by their key, or may show a decision. */
export function shownBy({ shows }: JobOf<'update'>, jobKey: string): Update {
  const isOrdered = !isAgain(jobKey) && dueAt(jobKey) > 0;
  return shows ?? (isOrdered ? 'asking' : 'decision');
}
