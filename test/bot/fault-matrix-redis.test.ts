import { afterAll, test } from '@jest/globals';
import { hasRedis, RedisServer } from '../redis-server.ts';
import { faultMatrix } from './fault-matrix.ts';

if (hasRedis) {
  const servers: RedisServer[] = [];
  afterAll(() => Promise.all(servers.map(server => server.remove())));
  faultMatrix('Redis', async () => {
    const redis = new RedisServer();
    servers.push(redis);
    await redis.start();
    return { redisUrl: redis.url };
  });
} else test.todo('fault × feed on Redis: no redis-server is installed');
