import { type ParkedChannel, parkedChannels } from '../app/delivery/parking.ts';
import { listSetAside, type SetAside } from '../app/delivery/set-aside.ts';
import type { Store } from '../app/ports.ts';
import { KEYS } from '../app/state/keys.ts';
import type { KnownTrouble } from '../app/watching/trouble-watch.ts';

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
  /** What is not as it should be, in words, and since when. */
  readonly trouble: readonly KnownTrouble[];
  /** Messages that Slack did not take: how many, and some of them. */
  readonly setAside: { readonly count: number; readonly latest: readonly SetAside[] };
}

/** Lifetime of the probe of the store. */
const PROBE_TTL_MS = 60_000;

/** What readiness is judged from. */
export interface HealthDeps {
  readonly store: () => Store;
  readonly storeKind: string;
  readonly weaknesses: () => Promise<readonly string[]>;
  /** Why something could not be written lately; null where nothing failed. */
  readonly storeFailure: () => string | null;
  /** What is not as it should be. */
  readonly trouble: () => Readiness['trouble'];
  readonly slack: () => Readiness['slack'];
  readonly accounts: () => Readiness['accounts'];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Most set-aside messages that are named. */
const MAX_NAMED_ASIDES = 20;

function asideState(all: readonly SetAside[]): Readiness['setAside'] {
  const newestFirst = all.toSorted((a, b) => (b.at ?? '').localeCompare(a.at ?? ''));
  return { count: all.length, latest: newestFirst.slice(0, MAX_NAMED_ASIDES) };
}

/** What a look at the store told. */
interface StoreState {
  readonly writable: boolean;
  readonly weaknesses: readonly string[];
}

/** Time for which a look at a store that can be written is good: anybody may ask, and each look is a write. */
const GOOD_FOR_MS = 5_000;

/**
 * Tells whether the bot is ready: the store can be written, and Slack's auth.test has succeeded once since start. The store is tried at most once
 * in some seconds while all is well, and every time while it is not, so that getting ready shows at once.
 */
export class ReadinessProbe {
  readonly #deps: HealthDeps;
  #last: { readonly at: number; readonly store: Store; readonly state: Promise<StoreState> } | undefined;

  constructor(deps: HealthDeps) {
    this.#deps = deps;
  }

  /** Whether it is ready, and no more. */
  async isReady(): Promise<boolean> {
    const { writable } = await this.#probe();
    return writable && this.#deps.slack().authenticated;
  }

  /** How all things stand. */
  async state(): Promise<Readiness> {
    const { storeKind, slack, accounts, store, trouble } = this.#deps;
    const { writable, weaknesses } = await this.#probe();
    return {
      ready: writable && slack().authenticated,
      trouble: trouble(),
      slack: slack(),
      store: { writable, kind: storeKind, weaknesses },
      accounts: accounts(),
      parked: writable ? await parkedChannels(store()).catch(() => []) : [],
      setAside: asideState(writable ? await listSetAside(store()).catch(() => []) : []),
    };
  }

  async #probe(): Promise<StoreState> {
    const { now, storeFailure } = this.#deps;
    const store = this.#deps.store();
    const last = this.#last;
    if (last?.store === store && now() - last.at < GOOD_FOR_MS && storeFailure() === null) {
      const state = await last.state;
      if (state.writable) return state;
    }
    const state = this.#look(store);
    this.#last = { at: now(), store, state };
    return state;
  }

  async #look(store: Store): Promise<StoreState> {
    const { weaknesses, storeFailure } = this.#deps;
    try {
      const probe = { put: [{ key: KEYS.probe, value: '1', ttl: PROBE_TTL_MS }] };
      const writable = (await store.commit(probe)).kind === 'done';
      const failure = storeFailure();
      const told =
        failure === null ? [] : [`something could not be written within the last minute: ${failure}`];
      return { writable: writable && failure === null, weaknesses: [...told, ...(await weaknesses())] };
    } catch (error) {
      return { writable: false, weaknesses: [(error as Error).message] };
    }
  }
}
