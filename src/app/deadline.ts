/** A signal that is aborted after some time, or when something else is. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Lets go of the timer. */
  end(): void;
}

/**
 * A signal that is aborted `afterMs` from now, or as soon as `cancelled` is aborted. Not made of `AbortSignal.any` and `AbortSignal.timeout`:
 * Node holds their sources weakly, so a garbage collection can leave a search without its end.
 */
export function deadline(afterMs: number, cancelled?: AbortSignal): Deadline {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, Math.max(0, afterMs));
  cancelled?.addEventListener('abort', abort, { once: true });
  if (cancelled?.aborted) abort();
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      cancelled?.removeEventListener('abort', abort);
    },
  };
}
