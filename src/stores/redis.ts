import { Redis } from 'ioredis';
import { type Entry, type Log, type Store, StoreError } from '../app/ports.ts';

/** Longest that a command may take, in milliseconds; beyond it the store counts as away. */
const COMMAND_TIMEOUT = 2_000;
/** How many commits may wait for the disk at once. */
const DURABLE_CONNECTIONS = 16;

/**
 * Checks expectations, then writes: one script, so one step for everybody else. Each key is a hash of value (`d`) and version (`v`);
 * `#index` holds all keys in order, `#expiry` those that expire. Keys that ended are swept twenty at a time.
 */
const COMMIT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local expects, puts, deletes = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local arg, key = 4, 4
for i = 1, expects do
  local version = redis.call('HGET', KEYS[key], 'v')
  if (version or '') ~= ARGV[arg] then return 'conflict' end
  key = key + 1; arg = arg + 1
end
for i = 1, deletes do
  local name = KEYS[key + puts + i - 1]
  redis.call('DEL', name); redis.call('ZREM', KEYS[1], name); redis.call('ZREM', KEYS[2], name)
end
for i = 1, puts do
  local ttl = tonumber(ARGV[arg + 1])
  redis.call('HSET', KEYS[key], 'd', ARGV[arg], 'v', redis.call('INCR', KEYS[3]))
  redis.call('ZADD', KEYS[1], 0, KEYS[key])
  if ttl > 0 then
    redis.call('PEXPIRE', KEYS[key], ttl); redis.call('ZADD', KEYS[2], now + ttl, KEYS[key])
  else
    redis.call('PERSIST', KEYS[key]); redis.call('ZREM', KEYS[2], KEYS[key])
  end
  key = key + 1; arg = arg + 2
end
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, 20)) do
  if redis.call('EXISTS', name) == 0 then redis.call('ZREM', KEYS[1], name); redis.call('ZREM', KEYS[2], name) end
end
return 'done'`;

const RANGE = `
local found, offset = {}, 0
local limit = tonumber(ARGV[3])
while #found < limit * 3 do
  local names = redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1], ARGV[2], 'LIMIT', offset, limit)
  if #names == 0 then break end
  offset = offset + #names
  for _, name in ipairs(names) do
    local kept = redis.call('HMGET', name, 'd', 'v')
    if kept[1] and #found < limit * 3 then
      table.insert(found, name); table.insert(found, kept[1]); table.insert(found, kept[2])
    end
  end
end
return found`;

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
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_TIMEOUT,
    connectTimeout: COMMAND_TIMEOUT,
    retryStrategy: tries => Math.min(tries * 100, 2_000),
  });
  let away = false;
  let closing = false;
  const lost = (reason: string) => {
    if (!away && !closing) log.error({ reason }, 'Redis is away; reconnecting');
    away = true;
  };
  redis.on('error', (error: Error) => lost(error.message));
  redis.on('close', () => lost('the connection was closed'));
  redis.on('ready', () => {
    if (away) log.info({}, 'Redis is back');
    away = false;
  });
  await redis.connect().catch(() => undefined);

  let syncs: Promise<boolean> | undefined;
  const waitsForDisk = () => {
    syncs ??= canWaitForDisk(redis).catch(() => {
      syncs = undefined;
      return false;
    });
    return syncs;
  };

  // WAITAOF holds its connection up, so commits that wait for the disk take turns on connections of their own.
  const connections: Redis[] = [];
  let turn = 0;
  const ownConnection = (): Redis => {
    if (connections.length < DURABLE_CONNECTIONS) {
      const added = redis.duplicate({ lazyConnect: false, enableOfflineQueue: true });
      added.on('error', (error: Error) => lost(error.message));
      connections.push(added);
    }
    turn += 1;
    return connections[turn % connections.length] ?? redis;
  };
  let slowDisk = false;
  const waitForDisk = async (connection: Redis): Promise<void> => {
    try {
      const answer = (await connection.call('WAITAOF', '1', '0', '500')) as [number, number];
      if (answer[0] < 1 && !slowDisk) {
        slowDisk = true;
        log.warn(
          {},
          'Redis acknowledges, but does not reach its disk within half a second: with "appendfsync everysec" the last second may be lost in a crash',
        );
      }
    } catch (error) {
      // The commit itself has taken effect; append-only was switched off meanwhile, say.
      log.warn({ error: (error as Error).message }, 'Redis can not say whether it has reached its disk');
      syncs = undefined;
    }
  };

  const guarded = async <T>(doing: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw new StoreError(`Redis could not be ${doing}: ${(error as Error).message}`, { cause: error });
    }
  };

  const store: Store = {
    get: key =>
      guarded('read', async () => {
        const [value, version] = await redis.hmget(key, 'd', 'v');
        return value == null || version == null ? undefined : { key, value, version };
      }),
    range: (prefix, from, to, limit) =>
      guarded('read', async () => {
        const bases = hasTag(prefix) ? [baseOf(prefix)] : await basesMatching(redis, prefix);
        const lists = await Promise.all(bases.map(base => readRange(redis, base, prefix, from, to, limit)));
        return lists
          .flat()
          .toSorted((a, b) => Buffer.from(a.key).compare(Buffer.from(b.key)))
          .slice(0, limit);
      }),
    commit: ({ expect = [], put = [], delete: remove = [] }) =>
      guarded('written', async () => {
        const keys = [...expect.map(one => one.key), ...put.map(one => one.key), ...remove];
        const base = baseOf(keys[0] ?? '');
        const args = [
          ...[expect.length, put.length, remove.length].map(String),
          ...expect.map(one => one.version ?? ''),
          ...put.flatMap(one => [one.value, String(one.ttl ?? 0)]),
        ];
        const systemKeys = [`${base}#index`, `${base}#expiry`, `${base}#version`];
        const durable = await waitsForDisk();
        const connection = durable ? ownConnection() : redis;
        const result = await connection.eval(COMMIT, 3 + keys.length, ...systemKeys, ...keys, ...args);
        if (durable && result === 'done') await waitForDisk(connection);
        return result as 'done' | 'conflict';
      }),
    close: async () => {
      closing = true;
      for (const connection of [redis, ...connections]) connection.disconnect();
    },
  };
  return { store, weaknesses: () => guarded('read', () => weaknessesOf(redis)) };
}

async function readRange(
  redis: Redis,
  base: string,
  prefix: string,
  from: string,
  to: string | null,
  limit: number,
): Promise<Entry[]> {
  const end = to === null ? `(${prefix}\u{10ffff}` : `(${prefix}${to}`;
  const flat = (await redis.eval(
    RANGE,
    1,
    `${base}#index`,
    `[${prefix}${from}`,
    end,
    String(limit),
  )) as string[];
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

async function basesMatching(redis: Redis, prefix: string): Promise<string[]> {
  const bases: string[] = [];
  for await (const keys of redis.scanStream({
    match: `${prefix.replace(/[*?[\]\\]/g, '\\$&')}*#index`,
    count: 500,
  })) {
    bases.push(...(keys as string[]).map(key => key.slice(0, -'#index'.length)));
  }
  return [...new Set(bases)];
}

async function canWaitForDisk(redis: Redis): Promise<boolean> {
  const version = /redis_version:(\d+)\.(\d+)/.exec(await redis.info('server'));
  const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)];
  return (major > 7 || (major === 7 && minor >= 2)) && (await appendOnly(redis)) === 'yes';
}

async function appendOnly(redis: Redis): Promise<string | undefined> {
  const answer = await redis.config('GET', 'appendonly');
  return answer[1];
}

async function weaknessesOf(redis: Redis): Promise<string[]> {
  const found: string[] = [];
  try {
    if ((await appendOnly(redis)) !== 'yes') {
      found.push(
        'Redis runs without append-only persistence: what it acknowledged in the last moments before a crash may be lost. Set "appendonly yes"',
      );
    }
    const [, policy = 'noeviction'] = await redis.config('GET', 'maxmemory-policy');
    if (policy !== 'noeviction') {
      found.push(
        `Redis may evict what it keeps (maxmemory-policy ${policy}): events and decisions could vanish. Set "noeviction"`,
      );
    }
  } catch (error) {
    if (!/unknown command|NOPERM|not allowed/i.test((error as Error).message)) throw error;
    found.push('Redis does not let me read its configuration, so its durability is not known');
  }
  return found;
}
