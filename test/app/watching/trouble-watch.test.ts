import { expect, test } from '@jest/globals';
import { type Trouble, TroubleWatch } from '../../../src/app/watching/trouble-watch.ts';
import { keptLog } from '../../kept-log.ts';

const backlog: Trouble = { kind: 'backlog', about: 'C1', what: '70 messages wait' };

test('trouble is said once when it begins and once when it ends, and is known meanwhile', async () => {
  let [found, now]: [Trouble[], number] = [[], Date.parse('2026-11-26T10:00:00Z')];
  const log = keptLog();
  const watch = new TroubleWatch([async () => found], {
    clock: { now: () => now, sleep: async () => undefined },
    log,
  });
  await watch.look();
  expect([watch.known, log.lines]).toEqual([[], []]);
  found = [backlog];
  await watch.look();
  now += 60_000;
  found = [{ ...backlog, what: '130 messages wait' }];
  await watch.look();
  expect(watch.known).toEqual([{ ...backlog, what: '130 messages wait', since: '2026-11-26T10:00:00.000Z' }]);
  expect(log.lines).toHaveLength(1);
  found = [];
  await watch.look();
  await watch.look();
  expect(watch.known).toEqual([]);
  expect(log.lines).toEqual([
    expect.stringContaining('70 messages wait'),
    expect.stringContaining('over: 130'),
  ]);
});

test('a source that fails hides no other, and is trouble itself', async () => {
  const watch = new TroubleWatch(
    [() => Promise.reject(new Error('the store is away')), async () => [backlog]],
    {
      clock: { now: () => 0, sleep: async () => undefined },
      log: keptLog(),
    },
  );
  await watch.look();
  expect(watch.known.map(({ kind }) => kind).toSorted()).toEqual(['backlog', 'store']);
});

test('what can not be asked about for a moment is not over', async () => {
  let isAway = false;
  const log = keptLog();
  const source = async () => {
    if (isAway) throw new Error('the store is away');
    return [backlog];
  };
  const watch = new TroubleWatch([source, source], {
    clock: { now: () => 0, sleep: async () => undefined },
    log,
  });
  await watch.look();
  isAway = true;
  await watch.look();
  expect(watch.known.map(({ kind }) => kind).toSorted()).toEqual(['backlog', 'store']);
  isAway = false;
  await watch.look();
  expect(log.lines).toHaveLength(3);
  expect(log.lines.filter(line => line.includes('70 messages'))).toHaveLength(1);
});

test('what the log has a line of already is only said to be over', async () => {
  let found: Trouble[] = [{ ...backlog, isSaid: true }];
  const log = keptLog();
  const watch = new TroubleWatch([async () => found], {
    clock: { now: () => 0, sleep: async () => undefined },
    log,
  });
  await watch.look();
  expect(watch.known).toEqual([{ ...backlog, since: '1970-01-01T00:00:00.000Z' }]);
  found = [];
  await watch.look();
  expect(log.lines).toEqual([expect.stringContaining('over: 70 messages')]);
});
