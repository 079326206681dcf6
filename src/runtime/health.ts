import { type ParkedChannel, parkedChannels } from '../app/delivery/parking.ts';
import type { Store } from '../app/ports.ts';

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

/** What readiness is judged from. */
export interface HealthParts {
  readonly store: () => Store;
  readonly storeKind: string;
  readonly weaknesses: () => Promise<readonly string[]>;
  readonly slack: () => Readiness['slack'];
  readonly accounts: () => Readiness['accounts'];
}

/** Ready means: the store can be written, and Slack's auth.test has succeeded once since start. */
export async function readiness(parts: HealthParts): Promise<Readiness> {
  const store = parts.store();
  let writable = false;
  let parked: ParkedChannel[] = [];
  let weaknesses: readonly string[] = [];
  try {
    writable = (await store.commit({ put: [{ key: 'probe', value: '1', ttl: 60_000 }] })) === 'done';
    parked = await parkedChannels(store);
    weaknesses = await parts.weaknesses();
  } catch (error) {
    weaknesses = [(error as Error).message];
  }
  const slack = parts.slack();
  return {
    ready: writable && slack.authenticated,
    slack,
    store: { writable, kind: parts.storeKind, weaknesses },
    accounts: parts.accounts(),
    parked,
  };
}
