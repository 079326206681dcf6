import { describe, expect, test } from '@jest/globals';
import { StoreError } from '../../../src/app/errors.ts';
import type { Store, Urgency } from '../../../src/app/ports.ts';
import { sharedRateLimiter } from '../../../src/app/search/rate-limiter.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { manualClock } from '../../fixtures.ts';

const GAP_MS = 500;
const START = Date.parse('2026-11-26T00:00:00Z');

/** Replicas that share a store, and when each of their requests was let through, in gaps since the start. */
function replicas(store: Store = memoryStore()) {
  const clock = manualClock(START);
  const sent: string[] = [];
  const started = [0, 1].map(() => sharedRateLimiter(store, clock, GAP_MS));
  const end = new AbortController();
  const ask = async (urgency: Urgency, name: string = urgency, replica = 0, signal = end.signal) => {
    await started[replica]?.turn('lookup/1/us-east-1', signal, urgency);
    sent.push(`${name} ${(clock.now() - START) / GAP_MS}`);
  };
  const wait = (count: number) => clock.until(() => sent.length >= count);
  return { ask, wait, sent, clock };
}

describe('look-ups of one account and Region', () => {
  test('go in the order of who waits for them, whoever came first', async () => {
    const { ask, wait, sent } = replicas();
    void ask('question', 'first');
    for (const urgency of ['reconciler', 'card', 'question', 'click'] as const) void ask(urgency);
    await wait(5);
    expect(sent.map(line => line.split(' ')[0])).toEqual([
      'first',
      'click',
      'question',
      'card',
      'reconciler',
    ]);
  });

  test('keep their distance over all replicas', async () => {
    const { ask, wait, sent } = replicas();
    for (const replica of [0, 1, 0, 1, 0, 1]) void ask('question', 'q', replica);
    await wait(6);
    const times = sent.map(line => Number(line.split(' ')[1]));
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(gaps.every(gap => gap >= 1)).toBe(true);
    expect(times.at(-1)).toBeLessThan(8);
  });

  test('of cards take every second slot at most', async () => {
    const { ask, wait, sent } = replicas();
    for (let index = 0; index < 4; index++) void ask('card');
    await wait(4);
    expect(sent).toEqual(['card 0', 'card 2', 'card 4', 'card 6']);
  });

  test('of cards take none while a question waits, also where that is in another replica', async () => {
    const { ask, wait, sent } = replicas();
    for (let index = 0; index < 3; index++) void ask('card', 'card', 0);
    await wait(1);
    for (let index = 0; index < 6; index++) void ask('question', 'question', 1);
    await wait(9);
    const order = sent.map(line => line.split(' ')[0]);
    expect(order.lastIndexOf('question')).toBeLessThan(order.indexOf('card', 2));
  });

  test('are not booked ahead: who gives up leaves the slot to others', async () => {
    const { ask, wait, sent } = replicas();
    await ask('question', 'first');
    const gone = new AbortController();
    const given = Array.from({ length: 100 }, () =>
      ask('click', 'gone', 0, gone.signal).catch(() => 'gone up'),
    );
    gone.abort();
    expect(new Set(await Promise.all(given))).toEqual(new Set(['gone up']));
    void ask('question', 'second');
    await wait(2);
    expect(sent).toEqual(['first 0', 'second 1']);
  });

  test('go on at the pace of the process while the store is away', async () => {
    const away = async () => {
      throw new StoreError('away');
    };
    const { ask, wait, sent } = replicas({ ...memoryStore(), get: away, commit: away });
    for (let index = 0; index < 3; index++) void ask('question');
    await wait(3);
    expect(sent).toEqual(['question 0', 'question 1', 'question 2']);
  });
});
