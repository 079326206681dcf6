import { expect, test } from '@jest/globals';
import { readRedisAddress } from '../../src/domain/redis-address.ts';

const several = { name: '', username: undefined, password: undefined, tls: false };

test.each([
  ['redis://cache:6379/0', { kind: 'server', url: 'redis://cache:6379/0' }],
  ['rediss://:secret@cache', { kind: 'server', url: 'rediss://:secret@cache' }],
  [
    'redis+sentinel://a:26379,b/main',
    {
      ...several,
      kind: 'sentinel',
      name: 'main',
      hosts: [
        { host: 'a', port: 26_379 },
        { host: 'b', port: 26_379 },
      ],
    },
  ],
  [
    'rediss+cluster://u:p%40ss@a.example.com:7000,b',
    {
      ...several,
      kind: 'cluster',
      hosts: [
        { host: 'a.example.com', port: 7_000 },
        { host: 'b', port: 6_379 },
      ],
      username: 'u',
      password: 'p@ss',
      tls: true,
    },
  ],
])('%s is an address of Redis', (text, address) => {
  expect(readRedisAddress(text)).toEqual(address);
});

test.each([
  '',
  'http://a',
  'redis+sentinel://a',
  'redis+cluster://a/name',
  'redis+sentinel:///main',
  'redis+other://a',
  'redis+cluster://u:%zz@a',
])('%s is none', text => {
  expect(readRedisAddress(text)).toBeUndefined();
});
