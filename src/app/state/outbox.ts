import * as z from 'zod';
import type { Notification } from '../../domain/notification.ts';
import type { Put } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS, sortable } from './keys.ts';

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

/** Jobs as they are stored. */
export const jobCodec = codec<Job>(JOB);

/** Beginning of the lanes in which records wait to be put on a card of a channel. No channel id looks so. */
const PLACING_LANES = '@cards';

/** The lane in which records wait to be put on a card of a channel. */
export function placingLane(channel: string): string {
  return `${PLACING_LANES}:${channel}`;
}

/** Whether a lane holds records that wait to be put on a card. */
export function isPlacingLane(lane: string): boolean {
  return lane.startsWith(PLACING_LANES);
}

/** The lane in which decisions wait for the event bus. No channel id looks so. */
export const BUS_LANE = '@bus';

/** Beginning of the lanes in which cards wait for who is behind them, an account each. No channel id looks so. */
const IDENTITY_LANES = '@identity';

/** Whether the jobs of a lane wait for their time, and need no channel. */
export function isIdentityLane(lane: string): boolean {
  return lane.startsWith(IDENTITY_LANES);
}

/** Whether the jobs of a lane are messages to a channel. */
export function isChannelLane(lane: string): boolean {
  return !lane.startsWith('@');
}

/** The lane in which cards of a channel wait to be brought up to date; Slack paces updates apart from new messages. */
export function updateLane(channel: string): string {
  return `${channel}:updates`;
}

/** Whether a job is to be done once more, and waits for its time. */
export function isAgain(jobKey: string): boolean {
  return jobKey.startsWith(KEYS.again);
}

/** What the keys of the jobs of a lane begin with that are to be done once more. */
export function againPrefix(lane: string): string {
  return `${KEYS.again}${lane}/`;
}

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

/** The channel that a lane belongs to; of {@link BUS_LANE} itself. */
export function channelOf(lane: string): string {
  const [first = lane, second] = lane.split(':');
  return isPlacingLane(lane) ? (second ?? lane) : first;
}

/** The lane of a job, from its key. */
export function laneOf(jobKey: string): string {
  return jobKey.split('/')[1] ?? '';
}

function nameIn(jobKey: string): string {
  return jobKey.split('/')[2] ?? '';
}

/** What the keys of the jobs of a lane begin with that are to be done in their order. */
export function lanePrefix(lane: string): string {
  return `${isPlacingLane(lane) ? KEYS.placings : KEYS.outbox}${lane}/`;
}

/** The write that puts a job into the outbox. Jobs of a lane sort by `at` (milliseconds); one `id` and kind is one job. */
export function jobPut(lane: string, at: number, id: string, job: Job): Put {
  return { key: `${lanePrefix(lane)}${sortable(at)}-${id}-${job.kind}`, value: jobCodec.encode(job) };
}

/** Ranks in a channel's lane, the first first; within one the oldest goes first. What asks goes by its severity. */
export const RANKS = ['critical', 'note', 'asking high', 'asking', 'asking low', 'telling', 'late'] as const;
/** Positions of the ranks; those that earlier versions know stand where they put them. */
const POSITIONS: Readonly<Record<Rank, number>> = {
  critical: 0,
  note: 2,
  'asking high': 3,
  asking: 4,
  'asking low': 5,
  telling: 6,
  late: 8,
};
/** How urgent a message is. */
export type Rank = (typeof RANKS)[number];
/** More than any time that is there yet, in milliseconds. Jobs of earlier versions have no rank, and go first. */
const RANK_STEP_MS = 5e12;

/** The write that puts a message into the lane of its channel, by its rank. */
export function messagePut(channel: string, rank: Rank, at: number, id: string, job: Job): Put {
  return jobPut(channel, ranked(rank, at), id, job);
}

/** Whether the job of a key posts what only tells, or is long past. */
export function isTelling(jobKey: string): boolean {
  return !isAgain(jobKey) && dueAt(jobKey) >= POSITIONS.telling * RANK_STEP_MS;
}

/** How urgent what asks, or only tells, is by its severity. */
export function usualRank({ ask, severity }: Pick<Notification, 'ask' | 'severity'>): Rank {
  if (severity === 'critical') return 'critical';
  if (ask === 'nothing') return 'telling';
  return severity === 'high' ? 'asking high' : severity === 'medium' ? 'asking' : 'asking low';
}

/** An instant (milliseconds) with a rank before it. */
export function ranked(rank: Rank, at: number): number {
  return at + POSITIONS[rank] * RANK_STEP_MS;
}

/** When a job was put into its lane, in milliseconds; undefined where its key is a mere order, as those of updates. */
export function queuedAt(jobKey: string): number | undefined {
  const at = dueAt(jobKey) % RANK_STEP_MS;
  return at > 2 ? at : undefined;
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
  const lane = `${IDENTITY_LANES}:${accountId ?? ''}`;
  return jobPut(lane, at, notificationId, {
    kind: 'identify',
    notificationId,
    ...(failures > 0 && { failures }),
  });
}

/** When the job of a key is to be done, in milliseconds. */
export function dueAt(jobKey: string): number {
  const at = Number(nameIn(jobKey).split('-')[0]);
  // A key that can't be read must not keep the others of its lane waiting.
  return Number.isNaN(at) ? 0 : at;
}

/** Whether a job brings a card up to date after a decision, by its key. */
export function isForDecision(jobKey: string): boolean {
  return !isAgain(jobKey) && dueAt(jobKey) === 0 && jobKey.endsWith('-update');
}

/** What an update shows, by its job; jobs of earlier versions tell by their key, or may show a decision. */
export function shownBy({ shows }: JobOf<'update'>, jobKey: string): Update {
  const isOrdered = !isAgain(jobKey) && dueAt(jobKey) > 0;
  return shows ?? (isOrdered ? 'asking' : 'decision');
}

/** Who drains a lane, until when, and when its next message may go out (milliseconds). */
export const laneCodec = codec(z.object({ owner: z.string(), until: z.number(), nextAt: z.number() }));
/** A lane as it is stored. */
export type Lane = Readonly<ReturnType<typeof laneCodec.decode>>;
