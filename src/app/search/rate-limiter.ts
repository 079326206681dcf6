import * as z from 'zod';
import { StoreError } from '../errors.ts';
import type { Clock, RateLimiter, Store } from '../ports.ts';
import { codec } from '../state/codec.ts';
import { KEYS } from '../state/keys.ts';

/** Longest that a slot may lie ahead before the clock must have gone back, and how long a slot is kept. */
const LONGEST_WAIT_MS = 10 * 60_000;
const SLOT_TTL_MS = 15 * 60_000;

const slotCodec = codec(z.object({ next: z.number() }));

/**
 * A rate limiter that keeps its count in the store, so that replicas share it: every request takes the next slot of its resource.
 * Slots are `gapMs` apart; requests of one process keep that distance even where one of them was late for its slot.
 */
export function sharedRateLimiter(store: Store, clock: Clock, gapMs: number): RateLimiter {
  const own = new Map<string, number>();
  const given = new Map<string, number>();
  return {
    async turn(resource, signal) {
      let slot: number;
      try {
        slot = await sharedSlot(resource, signal);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        // The store is away: questions go on, and at least this process keeps its pace.
        slot = Math.max(clock.now(), own.get(resource) ?? 0);
      }
      own.set(resource, slot + gapMs);
      await clock.sleep(slot - clock.now(), signal);
      await clock.sleep(untilGap(resource), signal);
      signal.throwIfAborted();
      given.set(resource, clock.now());
    },
  };

  /** How long it is too early for another request of this process; a clock that went back must not stop everything. */
  function untilGap(resource: string): number {
    const since = clock.now() - (given.get(resource) ?? Number.NEGATIVE_INFINITY);
    return since < 0 ? 0 : gapMs - since;
  }

  async function sharedSlot(resource: string, signal: AbortSignal): Promise<number> {
    const key = KEYS.limit(resource);
    for (;;) {
      signal.throwIfAborted();
      const entry = await store.get(key);
      const now = clock.now();
      const next = entry ? slotCodec.decode(entry.value).next : 0;
      // A clock that went back must not stop everything.
      const slot = next > now + LONGEST_WAIT_MS ? now : Math.max(now, next);
      const result = await store.commit({
        expect: [{ key, version: entry?.version ?? null }],
        put: [{ key, value: slotCodec.encode({ next: slot + gapMs }), ttl: SLOT_TTL_MS }],
      });
      if (result.kind === 'done') return slot;
    }
  }
}
