import * as z from 'zod';
import type { Clock, Log, Meter, Store } from '../ports.ts';
import { codec } from '../state/codec.ts';
import { KEYS } from '../state/keys.ts';
import { againPrefix, isChannelLane, laneOf, lanePrefix, updateLane } from '../state/lanes.ts';

/** Parks everything: the token is at fault, not a channel. */
export const EVERYTHING = '*';
/** Pauses before a parked channel is tried again: the first, the second …, then the last. */
const PAUSES_MS = [3_000, 5_000, 10_000, 15_000, 30_000] as const;
/** Most parked channels that are looked at, and most waiting jobs of each that are counted. */
const MAX_CHANNELS = 1_000;
const MAX_COUNTED_JOBS = 1_000;

/** Why a channel, or everything, waits. */
const parkedCodec = codec(
  z.object({ error: z.string(), since: z.string(), tries: z.number(), nextTry: z.number() }),
);

/**
 * Parks a channel, or everything, after Slack refused it. Gives the pause until the next try in milliseconds; pauses grow.
 * @throws {StoreError} when the store is away
 */
export async function park(
  { store, clock, log, meter }: { store: Store; clock: Clock; log: Log; meter: Meter },
  what: string,
  error: string,
): Promise<number> {
  const key = KEYS.parked + what;
  const before = await store.get(key);
  const known = before && parkedCodec.decode(before.value);
  const tries = (known?.tries ?? 0) + 1;
  const pauseMs = PAUSES_MS[Math.min(tries, PAUSES_MS.length) - 1] ?? 30_000;
  const now = clock.now();
  const since = known?.since ?? new Date(now).toISOString();
  await store.commit({
    put: [{ key, value: parkedCodec.encode({ error, since, tries, nextTry: now + pauseMs }) }],
  });
  if (!known) {
    meter.count('cctrail_parked_total', {});
    log.error(
      { channel: what, error },
      what === EVERYTHING
        ? 'Slack refuses the token; everything waits until it is mended'
        : 'Slack refuses a channel; its messages wait until it is mended',
    );
  }
  return pauseMs;
}

/** Channels (or {@link EVERYTHING}) that are parked and not yet to be tried again. `now` in milliseconds. */
export async function parkedNow(store: Store, now: number): Promise<ReadonlySet<string>> {
  const entries = await store.range(KEYS.parked, '', null, MAX_CHANNELS);
  return new Set(
    entries
      .filter(entry => parkedCodec.decode(entry.value).nextTry > now)
      .map(entry => entry.key.slice(KEYS.parked.length)),
  );
}

/** Keys that a success clears: nothing is parked that just went through. */
export function unparks(channel: string): string[] {
  return [KEYS.parked + channel, KEYS.parked + EVERYTHING];
}

/** A channel (or {@link EVERYTHING}) that Slack refuses: since when, why, how many messages wait. */
export interface ParkedChannel {
  readonly channel: string;
  readonly error: string;
  readonly since: string;
  readonly waiting: number;
}

/** The channels that are parked now. */
export async function parkedChannels(store: Store): Promise<ParkedChannel[]> {
  const entries = await store.range(KEYS.parked, '', null, MAX_CHANNELS);
  return Promise.all(
    entries.map(async entry => {
      const channel = entry.key.slice(KEYS.parked.length);
      const prefixes =
        channel === EVERYTHING
          ? [KEYS.jobs]
          : [channel, updateLane(channel)].flatMap(lane => [lanePrefix(lane), againPrefix(lane)]);
      const waiting = (
        await Promise.all(prefixes.map(prefix => store.range(prefix, '', null, MAX_COUNTED_JOBS)))
      ).flat();
      const jobs = waiting.filter(job => isChannelLane(laneOf(job.key)));
      const { error, since } = parkedCodec.decode(entry.value);
      return { channel, error, since, waiting: jobs.length };
    }),
  );
}
