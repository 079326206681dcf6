import { z } from 'zod';
import { type Clock, type Store, StoreError } from '../ports.ts';

const SLOT = z.object({ next: z.number() });

/** Hands out permission to send a request: at most so many a second, counted together over all replicas. */
export interface Limiter {
  /** Resolves when a request may be sent. @throws when the signal is aborted first */
  turn(resource: string, signal: AbortSignal): Promise<void>;
}

/**
 * A limiter that keeps its count in the store, so that replicas share it: every request takes the next slot of its resource.
 * `gap` is the distance between two slots in milliseconds; requests of one process keep it even where one of them was late for its slot.
 */
export function sharedLimiter(store: Store, clock: Clock, gap: number): Limiter {
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
      own.set(resource, slot + gap);
      await clock.sleep(slot - clock.now(), signal);
      await clock.sleep(untilGap(resource), signal);
      signal.throwIfAborted();
      given.set(resource, clock.now());
    },
  };

  /** How long it is too early for another request of this process; a clock that went back must not stop everything. */
  function untilGap(resource: string): number {
    const since = clock.now() - (given.get(resource) ?? Number.NEGATIVE_INFINITY);
    return since < 0 ? 0 : gap - since;
  }

  async function sharedSlot(resource: string, signal: AbortSignal): Promise<number> {
    const key = `limit/${resource}`;
    for (;;) {
      signal.throwIfAborted();
      const entry = await store.get(key);
      const now = clock.now();
      const next = entry ? SLOT.parse(JSON.parse(entry.value)).next : 0;
      // A clock that went back must not stop everything.
      const slot = next > now + 600_000 ? now : Math.max(now, next);
      const result = await store.commit({
        expect: [{ key, version: entry?.version ?? null }],
        put: [{ key, value: JSON.stringify({ next: slot + gap }), ttl: 900_000 }],
      });
      if (result === 'done') return slot;
    }
  }
}
