import { PatternIndex } from '../../domain/pattern-index.ts';
import { NO_ORDERS, type StandingOrders } from '../../domain/standing-order.ts';
import type { Log, Store } from '../ports.ts';
import { KEYS } from './keys.ts';
import { readOrders, readOrdersHead } from './orders.ts';

/** Standing orders as they were read, and what must still hold for them to be all there are. */
export interface ReadOrders {
  readonly orders: StandingOrders;
  readonly version: string | null;
}

/**
 * The standing orders of a workspace, kept in memory. Whoever goes by them expects, in the commit that does so, that none has changed meanwhile: so one more replica costs no look
 * into the store, and none misses what another was told.
 */
export class OrderBook {
  readonly #store: Store;
  readonly #log: Log;
  #known: ReadOrders | undefined;

  constructor(store: Store, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  /** The orders as they were read last. */
  get latest(): StandingOrders {
    return this.#known?.orders ?? NO_ORDERS;
  }

  /** The orders, read only once. @throws {StoreError} when the store is away */
  async read(): Promise<ReadOrders> {
    return this.#known ?? this.refresh();
  }

  /** What a commit that goes by orders expects. */
  expectation({ version }: ReadOrders): { readonly key: string; readonly version: string | null } {
    return { key: KEYS.ordersHead, version };
  }

  /** The orders as the store has them now. @throws {StoreError} when the store is away */
  async refresh(): Promise<ReadOrders> {
    const onUnreadable = ({ key }: { readonly key: string }) =>
      this.#log.error({ key }, 'a subscription or mute can not be read, so nothing goes by it');
    // Read before what it is the version of: a change in between makes the next commit read anew.
    const { version } = await readOrdersHead(this.#store);
    const [subscriptions, mutes] = await Promise.all([
      readOrders(this.#store, 'subscription', onUnreadable),
      readOrders(this.#store, 'mute', onUnreadable),
    ]);
    const orders = {
      subscriptions: new PatternIndex(subscriptions),
      mutes: new PatternIndex(mutes),
    };
    this.#known = { orders, version };
    return this.#known;
  }
}
