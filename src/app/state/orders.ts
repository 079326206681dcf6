import * as z from 'zod';
import type { Mute, Subscription } from '../../domain/standing-order.ts';
import type { Entry, Put, Store } from '../ports.ts';
import { type Codec, codec } from './codec.ts';
import { KEYS, sortable } from './keys.ts';
import { PATTERN } from './question-codec.ts';

/** Sorts of standing orders. */
export type OrderKind = 'subscription' | 'mute';
/** An order of a sort. */
export type OrderOf<Kind extends OrderKind> = Kind extends 'mute' ? Mute : Subscription;

const ORDER = {
  number: z.number(),
  pattern: PATTERN,
  reading: z.string(),
  by: z.object({ id: z.string(), name: z.string(), email: z.string().nullable() }),
  at: z.string(),
};
const subscriptionCodec = codec<Subscription>(z.object({ ...ORDER, channel: z.string() }));
const muteCodec = codec<Mute>(
  z.object({
    ...ORDER,
    channel: z.string().nullable(),
    until: z.string(),
    reason: z.string().nullable(),
    byManager: z.boolean(),
  }),
);
const CODECS = { subscription: subscriptionCodec, mute: muteCodec } as const;

/** The number of changes of standing orders, and the last number of each sort. */
const HEAD = z.object({
  changes: z.number(),
  last: z.object({ subscription: z.number(), mute: z.number() }),
});
export type OrdersHead = Readonly<z.output<typeof HEAD>>;
const headCodec = codec<OrdersHead>(HEAD);

/** Most orders of a sort that are kept. */
const MAX_ORDERS = 1_000;

/** The first state of {@link OrdersHead}, and what the store holds of it. @throws {StoreError} when the store is away */
export async function readOrdersHead(
  store: Store,
): Promise<{ readonly head: OrdersHead; readonly version: string | null }> {
  const entry = await store.get(KEYS.ordersHead);
  return entry
    ? { head: headCodec.decode(entry.value), version: entry.version }
    : { head: { changes: 0, last: { subscription: 0, mute: 0 } }, version: null };
}

/** The write that says that orders changed. */
export function ordersHeadPut(head: OrdersHead): Put {
  return { key: KEYS.ordersHead, value: headCodec.encode(head) };
}

/** The key of an order. */
export function orderKey(kind: OrderKind, number: number): string {
  return `${KEYS.order(kind)}${sortable(number)}`;
}

/** The write that keeps an order; a mute only for as long as it lasts. `now` in milliseconds. */
export function orderPut<Kind extends OrderKind>(kind: Kind, order: OrderOf<Kind>, now: number): Put {
  const value = (CODECS[kind] as Codec<OrderOf<Kind>>).encode(order);
  const ttl = 'until' in order ? Math.max(1, Date.parse(order.until) - now) : undefined;
  return { key: orderKey(kind, order.number), value, ...(ttl !== undefined && { ttl }) };
}

/** All orders of a sort, in the order of their numbers; one that can't be read is left out, and told of. @throws {StoreError} when the store is away */
export async function readOrders<Kind extends OrderKind>(
  store: Store,
  kind: Kind,
  onUnreadable: (entry: Entry) => void,
): Promise<readonly OrderOf<Kind>[]> {
  const entries = await store.range(KEYS.order(kind), '', null, MAX_ORDERS);
  return entries.flatMap(entry => {
    const order = (CODECS[kind] as Codec<OrderOf<Kind>>).tryDecode(entry.value);
    if (!order) onUnreadable(entry);
    return order ?? [];
  });
}
