import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AwsSimulator } from '../../playground/aws/simulator.ts';
import { codeCatalystClient } from '../../src/aws/codecatalyst/client.ts';
import { workflowRuns } from '../../src/aws/codecatalyst/workflow-runs.ts';
import { manualClock } from '../fixtures.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const MINUTE_MS = 60_000;
const aws = new AwsSimulator();
const { codeCatalyst } = aws;
let endpoint = '';

beforeAll(async () => {
  endpoint = await aws.listen();
  codeCatalyst.space = 'acme';
});
afterAll(() => aws.close());
beforeEach(() => {
  codeCatalyst.answered.length = 0;
  codeCatalyst.faults.length = 0;
  codeCatalyst.newestFirst = true;
});

/** So many runs of a project, one every ten minutes back from noon, of five minutes each. */
function runs(project: string, count: number) {
  codeCatalyst.runs.set(
    project,
    Array.from({ length: count }, (_, index) => ({
      id: `${project}-${index}`,
      workflowName: 'deploy',
      status: 'SUCCEEDED',
      startTime: new Date(NOW - index * 10 * MINUTE_MS).toISOString(),
      endTime: new Date(NOW - index * 10 * MINUTE_MS + 5 * MINUTE_MS).toISOString(),
    })),
  );
}
const clock = manualClock(NOW);
function found(range: { from: number; to: number }, token = codeCatalyst.token) {
  const client = codeCatalystClient({ name: 'acme', token, endpoint }, clock);
  return workflowRuns({ name: 'acme' }, client, clock).during(range, new AbortController().signal);
}

describe('runs of workflows', () => {
  test('of every project are found that may have gone on in a time', async () => {
    codeCatalyst.runs.clear();
    runs('web', 10);
    runs('shop', 3);
    const { runs: all, isWhole } = await found({ from: NOW - 12 * MINUTE_MS, to: NOW - 4 * MINUTE_MS });
    expect(all.map(({ id }) => id).toSorted()).toEqual(['shop-1', 'web-1']);
    expect(isWhole).toBe(true);
    expect(all[0]).toMatchObject({ workflowName: 'deploy', status: 'SUCCEEDED' });
  });

  test.each([true, false])('are read as far back as is needed, newest first: %s', async newestFirst => {
    codeCatalyst.runs.clear();
    codeCatalyst.newestFirst = newestFirst;
    runs('web', 900);
    const { runs: all } = await found({ from: NOW - 61 * MINUTE_MS, to: NOW + MINUTE_MS });
    expect(all).toHaveLength(7);
    // Pages of fifty: a run lasts eight hours at most.
    expect(codeCatalyst.answered.length).toBe(newestFirst ? 3 : 19);
  });

  test('more than are looked through are said to be more', async () => {
    codeCatalyst.runs.clear();
    runs('web', 1_500);
    expect((await found({ from: 0, to: NOW })).isWhole).toBe(false);
  });

  test('that go on have no end', async () => {
    codeCatalyst.runs.clear();
    codeCatalyst.runs.set('web', [
      { id: 'r-1', workflowName: 'deploy', status: 'IN_PROGRESS', startTime: new Date(NOW).toISOString() },
    ]);
    expect((await found({ from: NOW, to: NOW + 1 })).runs).toEqual([
      expect.objectContaining({ id: 'r-1', endedAt: null }),
    ]);
  });

  test.each(['NOT_RUN', 'SUPERSEDED', 'ABANDONED', 'CANCELLED'])(
    'that were %s without an end are over',
    async status => {
      codeCatalyst.runs.clear();
      codeCatalyst.runs.set('web', [
        {
          id: 'r-1',
          workflowName: 'deploy',
          status,
          startTime: new Date(NOW - 60 * MINUTE_MS).toISOString(),
        },
      ]);
      expect((await found({ from: NOW - MINUTE_MS, to: NOW })).runs).toEqual([]);
    },
  );

  test.each([
    ['can’t be read', [{ id: 'r-1', workflowName: 'x', status: 'FAILED', startTime: 'soon' }]],
    ['are none, as there is no project', null],
  ])('that %s are not all', async (_, own) => {
    codeCatalyst.runs.clear();
    if (own) codeCatalyst.runs.set('web', own);
    expect((await found({ from: 0, to: NOW })).isWhole).toBe(false);
  });

  test('of a project that was deleted meanwhile are missing, and the others are there', async () => {
    codeCatalyst.runs.clear();
    runs('web', 3);
    runs('gone', 3);
    codeCatalyst.missing.add('gone');
    const { runs: all, isWhole } = await found({ from: NOW - MINUTE_MS, to: NOW + MINUTE_MS });
    codeCatalyst.missing.clear();
    expect([all.map(({ id }) => id), isWhole]).toEqual([['web-0'], false]);
  });

  test('what was read lately is not read again', async () => {
    const client = codeCatalystClient({ name: 'acme', token: codeCatalyst.token, endpoint }, clock);
    const all = workflowRuns({ name: 'acme' }, client, clock);
    const { signal } = new AbortController();
    await all.during({ from: NOW - 60 * MINUTE_MS, to: NOW }, signal);
    const before = codeCatalyst.answered.length;
    expect((await all.during({ from: NOW - MINUTE_MS, to: NOW }, signal)).requests).toBe(0);
    expect(codeCatalyst.answered.length).toBe(before);
    await all.during({ from: NOW - 120 * MINUTE_MS, to: NOW }, signal);
    expect(codeCatalyst.answered.length).toBeGreaterThan(before);
  });

  test('say why they can’t be looked up', async () => {
    await expect(found({ from: 0, to: NOW }, 'gone')).rejects.toMatchObject({
      name: 'HistoryError',
      gap: 'denied',
    });
  });
});
