import { GLOBAL_REGION } from '../../domain/where-recorded.ts';
import { errorFields } from '../errors.ts';
import type { SearchScope } from '../ports.ts';
import { progressPut, readProgress } from '../state/reconciled.ts';
import type { ReconcilerDeps } from './reconciler-deps.ts';
import { ScopeTurn, toSecond } from './scope-turn.ts';
import { Suspicions } from './suspicions.ts';
import { TurnLease } from './turn-lease.ts';

/** Number of accounts and Regions that are looked at at once. */
const CONCURRENT_SCOPES = 8;

/** How the last turn went, for whoever asks how the bot stands. */
export interface ReconcilerState {
  /** Look-ups that there was no request left for. */
  readonly left: number;
  /** Why a turn could not be made; null: it could, or there was none. */
  readonly failure: string | null;
}

/**
 * Looks again and again whether Event history has what feeds did not bring: EventBridge delivers at best effort, and a rule may be missing. What would
 * have got a card gets it, marked as late. Only one replica does, and what it asks AWS for goes after all that somebody waits for.
 */
export class Reconciler {
  readonly #deps: ReconcilerDeps;
  readonly #suspicions: Suspicions;
  #state: ReconcilerState = { left: 0, failure: null };

  constructor(deps: ReconcilerDeps) {
    this.#deps = deps;
    this.#suspicions = new Suspicions(deps);
  }

  get state(): ReconcilerState {
    return this.#state;
  }

  /** Looks until the signal is aborted. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, graceMs, everyMs, log } = this.#deps;
    let hasBegun = false;
    while (!signal.aborted && !hasBegun) {
      hasBegun = await this.#begin().catch(error => this.#failed(error));
      if (!hasBegun) await clock.sleep(everyMs, signal);
    }
    // Feeds bring first what waited while no bot ran.
    await clock.sleep(graceMs, signal);
    while (!signal.aborted) {
      await this.turn(signal).catch(error => this.#failed(error));
      if (this.#state.left > 0)
        log.info({ left: this.#state.left }, 'look-ups of the reconciler are left for its next turn');
      await clock.sleep(everyMs, signal);
    }
  }

  #failed(error: unknown): false {
    this.#deps.log.warn({ ...errorFields(error) }, 'reconciling failed; trying again');
    return false;
  }

  /** Notes where to begin: on a new store now, on an old one when a bot was last at work. */
  async #begin(): Promise<true> {
    const { store, history, attributes, clock, lastAlive } = this.#deps;
    const now = clock.now();
    const until = toSecond(Math.min(lastAlive ?? now, now));
    for (const scope of scopesOf(history)) {
      const known = await Promise.all(attributes.map(attribute => readProgress(store, scope, attribute)));
      const put = attributes
        .filter((_, index) => known[index] === undefined)
        .map(attribute => progressPut(scope, attribute, { begun: until, until, left: [], lookedAt: 0 }));
      if (put.length > 0) await store.commit({ put });
    }
    return true;
  }

  /** Looks once, unless another replica does or has. @throws {StoreError} when the store is away */
  async turn(signal: AbortSignal): Promise<void> {
    const { history, clock } = this.#deps;
    const lease = await TurnLease.take(this.#deps);
    if (!lease) {
      // Another replica knows how it goes.
      this.#state = { left: 0, failure: null };
      return;
    }
    const turns = scopesOf(history).map(scope => new ScopeTurn(scope, this.#deps, this.#suspicions, lease));
    const waiting = turns.values();
    // AWS counts requests by account and Region, so one need not wait for another.
    const work = async () => {
      for (const turn of waiting) if (!signal.aborted) await turn.run(clock.now(), signal);
    };
    await Promise.all(Array.from({ length: CONCURRENT_SCOPES }, work));
    this.#state = {
      left: turns.reduce((sum, { left }) => sum + left, 0),
      failure: turns.find(({ failure }) => failure !== null)?.failure ?? null,
    };
    await this.#suspicions.confirm(signal);
    await lease.giveBack();
  }
}

/** Where is looked: the accounts' Regions, and where AWS records what global services do. */
function scopesOf({ scopes }: ReconcilerDeps['history']): readonly SearchScope[] {
  const accounts = new Set(scopes.map(({ accountId }) => accountId));
  const global = [...accounts].map(accountId => ({ accountId, region: GLOBAL_REGION }));
  const isNew = ({ accountId }: SearchScope) =>
    !scopes.some(scope => scope.accountId === accountId && scope.region === GLOBAL_REGION);
  return [...scopes, ...global.filter(isNew)];
}
