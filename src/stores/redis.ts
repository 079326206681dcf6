import { randomBytes } from 'node:crypto';
import { Cluster, type Redis } from 'ioredis';
import { StoreError } from '../app/errors.ts';
import type { Commit, CommitResult, Entry, Log, Store } from '../app/ports.ts';
import { type RedisConnection, redisConnection } from './redis-connect.ts';
import { DurableConnections, weaknessesOf } from './redis-durability.ts';
import { COMMIT_SCRIPT, RANGE_SCRIPT } from './redis-scripts.ts';

/** Number of keys that a scan looks at in one step. */
const SCAN_COUNT = 500;

/** A store in Redis, shared by replicas, and what an operator should know of its durability. */
export interface RedisStore {
  readonly store: Store;
  /** Weaknesses of the server's set-up as sentences; empty where there are none. @throws {StoreError} when it is away */
  weaknesses(): Promise<string[]>;
}

/**
 * Connects to Redis and keeps connecting when it goes away; meanwhile every call fails at once with a {@link StoreError}.
 * A commit resolves when the primary has acknowledged it; with append-only on and Redis 7.2 or later, when it is on its disk.
 */
export async function openRedisStore(url: string, log: Log): Promise<RedisStore> {
  const redis = redisConnection(url);
  const connection = watchConnection(redis, log);
  await redis.connect().catch(() => undefined);
  const durable = new DurableConnections(redis, log, connection.onLost);
  const store: Store = {
    get: key =>
      guarded('read', async () => {
        const [value, version] = await redis.hmget(key, 'd', 'v');
        return value == null || version == null ? undefined : { key, value, version };
      }),
    range: (prefix, from, to, limit) => guarded('read', () => readAll(redis, prefix, from, to, limit)),
    commit: commit => guarded('written', () => runCommit(durable, commit)),
    close: async () => {
      connection.expectClose();
      redis.disconnect();
      durable.close();
    },
  };
  return { store, weaknesses: () => guarded('read', () => weaknessesOf(redis)) };
}

/** Logs when the connection is lost and when it is back, once each. */
function watchConnection(redis: RedisConnection, log: Log) {
  let [away, closing] = [false, false];
  const onLost = (reason: string) => {
    if (!away && !closing) log.error({ reason }, 'Redis is away; reconnecting');
    away = true;
  };
  redis.on('error', (error: Error) => onLost(error.message));
  redis.on('close', () => onLost('the connection was closed'));
  redis.on('ready', () => {
    if (away) log.info({}, 'Redis is back');
    away = false;
  });
  return {
    onLost,
    expectClose: () => {
      closing = true;
    },
  };
}

async function guarded<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new StoreError(`Redis could not be ${doing}: ${(error as Error).message}`, { cause: error });
  }
}

async function runCommit(
  durable: DurableConnections,
  { expect = [], put = [], delete: remove = [] }: Commit,
): Promise<CommitResult> {
  const keys = [...expect.map(one => one.key), ...put.map(one => one.key), ...remove];
  const base = baseOf(keys[0] ?? '');
  const systemKeys = [`${base}#index`, `${base}#expiry`, `${base}#version`];
  const args = [
    ...[expect.length, put.length, remove.length].map(String),
    randomBytes(6).toString('base64url'),
    ...expect.map(one => one.version ?? ''),
    ...put.flatMap(one => [one.value, String(one.ttl ?? 0)]),
  ];
  const result = await durable.send(
    connection => connection.eval(COMMIT_SCRIPT, 3 + keys.length, ...systemKeys, ...keys, ...args),
    Array.isArray,
  );
  if (!Array.isArray(result)) return { kind: 'conflict' };
  return { kind: 'done', versions: new Map(put.map(({ key }, index) => [key, String(result[index])])) };
}

/** A range, over all workspaces where the prefix does not say which. */
async function readAll(
  redis: RedisConnection,
  prefix: string,
  from: string,
  to: string | null,
  limit: number,
): Promise<Entry[]> {
  const bases = hasTag(prefix) ? [baseOf(prefix)] : await basesMatching(redis, prefix);
  const lists = await Promise.all(bases.map(base => readRange(redis, base, prefix, from, to, limit)));
  return lists
    .flat()
    .toSorted((a, b) => Buffer.from(a.key).compare(Buffer.from(b.key)))
    .slice(0, limit);
}

async function readRange(
  redis: RedisConnection,
  base: string,
  prefix: string,
  from: string,
  to: string | null,
  limit: number,
): Promise<Entry[]> {
  const end = to === null ? `(${prefix}\u{10ffff}` : `(${prefix}${to}`;
  const start = `[${prefix}${from}`;
  const flat = (await redis.eval(RANGE_SCRIPT, 1, `${base}#index`, start, end, String(limit))) as string[];
  const entries: Entry[] = [];
  for (let at = 0; at + 2 < flat.length; at += 3) {
    entries.push({ key: flat[at] ?? '', value: flat[at + 1] ?? '', version: flat[at + 2] ?? '' });
  }
  return entries;
}

/** Everything of a workspace shares the part of its keys up to the hash tag, and with it a Cluster slot. */
function baseOf(key: string): string {
  return /^[^{]*\{[^}]*\}:/.exec(key)?.[0] ?? '';
}

function hasTag(prefix: string): boolean {
  return baseOf(prefix) !== '' || !prefix.startsWith('cctrail:');
}

async function basesMatching(redis: RedisConnection, prefix: string): Promise<string[]> {
  const bases: string[] = [];
  const match = `${prefix.replace(/[*?[\]\\]/g, '\\$&')}*#index`;
  const nodes: Redis[] = redis instanceof Cluster ? redis.nodes('master') : [redis];
  for (const node of nodes)
    for await (const keys of node.scanStream({ match, count: SCAN_COUNT }))
      bases.push(...(keys as string[]).map(key => key.slice(0, -'#index'.length)));
  return [...new Set(bases)];
}
