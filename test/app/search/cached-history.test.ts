import { describe, expect, test } from '@jest/globals';
import { NO_METER } from '../../../src/app/measures.ts';
import type { Clock, History, SearchPage, SearchScope, Store } from '../../../src/app/ports.ts';
import { cachedHistory } from '../../../src/app/search/cached-history.ts';
import { sharedRateLimiter } from '../../../src/app/search/rate-limiter.ts';
import { searchKey } from '../../../src/app/search/search-key.ts';
import { SETTLING_MS } from '../../../src/domain/plan.ts';
import type { TimeRange } from '../../../src/domain/question/question.ts';
import { readQuestion } from '../../../src/domain/question/read/read.ts';
import { ISSUING_CALLS } from '../../../src/domain/session.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { readFixture } from '../../fixtures.ts';
import { keptLog } from '../../kept-log.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const HOUR = 3_600_000;
const SCOPE: SearchScope = { accountId: '111122223333', region: 'us-west-2' };
const OTHER: SearchScope = { accountId: '444455556666', region: 'us-west-2' };
const clock: Clock = { now: () => NOW, sleep: async () => undefined };

/** The history behind a cache. */
function caching(history: History, store: Store, maxBytes = 1e9, at: Clock = clock): History {
  return cachedHistory(history, {
    store,
    clock: at,
    log: keptLog(),
    meter: NO_METER,
    maxBytes,
    partition: () => '',
  });
}

/** A history with an event every hour, which remembers what it was asked for. */
function source(breakAfter = Number.POSITIVE_INFINITY): History & { asked: TimeRange[] } {
  const asked: TimeRange[] = [];
  return {
    asked,
    name: 'source',
    scopes: [SCOPE, OTHER],
    reach: null,
    coverage: 'full',
    filters: false,
    serves: () => true,
    async *search({ scope, range }): AsyncGenerator<SearchPage> {
      asked.push(range);
      const times: number[] = [];
      for (let at = Math.floor((range.to - 1) / HOUR) * HOUR; at >= range.from; at -= HOUR) times.push(at);
      for (let start = 0, page = 0; start <= times.length; start += 3, page++) {
        if (page >= breakAfter) throw new Error('it broke');
        const part = times.slice(start, start + 3);
        const last = start + 3 >= times.length;
        yield {
          records: part.map(at =>
            readFixture({ eventID: `${scope?.accountId}-${at}`, eventTime: new Date(at).toISOString() }),
          ),
          reachedBackTo: last ? range.from : (part.at(-1) ?? range.from) + 1_000,
          requests: 1,
          cached: 0,
          unreadable: [],
        };
        if (last) return;
      }
    },
  };
}

async function search(history: History, range: TimeRange, scope = SCOPE) {
  const ids: (string | null)[] = [];
  let requests = 0;
  let reached = range.to;
  try {
    for await (const page of history.search(
      { scope, attribute: null, question: ISSUING_CALLS, range },
      new AbortController().signal,
    )) {
      ids.push(...page.records.map(record => record.eventID));
      requests += page.requests;
      reached = page.reachedBackTo;
    }
  } catch {
    return { ids, requests, reached, broke: true };
  }
  return { ids, requests, reached, broke: false };
}

const range = (from: number, to: number): TimeRange => ({ from: NOW - from * HOUR, to: NOW - to * HOUR });

describe('the cache of a history', () => {
  test('settled time is asked for once, and the answer stays the same', async () => {
    const inner = source();
    const cached = caching(
      inner,
      memoryStore(() => NOW),
      1e9,
      clock,
    );
    const first = await search(cached, range(24, 2));
    const again = await search(cached, range(24, 2));
    expect(again.ids).toEqual(first.ids);
    expect(again.requests).toBe(0);
    expect(inner.asked).toHaveLength(1);
  });

  test('overlapping time is asked for only where it is missing', async () => {
    const inner = source();
    const cached = caching(
      inner,
      memoryStore(() => NOW),
      1e9,
      clock,
    );
    await search(cached, range(20, 10));
    const wide = await search(cached, range(30, 5));
    expect(wide.ids).toEqual((await search(source(), range(30, 5))).ids);
    expect(inner.asked.slice(1)).toEqual([range(10, 5), range(30, 20)]);
  });

  test('the newest quarter of an hour is always asked for anew', async () => {
    const inner = source();
    const cached = caching(
      inner,
      memoryStore(() => NOW),
      1e9,
      clock,
    );
    await search(cached, range(5, 0));
    await search(cached, range(5, 0));
    expect(inner.asked[1]).toEqual({ from: NOW - SETTLING_MS, to: NOW });
  });

  test('accounts are never mixed', async () => {
    const cached = caching(
      source(),
      memoryStore(() => NOW),
      1e9,
      clock,
    );
    await search(cached, range(5, 1));
    const other = await search(cached, range(5, 1), OTHER);
    expect(other.ids.every(id => id?.startsWith('444455556666'))).toBe(true);
    expect(other.requests).toBeGreaterThan(0);
  });

  test('a search that breaks off keeps what it reached, and no more', async () => {
    const store = memoryStore(() => NOW);
    const broken = await search(caching(source(2), store, 1e9, clock), range(24, 1));
    expect(broken.broke).toBe(true);
    const inner = source();
    const whole = await search(caching(inner, store, 1e9, clock), range(24, 1));
    expect(whole.ids).toEqual((await search(source(), range(24, 1))).ids);
    expect(inner.asked).toEqual([{ from: NOW - 24 * HOUR, to: broken.reached }]);
  });

  test('what is kept stays within its bound, the oldest going first', async () => {
    const store = memoryStore(() => NOW);
    let now = NOW;
    const moving: Clock = { ...clock, now: () => now };
    const cached = caching(source(), store, 20_000, moving);
    for (let day = 1; day < 8; day++) {
      await search(cached, range(day * 24 + 12, day * 24));
      now += 1;
    }
    const kept = await store.range('cache/', '', null, 100);
    expect(kept.reduce((sum, entry) => sum + entry.value.length, 0)).toBeLessThanOrEqual(20_000);
    expect(kept.length).toBeGreaterThan(0);
  });
});

test('replicas share two requests a second', async () => {
  let now = NOW;
  const store = memoryStore(() => now);
  const fake: Clock = {
    now: () => now,
    sleep: async milliseconds => void (now += Math.max(0, milliseconds)),
  };
  const [a, b] = [sharedRateLimiter(store, fake, 500), sharedRateLimiter(store, fake, 500)];
  const { signal } = new AbortController();
  const turns: number[] = [];
  for (const limiter of [a, b, a, b]) {
    await limiter.turn('lookup/x', signal);
    turns.push(now - NOW);
  }
  await a.turn('lookup/y', signal);
  expect([...turns, now - NOW]).toEqual([0, 500, 1_000, 1_500, 1_500]);
  await expect(a.turn('lookup/x', AbortSignal.abort())).rejects.toThrow();
});

test('a request that was late for its turn does not let the next one follow at once', async () => {
  let now = NOW;
  const store = memoryStore(() => now);
  // Whoever wants to sleep until a slot is woken 200 ms late the first time.
  let lateness = 200;
  const fake: Clock = {
    now: () => now,
    sleep: async milliseconds => {
      if (milliseconds <= 0) return;
      now += milliseconds + lateness;
      lateness = 0;
    },
  };
  const limiter = sharedRateLimiter(store, fake, 500);
  const { signal } = new AbortController();
  const turns: number[] = [];
  for (let count = 0; count < 4; count++) {
    await limiter.turn('lookup/x', signal);
    turns.push(now - NOW);
  }
  expect(turns).toEqual([0, 700, 1_200, 1_700]);
});

describe('what one search is kept under', () => {
  const key = (text: string, filters: boolean) => {
    const reading = readQuestion(text, { now: NOW, timeZone: 'UTC', accounts: [] });
    if (reading.kind !== 'question') throw new Error(text);
    return searchKey(
      { name: 'source', filters },
      { scope: SCOPE, attribute: null, question: reading.question },
    );
  };

  test('tells apart all that makes records answer, where a history looks inside', () => {
    const all = [
      'who deleted anything',
      'who deleted anything but not stacks',
      'who removed roles',
      'who removed roles from connection',
      'who removed roles or deleted stacks',
      'who removed roles by alice',
    ];
    expect(new Set(all.map(text => key(text, true))).size).toBe(all.length);
    expect(new Set(all.map(text => key(text, false))).size).toBe(1);
  });
});
