import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AwsSimulator } from '../../playground/aws/simulator.ts';
import { NO_METER } from '../../src/app/measures.ts';
import type { History } from '../../src/app/ports.ts';
import { sharedRateLimiter } from '../../src/app/search/rate-limiter.ts';
import { search } from '../../src/app/search/search.ts';
import { eventHistory } from '../../src/aws/event-history.ts';
import { planQuestion } from '../../src/domain/plan.ts';
import { readQuestion } from '../../src/domain/question/read/read.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { memoryStore } from '../../src/stores/memory.ts';
import { rawRecord } from '../fixtures.ts';
import { keptLog } from '../kept-log.ts';

const NOW = Date.now();
const HOUR_MS = 3_600_000;
const aws = new AwsSimulator();

beforeAll(async () => {
  aws.cloudTrail.throttles = false;
  process.env['AWS_ENDPOINT_URL'] = await aws.listen();
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' });
});
afterAll(() => aws.close());
beforeEach(() => {
  Object.assign(aws.cloudTrail, { newestFirst: true });
  for (const list of [aws.cloudTrail.records, aws.cloudTrail.faults, aws.cloudTrail.calls]) list.length = 0;
});

/** Deletions, so many hours ago each. */
function happened(hours: readonly number[], change: object = {}): void {
  for (const hour of hours)
    aws.cloudTrail.records.push({
      ...rawRecord({ eventID: `e-${hour}`, ...change }),
      eventTime: new Date(NOW - hour * HOUR_MS).toISOString().replace(/\.\d+Z$/, 'Z'),
    } as never);
}

function history(): History {
  const accounts = [{ id: '111122223333', name: 'storefront', regions: ['us-west-2'] }];
  const limiter = sharedRateLimiter(memoryStore(), systemClock, 0);
  return eventHistory({ accounts, limiter, clock: systemClock, log: keptLog(), meter: NO_METER });
}

/** What a search for a question has found, and its coverage. */
async function searched(text: string, enough: number | null = null) {
  const reading = readQuestion(text, { now: NOW, timeZone: 'UTC', accounts: [] });
  if (reading.kind !== 'question') throw new Error(reading.kind);
  const found: string[] = [];
  const coverage = await search(
    { histories: [history()], log: keptLog(), own: { accountId: null } },
    {
      questionFor: () => reading.question,
      plan: planQuestion(reading.question, NOW),
      now: NOW,
      budgetMs: 10_000,
      enough,
      take: record => {
        found.push(record.eventID ?? '');
        return 'counted';
      },
    },
  );
  return { found: new Set(found), coverage };
}

describe('Event history', () => {
  test('whose pages come oldest first is read to its end before anything is the latest', async () => {
    aws.cloudTrail.newestFirst = false;
    happened(Array.from({ length: 120 }, (_, index) => index + 1));
    const { found } = await searched('latest deleted connection', 1);
    expect(found.has('e-1')).toBe(true);
  });

  test('whose token goes stale all the time says so, and what it has not searched', async () => {
    happened(Array.from({ length: 120 }, (_, index) => index + 1));
    const stale = { code: 'InvalidNextTokenException', status: 400 };
    aws.cloudTrail.faults.push({ slow: 0 }, ...Array.from({ length: 20 }, () => stale));
    const { coverage } = await searched('who deleted connection');
    expect(coverage.complete).toBe(false);
    expect(coverage.notSearched[0]).toMatchObject({
      cause: 'unreachable',
      reason: expect.stringContaining('stale'),
    });
  });

  test('where a Region is not enabled, that is not told as wrong credentials alone', async () => {
    aws.cloudTrail.faults.push({ code: 'UnrecognizedClientException', status: 400 });
    const { coverage } = await searched('who deleted connection');
    expect(coverage.notSearched[0]?.reason).toMatch(/the Region is not enabled in the account, or/);
  });

  test.each(['us-east-2', 'eu-north-1', 'ap-southeast-2', 'us-east-1'])(
    'is asked for sign-ins in %s too, where AWS may record them',
    async awsRegion => {
      happened([1], { awsRegion, eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' });
      const { found, coverage } = await searched('did alice sign in');
      expect([...found]).toEqual(['e-1']);
      expect(new Set(coverage.searched.map(({ region }) => region))).toEqual(
        new Set(['us-west-2', 'us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2']),
      );
    },
  );

  test('of ninety days that the end of summer time made longer is searched whole', async () => {
    const reading = readQuestion('who deleted connection in the last 90 days', {
      now: Date.parse('2026-11-25T12:00:00Z'),
      timeZone: 'Europe/Berlin',
      accounts: [],
    });
    if (reading.kind !== 'question') throw new Error(reading.kind);
    const now = Date.parse('2026-11-25T12:00:00.300Z');
    const coverage = await search(
      { histories: [history()], log: keptLog(), own: { accountId: null } },
      {
        questionFor: () => reading.question,
        plan: planQuestion(reading.question, now),
        now,
        budgetMs: 10_000,
        enough: null,
        take: () => 'ignored',
      },
    );
    expect(coverage.complete).toBe(true);
  });
});
