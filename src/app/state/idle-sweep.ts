import { errorFields } from '../errors.ts';
import type { Clock, Log, Store } from '../ports.ts';
import { KEYS } from './keys.ts';

/** Interval at which an idle store is written to. */
const EVERY_MS = 10_000;
/** Lifetime of what is written. */
const TTL_MS = 60_000;

/**
 * Writes a little again and again until the signal is aborted: a store clears away what has expired while it is written to, and one in which
 * nothing happens would keep it for good. Never rejects.
 */
export async function sweepIdle(
  { store, clock, log }: { readonly store: () => Store; readonly clock: Clock; readonly log: Log },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(EVERY_MS, signal);
    if (signal.aborted) return;
    try {
      await store().commit({ put: [{ key: KEYS.probe, value: '1', ttl: TTL_MS }] });
    } catch (error) {
      log.debug({ ...errorFields(error) }, 'an idle store could not be swept');
    }
  }
}
