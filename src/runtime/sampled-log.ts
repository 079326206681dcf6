import type { Log } from '../app/ports.ts';

/** Lines of one message that are written a minute; the rest are counted. */
const LINES_A_MINUTE = 5;
const MINUTE_MS = 60_000;

/**
 * A log for what anybody can cause: of one message no more than a few lines a minute are written, and the next that is written says how many
 * were left out (`leftOut`). Nothing else is held back. `now` in milliseconds.
 */
export function sampledLog(log: Log, now: () => number): Log {
  const seen = new Map<string, { from: number; lines: number; leftOut: number }>();
  const sampled =
    (write: (fields: object, message: string) => void) =>
    (fields: object, message: string): void => {
      const known = seen.get(message);
      const isFresh = !known || now() - known.from >= MINUTE_MS;
      const leftOut = known && isFresh ? known.leftOut : 0;
      const state = isFresh ? { from: now(), lines: 0, leftOut: 0 } : known;
      seen.set(message, state);
      state.lines += 1;
      if (state.lines > LINES_A_MINUTE) state.leftOut += 1;
      else write(leftOut > 0 ? { ...fields, leftOut } : fields, message);
    };
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: sampled((fields, message) => log.warn(fields, message)),
    error: sampled((fields, message) => log.error(fields, message)),
  };
}
