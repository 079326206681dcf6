import { randomBytes } from 'node:crypto';
import type { Intake } from '../app/delivery/intake.ts';
import type { History, Log, Meter, Store } from '../app/ports.ts';
import { Reconciler } from '../app/reconciling/reconciler.ts';
import { recentIntake } from '../app/search/recent-intake.ts';
import type { TellManagers } from '../app/watching/managers.ts';
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
    readonly tellManagers: TellManagers;
    readonly log: Log;
    readonly meter: Meter;
  },
): Reconciler | null {
  const { history, intake, store } = deps;
  if (history === null || everyMs === null) return null;
  return new Reconciler({
    ...deps,
    history,
    recent: recentIntake(store, systemClock),
    channelsOf: record => intake.channelsOf(record),
    attributes: reconciledAttributes(routing),
    everyMs,
    graceMs,
    owner: randomBytes(8).toString('hex'),
    clock: systemClock,
  });
}
