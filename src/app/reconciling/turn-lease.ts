import type { Clock, Store } from '../ports.ts';
import { readReconcilerLease, reconcilerLeasePut } from '../state/reconciled.ts';

/** Time that a turn may be silent before another replica takes over, in milliseconds. */
const LEASE_MS = 120_000;

/** What a lease works with. */
interface LeaseDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly owner: string;
  readonly everyMs: number;
}

/** The right to make a turn, which one replica has at a time. */
export class TurnLease {
  readonly #deps: LeaseDeps;
  #until: number;
  #extending: Promise<boolean> | undefined;

  private constructor(deps: LeaseDeps, until: number) {
    [this.#deps, this.#until] = [deps, until];
  }

  /** Takes it, unless another replica makes a turn, or has made one just now. @throws {StoreError} when the store is away */
  static async take(deps: LeaseDeps): Promise<TurnLease | undefined> {
    const { store, clock, owner, everyMs } = deps;
    const { key, entry, lease } = await readReconcilerLease(store);
    const now = clock.now();
    const isOthers = lease !== undefined && lease.owner !== owner;
    // What a clock that went back left in the future must not stop everything.
    const isHeld = isOthers && lease.until > now && lease.until <= now + LEASE_MS;
    const isFresh = isOthers && lease.turnAt <= now && now - lease.turnAt < everyMs / 2;
    if (isHeld || isFresh) return undefined;
    const until = now + LEASE_MS;
    const result = await store.commit({
      expect: [{ key, version: entry?.version ?? null }],
      put: [reconcilerLeasePut({ owner, until, turnAt: now })],
    });
    return result.kind === 'done' ? new TurnLease(deps, until) : undefined;
  }

  /** Whether it is still ours; it is extended where half of it is over. @throws {StoreError} when the store is away */
  async keep(): Promise<boolean> {
    if (this.#until - this.#deps.clock.now() > LEASE_MS / 2) return true;
    this.#extending ??= this.#extend(LEASE_MS).finally(() => {
      this.#extending = undefined;
    });
    return this.#extending;
  }

  /** Hands it back. @throws {StoreError} when the store is away */
  async giveBack(): Promise<void> {
    await this.#extend(0);
  }

  async #extend(forMs: number): Promise<boolean> {
    const { store, clock, owner } = this.#deps;
    const { key, entry, lease } = await readReconcilerLease(store);
    if (!entry || lease?.owner !== owner) return false;
    const until = forMs === 0 ? 0 : clock.now() + forMs;
    const result = await store.commit({
      expect: [{ key, version: entry.version }],
      put: [reconcilerLeasePut({ ...lease, until })],
    });
    if (result.kind === 'done') this.#until = until;
    return result.kind === 'done';
  }
}
