import type { Redis } from 'ioredis';
import { errorFields } from '../app/errors.ts';
import type { Log } from '../app/ports.ts';

/** Number of commits that may wait for the disk at once. */
const MAX_CONNECTIONS = 16;
/** Time limit for Redis to reach its disk. */
const DISK_WAIT_MS = 500;

/** Connections on which commits wait until Redis has them on its disk, where it can tell: WAITAOF holds its connection up. */
export class DurableConnections {
  readonly #redis: Redis;
  readonly #log: Log;
  readonly #onLost: (reason: string) => void;
  readonly #connections: Redis[] = [];
  #canWait: Promise<boolean> | undefined;
  #turn = 0;
  #slowDisk = false;

  constructor(redis: Redis, log: Log, onLost: (reason: string) => void) {
    this.#redis = redis;
    this.#log = log;
    this.#onLost = onLost;
  }

  /** Sends a command and waits until its outcome is durable, as far as Redis can tell. `isWrite` says whether there is anything to wait for. */
  async send<T>(command: (connection: Redis) => Promise<T>, isWrite: (result: T) => boolean): Promise<T> {
    if (!(await this.#waits())) return command(this.#redis);
    const connection = this.#next();
    const result = await command(connection);
    if (isWrite(result)) await this.#waitForDisk(connection);
    return result;
  }

  close(): void {
    for (const connection of this.#connections) connection.disconnect();
  }

  #waits(): Promise<boolean> {
    this.#canWait ??= canWaitForDisk(this.#redis).catch(() => {
      this.#canWait = undefined;
      return false;
    });
    return this.#canWait;
  }

  #next(): Redis {
    if (this.#connections.length < MAX_CONNECTIONS) {
      const added = this.#redis.duplicate({ lazyConnect: false, enableOfflineQueue: true });
      added.on('error', (error: Error) => this.#onLost(error.message));
      this.#connections.push(added);
    }
    this.#turn += 1;
    return this.#connections[this.#turn % this.#connections.length] ?? this.#redis;
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
export async function weaknessesOf(redis: Redis): Promise<string[]> {
  const found: string[] = [];
  try {
    if ((await appendOnly(redis)) !== 'yes') {
      found.push(
        'Redis runs without append-only persistence: what it acknowledged in the last moments before a crash may be lost. Set "appendonly yes"',
      );
    } else if (!(await knowsItsDisk(redis))) {
      const [, sync] = await redis.config('GET', 'appendfsync');
      // It says "done" only when it is on the disk then.
      if (sync !== 'always')
        found.push(
          'Redis is older than 7.2 and can not tell when something is on its disk: in a crash of its machine the last second may be lost. Update it, or set "appendfsync always"',
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
