import { randomBytes } from 'node:crypto';
import type { Intake } from '../app/delivery/intake.ts';
import type { History, Log, Meter, Store } from '../app/ports.ts';
import { Reconciler } from '../app/reconciling/reconciler.ts';
import type { Config } from '../config/config.ts';
import { reconciledAttributes } from '../domain/reconciled.ts';
import { systemClock } from '../runtime/clock.ts';

/** What compares what feeds brought with Event history. */
export function composeReconciler(
  { routing, reconcile: { everyMs, graceMs } }: Config,
  deps: {
    readonly store: Store;
    readonly history: History | null;
    readonly intake: Intake;
    readonly lastAlive: number | null;
    readonly tellManagers: (about: string, text: string) => Promise<void>;
    readonly log: Log;
    readonly meter: Meter;
  },
): Reconciler | null {
  const { history, intake } = deps;
  if (history === null || everyMs === null) return null;
  return new Reconciler({
    ...deps,
    history,
    channelsOf: record => intake.channelsOf(record),
    attributes: reconciledAttributes(routing),
    everyMs,
    graceMs,
    owner: randomBytes(8).toString('hex'),
    clock: systemClock,
  });
}
