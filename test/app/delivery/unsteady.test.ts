import { describe, expect, test } from '@jest/globals';
import { listSetAside, retrySetAside } from '../../../src/app/delivery/set-aside.ts';
import type { Outgoing } from '../../../src/app/outgoing.ts';
import type { Store } from '../../../src/app/ports.ts';
import { KEYS } from '../../../src/app/state/keys.ts';
import { notificationCodec } from '../../../src/app/state/notifications.ts';
import { recordingMessenger } from '../../fixtures.ts';
import { accept, delivery, START } from './scene.ts';

/** A messenger of which a hook decides what becomes of each post; what it takes can be found. */
function unsteady(outcome: (eventID: string, short: boolean) => 'taken' | 'lost' | 'fails') {
  const taking = recordingMessenger();
  const shown: { id: string; ts: string; short: boolean }[] = [];
  const idOf = (message: Outgoing) =>
    'says' in message ? message.id : (message.summary.record.eventID ?? '');
  const messenger: typeof taking = {
    ...taking,
    post: async message => {
      const short = 'notification' in message && message.notification.short === true;
      const what = outcome(idOf(message), short);
      if (what === 'fails') return { kind: 'ambiguous', error: 'HTTP 500' };
      const result = await taking.post(message);
      if (result.kind === 'posted') shown.push({ id: idOf(message), ts: result.ts, short });
      return what === 'lost' ? { kind: 'ambiguous', error: 'HTTP 500' } : result;
    },
    locate: async message => {
      const [first, ...others] = shown.filter(({ id }) => id === idOf(message)).map(({ ts }) => ts);
      return first === undefined ? { kind: 'absent' } : { kind: 'found', ts: [first, ...others] };
    },
    remove: async (_, ts) => {
      shown.splice(
        shown.findIndex(one => one.ts === ts),
        1,
      );
      return { kind: 'posted', ts };
    },
  };
  return { messenger, shown };
}
const minutes = async (bot: ReturnType<typeof delivery>, count: number) => {
  const end = bot.clock.now() + count * 60_000;
  await bot.clock.until(() => bot.clock.now() >= end);
};

describe('a Slack that answers unsteadily', () => {
  test('an outage sets nothing aside, however long, and everything is shown once afterwards', async () => {
    let isAway = true;
    const { messenger, shown } = unsteady(() => (isAway ? 'fails' : 'taken'));
    const bot = delivery(messenger);
    await accept(bot, 12);
    const dispatcher = bot.start('one');
    await minutes(bot, 15);
    isAway = false;
    await bot.clock.until(() => bot.isEmpty());
    await dispatcher.stop();
    expect(shown.map(({ id }) => id).toSorted()).toEqual(
      Array.from({ length: 12 }, (_, index) => `e-${index}`).toSorted(),
    );
    expect(shown.some(({ short }) => short)).toBe(false);
    expect(await listSetAside(bot.store)).toEqual([]);
  });

  test('where every third answer fails nothing is set aside either, and nothing doubled', async () => {
    let calls = 0;
    const { messenger, shown } = unsteady(() =>
      (calls += 1) % 3 === 0 ? 'fails' : calls % 7 === 0 ? 'lost' : 'taken',
    );
    const bot = delivery(messenger);
    await accept(bot, 40);
    const dispatcher = bot.start('one');
    await bot.clock.until(() => bot.isEmpty());
    await dispatcher.stop();
    expect(shown).toHaveLength(40);
    expect(new Set(shown.map(({ id }) => id)).size).toBe(40);
    expect(await listSetAside(bot.store)).toEqual([]);
  });

  test('one card that gets no answer while others do is shown in a few words after a minute, and the others do not wait', async () => {
    const { messenger, shown } = unsteady((id, short) => (id === 'e-3' && !short ? 'fails' : 'taken'));
    const bot = delivery(messenger);
    await accept(bot, 10);
    const dispatcher = bot.start('one');
    await bot.clock.until(() => shown.length === 9);
    expect(bot.clock.now() - START).toBeLessThan(20_000);
    await bot.clock.until(() => bot.isEmpty());
    await dispatcher.stop();
    expect(shown.filter(({ short }) => short)).toEqual([{ id: 'e-3', ts: expect.any(String), short: true }]);
    expect(bot.clock.now() - START).toBeGreaterThan(60_000);
    expect(await listSetAside(bot.store)).toEqual([
      expect.objectContaining({ eventID: 'e-3', replaced: true }),
    ]);
  });

  test('a card whose last attempt came through is found, not set aside, and stays whole', async () => {
    let attempts = 0;
    const { messenger, shown } = unsteady(id => {
      if (id !== 'e-3') return 'taken';
      attempts += 1;
      return attempts < 7 ? 'fails' : 'lost';
    });
    const bot = delivery(messenger);
    await accept(bot, 10);
    const dispatcher = bot.start('one');
    await bot.clock.until(() => bot.isEmpty());
    await dispatcher.stop();
    expect(shown.filter(({ id }) => id === 'e-3')).toHaveLength(1);
    const kept = await bot.store.range(KEYS.notification(''), '', null, 20);
    expect(kept.every(({ value }) => notificationCodec.decode(value).ts !== undefined)).toBe(true);
  });

  test('a decision that comes while a card is sent again by hand stays', async () => {
    const { messenger } = unsteady((id, short) => (id === 'e-3' && !short ? 'fails' : 'taken'));
    const bot = delivery(messenger);
    await accept(bot, 10);
    const dispatcher = bot.start('one');
    await bot.clock.until(() => bot.isEmpty());
    const [aside] = await listSetAside(bot.store);
    const [, notificationId = ''] = (aside?.id ?? '').split('/');
    const racing: Store = {
      ...bot.store,
      get: async key => {
        const entry = await bot.store.get(key);
        if (key === KEYS.notification(notificationId))
          await bot.decisions.decide({
            notificationId,
            verdict: 'rejected',
            userId: 'U0CAROL',
            reason: 'no',
          });
        return entry;
      },
    };
    expect(await retrySetAside(racing, aside?.id ?? '', bot.clock.now())).toBe(true);
    const kept = await bot.store.get(KEYS.notification(notificationId));
    expect(notificationCodec.decode(kept?.value ?? '').decisions).toHaveLength(1);
    await dispatcher.stop();
  });
});
