import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import { StoreError } from '../app/errors.ts';
import type { Commit, CommitResult, Entry, Store } from '../app/ports.ts';
import { reasonOf, refusal, scarcity } from './embedded-failure.ts';
import { FILES, fileProblem } from './embedded-file.ts';
import { GroupCommit } from './group-commit.ts';

interface Kept {
  /** Value, version, and when it expires in milliseconds since 1970 (0: never). */
  readonly d: string;
  readonly v: number;
  readonly x: number;
}

/** Longest key that LMDB takes with its page size, less what the encoding needs (lmdb-js README, "Keys"). */
const MAX_KEY_BYTES = 1_900;
/** Time for which a failed write is told. */
const FAILURE_LASTS_MS = 60_000;
/** Number of expired entries that a commit clears away besides its own work. */
const SWEEP_COUNT = 20;

/**
 * The embedded store: LMDB in a folder, for one machine. Several processes may open it (the bot and `cctrail replay`).
 * A commit resolves when it is synced to disk. `now` in milliseconds.
 * @throws {StoreError} when the folder can't be used
 */
export function openEmbeddedStore(folder: string, now: () => number = Date.now): EmbeddedStore {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const problem = fileProblem(join(folder, FILES[0]));
    if (problem !== undefined)
      throw new StoreError(`${join(folder, FILES[0])} ${problem}`, { hint: MENDING });
    // Without overlappingSync a commit's promise waits for the disk (lmdb-js README, "Options").
    const root = open({ path: folder, maxDbs: 3, overlappingSync: false });
    for (const name of FILES) keepToOwner(join(folder, name));
    const entries = root.openDB<Kept, string>({ name: 'entries' });
    const expiry = root.openDB<true, [number, string]>({ name: 'expiry' });
    const counter = root.openDB<number, string>({ name: 'counter' });
    return new EmbeddedStore({ root, entries, expiry, counter }, folder, now);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      `the folder ${folder} can't be used as a store: ${refusal(error) ?? (error as Error).message}`,
      {
        cause: error,
        hint: 'Give DATA_DIR a folder that can be written by the user that runs cctrail.',
      },
    );
  }
}

/** Ways out of a damaged file. */
const MENDING =
  'Stop everything that uses it, and put back a copy that "cctrail store backup" made; or move the file away to begin anew: what it held is lost then.';
/** What is kept is the owner's alone, also where an earlier version made the file; somebody else's stays as they made it. */
function keepToOwner(path: string): void {
  try {
    chmodSync(path, 0o600);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EPERM') throw error;
  }
}

type Root = ReturnType<typeof open>;
type Database = ReturnType<Root['openDB']>;
type Databases = Readonly<Record<'entries' | 'expiry' | 'counter', Database>> & { readonly root: Root };

/** The embedded store, which can also be copied while it is in use. */
export class EmbeddedStore implements Store {
  readonly #root: Root;
  readonly #entries: Database;
  readonly #expiry: Database;
  readonly #counter: Database;
  readonly #folder: string;
  readonly #now: () => number;
  readonly #group = new GroupCommit<Commit, CommitResult>({
    together: writes => this.#transaction(writes),
    alone: async write => (await this.#transaction([write]))[0] ?? { kind: 'conflict' },
  });
  #failure: { readonly at: number; readonly reason: string } | undefined;

  constructor({ root, entries, expiry, counter }: Databases, folder: string, now: () => number) {
    [this.#root, this.#entries, this.#expiry, this.#counter] = [root, entries, expiry, counter];
    [this.#folder, this.#now] = [folder, now];
  }

  async get(key: string): Promise<Entry | undefined> {
    return this.#attempt('read', async () => this.#live(key));
  }

  range(prefix: string, from: string, to: string | null, limit: number): Promise<Entry[]> {
    return this.#attempt('read', async () => {
      const found: Entry[] = [];
      const end = to === null ? {} : { end: prefix + to };
      const all = this.#entries.getRange({ start: prefix + from, ...end });
      for (const { key, value } of all as Iterable<{ readonly key: string; readonly value: Kept }>) {
        if (!key.startsWith(prefix) || found.length >= limit) break;
        const entry = this.#shown(key, value);
        if (entry) found.push(entry);
      }
      return found;
    });
  }

  async commit(write: Commit): Promise<CommitResult> {
    const keys = [...(write.put ?? []).map(({ key }) => key), ...(write.delete ?? [])];
    if (keys.some(key => Buffer.byteLength(key) > MAX_KEY_BYTES))
      throw new StoreError(`the embedded store takes no key longer than ${MAX_KEY_BYTES} bytes`);
    return this.#attempt('written', () => this.#group.commit(write));
  }

  async close(): Promise<void> {
    await this.#group.idle();
    await this.#root.close();
  }

  /** Copies all into a folder that has no store yet, without the room of what was removed. @throws {StoreError} where that fails */
  backup(folder: string): Promise<void> {
    return this.#attempt('copied', async () => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      await this.#root.backup(folder, true);
      keepToOwner(join(folder, FILES[0]));
    });
  }

  /** Why something could not be written within the last minute: a small probe may fit where an event does not. */
  failure(): string | null {
    const failure = this.#failure;
    return failure && this.#now() - failure.at < FAILURE_LASTS_MS ? failure.reason : null;
  }

  /** What makes it less durable than it should be, for people. */
  weaknesses(): string[] {
    return [scarcity(this.#folder) ?? []].flat();
  }

  /** Does it. @throws {StoreError} where LMDB fails */
  async #attempt<T>(doing: 'read' | 'written' | 'copied', work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const reason = await reasonOf(error, this.#folder);
      if (doing === 'written') this.#failure = { at: this.#now(), reason };
      throw new StoreError(`the embedded store could not be ${doing}: ${reason}`, { cause: error });
    }
  }

  /** Does writes one after the other in one transaction, which is undone as a whole where anything in it fails. */
  #transaction(writes: readonly Commit[]): Promise<CommitResult[]> {
    return this.#root.childTransaction(() => {
      const before = (this.#counter.get('version') as number | undefined) ?? 0;
      let version = before;
      const next = () => (version += 1);
      const results = writes.map(write => this.#write(write, next));
      if (version !== before) this.#counter.putSync('version', version);
      this.#sweep(SWEEP_COUNT * writes.length);
      return results;
    });
  }

  #write({ expect = [], put = [], delete: remove = [] }: Commit, next: () => number): CommitResult {
    if (expect.some(({ key, version }) => (this.#live(key)?.version ?? null) !== version))
      return { kind: 'conflict' };
    const versions = new Map<string, string>();
    for (const key of remove) this.#forget(key);
    for (const { key, value, ttl } of put) {
      this.#forget(key);
      const version = next();
      versions.set(key, String(version));
      const x = ttl === undefined ? 0 : this.#now() + ttl;
      this.#entries.putSync(key, { d: value, v: version, x } satisfies Kept);
      if (x !== 0) this.#expiry.putSync([x, key], true);
    }
    return { kind: 'done', versions };
  }

  /** The entry of a key, unless its time is over. */
  #live(key: string): Entry | undefined {
    const kept = this.#kept(key);
    return kept && this.#shown(key, kept);
  }

  #shown(key: string, { d: value, v, x }: Kept): Entry | undefined {
    return x !== 0 && x <= this.#now() ? undefined : { key, value, version: String(v) };
  }

  #forget(key: string): void {
    const kept = this.#kept(key);
    if (kept === undefined) return;
    if (kept.x !== 0) this.#expiry.removeSync([kept.x, key]);
    this.#entries.removeSync(key);
  }

  /** Removes some of the entries whose time is over. */
  #sweep(limit: number): void {
    const due = [...this.#expiry.getKeys({ end: [this.#now(), ''], limit })];
    for (const [at, key] of due as [number, string][]) {
      if (this.#kept(key)?.x === at) this.#entries.removeSync(key);
      this.#expiry.removeSync([at, key]);
    }
  }

  #kept(key: string): Kept | undefined {
    return this.#entries.get(key) as Kept | undefined;
  }
}
