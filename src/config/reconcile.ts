import type { Config } from './config.ts';
import { durationMs } from './duration.ts';
import type { ConfigFile } from './file.ts';

/** Interval at which the reconciler looks, and time that it leaves feeds, where nothing is configured. */
const RECONCILE_EVERY_MS = 15 * 60_000;
const RECONCILE_GRACE_MS = 10 * 60_000;

/** When Event history is compared with what feeds brought, as the file says. */
export function reconcileOf({ reconcile: { every, grace } = {} }: ConfigFile): Config['reconcile'] {
  const everyMs = every === 'off' ? null : (durationMs(every) ?? RECONCILE_EVERY_MS);
  return { everyMs, graceMs: durationMs(grace) ?? RECONCILE_GRACE_MS };
}
