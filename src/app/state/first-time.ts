import type { Store } from '../ports.ts';

/** Whether a key is set for the first time within `ttlMs`: of many that try at once, one does. @throws {StoreError} when the store is away */
export async function isFirstTime(store: Store, key: string, ttlMs: number): Promise<boolean> {
  const result = await store.commit({
    expect: [{ key, version: null }],
    put: [{ key, value: '1', ttl: ttlMs }],
  });
  return result.kind === 'done';
}
