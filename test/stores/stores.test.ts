import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { StoreError } from '../../src/app/errors.ts';
import { openEmbeddedStore } from '../../src/stores/embedded.ts';
import { memoryStore } from '../../src/stores/memory.ts';
import { openRedisStore } from '../../src/stores/redis.ts';
import { keptLog } from '../kept-log.ts';
import { hasRedis, RedisServer } from '../redis-server.ts';
import { storeContract } from './contract.ts';

/** Writes until it is killed; in a process of its own. */
const WRITER = new URL('./writer.ts', import.meta.url).pathname;

const folders: string[] = [];
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'cctrail-store-'));
  folders.push(path);
  return path;
};
afterAll(() => {
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

describe('in memory', () => storeContract(async () => memoryStore()));

describe('embedded', () => {
  storeContract(async () => openEmbeddedStore(folder()));

  test('is still there after it was closed and opened', async () => {
    const path = folder();
    const first = openEmbeddedStore(path);
    await first.commit({ put: [{ key: 'k', value: 'v' }] });
    const version = (await first.get('k'))?.version;
    await first.close();
    const second = openEmbeddedStore(path);
    expect(await second.get('k')).toEqual({ key: 'k', value: 'v', version });
    await second.close();
  });

  test('nothing acknowledged is gone after kill -9 in the middle of writing', async () => {
    const path = folder();
    const writer = fork(WRITER, [path], { stdio: 'ignore', execArgv: ['--import', 'tsx'] });
    const acknowledged: number[] = [];
    writer.on('message', message => acknowledged.push(Number(message)));
    await new Promise<void>(resolve => {
      const timer = setInterval(() => {
        if (acknowledged.length < 200) return;
        clearInterval(timer);
        writer.kill('SIGKILL');
      }, 5);
      writer.once('exit', () => resolve());
    });
    const store = openEmbeddedStore(path);
    const kept = new Set((await store.range('n/', '', null, 1_000_000)).map(entry => Number(entry.value)));
    expect(acknowledged.filter(number => !kept.has(number))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(200);
    await store.close();
  });

  test('two processes see each other', async () => {
    const path = folder();
    const store = openEmbeddedStore(path);
    const writer = fork(WRITER, [path], { stdio: 'ignore', execArgv: ['--import', 'tsx'] });
    await new Promise(resolve => writer.once('message', resolve));
    writer.kill('SIGKILL');
    await new Promise(resolve => writer.once('exit', resolve));
    expect((await store.range('n/', '', null, 10)).length).toBeGreaterThan(0);
    expect((await store.commit({ put: [{ key: 'mine', value: '1' }] })).kind).toBe('done');
    await store.close();
  });

  test('what has expired is swept away by later writes', async () => {
    let now = 1_000;
    const store = openEmbeddedStore(folder(), () => now);
    await store.commit({
      put: Array.from({ length: 10 }, (_, index) => ({ key: `old/${index}`, value: 'x', ttl: 10 })),
    });
    now += 1_000;
    await store.commit({ put: [{ key: 'new', value: 'x' }] });
    now = 0;
    expect(await store.range('old/', '', null, 100)).toEqual([]);
    await store.close();
  });

  test('a folder that can not be used is said in words', () => {
    expect(() => openEmbeddedStore('package.json/data')).toThrow(StoreError);
    expect(() => openEmbeddedStore('package.json/data')).toThrow(/package.json\/data can't be used/);
  });
});

(hasRedis ? describe : describe.skip)('Redis', () => {
  const server = new RedisServer(['--appendonly', 'yes', '--appendfsync', 'always']);
  beforeAll(() => server.start());
  afterAll(() => server.remove());

  storeContract(async () => {
    const redis = new Redis(server.url);
    await redis.flushall();
    redis.disconnect();
    return (await openRedisStore(server.url, keptLog())).store;
  });

  test('no version is used twice, even where a failover lost what was written last', async () => {
    const { store } = await openRedisStore(server.url, keptLog());
    const write = async (value: string) => {
      const result = await store.commit({ put: [{ key: 'cctrail:1:{T}:twice', value }] });
      return result.kind === 'done' ? result.versions.get('cctrail:1:{T}:twice') : undefined;
    };
    const redis = new Redis(server.url);
    const lost = await write('lost');
    await redis.decr('cctrail:1:{T}:#version');
    const now = await write('now');
    expect(now).not.toBe(lost);
    expect((await store.get('cctrail:1:{T}:twice'))?.version).toBe(now);
    redis.disconnect();
    await store.close();
  });

  test('fails at once while Redis is away, keeps what it had, and goes on when it is back', async () => {
    const log = keptLog();
    const { store } = await openRedisStore(server.url, log);
    await store.commit({ put: [{ key: 'cctrail:1:{T}:k', value: 'kept' }] });
    await server.stop();
    const started = Date.now();
    await expect(store.commit({ put: [{ key: 'cctrail:1:{T}:k', value: 'lost' }] })).rejects.toThrow(
      StoreError,
    );
    await expect(store.get('cctrail:1:{T}:k')).rejects.toThrow(StoreError);
    expect(Date.now() - started).toBeLessThan(5_000);
    await server.start();
    let value: string | undefined;
    for (let tries = 0; tries < 100 && value === undefined; tries++) {
      await new Promise(resolve => setTimeout(resolve, 50));
      value = await store.get('cctrail:1:{T}:k').then(
        entry => entry?.value,
        () => undefined,
      );
    }
    expect(value).toBe('kept');
    expect(log.lines.join('\n')).toMatch(/Redis is away[\s\S]*Redis is back/);
    await store.close();
  });

  test('weak persistence and eviction are told', async () => {
    const weak = new RedisServer(['--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru']);
    await weak.start();
    const { store, weaknesses } = await openRedisStore(weak.url, keptLog());
    expect((await weaknesses()).join('\n')).toMatch(/append-only[\s\S]*allkeys-lru/);
    await store.close();
    await weak.remove();
    const strong = await openRedisStore(server.url, keptLog());
    const redis = new Redis(server.url);
    const isOld = /redis_version:(?:[0-6]\.|7\.[01])/.test(await redis.info('server'));
    // Debian's Redis is older than the one that can say when it has reached its disk.
    await redis.config('SET', 'appendfsync', 'everysec');
    expect(await strong.weaknesses()).toEqual(isOld ? [expect.stringMatching(/older than 7\.2/)] : []);
    await redis.config('SET', 'appendfsync', 'always');
    expect(await strong.weaknesses()).toEqual([]);
    redis.disconnect();
    await strong.store.close();
  });

  test('every key carries the hash tag of its workspace, and expired ones leave nothing behind', async () => {
    const redis = new Redis(server.url);
    await redis.flushall();
    const { store } = await openRedisStore(server.url, keptLog());
    const P = 'cctrail:1:{T9}:';
    await store.commit({ put: [{ key: `${P}a`, value: '1', ttl: 30 }] });
    await new Promise(resolve => setTimeout(resolve, 60));
    await store.commit({ put: [{ key: `${P}b`, value: '1' }] });
    const keys = await redis.keys('*');
    expect(keys.every(key => key.startsWith(P))).toBe(true);
    expect(await redis.zrange(`${P}#index`, '0', '-1')).toEqual([`${P}b`]);
    redis.disconnect();
    await store.close();
  });
});
