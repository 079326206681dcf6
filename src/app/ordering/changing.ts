import type { Mute, Subscription } from '../../domain/standing-order.ts';
import type { OrderChange } from '../outgoing.ts';
import type { Clock, Put, Store } from '../ports.ts';
import type { Ledger } from '../state/ledger.ts';
import type { LedgerText } from '../state/ledger-entries.ts';
import type { OrderBook } from '../state/order-book.ts';
import {
  type OrderKind,
  type OrderOf,
  type OrdersHead,
  orderKey,
  orderPut,
  ordersHeadPut,
  readOrdersHead,
} from '../state/orders.ts';
import { messagePut } from '../state/outbox.ts';

/** What changing standing orders works with. */
export interface ChangingDeps {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly book: OrderBook;
  readonly clock: Clock;
}

/** Number of times that a change is tried because another came first. */
const MAX_TRIES = 20;

/**
 * Keeps a new order under the next number: with its ledger entry and the line in the channel that it is about, all of them or none. Gives it with its number.
 * @throws {StoreError} when the store is away
 */
export async function makeOrder<Kind extends OrderKind>(
  kind: Kind,
  order: Omit<OrderOf<Kind>, 'number'>,
  saidIn: string | null,
  deps: ChangingDeps,
): Promise<OrderOf<Kind>> {
  const made = await change(deps, head => {
    const number = head.last[kind] + 1;
    const numbered = { ...order, number } as OrderOf<Kind>;
    const put = [orderPut(kind, numbered, deps.clock.now())];
    return {
      head: { changes: head.changes + 1, last: { ...head.last, [kind]: number } },
      put,
      delete: [],
      entry: entryOf(kind, 'made', numbered, numbered.by.id),
      line:
        saidIn === null
          ? null
          : { channel: saidIn, says: changeOf(kind, 'made', numbered, numbered.by.name) },
      value: numbered,
    };
  });
  return made;
}

/** Ends an order, with its ledger entry and a line. @throws {StoreError} when the store is away */
export async function endOrder<Kind extends OrderKind>(
  kind: Kind,
  order: OrderOf<Kind>,
  by: { readonly id: string; readonly name: string },
  saidIn: string | null,
  deps: ChangingDeps,
): Promise<void> {
  await change(deps, head => ({
    head: { ...head, changes: head.changes + 1 },
    put: [],
    delete: [orderKey(kind, order.number)],
    entry: entryOf(kind, 'ended', order, by.id),
    line: saidIn === null ? null : { channel: saidIn, says: changeOf(kind, 'ended', order, by.name) },
    value: undefined,
  }));
}

/** What one change writes. */
interface Change<T> {
  readonly head: OrdersHead;
  readonly put: readonly Put[];
  readonly delete: readonly string[];
  readonly entry: Omit<Extract<LedgerText, { kind: 'order' }>, 'at'>;
  readonly line: { readonly channel: string; readonly says: OrderChange } | null;
  readonly value: T;
}

/** Changes orders in one commit, whoever else does at the same time. */
async function change<T>(
  { store, ledger, book, clock }: ChangingDeps,
  changed: (head: OrdersHead) => Change<T>,
): Promise<T> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const { head, version } = await readOrdersHead(store);
    const next = changed(head);
    const now = clock.now();
    const entry = { ...next.entry, at: new Date(now).toISOString() };
    const result = await ledger.append([entry], {
      expect: [{ key: ordersHeadPut(head).key, version }],
      put: [
        ordersHeadPut(next.head),
        ...next.put,
        ...(next.line ? [linePut(next.line, next.head, now)] : []),
      ],
      delete: next.delete,
    });
    if (result.kind === 'conflict') continue;
    await book.refresh();
    return next.value;
  }
  throw new Error('standing orders are changed by too many at once');
}

function linePut(
  { channel, says }: NonNullable<Change<unknown>['line']>,
  head: OrdersHead,
  now: number,
): Put {
  const lineId = `order-${head.changes}`;
  return messagePut(channel, 'note', now, lineId, { kind: 'line', lineId, channel, says });
}

function entryOf(
  kind: OrderKind,
  what: 'made' | 'ended',
  order: Subscription | Mute,
  by: string,
): Change<unknown>['entry'] {
  const { number, channel, reading } = order;
  return { kind: 'order', order: kind, change: what, number, by, channel, reading, ...lastingOf(order) };
}

function changeOf(
  kind: OrderKind,
  what: 'made' | 'ended',
  order: Subscription | Mute,
  by: string,
): OrderChange {
  const { number, reading } = order;
  return { order: kind, change: what, number, reading, by, ...lastingOf(order) };
}

/** Of a mute: until when, and why. */
function lastingOf(order: Subscription | Mute): { readonly until?: string; readonly reason?: string } {
  if (!('until' in order)) return {};
  return { until: order.until, ...(order.reason !== null && { reason: order.reason }) };
}
