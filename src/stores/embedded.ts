import { mkdirSync } from 'node:fs';
import { open } from 'lmdb';
import { StoreError } from '../app/errors.ts';
import type { Entry, Store } from '../app/ports.ts';

interface Kept {
  /** Value, version, and when it expires in milliseconds since 1970 (0: never). */
  readonly d: string;
  readonly v: number;
  readonly x: number;
}

/** Longest key that LMDB takes with its page size, less what the encoding needs (lmdb-js README, "Keys"). */
const MAX_KEY_BYTES = 1_900;
/** Number of expired entries that a commit clears away besides its own work. */
const SWEEP_COUNT = 20;

/**
 * The embedded store: LMDB in a folder, for one machine. Several processes may open it (the bot and `cctrail replay`).
 * A commit resolves when it is synced to disk. `now` in milliseconds.
 * @throws {StoreError} when the folder can't be used
 */
export function openEmbeddedStore(folder: string, now: () => number = Date.now): Store {
  try {
    mkdirSync(folder, { recursive: true });
    // Without overlappingSync a commit's promise waits for the disk (lmdb-js README, "Options").
    const root = open({ path: folder, maxDbs: 3, overlappingSync: false });
    const entries = root.openDB<Kept, string>({ name: 'entries' });
    const expiry = root.openDB<true, [number, string]>({ name: 'expiry' });
    const counter = root.openDB<number, string>({ name: 'counter' });
    return embeddedStore({ root, entries, expiry, counter }, now);
  } catch (error) {
    throw new StoreError(`the folder ${folder} can't be used as a store: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

type Root = ReturnType<typeof open>;
interface Databases {
  readonly root: Root;
  readonly entries: ReturnType<Root['openDB']>;
  readonly expiry: ReturnType<Root['openDB']>;
  readonly counter: ReturnType<Root['openDB']>;
}

function embeddedStore({ root, entries, expiry, counter }: Databases, now: () => number): Store {
  const live = (key: string): Entry | undefined => {
    const kept = entries.get(key) as Kept | undefined;
    if (!kept || (kept.x !== 0 && kept.x <= now())) return undefined;
    return { key, value: kept.d, version: String(kept.v) };
  };
  const forget = (key: string, kept: Kept | undefined) => {
    if (kept === undefined) return;
    if (kept.x !== 0) expiry.removeSync([kept.x, key]);
    entries.removeSync(key);
  };
  const sweep = () => {
    const due = [...expiry.getKeys({ end: [now(), ''], limit: SWEEP_COUNT })] as [number, string][];
    for (const [at, key] of due) {
      const kept = entries.get(key) as Kept | undefined;
      if (kept?.x === at) entries.removeSync(key);
      expiry.removeSync([at, key]);
    }
  };
  const failing = (doing: string, error: unknown) =>
    new StoreError(`the embedded store could not be ${doing}: ${(error as Error).message}`, { cause: error });

  return {
    async get(key) {
      try {
        return live(key);
      } catch (error) {
        throw failing('read', error);
      }
    },
    async range(prefix, from, to, limit) {
      try {
        const found: Entry[] = [];
        const end = to === null ? undefined : prefix + to;
        for (const key of entries.getKeys({
          start: prefix + from,
          ...(end !== undefined && { end }),
        }) as Iterable<string>) {
          if (!key.startsWith(prefix) || found.length >= limit) break;
          const entry = live(key);
          if (entry) found.push(entry);
        }
        return found;
      } catch (error) {
        throw failing('read', error);
      }
    },
    async commit({ expect = [], put = [], delete: remove = [] }) {
      try {
        const keys = [...put.map(one => one.key), ...remove];
        const long = keys.find(key => Buffer.byteLength(key) > MAX_KEY_BYTES);
        if (long !== undefined) throw new Error(`a key is longer than ${MAX_KEY_BYTES} bytes`);
        // A child transaction is undone as a whole where anything in it fails.
        return await root.childTransaction(() => {
          if (expect.some(({ key, version }) => (live(key)?.version ?? null) !== version))
            return { kind: 'conflict' as const };
          const versions = new Map<string, string>();
          let version = (counter.get('version') as number | undefined) ?? 0;
          for (const key of remove) forget(key, entries.get(key) as Kept | undefined);
          for (const { key, value, ttl } of put) {
            forget(key, entries.get(key) as Kept | undefined);
            version += 1;
            versions.set(key, String(version));
            const x = ttl === undefined ? 0 : now() + ttl;
            entries.putSync(key, { d: value, v: version, x } satisfies Kept);
            if (x !== 0) expiry.putSync([x, key], true);
          }
          counter.putSync('version', version);
          sweep();
          return { kind: 'done' as const, versions };
        });
      } catch (error) {
        throw failing('written', error);
      }
    },
    async close() {
      await root.close();
    },
  };
}
