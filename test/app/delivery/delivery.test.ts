import { describe, expect, test } from '@jest/globals';
import { parkedChannels } from '../../../src/app/delivery/parking.ts';
import type { Card } from '../../../src/app/outgoing.ts';
import type { PostResult } from '../../../src/app/ports.ts';
import { KEYS } from '../../../src/app/state/keys.ts';
import { verifyLedger } from '../../../src/app/state/ledger.ts';
import { notificationCodec } from '../../../src/app/state/notifications.ts';
import { assumedRole, readFixture, recordingMessenger } from '../../fixtures.ts';
import { accept, delivery, event, START } from './scene.ts';

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

  test('then what is asked, what is told, and what is long past', async () => {
    const bot = delivery();
    const workflow = assumedRole(
      'arn:aws:iam::111122223333:role/CodeCatalystWorkflowDevelopmentRole-shop',
      'run-1',
    );
    const stack = {
      eventName: 'CreateStack',
      eventSource: 'cloudformation.amazonaws.com',
      userIdentity: workflow,
    };
    const all = [
      readFixture({ eventID: 'e-past' }, { replayed: true }),
      readFixture({ eventID: 'e-told', ...stack }),
      event(2),
    ];
    for (const record of all) await bot.intake.accept(record);
    const dispatcher = bot.start('one');
    await bot.clock.until(() => bot.messenger.posted.length === 3);
    await dispatcher.stop();
    const cards = bot.messenger.posted as Card[];
    expect(cards.map(({ summary }) => (summary.record.replayed ? 'past' : summary.record.eventID))).toEqual([
      'e-2',
      'e-told',
      'past',
    ]);
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
