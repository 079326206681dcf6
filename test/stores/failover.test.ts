import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Store } from '../../src/app/ports.ts';
import { openRedisStore } from '../../src/stores/redis.ts';
import { keptLog } from '../kept-log.ts';
import { hasRedis, RedisServer } from '../redis-server.ts';
import { storeContract } from './contract.ts';

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
    await Promise.all([first.remove(), second.remove()]);
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

(hasRedis ? describe : describe.skip)('Redis behind Sentinel', () => {
  const [first, second] = [new RedisServer(), new RedisServer()];
  const sentinel = new RedisServer([], 'sentinel');
  let store: Store;
  beforeAll(async () => {
    await Promise.all([first.start(), second.start()]);
    const replica = new Redis(second.url);
    await replica.replicaof('127.0.0.1', portOf(first));
    while (!/master_link_status:up/.test(await replica.info('replication')))
      await new Promise(resolve => setTimeout(resolve, 50));
    replica.disconnect();
    sentinel.configure([
      `sentinel monitor main 127.0.0.1 ${portOf(first)} 1`,
      'sentinel down-after-milliseconds main 500',
      'sentinel failover-timeout main 3000',
    ]);
    await sentinel.start();
    const url = `redis+sentinel://127.0.0.1:${portOf(sentinel)}/main`;
    ({ store } = await openRedisStore(url, keptLog()));
  }, 30_000);
  afterAll(async () => {
    await store.close();
    await Promise.all([sentinel.remove(), first.remove(), second.remove()]);
  });

  test('writes to the primary, and to the one that takes over when it dies', async () => {
    await healed(store, '1');
    // The replica has it before its primary goes.
    const replica = new Redis(second.url);
    while ((await replica.hget(KEY, 'd')) !== '1') await new Promise(resolve => setTimeout(resolve, 20));
    await new Promise(resolve => setTimeout(resolve, 1_500));
    await first.stop();
    expect(await healed(store, '2')).toBeLessThan(30_000);
    expect(await replica.hget(KEY, 'd')).toBe('2');
    replica.disconnect();
  }, 60_000);
});

(hasRedis ? describe : describe.skip)('Redis Cluster', () => {
  const servers = [0, 1, 2].map(() => new RedisServer(['--cluster-enabled', 'yes', '--appendonly', 'yes']));
  const nodes: Redis[] = [];
  beforeAll(async () => {
    await Promise.all(servers.map(server => server.start()));
    nodes.push(...servers.map(server => new Redis(server.url)));
    const [first] = nodes;
    const ranges = [
      [0, 5_460],
      [5_461, 10_922],
      [10_923, 16_383],
    ] as const;
    for (const [index, node] of nodes.entries()) {
      const [from, to] = ranges[index] ?? [0, 0];
      await node.call('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to));
      if (index > 0)
        await first?.call('CLUSTER', 'MEET', '127.0.0.1', String(portOf(servers[index] as RedisServer)));
    }
    for (const node of nodes)
      while (!/cluster_state:ok/.test(String(await node.call('CLUSTER', 'INFO'))))
        await new Promise(resolve => setTimeout(resolve, 100));
  }, 60_000);
  afterAll(async () => {
    for (const node of nodes) node.disconnect();
    await Promise.all(servers.map(server => server.remove()));
  });

  storeContract(async () => {
    for (const node of nodes) await node.flushall();
    const hosts = servers.map(server => `127.0.0.1:${portOf(server)}`).join(',');
    return (await openRedisStore(`redis+cluster://${hosts}`, keptLog())).store;
  });
});
