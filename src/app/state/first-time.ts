import type { Store } from '../ports.ts';

/** Whether a key is set for the first time within `ttl` milliseconds: of many that try at once, one does. @throws {StoreError} */
export async function claim(store: Store, key: string, ttl: number): Promise<boolean> {
  const result = await store.commit({ expect: [{ key, version: null }], put: [{ key, value: '1', ttl }] });
  return result === 'done';
}
