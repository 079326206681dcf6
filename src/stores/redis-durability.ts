import { Cluster, type Redis } from 'ioredis';
import { errorFields } from '../app/errors.ts';
import type { Log } from '../app/ports.ts';
import type { RedisConnection } from './redis-connect.ts';

/** Number of commits that may wait for the disk at once. */
const MAX_CONNECTIONS = 16;
/** Time limit for Redis to reach its disk. */
const DISK_WAIT_MS = 500;

/** Connections on which commits wait until Redis has them on its disk, where it can tell: WAITAOF holds its connection up. */
export class DurableConnections {
  readonly #redis: RedisConnection;
  readonly #log: Log;
  readonly #onLost: (reason: string) => void;
  readonly #connections: Redis[] = [];
  #canWait: Promise<boolean> | undefined;
  #turn = 0;
  #slowDisk = false;

  constructor(redis: RedisConnection, log: Log, onLost: (reason: string) => void) {
    this.#redis = redis;
    this.#log = log;
    this.#onLost = onLost;
  }

  /** Sends a command and waits until its outcome is durable, as far as Redis can tell. `isWrite` says whether there is anything to wait for. */
  async send<T>(
    command: (connection: RedisConnection) => Promise<T>,
    isWrite: (result: T) => boolean,
  ): Promise<T> {
    const redis = this.#redis;
    // A Cluster chooses the connection for a command, and what waits for the disk has to be on the same.
    if (redis instanceof Cluster || !(await this.#waits(redis))) return command(redis);
    const connection = this.#next(redis);
    const result = await command(connection);
    if (isWrite(result)) await this.#waitForDisk(connection);
    return result;
  }

  close(): void {
    for (const connection of this.#connections) connection.disconnect();
  }

  #waits(redis: Redis): Promise<boolean> {
    this.#canWait ??= canWaitForDisk(redis).catch(() => {
      this.#canWait = undefined;
      return false;
    });
    return this.#canWait;
  }

  #next(redis: Redis): Redis {
    if (this.#connections.length < MAX_CONNECTIONS) {
      const added = redis.duplicate({ lazyConnect: false, enableOfflineQueue: true });
      added.on('error', (error: Error) => this.#onLost(error.message));
      this.#connections.push(added);
    }
    this.#turn += 1;
    return this.#connections[this.#turn % this.#connections.length] ?? redis;
  }

  async #waitForDisk(connection: Redis): Promise<void> {
    try {
      const answer = (await connection.call('WAITAOF', '1', '0', String(DISK_WAIT_MS))) as [number, number];
      if (answer[0] < 1 && !this.#slowDisk) {
        this.#slowDisk = true;
        this.#log.warn(
          {},
          'Redis acknowledges, but does not reach its disk within half a second: with "appendfsync everysec" the last second may be lost in a crash',
        );
      }
    } catch (error) {
      // The commit itself has taken effect; append-only was switched off meanwhile, say.
      this.#log.warn({ ...errorFields(error) }, 'Redis can not say whether it has reached its disk');
      this.#canWait = undefined;
    }
  }
}

/** Weaknesses of a server's durability as sentences; empty where there are none. @throws what ioredis throws when it is away */
export async function weaknessesOf(redis: RedisConnection): Promise<string[]> {
  if (!(redis instanceof Cluster)) return weaknessesOfOne(redis, false);
  const found = await Promise.all(redis.nodes('master').map(node => weaknessesOfOne(node, true)));
  return [...new Set(found.flat())];
}

async function weaknessesOfOne(redis: Redis, isOfCluster: boolean): Promise<string[]> {
  const found: string[] = [];
  try {
    if ((await appendOnly(redis)) !== 'yes') {
      found.push(
        'Redis runs without append-only persistence: what it acknowledged in the last moments before a crash may be lost. Set "appendonly yes"',
      );
    } else if (isOfCluster || !(await knowsItsDisk(redis))) {
      const why = isOfCluster ? 'A Redis Cluster is not' : 'Redis is older than 7.2 and can not be';
      const [, sync] = await redis.config('GET', 'appendfsync');
      // It says "done" only when it is on the disk then.
      if (sync !== 'always')
        found.push(
          `${why} asked when something is on its disk: in a crash of its machine the last second may be lost. Set "appendfsync always"${isOfCluster ? '' : ', or update it'}`,
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

/** WAITAOF waits for nothing where append-only is off. */
async function canWaitForDisk(redis: Redis): Promise<boolean> {
  return (await knowsItsDisk(redis)) && (await appendOnly(redis)) === 'yes';
}

/** WAITAOF came with Redis 7.2 (Redis documentation, "WAITAOF"). */
async function knowsItsDisk(redis: Redis): Promise<boolean> {
  const version = /redis_version:(\d+)\.(\d+)/.exec(await redis.info('server'));
  const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)];
  return major > 7 || (major === 7 && minor >= 2);
}

async function appendOnly(redis: Redis): Promise<string | undefined> {
  const answer = await redis.config('GET', 'appendonly');
  return answer[1];
}
