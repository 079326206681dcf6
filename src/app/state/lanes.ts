import * as z from 'zod';
import type { Notification } from '../../domain/notification.ts';
import { codec } from './codec.ts';
import { KEYS } from './keys.ts';

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

/** The lane in which the cards of an account wait for who is behind them. */
export function identityLane(accountId: string | null): string {
  return `${IDENTITY_LANES}:${accountId ?? ''}`;
}

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

/** The channel that a lane belongs to; of {@link BUS_LANE} itself. */
export function channelOf(lane: string): string {
  const [first = lane, second] = lane.split(':');
  return isPlacingLane(lane) ? (second ?? lane) : first;
}

/** The lane of a job, from its key. */
export function laneOf(jobKey: string): string {
  return jobKey.split('/')[1] ?? '';
}

/** What the key of a job says beside its lane: when, whose, and what. */
export function nameIn(jobKey: string): string {
  return jobKey.split('/')[2] ?? '';
}

/** What the keys of the jobs of a lane begin with that are to be done in their order. */
export function lanePrefix(lane: string): string {
  return `${isPlacingLane(lane) ? KEYS.placings : KEYS.outbox}${lane}/`;
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

/** Who drains a lane, until when, and when its next message may go out (milliseconds). */
export const laneCodec = codec(z.object({ owner: z.string(), until: z.number(), nextAt: z.number() }));
/** A lane as it is stored. */
export type Lane = Readonly<ReturnType<typeof laneCodec.decode>>;
