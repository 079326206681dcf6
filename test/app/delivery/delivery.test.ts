import { describe, expect, test } from '@jest/globals';
import { Decisions } from '../../../src/app/deciding/decide.ts';
import { Dispatcher } from '../../../src/app/delivery/dispatcher.ts';
import { Intake } from '../../../src/app/delivery/intake.ts';
import { parkedChannels } from '../../../src/app/delivery/parking.ts';
import { NO_METER } from '../../../src/app/measures.ts';
import type { Card } from '../../../src/app/outgoing.ts';
import type { Messenger, PostResult, Store } from '../../../src/app/ports.ts';
import { KEYS } from '../../../src/app/state/keys.ts';
import { openLedger, verifyLedger } from '../../../src/app/state/ledger.ts';
import { notificationCodec } from '../../../src/app/state/notifications.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { countingStore } from '../../counting-store.ts';
import {
  deliveryFixture,
  directoryOf,
  INTAKE_SETTINGS,
  manualClock,
  readFixture,
  recordingMessenger,
  whoIsBehindFixture,
} from '../../fixtures.ts';
import { keptLog } from '../../kept-log.ts';

const START = Date.parse('2026-11-23T10:00:00Z');

/** A dispatcher over a store in memory, and what it posts. */
function delivery(messenger: Messenger & { posted: unknown[] } = recordingMessenger()) {
  const clock = manualClock(START);
  const store = countingStore(memoryStore(clock.now));
  const ledger = openLedger(store);
  const log = keptLog();
  const meter = NO_METER;
  const directory = directoryOf({ id: 'U0CAROL', email: 'carol@example.com' });
  const intake = new Intake({
    target: () => ({ store, known: null }),
    onCard: () => dispatcher.wake(),
    settings: INTAKE_SETTINGS,
    clock,
    meter,
  });
  const start = (owner: string, over: Store = store) => {
    const started = new Dispatcher({
      store: over,
      ledger: over === store ? ledger : openLedger(over),
      messenger,
      directory,
      publisher: null,
      ...deliveryFixture({ store: over, clock }),
      clock,
      log,
      meter,
      owner,
    });
    started.start();
    return started;
  };
  const decisions = new Decisions({
    store,
    ledger,
    directory,
    whoIsBehind: whoIsBehindFixture({ store, clock }),
    settings: { ...INTAKE_SETTINGS, publishes: false },
    clock,
    log,
  });
  const isEmpty = async () => (await store.range(KEYS.outbox, '', null, 1)).length === 0;
  const dispatcher = { wake: () => undefined as void };
  return { clock, store, log, intake, messenger, decisions, start, isEmpty };
}

const event = (index: number) =>
  readFixture({ eventID: `e-${index}`, requestParameters: { connectionId: `c-${index}` } });
const accept = async ({ intake }: { intake: Intake }, count: number) => {
  for (let index = 0; index < count; index++) await intake.accept(event(index));
};

describe('delivering', () => {
  test('ten cards of one channel take at most seven store calls each, looking for more included', async () => {
    const bot = delivery();
    await accept(bot, 10);
    bot.store.clear();
    const dispatcher = bot.start('one');
    await bot.clock.until(() => bot.messenger.posted.length === 10);
    await dispatcher.stop();
    expect(bot.store.calls.length / 10).toBeLessThanOrEqual(7);
    // What the job itself needs: itself, its notification, its record, its mark, its outcome.
    const ofOneCard = bot.store.calls.filter(call => call.startsWith('get notification/'));
    expect(ofOneCard).toHaveLength(10);
  });

  test('a channel takes one card a second, however many wait', async () => {
    const bot = delivery();
    await accept(bot, 5);
    const dispatcher = bot.start('one');
    await bot.clock.until(() => bot.messenger.posted.length === 5);
    expect(bot.clock.now() - START).toBeGreaterThanOrEqual(4_000);
    expect(bot.clock.now() - START).toBeLessThan(6_000);
    await dispatcher.stop();
  });

  test('what is critical goes out first, whatever waits', async () => {
    const bot = delivery();
    await accept(bot, 30);
    const stop = readFixture({
      eventID: 'e-stop',
      eventName: 'StopLogging',
      eventSource: 'cloudtrail.amazonaws.com',
    });
    await bot.intake.accept(stop);
    await bot.intake.accept(event(31));
    const dispatcher = bot.start('one');
    await bot.clock.until(() => bot.messenger.posted.length === 32);
    await dispatcher.stop();
    const [first] = bot.messenger.posted as Card[];
    expect(first?.summary.record.eventID).toBe('e-stop');
  });

  test('two replicas share the work, and every card is posted once', async () => {
    const bot = delivery();
    await accept(bot, 6);
    const replicas = [bot.start('one'), bot.start('two')];
    await bot.clock.until(() => bot.isEmpty());
    await Promise.all(replicas.map(replica => replica.stop()));
    expect(bot.messenger.posted).toHaveLength(6);
    expect(await verifyLedger(bot.store)).toMatchObject({ ok: true, entries: 6 });
  });

  test('a click reads each document once', async () => {
    const bot = delivery();
    await accept(bot, 1);
    const [stored] = await bot.store.range(KEYS.notification(''), '', null, 1);
    const { id } = notificationCodec.decode(stored?.value ?? '');
    bot.store.clear();
    const ruling = await bot.decisions.decide({ notificationId: id, verdict: 'approved', userId: 'U0CAROL' });
    expect(ruling.kind).toBe('recorded');
    const reads = bot.store.calls.filter(call => call.startsWith('get '));
    expect(reads.map(call => call.split(/[ /]/)[1])).toEqual(['notification', 'record', 'ledger-head']);
    expect(bot.store.calls).toHaveLength(4);
  });

  test('a channel that Slack refuses is parked, named, and goes out when it is mended', async () => {
    let refused = true;
    const taking = recordingMessenger();
    const bot = delivery({
      ...taking,
      post: async (card): Promise<PostResult> =>
        refused ? { kind: 'refused', scope: 'channel', error: 'is_archived' } : taking.post(card),
    });
    await accept(bot, 2);
    const dispatcher = bot.start('one');
    await bot.clock.until(async () => (await parkedChannels(bot.store)).length === 1);
    expect(await parkedChannels(bot.store)).toEqual([
      { channel: 'C0TRAIL', error: 'is_archived', since: expect.any(String), waiting: 2 },
    ]);
    refused = false;
    await bot.clock.until(() => bot.isEmpty());
    await dispatcher.stop();
    expect(taking.posted).toHaveLength(2);
    expect(await parkedChannels(bot.store)).toEqual([]);
  });

  test('a job that can not be read is set aside, named, and holds nothing up', async () => {
    const bot = delivery();
    await bot.store.commit({ put: [{ key: `${KEYS.outbox}C0TRAIL/000-x-post`, value: '{"kind":"post"}' }] });
    await accept(bot, 1);
    const dispatcher = bot.start('one');
    await bot.clock.until(() => bot.isEmpty());
    await dispatcher.stop();
    expect(bot.messenger.posted).toHaveLength(1);
    expect(bot.log.lines.join()).toContain('it is set aside');
    expect(await bot.store.range(KEYS.setAside, '', null, 5)).toHaveLength(1);
  });
});
