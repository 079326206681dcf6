import { type ParkedChannel, parkedChannels } from '../app/delivery/parking.ts';
import type { Store } from '../app/ports.ts';
import { KEYS } from '../app/state/keys.ts';

/** How things stand, for `GET /readyz`. */
export interface Readiness {
  readonly ready: boolean;
  readonly slack: { readonly authenticated: boolean; readonly now: string; readonly transport: string };
  readonly store: {
    readonly writable: boolean;
    readonly kind: string;
    readonly weaknesses: readonly string[];
  };
  readonly accounts: readonly {
    readonly account: string;
    readonly region: string;
    readonly lastLookup: string;
  }[];
  readonly parked: readonly ParkedChannel[];
}

/** Lifetime of the probe of the store. */
const PROBE_TTL_MS = 60_000;

/** What readiness is judged from. */
export interface HealthDeps {
  readonly store: () => Store;
  readonly storeKind: string;
  readonly weaknesses: () => Promise<readonly string[]>;
  readonly slack: () => Readiness['slack'];
  readonly accounts: () => Readiness['accounts'];
}

/** Ready means: the store can be written, and Slack's auth.test has succeeded once since start. */
export async function readiness(deps: HealthDeps): Promise<Readiness> {
  const store = deps.store();
  let writable = false;
  let parked: ParkedChannel[] = [];
  let weaknesses: readonly string[] = [];
  try {
    writable =
      (await store.commit({ put: [{ key: KEYS.probe, value: '1', ttl: PROBE_TTL_MS }] })).kind === 'done';
    parked = await parkedChannels(store);
    weaknesses = await deps.weaknesses();
  } catch (error) {
    weaknesses = [(error as Error).message];
  }
  const slack = deps.slack();
  return {
    ready: writable && slack.authenticated,
    slack,
    store: { writable, kind: deps.storeKind, weaknesses },
    accounts: deps.accounts(),
    parked,
  };
}
