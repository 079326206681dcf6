import * as z from 'zod';
import type { LookupAttribute } from '../../domain/plan.ts';
import { digest } from '../../records/digest.ts';
import type { Entry, Put, SearchScope, Store } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS } from './keys.ts';

/** Most stretches of time that are left of one look-up; more become one. */
const MAX_LEFT_RANGES = 8;

const RANGE = z.object({ from: z.number(), to: z.number() });
const PROGRESS = z.object({
  /** What was before is not looked at. All times in milliseconds. */
  begun: z.number(),
  /** Up to when all is looked at, or in `left`. */
  until: z.number(),
  /** Earlier stretches of time that there was no request left for. */
  left: z.array(RANGE),
  /** When it was looked at last: whatever waits longest comes first. */
  lookedAt: z.number(),
});
const progressCodec = codec(PROGRESS);

/** How far the reconciler has come with one look-up in one account and Region. */
export type Progress = Readonly<z.output<typeof PROGRESS>>;

/** How far the reconciler has come; undefined where it has not begun. @throws {StoreError} when the store is away */
export async function readProgress(
  store: Store,
  scope: SearchScope,
  attribute: LookupAttribute,
): Promise<Progress | undefined> {
  const entry = await store.get(keyOf(scope, attribute));
  return entry && progressCodec.tryDecode(entry.value);
}

/** The write that notes how far it has come. */
export function progressPut(scope: SearchScope, attribute: LookupAttribute, progress: Progress): Put {
  const { left } = progress;
  const kept =
    left.length <= MAX_LEFT_RANGES
      ? left
      : [{ from: Math.min(...left.map(({ from }) => from)), to: Math.max(...left.map(({ to }) => to)) }];
  return { key: keyOf(scope, attribute), value: progressCodec.encode({ ...progress, left: kept }) };
}

function keyOf({ accountId, region }: SearchScope, { key, value }: LookupAttribute): string {
  return KEYS.reconciled(digest({ accountId, region, key, value }).slice(0, 32));
}

const leaseCodec = codec(z.object({ owner: z.string(), until: z.number(), turnAt: z.number() }));

/** Who reconciles, until when, and when the last turn began (milliseconds). */
export type ReconcilerLease = Readonly<ReturnType<typeof leaseCodec.decode>>;

/** The lease as it stands. @throws {StoreError} when the store is away */
export async function readReconcilerLease(store: Store): Promise<{
  readonly key: string;
  readonly entry: Entry | undefined;
  readonly lease: ReconcilerLease | undefined;
}> {
  const entry = await store.get(KEYS.reconciler);
  return { key: KEYS.reconciler, entry, lease: entry && leaseCodec.tryDecode(entry.value) };
}

/** The write that takes, extends or gives back the lease. */
export function reconcilerLeasePut(lease: ReconcilerLease): Put {
  return { key: KEYS.reconciler, value: leaseCodec.encode(lease) };
}
