import * as z from 'zod';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { summarise } from '../../domain/summary.ts';
import type { Store } from '../ports.ts';
import { codec } from '../state/codec.ts';
import { KEYS } from '../state/keys.ts';

/** Most accounts of which it is known when they last sent. */
const MAX_ACCOUNTS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Time after which the longest pause is measured anew; two such times are remembered, so that a weekend is always among them. */
const PERIOD_MS = 8 * DAY_MS;
/** Silence that is never told: shorter than an hour; and before a weekend was seen, shorter than a long one. */
const SHORTEST_SILENCE_MS = HOUR_MS;
const UNTRIED_SILENCE_MS = 4 * DAY_MS;
/** Time after which a silence, or the end of a trail, is told no more: somebody has seen it by then. */
const FORGOTTEN_AFTER_MS = 30 * DAY_MS;
/** Silence is told when it lasts this many times the longest pause that was seen. */
const MUCH_LONGER_TIMES = 3;
/** Changes of a trail, or of a rule that sends events here, that end what comes in, and those that begin it (CloudTrail and EventBridge API References, "Actions"). */
const ENDING = new Set(['StopLogging', 'DeleteTrail', 'DisableRule', 'DeleteRule', 'RemoveTargets']);
const BEGINNING = new Set(['StartLogging', 'CreateTrail', 'EnableRule', 'PutRule', 'PutTargets']);

const PULSE = z.object({
  /** When it was first and last heard of, in milliseconds. */
  first: z.number(),
  last: z.number(),
  /** When the present period began, the longest pause in it, and that in the one before, in milliseconds. */
  periodAt: z.number(),
  longest: z.number(),
  longestBefore: z.number(),
  /** What ended a trail of the account, where nothing has begun one since. */
  ended: z.object({ at: z.number(), eventID: z.string().nullable(), eventName: z.string() }).exactOptional(),
});
const pulseCodec = codec(PULSE);
type Pulse = z.output<typeof PULSE>;

/** What came in of an account since it was last kept. */
interface Heard {
  first: number;
  last: number;
  /** Whether a trail was ended or begun, the last change counting. */
  trail?: Pulse['ended'] | 'begun';
}

/** An account that has fallen silent, or may. */
export interface Silence {
  readonly account: string;
  /** Milliseconds since its last event. */
  readonly sinceMs: number;
  /** The longest pause before, in milliseconds. */
  readonly usualMs: number;
  readonly ended?: { readonly eventID: string | null; readonly eventName: string };
}

/** Knows when each account last sent something, and what pauses are usual with it; over all replicas. */
export class Pulses {
  readonly #heard = new Map<string, Heard>();

  /** Notes that a record came in. `now` in milliseconds. */
  note(record: CloudTrailRecord, now: number): void {
    const { accountId, replayed, eventName, eventID, errorCode } = record;
    if (accountId === null || replayed) return;
    const heard = this.#heard.get(accountId) ?? { first: now, last: now };
    heard.last = now;
    if (errorCode === null && eventName !== null && isAboutDelivery(record)) {
      if (ENDING.has(eventName)) heard.trail = { at: now, eventID, eventName };
      if (BEGINNING.has(eventName)) heard.trail = 'begun';
    }
    this.#heard.set(accountId, heard);
  }

  /** Keeps what came in since the last time. @throws {StoreError} when the store is away; nothing is forgotten then */
  async keep(store: Store, now: number): Promise<void> {
    const { resumed } = await keepAlive(store, now);
    const all = [...this.#heard];
    for (const [account, heard] of all) {
      // What comes in meanwhile is noted anew.
      this.#heard.delete(account);
      let isKept = false;
      try {
        isKept = await keepOne(store, account, heard, resumed);
      } finally {
        if (!isKept) this.#heard.set(account, together(heard, this.#heard.get(account)));
      }
    }
  }
}

/** Whether a record is about a trail, or about a rule of EventBridge that concerns us. */
function isAboutDelivery(record: CloudTrailRecord): boolean {
  if (record.eventSource === 'cloudtrail.amazonaws.com') return true;
  return record.eventSource === 'events.amazonaws.com' && summarise(record).category === 'trail';
}

/** What was heard before and since. */
function together(before: Heard, since: Heard | undefined): Heard {
  const trail = since?.trail ?? before.trail;
  return { first: before.first, last: Math.max(before.last, since?.last ?? 0), ...(trail && { trail }) };
}

/** Whether it was kept: another replica may have kept something just then. */
async function keepOne(store: Store, account: string, heard: Heard, resumed: number): Promise<boolean> {
  const key = KEYS.pulse(account);
  const entry = await store.get(key);
  const pulse = merged(entry && pulseCodec.tryDecode(entry.value), heard, resumed);
  const result = await store.commit({
    expect: [{ key, version: entry?.version ?? null }],
    put: [{ key, value: pulseCodec.encode(pulse) }],
  });
  return result.kind === 'done';
}

/** When a bot was last at work, and since when one has been again after a pause, in milliseconds. */
const aliveCodec = codec(z.object({ at: z.number(), resumed: z.number() }));
/** Interval at which is noted that a bot is at work, and pause from which on nothing could be heard. */
const ALIVE_EVERY_MS = 60_000;
const DOWN_MS = 10 * 60_000;

async function readAlive(store: Store): Promise<{ at: number; resumed: number }> {
  const entry = await store.get(KEYS.alive);
  return (entry && aliveCodec.tryDecode(entry.value)) ?? { at: 0, resumed: 0 };
}

/** When a bot was last at work, in milliseconds; null: never. @throws {StoreError} when the store is away */
export async function lastAlive(store: Store): Promise<number | null> {
  const { at } = await readAlive(store);
  return at === 0 ? null : at;
}

async function keepAlive(store: Store, now: number): Promise<{ resumed: number }> {
  const before = await readAlive(store);
  if (now - before.at < ALIVE_EVERY_MS) return before;
  const resumed = before.at > 0 && now - before.at >= DOWN_MS ? now : before.resumed;
  await store.commit({ put: [{ key: KEYS.alive, value: aliveCodec.encode({ at: now, resumed }) }] });
  return { resumed };
}

/** When each account was last heard of, in milliseconds. @throws {StoreError} when the store is away */
export async function lastHeard(store: Store): Promise<{ account: string; last: number }[]> {
  return (await allPulses(store)).map(({ account, pulse: { last } }) => ({ account, last }));
}

/** The accounts that are silent for much longer than is usual with them, or whose trail was ended. @throws {StoreError} when the store is away */
export async function silences(store: Store, now: number): Promise<Silence[]> {
  const { resumed } = await readAlive(store);
  return (await allPulses(store)).flatMap(({ account, pulse }) => {
    const { first, last, longest, longestBefore, ended } = pulse;
    const usualMs = Math.max(longest, longestBefore);
    // While no bot ran nothing could be heard.
    const sinceMs = now - Math.max(last, resumed);
    const least = now - first < PERIOD_MS ? UNTRIED_SILENCE_MS : SHORTEST_SILENCE_MS;
    const isSilent = sinceMs > Math.max(MUCH_LONGER_TIMES * usualMs, least) && sinceMs < FORGOTTEN_AFTER_MS;
    // Where another trail goes on, events go on as well.
    const isEnded = ended !== undefined && last < ended.at + HOUR_MS && now - ended.at < FORGOTTEN_AFTER_MS;
    if (!isSilent && !isEnded) return [];
    return [{ account, sinceMs, usualMs, ...(isEnded && { ended }) }];
  });
}

async function allPulses(store: Store): Promise<{ account: string; pulse: Pulse }[]> {
  const prefix = KEYS.pulse('');
  const entries = await store.range(prefix, '', null, MAX_ACCOUNTS);
  return entries.flatMap(({ key, value }) => {
    const pulse = pulseCodec.tryDecode(value);
    return pulse ? [{ account: key.slice(prefix.length), pulse }] : [];
  });
}

function merged(before: Pulse | undefined, { first, last, trail }: Heard, resumed: number): Pulse {
  const old = before ?? { first, last: first, periodAt: first, longest: 0, longestBefore: 0 };
  const begun = old.periodAt + PERIOD_MS <= last;
  const longest = Math.max(begun ? 0 : old.longest, first - Math.max(old.last, Math.min(resumed, first)));
  const { ended: _, ...known } = old;
  const ended = trail === undefined ? before?.ended : trail === 'begun' ? undefined : trail;
  return {
    ...known,
    last: Math.max(old.last, last),
    periodAt: begun ? last : old.periodAt,
    longest,
    longestBefore: begun ? old.longest : old.longestBefore,
    ...(ended && { ended }),
  };
}
