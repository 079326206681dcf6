import { randomBytes } from 'node:crypto';
import type { Intake } from '../app/delivery/intake.ts';
import { Poller } from '../app/polling/poller.ts';
import type { History, Log, Store } from '../app/ports.ts';
import { systemClock } from '../runtime/clock.ts';

/** What takes in what a history has that no feed brings. */
export function composePoller(
  history: History,
  { store, intake, log }: { readonly store: Store; readonly intake: Intake; readonly log: Log },
): Poller {
  return new Poller({
    store,
    log,
    history,
    accept: record => intake.acceptPolled(record),
    clock: systemClock,
    owner: randomBytes(8).toString('hex'),
  });
}
