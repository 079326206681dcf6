import * as z from 'zod';
import type { Clock, Store } from '../ports.ts';
import { codec } from '../state/codec.ts';
import { KEYS } from '../state/keys.ts';
import { UPDATES, type Update } from '../state/outbox.ts';

/** Number of calls of a method that a workspace lets an app make within a minute (Slack, "Rate limits": chat.update and conversations.history are of Tier 3). */
const CALLS_PER_MINUTE = 50;
/** Part of them that is kept back for each more urgent kind of update. */
const KEPT_BACK_COUNT = 10;
const MINUTE_MS = 60_000;

const usedCodec = codec(z.object({ at: z.array(z.number()) }));

/** Hands out updates of cards: so many a minute in the workspace, counted together over all replicas. */
export interface UpdateBudget {
  /** Takes one; gives 0, or the milliseconds until there is one. @throws {StoreError} when the store is away */
  take(shows: Update): Promise<number>;
}

/** The budget of a workspace, kept in its store. */
export function sharedUpdateBudget(store: Store, clock: Clock): UpdateBudget {
  return {
    take: shows =>
      takeOfMinute(store, clock, KEYS.updatesUsed, Math.min(UPDATES.indexOf(shows), 2) * KEPT_BACK_COUNT),
  };
}

/** Takes one look at a channel's messages of those that the workspace allows; as {@link UpdateBudget}. */
export function sharedLookBudget(store: Store, clock: Clock): () => Promise<number> {
  return () => takeOfMinute(store, clock, KEYS.looksUsed, 0);
}

/** Takes a call of those that a minute allows, less some that are kept back. */
async function takeOfMinute(store: Store, clock: Clock, key: string, keptBack: number): Promise<number> {
  for (;;) {
    const entry = await store.get(key);
    const now = clock.now();
    const used = (entry ? usedCodec.decode(entry.value).at : []).filter(
      // What a clock that went back left in the future must not stop everything.
      at => at > now - MINUTE_MS && at <= now + MINUTE_MS,
    );
    const free = CALLS_PER_MINUTE - keptBack - used.length;
    if (free <= 0) return Math.max(1, (used[-free] ?? now) + MINUTE_MS - now);
    const result = await store.commit({
      expect: [{ key, version: entry?.version ?? null }],
      put: [{ key, value: usedCodec.encode({ at: [...used, now] }), ttl: MINUTE_MS }],
    });
    if (result.kind === 'done') return 0;
  }
}
