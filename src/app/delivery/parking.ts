import { BUS_LANE, updateLane } from '../deciding/decide.ts';
import type { Clock, Log, Meter, Store } from '../ports.ts';
import { decode, KEYS, type Parked } from '../state/documents.ts';

/** Parks everything: the token is at fault, not a channel. */
export const EVERYTHING = '*';
/** Pauses before a parked channel is tried again, in milliseconds. */
const PAUSES = [3_000, 5_000, 10_000, 15_000, 30_000] as const;

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
  const known = before && decode.parked(before.value);
  const tries = (known?.tries ?? 0) + 1;
  const pause = PAUSES[Math.min(tries, PAUSES.length) - 1] ?? 30_000;
  const now = clock.now();
  const since = known?.since ?? new Date(now).toISOString();
  const parked: Parked = { error, since, tries, nextTry: now + pause };
  await store.commit({ put: [{ key, value: JSON.stringify(parked) }] });
  if (!known) {
    meter.count('cctrail_parked_total');
    log.error(
      { channel: what, error },
      what === EVERYTHING
        ? 'Slack refuses the token; everything waits until it is mended'
        : 'Slack refuses a channel; its messages wait until it is mended',
    );
  }
  return pause;
}

/** Whether a channel, or everything, is parked and not yet to be tried again. */
export async function isParked(store: Store, what: string, now: number): Promise<boolean> {
  const entry = await store.get(KEYS.parked + what);
  return entry !== undefined && decode.parked(entry.value).nextTry > now;
}

/** What a success clears: nothing is parked that just went through. */
export function unparks(channel: string): string[] {
  return [KEYS.parked + channel, KEYS.parked + EVERYTHING];
}

/** What waits because Slack refuses it: a channel (or `*`), since when, why, how many messages. */
export interface ParkedChannel {
  readonly channel: string;
  readonly error: string;
  readonly since: string;
  readonly waiting: number;
}

/** The channels that are parked now. */
export async function parkedChannels(store: Store): Promise<ParkedChannel[]> {
  const entries = await store.range(KEYS.parked, '', null, 100);
  return Promise.all(
    entries.map(async entry => {
      const channel = entry.key.slice(KEYS.parked.length);
      const lanes = channel === EVERYTHING ? [''] : [`${channel}/`, `${updateLane(channel)}/`];
      const waiting = (
        await Promise.all(lanes.map(lane => store.range(KEYS.outbox + lane, '', null, 1_000)))
      ).flat();
      const jobs = waiting.filter(job => !job.key.startsWith(`${KEYS.outbox}${BUS_LANE}/`));
      const { error, since } = decode.parked(entry.value);
      return { channel, error, since, waiting: jobs.length };
    }),
  );
}
