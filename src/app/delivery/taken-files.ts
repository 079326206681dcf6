import * as z from 'zod';
import { digest } from '../../records/digest.ts';
import type { Clock, Store } from '../ports.ts';
import { codec } from '../state/codec.ts';
import { KEYS } from '../state/keys.ts';

/** Time for which a file is known to be taken: a queue keeps a message for 14 days at most (SQS API Reference, "MessageRetentionPeriod"). */
const TAKEN_TTL_MS = 15 * 86_400_000;
/** Time after which a file that a replica began with is taken up by another. */
const BEGUN_MS = 5 * 60_000;

const fileCodec = codec(z.object({ begunAt: z.number(), isTaken: z.boolean() }));

/** Files that are fetched once over all replicas: CloudTrail never writes one anew. */
export interface TakenFiles {
  /**
   * Does the work of taking a file in, unless it was done, or another replica is at it (`busy`: its notice comes again). The work says whether all of
   * the file is durable now.
   * @throws what the work throws, and {StoreError} when the store is away
   */
  once(place: string, work: () => Promise<boolean>): Promise<'done' | 'busy'>;
}

/** What is known of files, in a part of the store. `store` may be another part once the workspace is known. */
export function takenFiles(store: () => Store, clock: Clock): TakenFiles {
  return {
    async once(place, work) {
      const key = KEYS.once(`log-file/${digest({ place })}`);
      const entry = await store().get(key);
      const before = entry && fileCodec.tryDecode(entry.value);
      const now = clock.now();
      if (before?.isTaken) return 'done';
      if (before && now - before.begunAt < BEGUN_MS && before.begunAt <= now) return 'busy';
      const put = (isTaken: boolean, ttl: number) => ({
        put: [{ key, value: fileCodec.encode({ begunAt: now, isTaken }), ttl }],
      });
      const begun = await store().commit({
        expect: [{ key, version: entry?.version ?? null }],
        ...put(false, BEGUN_MS),
      });
      if (begun.kind === 'conflict') return 'busy';
      let isTaken = false;
      try {
        isTaken = await work();
      } finally {
        // What could not be read may be read the next time.
        await store().commit(isTaken ? put(true, TAKEN_TTL_MS) : { delete: [key] });
      }
      return 'done';
    },
  };
}
