import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { beat } from '../../src/runtime/heartbeat.ts';
import { keptLog } from '../kept-log.ts';

test('a sign of life is given each minute while ready; a failure is said once and so is its end, never with the address', async () => {
  const statuses = [200, 500, 503, 200, 200];
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(statuses[asked.length - 1] ?? 200).end('ok');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping/secret-id`;
  const log = keptLog();
  const stopping = new AbortController();
  const sleeps: number[] = [];
  let turns = 0;
  const clock = {
    now: () => 0,
    sleep: async (milliseconds: number) => {
      sleeps.push(milliseconds);
      if (sleeps.length === 6) stopping.abort();
    },
  };
  // The third time it is not ready.
  const isReady = async () => (turns += 1) !== 3;
  await beat({ url, isReady, clock, log }, stopping.signal);
  server.close();
  expect(asked).toEqual(Array.from({ length: 5 }, () => '/ping/secret-id'));
  expect(sleeps.every(milliseconds => milliseconds === 60_000)).toBe(true);
  expect(log.lines.join()).not.toContain('secret-id');
  expect(log.lines.filter(line => line.includes('does not take'))).toHaveLength(1);
  expect(log.lines.filter(line => line.includes('again') && line.includes('takes signs'))).toHaveLength(1);
});
