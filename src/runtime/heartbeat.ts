import type { Clock, Log } from '../app/ports.ts';

/** Interval at which a sign of life is given, and how long one may take. */
const EVERY_MS = 60_000;
const TIMEOUT_MS = 10_000;

/** What giving signs of life works with. */
export interface HeartbeatDeps {
  /** Fetched as a sign of life; whoever watches it calls somebody when none comes. It may hold a secret, so it is never logged. */
  readonly url: string;
  readonly isReady: () => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Gives a sign of life each minute while the bot is ready, until the signal is aborted. Never rejects. */
export async function beat({ url, isReady, clock, log }: HeartbeatDeps, signal: AbortSignal): Promise<void> {
  let isHeard = true;
  while (!signal.aborted) {
    if (!(await isReady())) {
      await clock.sleep(EVERY_MS, signal);
      continue;
    }
    const problem = await fetched(url, signal);
    // One line when it begins to fail, one when that is over.
    if (problem !== null && isHeard)
      log.warn({ problem }, 'HEARTBEAT_URL does not take the sign of life; trying again');
    if (problem === null && !isHeard) log.info({}, 'HEARTBEAT_URL takes signs of life again');
    isHeard = problem === null;
    await clock.sleep(EVERY_MS, signal);
  }
}

/** Why it was not taken; null where it was. */
async function fetched(url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
    await response.body?.cancel();
    return response.ok ? null : `HTTP ${response.status}`;
  } catch (error) {
    return signal.aborted ? null : (error as Error).name;
  }
}
