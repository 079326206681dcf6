import * as z from 'zod';
import type { Put } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS, sortable } from './keys.ts';

/** Fields that tell how a job fared so far. All times in milliseconds. */
const TRIES = {
  /** Marks that it may have been done already, since then. */
  attemptedAt: z.number().exactOptional(),
  /** Attempts of which nobody knows whether they took effect, and when the last of them was answered, if so. */
  unclear: z.object({ times: z.number(), at: z.number() }).exactOptional(),
  /** Failures while Slack took other messages: how many, since when, and the last. */
  failed: z.object({ times: z.number(), since: z.number(), at: z.number() }).exactOptional(),
};

const JOB = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('post'), notificationId: z.string(), ...TRIES }),
  z.object({ kind: z.literal('update'), notificationId: z.string(), ...TRIES }),
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
    /** When it was first sent. */
    since: z.number(),
    /** How often was looked. */
    looks: z.number(),
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

/** What the outbox holds until it is done. */
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

/** End of the names of the parts of lanes in which what is to be done once more waits for its time. It sorts before the rest of the lane. */
const AGAIN = '!again';

/** Whether a lane is such a part of another one. */
export function isAgainLane(lane: string): boolean {
  return lane.endsWith(AGAIN);
}

/** The lane that a part belongs to, under whose lease its jobs are done. */
export function wholeLane(lane: string): string {
  return isAgainLane(lane) ? lane.slice(0, -AGAIN.length) : lane;
}

/** The part of a lane whose jobs wait for their time. */
export function againLane(lane: string): string {
  return `${wholeLane(lane)}${AGAIN}`;
}

/** The write that has a job done once more, not before `at` (milliseconds); `jobKey` is the key that it had. */
export function againPut(jobKey: string, at: number, job: Job): Put {
  const [, ...id] = (jobKey.slice(KEYS.outbox.length).split('/')[1] ?? '').split('-');
  const name = id.slice(0, -1).join('-');
  return jobPut(againLane(laneOf(jobKey)), at, name, job);
}

/** The part of the outbox that holds a lane with {@link againLane its part}, this first: begin and end of the keys after `outbox/`. */
export function wholeLaneRange(lane: string): readonly [from: string, to: string] {
  return [`${againLane(lane)}/`, `${lane}/\u{10ffff}`];
}

/** The channel that a lane belongs to; of {@link BUS_LANE} itself. */
export function channelOf(lane: string): string {
  return wholeLane(lane).split(':')[0] ?? lane;
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

/** Less than any time at which a bot ran, so that what is put that much earlier sorts before everything else of its lane. */
const URGENT_OFFSET_MS = 1_000_000_000_000;

/** The same for what does not wait behind what was there before: critical cards, and what people wait for. Among themselves they keep their order. */
export function urgentPut(lane: string, at: number, id: string, job: Job): Put {
  return jobPut(lane, at - URGENT_OFFSET_MS, id, job);
}

/** When a job was put into its lane, in milliseconds; undefined where its key is a rank, as those of updates. */
export function queuedAt(jobKey: string): number | undefined {
  const at = dueAt(jobKey);
  if (at >= URGENT_OFFSET_MS) return at;
  return at > 1 ? at + URGENT_OFFSET_MS : undefined;
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

/** Whether an update shows a decision, which goes before what only brings cards up to date. One that failed before may do so. */
export function showsDecision(jobKey: string): boolean {
  return dueAt(jobKey) === 0 || isAgainLane(laneOf(jobKey));
}

/** Who drains a lane, until when, and when its next message may go out (milliseconds). */
export const laneCodec = codec(z.object({ owner: z.string(), until: z.number(), nextAt: z.number() }));
/** A lane as it is stored. */
export type Lane = Readonly<ReturnType<typeof laneCodec.decode>>;
