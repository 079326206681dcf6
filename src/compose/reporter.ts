import type { Log, Store } from '../app/ports.ts';
import { Reporter } from '../app/reporting/reporter.ts';
import { silences } from '../app/watching/pulses.ts';
import type { Config } from '../config/config.ts';
import type { Known } from '../domain/known.ts';
import { systemClock } from '../runtime/clock.ts';
import { accountNamer } from './account-names.ts';

/** What tells channels what came in, when they want to be told. */
export function composeReporter(
  config: Config,
  deps: { readonly known: Known; readonly store: Store; readonly log: Log; readonly wake: () => void },
): Reporter {
  const accountName = accountNamer(config);
  return new Reporter({
    ...deps,
    clock: systemClock,
    schedules: config.reports,
    silent: async () =>
      (await silences(deps.store, systemClock.now())).map(({ account }) => accountName(account)),
  });
}
