import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { type RedisAddress, readRedisAddress } from '../domain/redis-address.ts';

/** Longest that a command may take; beyond it the store counts as away. */
const COMMAND_TIMEOUT_MS = 2_000;
/** Longest silence after a command; then whatever is in between has swallowed the connection, and a new one is made. */
const SILENCE_MS = 4_000;
/** Pause between attempts to connect: so much more each time, up to the most. */
const RECONNECT_STEP_MS = 100;
const MAX_RECONNECT_MS = 2_000;

/** A connection to Redis, whichever way it is set up. */
export type RedisConnection = Redis | Cluster;

/**
 * A connection that is not made yet, and that is made again whenever it is lost; meanwhile every command fails at once.
 * @throws {TypeError} where the address is none
 */
export function redisConnection(url: string): RedisConnection {
  const address = readRedisAddress(url);
  if (!address) throw new TypeError('REDIS_URL is no address of Redis');
  switch (address.kind) {
    case 'server':
      return new Redis(address.url, OPTIONS);
    case 'sentinel':
      return new Redis({ ...OPTIONS, ...credentials(address), ...sentinels(address) });
    case 'cluster':
      return new Cluster([...address.hosts], {
        lazyConnect: true,
        enableOfflineQueue: false,
        // A replica may be behind, and what was read decides what is written.
        scaleReads: 'master',
        clusterRetryStrategy: pauseBefore,
        // Names are resolved by TLS, which checks the certificate against them.
        ...(address.tls && {
          dnsLookup: (host: string, done: (error: null, host: string) => void) => done(null, host),
        }),
        redisOptions: { ...NODE_OPTIONS, ...credentials(address) },
      });
  }
}

function pauseBefore(tries: number): number {
  return Math.min(tries * RECONNECT_STEP_MS, MAX_RECONNECT_MS);
}

/**
 * Whether a server says that it is not the one to talk to, or not yet: after a failover the old primary is a replica, and a new connection finds
 * the new one by its name (Redis documentation, "Replication"; "READONLY", "LOADING", "MASTERDOWN").
 */
function isOfWrongServer({ message }: Error): boolean {
  return /\b(?:READONLY|LOADING|MASTERDOWN)\b/.test(message);
}

const NODE_OPTIONS = {
  commandTimeout: COMMAND_TIMEOUT_MS,
  connectTimeout: COMMAND_TIMEOUT_MS,
  socketTimeout: SILENCE_MS,
  reconnectOnError: isOfWrongServer,
} satisfies RedisOptions;

const OPTIONS = {
  ...NODE_OPTIONS,
  lazyConnect: true,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  retryStrategy: pauseBefore,
} satisfies RedisOptions;

type Several = Exclude<RedisAddress, { kind: 'server' }>;

function credentials({ username, password, tls }: Several) {
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls && { tls: {} }),
  };
}

/** The primary that Sentinels name, which also tell of a failover as it happens. */
function sentinels({ hosts, name, password, tls }: Several) {
  return {
    sentinels: hosts.map(host => ({ ...host })),
    name,
    failoverDetector: true,
    sentinelRetryStrategy: pauseBefore,
    ...(password !== undefined && { sentinelPassword: password }),
    ...(tls && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
  };
}
