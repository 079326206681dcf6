import { errorFields } from '../errors.ts';
import type { Clock, Log, Store } from '../ports.ts';
import { KEYS } from '../state/keys.ts';

/** Interval at which a search looks whether it is to end. */
const CHECK_MS = 1_000;
/** Lifetime of a wish to end a search. */
const WISH_TTL_MS = 60_000;

/** What cancelling works with. */
export interface CancellationDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted when the bot is told to stop: searches end then, and their answers say so. */
  readonly stopping: AbortSignal;
}

/** Ends a search, whichever replica runs it. @throws {StoreError} when the store is away */
export async function cancelSearch(searchId: string, store: Store): Promise<void> {
  await store.commit({ put: [{ key: KEYS.cancelled(searchId), value: '1', ttl: WISH_TTL_MS }] });
}

/** Runs a search with a signal that is aborted once somebody cancels it, or the bot is told to stop. */
export async function cancellable<T>(
  searchId: string,
  run: (signal: AbortSignal) => Promise<T>,
  deps: CancellationDeps,
): Promise<T> {
  const [search, done] = [new AbortController(), new AbortController()];
  const stop = () => search.abort();
  deps.stopping.addEventListener('abort', stop);
  if (deps.stopping.aborted) stop();
  const watching = watch(searchId, search, done.signal, deps);
  try {
    return await run(search.signal);
  } finally {
    done.abort();
    deps.stopping.removeEventListener('abort', stop);
    await watching;
  }
}

/** Aborts `search` once somebody wants it to end; stop watching by aborting `done`. */
async function watch(
  searchId: string,
  search: AbortController,
  done: AbortSignal,
  { clock, store, log }: CancellationDeps,
): Promise<void> {
  while (!done.aborted) {
    await clock.sleep(CHECK_MS, done);
    if (done.aborted) return;
    try {
      if (await store.get(KEYS.cancelled(searchId))) return search.abort();
    } catch (error) {
      log.debug({ ...errorFields(error) }, 'whether a search is to end could not be seen');
    }
  }
}
