import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Store } from '../../src/app/ports.ts';
import { openRedisStore } from '../../src/stores/redis.ts';
import { keptLog } from '../kept-log.ts';
import { hasRedis, RedisServer } from '../redis-server.ts';

/** What stands between the bot and Redis: a name that can lead elsewhere, or a load balancer that swallows. */
class Proxy {
  target: number;
  #swallows = false;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer(near => {
    const far = connect(this.target, '127.0.0.1');
    const swallows = () => this.#swallows && this.#swallowed.has(near);
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
    }
    near.on('data', data => swallows() || far.write(data));
    far.on('data', data => swallows() || near.write(data));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  #swallowed = new WeakSet<Socket>();

  constructor(target: number) {
    this.target = target;
  }

  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Of the connections that there are now nothing gets through any more, and nobody is told. */
  swallow(): void {
    this.#swallowed = new WeakSet(this.#sockets);
    this.#swallows = true;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

const portOf = (server: RedisServer) => Number(new URL(server.url).port);
const KEY = 'cctrail:1:{T}:a';
const write = (store: Store, value: string) => store.commit({ put: [{ key: KEY, value }] });

/** Milliseconds until a write succeeds again. */
async function healed(store: Store, value: string): Promise<number> {
  const started = Date.now();
  while (Date.now() - started < 30_000) {
    const done = await write(store, value).catch(() => undefined);
    if (done?.kind === 'done') return Date.now() - started;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error('not healed within 30 seconds');
}

(hasRedis ? describe : describe.skip)('Redis that fails', () => {
  const [first, second] = [new RedisServer(), new RedisServer()];
  let proxy: Proxy;
  let store: Store;
  beforeAll(async () => {
    await Promise.all([first.start(), second.start()]);
    proxy = new Proxy(portOf(first));
    ({ store } = await openRedisStore(await proxy.listen(), keptLog()));
  }, 30_000);
  afterAll(async () => {
    await store.close();
    proxy.close();
    await Promise.all([first.stop(), second.stop()]);
  });

  test('over, so that the server we know becomes a replica: the new primary is found', async () => {
    await write(store, '1');
    const [old, next] = [new Redis(first.url), new Redis(second.url)];
    await next.replicaof('127.0.0.1', portOf(first));
    const synced = async () => /master_link_status:up/.test(await next.info('replication'));
    while (!(await synced())) await new Promise(resolve => setTimeout(resolve, 50));
    await next.replicaof('NO', 'ONE');
    await old.replicaof('127.0.0.1', portOf(second));
    proxy.target = portOf(second);
    await expect(write(store, '2')).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await healed(store, '3')).toBeLessThan(30_000);
    expect((await store.get(KEY))?.value).toBe('3');
    expect(await next.hget(KEY, 'd')).toBe('3');
    await old.replicaof('NO', 'ONE');
    for (const redis of [old, next]) redis.disconnect();
  }, 60_000);

  test('by a connection that is swallowed: a new one is made', async () => {
    await healed(store, '4');
    proxy.swallow();
    await expect(write(store, '5')).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await healed(store, '6')).toBeLessThan(30_000);
    expect((await store.get(KEY))?.value).toBe('6');
  }, 60_000);
});
