import type { Entry, Store } from '../app/ports.ts';

interface Kept {
  readonly value: string;
  readonly version: string;
  readonly expires: number;
}

/** A store that forgets everything with the process: for `replay --dry-run`-like work and for tests. `now` in milliseconds. */
export function memoryStore(now: () => number = Date.now): Store {
  const kept = new Map<string, Kept>();
  let versions = 0;
  const live = (key: string): Entry | undefined => {
    const found = kept.get(key);
    if (!found || found.expires <= now()) return undefined;
    return { key, value: found.value, version: found.version };
  };
  return {
    async get(key) {
      return live(key);
    },
    async range(prefix, from, to, limit) {
      const start = Buffer.from(prefix + from);
      const end = to === null ? undefined : Buffer.from(prefix + to);
      return [...kept.keys()]
        .filter(key => key.startsWith(prefix))
        .map(key => ({ key, bytes: Buffer.from(key) }))
        .filter(({ bytes }) => bytes.compare(start) >= 0 && (!end || bytes.compare(end) < 0))
        .toSorted((a, b) => a.bytes.compare(b.bytes))
        .flatMap(({ key }) => live(key) ?? [])
        .slice(0, limit);
    },
    async commit({ expect = [], put = [], delete: remove = [] }) {
      if (expect.some(({ key, version }) => (live(key)?.version ?? null) !== version))
        return { kind: 'conflict' };
      for (const key of remove) kept.delete(key);
      const written = new Map<string, string>();
      for (const { key, value, ttl } of put) {
        versions += 1;
        written.set(key, String(versions));
        kept.set(key, {
          value,
          version: String(versions),
          expires: ttl === undefined ? Infinity : now() + ttl,
        });
      }
      return { kind: 'done', versions: written };
    },
    async close() {
      kept.clear();
    },
  };
}
