import type { Store } from '../src/app/ports.ts';

/** Calls to a store since it was last cleared: what was done, and to which key or prefix. */
export interface CountedCalls {
  readonly calls: string[];
  clear(): void;
}

/** A store that notes every call: on Redis each is a round trip. */
export function countingStore(store: Store): Store & CountedCalls {
  const calls: string[] = [];
  return {
    calls,
    clear: () => void calls.splice(0),
    get: key => {
      calls.push(`get ${key}`);
      return store.get(key);
    },
    range: (prefix, from, to, limit) => {
      calls.push(`range ${prefix}`);
      return store.range(prefix, from, to, limit);
    },
    commit: commit => {
      calls.push(
        `commit ${[...(commit.put ?? []).map(({ key }) => key), ...(commit.delete ?? [])].join(' ')}`,
      );
      return store.commit(commit);
    },
    close: () => store.close(),
  };
}
