import { describe, expect, test } from '@jest/globals';
import { Intake } from '../../../src/app/delivery/intake.ts';
import { HistoryError } from '../../../src/app/errors.ts';
import { NO_METER } from '../../../src/app/measures.ts';
import type { History, Search } from '../../../src/app/ports.ts';
import { Reconciler } from '../../../src/app/reconciling/reconciler.ts';
import { KEYS } from '../../../src/app/state/keys.ts';
import { notificationCodec } from '../../../src/app/state/notifications.ts';
import type { Notification } from '../../../src/domain/notification.ts';
import type { CloudTrailRecord } from '../../../src/domain/record.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { INTAKE_SETTINGS, manualClock, readFixture } from '../../fixtures.ts';
import { keptLog } from '../../kept-log.ts';
import { historyOf } from '../asking/history-of.ts';

const MINUTE_MS = 60_000;
const START = Date.parse('2026-11-23T10:00:00Z');
const CODECATALYST = { key: 'EventSource', value: 'codecatalyst.amazonaws.com' } as const;

const at = (minutes: number) => new Date(START + minutes * MINUTE_MS).toISOString();
const deletion = (id: string, minutes: number, change = {}, carrier = {}) =>
  readFixture(
    { eventID: id, eventTime: at(minutes), requestParameters: { connectionId: id }, ...change },
    carrier,
  );

/** The searches in the one Region that is configured. */
const inRegion = (searches: readonly Search[]) =>
  searches.filter(({ scope }) => scope?.region === 'us-west-2');

/** A reconciler over a history, beside an intake that feeds bring records to. */
function reconciling(
  records: readonly CloudTrailRecord[],
  {
    lastAlive = null as number | null,
    attributes = [CODECATALYST] as readonly { key: 'EventSource' | 'EventName'; value: string }[],
    fails = (): boolean => false,
  } = {},
) {
  const clock = manualClock(START);
  const store = memoryStore(clock.now);
  const log = keptLog();
  const history = historyOf(records, { fails });
  const intake = new Intake({
    target: () => ({ store, known: null }),
    onCard: () => undefined,
    settings: INTAKE_SETTINGS,
    clock,
    meter: NO_METER,
  });
  const told: string[] = [];
  const replica = (owner: string, over: History = history) =>
    new Reconciler({
      store,
      history: over,
      channelsOf: record => intake.channelsOf(record),
      attributes,
      everyMs: 15 * MINUTE_MS,
      graceMs: 10 * MINUTE_MS,
      intake,
      lastAlive,
      tellManagers: async (_, text) => void told.push(text),
      owner,
      clock,
      log,
      meter: NO_METER,
    });
  /** Lets reconcilers run until so many minutes after the start. */
  const until = async (minutes: number, ...reconcilers: Reconciler[]) => {
    const end = new AbortController();
    const runs = reconcilers.map(one => one.run(end.signal));
    let isOver = false;
    void clock.sleep(START + minutes * MINUTE_MS - clock.now()).then(() => (isOver = true));
    await clock.until(() => isOver);
    end.abort();
    await Promise.all(runs);
  };
  const cards = async (): Promise<Notification[]> =>
    (await store.range(KEYS.notification(''), '', null, 1_000)).map(({ value }) =>
      notificationCodec.decode(value),
    );
  return { clock, store, log, history, intake, told, replica, until, cards };
}

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

describe('what CloudTrail does not have', () => {
  test('is marked an hour later, and managers are told; what it has by then is not', async () => {
    const forged = deletion('forged', 1, {}, { assurance: 'none' });
    const slow = deletion('slow', 2, {}, { assurance: 'none' });
    const records: CloudTrailRecord[] = [];
    const bot = reconciling(records);
    await bot.intake.accept(forged);
    await bot.intake.accept(slow);
    const one = bot.replica('one');
    await bot.until(30, one);
    expect((await bot.cards()).some(({ unknownToCloudTrail }) => unknownToCloudTrail !== undefined)).toBe(
      false,
    );
    records.push(deletion('slow', 2));
    await bot.until(90, one);
    const marked = (await bot.cards()).filter(({ unknownToCloudTrail }) => unknownToCloudTrail !== undefined);
    expect(marked.map(({ recordKeys }) => recordKeys[0])).toEqual(['111122223333:forged']);
    expect(bot.told).toHaveLength(1);
    expect(bot.told[0]).toContain('event forged of account 111122223333');
  });

  test.each([
    ['what another account claims', {}, { sentBy: '999999999999' }],
    ['an account that is not searched', { recipientAccountId: '444455556666' }, {}],
    ['what was replayed', {}, { replayed: true }],
  ])('is not doubted where Event history need not have it: %s', async (_, change, carrier) => {
    const bot = reconciling([]);
    await bot.intake.accept(deletion('feed', 1, change, { assurance: 'none', ...carrier }));
    await bot.until(120, bot.replica('one'));
    expect(bot.told).toEqual([]);
    expect((await bot.cards()).some(({ unknownToCloudTrail }) => unknownToCloudTrail !== undefined)).toBe(
      false,
    );
  });

  test.each<[string, object]>([
    ['its time is long past', { eventTime: at(-45) }],
    ['its time is far ahead', { eventTime: at(4 * 24 * 60) }],
    ['its Region is none that is searched', { awsRegion: 'ap-south-1' }],
    ['its Region is none at all', { awsRegion: 'xx-evil-1' }],
    ['its source is written in another way', { eventSource: 'codecatalyst' }],
    ['it says that it is a data event', { managementEvent: false, eventCategory: 'Data' }],
    ['another event has its id', { eventID: 'genuine' }],
  ])('is marked also where %s', async (_, change) => {
    const genuine = deletion('genuine', 1, { eventName: 'ListBuckets', eventSource: 's3.amazonaws.com' });
    const bot = reconciling([genuine]);
    await bot.intake.accept(deletion('forged', 1, change, { assurance: 'none' }));
    await bot.until(180, bot.replica('one'));
    expect((await bot.cards()).map(({ unknownToCloudTrail }) => unknownToCloudTrail !== undefined)).toEqual([
      true,
    ]);
    expect(bot.told).toHaveLength(1);
  });

  test('is marked no more once it has it after all, hours later', async () => {
    const records: CloudTrailRecord[] = [];
    const bot = reconciling(records);
    await bot.intake.accept(deletion('slow', 1, {}, { assurance: 'none' }));
    const one = bot.replica('one');
    await bot.until(90, one);
    expect((await bot.cards())[0]?.unknownToCloudTrail).toBeDefined();
    records.push(deletion('slow', 1));
    await bot.until(90 + 7 * 60, one);
    expect((await bot.cards())[0]?.unknownToCloudTrail).toBeUndefined();
  });

  test('a thousand events that it has cost no look-up each', async () => {
    const records = Array.from({ length: 1_000 }, (_, index) => deletion(`e-${index}`, 1));
    const bot = reconciling(records);
    for (let index = 0; index < 1_000; index++)
      await bot.intake.accept(deletion(`e-${index}`, 1, {}, { assurance: 'none' }));
    await bot.until(120, bot.replica('one'));
    expect(bot.history.searches.filter(({ attribute }) => attribute?.key === 'EventId')).toEqual([]);
    expect(bot.told).toEqual([]);
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
