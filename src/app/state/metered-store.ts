import type { Meter, Store } from '../ports.ts';

/** A store of which it is counted how often it did not do what was asked. */
export function meteredStore(store: Store, meter: Meter): Store {
  const counted = async <T>(doing: 'read' | 'write', work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      meter.count('cctrail_store_errors_total', { doing });
      throw error;
    }
  };
  return {
    get: key => counted('read', store.get(key)),
    range: (...parts) => counted('read', store.range(...parts)),
    commit: commit => counted('write', store.commit(commit)),
    close: () => store.close(),
  };
}
