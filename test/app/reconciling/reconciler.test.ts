import { describe, expect, test } from '@jest/globals';
import { HistoryError } from '../../../src/app/errors.ts';
import { KEYS } from '../../../src/app/state/keys.ts';
import { deletion, inRegion, MINUTE_MS, reconciling, START } from './reconciler-scene.ts';

describe('the reconciler', () => {
  test('shows what no feed brought once, alone and marked late, and nothing that one brought', async () => {
    const missed = [deletion('missed-1', 20), deletion('missed-2', 21)];
    const brought = deletion('brought', 22);
    const read = deletion('read', 23, { eventName: 'ListConnections', readOnly: true });
    const bot = reconciling([...missed, brought, read]);
    await bot.intake.accept(brought);
    await bot.until(120, bot.replica('one'), bot.replica('two'));
    const late = (await bot.cards()).filter(({ lateMs }) => lateMs !== undefined);
    expect(late.map(({ recordKeys }) => recordKeys[0]).toSorted()).toEqual([
      '111122223333:missed-1',
      '111122223333:missed-2',
    ]);
    expect(late.every(({ lateMs = 0, story }) => lateMs >= 10 * MINUTE_MS && story === undefined)).toBe(true);
    expect(await bot.cards()).toHaveLength(3);
  });

  test('begins with now on a new store, and with the gap since the last sign of life on an old one', async () => {
    const past = [
      deletion('long-past', -60 * 24 * 300),
      deletion('in-the-gap', -90),
      deletion('before', -200),
    ];
    const fresh = reconciling(past);
    await fresh.until(60, fresh.replica('one'));
    expect(await fresh.cards()).toEqual([]);
    const old = reconciling(past, { lastAlive: START - 120 * MINUTE_MS });
    await old.until(60, old.replica('one'));
    expect((await old.cards()).map(({ recordKeys }) => recordKeys[0])).toEqual(['111122223333:in-the-gap']);
  });

  test('leaves no time out, over all replicas looks no oftener than one, and after what is more urgent', async () => {
    const bot = reconciling([]);
    await bot.until(180, bot.replica('one'), bot.replica('two'));
    const ranges = inRegion(bot.history.searches).map(({ range }) => range);
    expect(ranges.length).toBeGreaterThan(8);
    expect(ranges.length).toBeLessThan(14);
    // CloudTrail has some events a quarter of an hour later only.
    for (const [index, { from }] of ranges.entries())
      expect(from).toBe(Math.max(START, (ranges[index - 1]?.to ?? START) - 15 * MINUTE_MS));
    expect(bot.history.searches.every(({ urgency }) => urgency === 'reconciler')).toBe(true);
  });

  test('sends sixty requests a turn at most, has the rest come first in the next, and says how much is left', async () => {
    const attributes = Array.from(
      { length: 100 },
      (_, index) => ({ key: 'EventName', value: `Event${index}` }) as const,
    );
    const bot = reconciling([], { attributes });
    const one = bot.replica('one');
    const turn = () => one.turn(new AbortController().signal);
    // Begins only.
    await bot.until(1, one);
    await bot.until(12);
    await turn();
    expect(inRegion(bot.history.searches)).toHaveLength(60);
    // In the Region, and in us-east-1.
    expect(one.state.left).toBe(80);
    await bot.until(30);
    await turn();
    const first = inRegion(bot.history.searches)
      .slice(60, 100)
      .map(({ attribute }) => attribute?.value);
    expect(new Set(first)).toEqual(new Set(attributes.slice(60).map(({ value }) => value)));
  });

  test('a year of pages in one look-up is gone through over several turns, and nothing of it is left out', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) => deletion(`e-${index}`, -1_000 + index / 10));
    const bot = reconciling(many, { lastAlive: START - 1_000 * MINUTE_MS });
    const one = bot.replica('one');
    await bot.until(12, one);
    expect(one.state.left).toBe(1);
    await bot.until(60, one);
    expect(one.state.left).toBe(0);
    expect(await bot.store.range(KEYS.notification(''), '', null, 10_000)).toHaveLength(5_000);
  });

  test('a history that throttles throughout keeps it waiting: nothing is given up, and it comes when AWS answers again', async () => {
    let isAway = true;
    const bot = reconciling([deletion('missed', 5)], {
      fails: () => {
        if (isAway) throw new HistoryError('throttled', 'CloudTrail wants a pause');
        return false;
      },
    });
    const one = bot.replica('one');
    await bot.until(100, one);
    expect(one.state.failure).toContain('CloudTrail wants a pause');
    expect(await bot.cards()).toEqual([]);
    isAway = false;
    await bot.until(140, one);
    expect(await bot.cards()).toHaveLength(1);
    expect(one.state).toEqual({ left: 0, failure: null });
  });
});

test('what AWS records in us-east-1 only is looked for there, and a clock that was ahead hides nothing', async () => {
  const missed = deletion('global', 100, { awsRegion: 'us-east-1' });
  const bot = reconciling([missed]);
  const one = bot.replica('one');
  await bot.until(1, one);
  const { now } = bot.clock;
  (bot.clock as { now: () => number }).now = () => now() + 24 * 60 * MINUTE_MS;
  await one.turn(new AbortController().signal);
  (bot.clock as { now: () => number }).now = now;
  await bot.until(180, one);
  expect((await bot.cards()).map(({ lateMs }) => lateMs !== undefined)).toEqual([true]);
});
