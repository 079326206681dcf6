import type { Store } from '../ports.ts';
import { KEYS } from './keys.ts';

/** Notes since when records are kept here, once. `now` in milliseconds. @throws {StoreError} when the store is away */
export async function noteBeginning(store: Store, now: number): Promise<void> {
  await store.commit({
    expect: [{ key: KEYS.began, version: null }],
    put: [{ key: KEYS.began, value: String(now) }],
  });
}

/** Since when records are kept here, in milliseconds; undefined where nobody noted it. @throws {StoreError} when the store is away */
export async function beganAt(store: Store): Promise<number | undefined> {
  const entry = await store.get(KEYS.began);
  return entry && Number(entry.value);
}
