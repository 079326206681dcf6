import * as z from 'zod';
import type { Put } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS, sortable } from './keys.ts';

const JOB = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('post'), notificationId: z.string(), attemptedAt: z.number().exactOptional() }),
  z.object({ kind: z.literal('update'), notificationId: z.string() }),
  z.object({ kind: z.literal('identify'), notificationId: z.string(), failures: z.number().exactOptional() }),
  z.object({
    kind: z.literal('note'),
    notificationId: z.string(),
    decision: z.number(),
    voided: z.boolean().exactOptional(),
    attemptedAt: z.number().exactOptional(),
  }),
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

/** What the outbox holds until it is done. `attemptedAt` (milliseconds) marks that it may have been done already. */
export type Job = Readonly<z.output<typeof JOB>>;

/** A job of one kind. */
export type JobOf<Kind extends Job['kind']> = Extract<Job, { kind: Kind }>;

/** Jobs as they are stored. */
export const jobCodec = codec<Job>(JOB);

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

/** The channel that a lane belongs to; of {@link BUS_LANE} itself. */
export function channelOf(lane: string): string {
  return lane.split(':')[0] ?? lane;
}

/** The lane of a job, from its key. */
export function laneOf(jobKey: string): string {
  return jobKey.slice(KEYS.outbox.length).split('/')[0] ?? '';
}

/** What the keys of all jobs of a lane begin with. */
export function lanePrefix(lane: string): string {
  return `${KEYS.outbox}${lane}/`;
}

/** The write that puts a job into the outbox. Jobs of a lane sort by `at` (milliseconds); one `id` and kind is one job. */
export function jobPut(lane: string, at: number, id: string, job: Job): Put {
  return { key: `${lanePrefix(lane)}${sortable(at)}-${id}-${job.kind}`, value: jobCodec.encode(job) };
}

/** The one job that brings a card up to date after a decision; a second one of the same card is the same job. */
export function updatePut({ id, channel }: { readonly id: string; readonly channel: string }): Put {
  return jobPut(updateLane(channel), 0, id, { kind: 'update', notificationId: id });
}

/** The same where no decision waits for it: decisions go first. */
export function refreshPut({ id, channel }: { readonly id: string; readonly channel: string }): Put {
  return jobPut(updateLane(channel), 1, id, { kind: 'update', notificationId: id });
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
  const at = Number(jobKey.slice(KEYS.outbox.length).split('/')[1]?.split('-')[0]);
  // A key that can't be read must not keep the others of its lane waiting.
  return Number.isNaN(at) ? 0 : at;
}

/** Whether an update shows a decision, which goes before what only brings cards up to date. */
export function showsDecision(jobKey: string): boolean {
  return dueAt(jobKey) === 0;
}

/** Who drains a lane, until when, and when its next message may go out (milliseconds). */
export const laneCodec = codec(z.object({ owner: z.string(), until: z.number(), nextAt: z.number() }));
/** A lane as it is stored. */
export type Lane = Readonly<ReturnType<typeof laneCodec.decode>>;
