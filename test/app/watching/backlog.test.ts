import { expect, test } from '@jest/globals';
import { againPut, identifyPut, jobPut, updatePut } from '../../../src/app/state/outbox.ts';
import { backlogged, readBacklog } from '../../../src/app/watching/backlog.ts';
import { memoryStore } from '../../../src/stores/memory.ts';

const NOW = Date.parse('2026-11-26T10:00:00Z');
const post = (channel: string, at: number, id: string) =>
  jobPut(channel, at, id, { kind: 'post', notificationId: id });

test('every lane is counted, with the age of its oldest message', async () => {
  const store = memoryStore();
  const put = [
    ...Array.from({ length: 2_500 }, (_, number) => post('C1', NOW - 5_000 - number, `n-${number}`)),
    againPut(post('C2', NOW - 130_000, 'n-x').key, NOW + 5_000, { kind: 'post', notificationId: 'n-x' }),
    updatePut({ id: 'n-1', channel: 'C1' }),
    identifyPut('n-1', '111122223333', NOW + 60_000),
  ];
  await store.commit({ put });
  const lanes = await readBacklog(store, NOW);
  expect(lanes.toSorted((a, b) => a.lane.localeCompare(b.lane))).toEqual([
    { lane: '@identity:111122223333', jobs: 1, oldestMs: null },
    { lane: 'C1', jobs: 2_500, oldestMs: 7_499 },
    { lane: 'C1:updates', jobs: 1, oldestMs: null },
    { lane: 'C2', jobs: 1, oldestMs: 130_000 },
  ]);
  expect(
    backlogged(lanes)
      .map(({ lane }) => lane)
      .toSorted(),
  ).toEqual(['C1', 'C2']);
});
