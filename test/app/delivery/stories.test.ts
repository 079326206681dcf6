import { describe, expect, test } from '@jest/globals';
import { rollingDigest } from '../../../src/app/state/placings.ts';
import { recordingMessenger } from '../../fixtures.ts';
import { delivery, START } from './scene.ts';
import {
  counts,
  deletion,
  happen,
  MINUTE_MS,
  membersOf,
  notifications,
  onlyOne,
  passes,
  type Scene,
  scene,
  session,
  user,
} from './story-scene.ts';

describe('a story', () => {
  test('the second record of a principal turns the first card into one, which says how many and what', async () => {
    const bot = scene();
    await happen(bot, deletion('1'));
    expect(bot.messenger.posted).toHaveLength(1);
    await happen(
      bot,
      deletion('2'),
      deletion('3', { errorCode: 'AccessDenied' }),
      deletion('4', { eventName: 'AcceptConnection' }),
    );
    // What failed asks something else, so it is no member.
    expect(bot.messenger.posted).toHaveLength(2);
    const [one] = (await notifications(bot)).filter(({ story }) => story?.count === 3);
    expect(one?.story?.kinds).toEqual([
      { kind: 'deleted', count: 2 },
      { kind: 'accepted', count: 1 },
    ]);
    expect(bot.messenger.updated.at(-1)?.notification.story?.count).toBe(3);
    expect(bot.messenger.updated.at(-1)?.lines).toHaveLength(3);
  });

  test('members have keys of their own, and the digest of the head is over them', async () => {
    const bot = scene();
    await happen(bot, ...Array.from({ length: 12 }, (_, index) => deletion(`${index}`)));
    const [story, ...others] = await notifications(bot);
    expect(others).toEqual([]);
    const members = await membersOf(bot, story?.id ?? '');
    expect(members.map(({ record }) => record).toSorted()).toEqual(
      Array.from({ length: 12 }, (_, index) => `111122223333:${index}`).toSorted(),
    );
    expect(story?.story?.digest).toBe(
      members.reduce<string | null>((before, member) => rollingDigest(before, member), null),
    );
  });

  test.each([
    ['another principal', user('bob')],
    ['another account', { recipientAccountId: '222233334444' }],
    ['another session of the same role', session('ASIATWO')],
    ['what is critical', { eventName: 'DeleteTrail', eventSource: 'cloudtrail.amazonaws.com' }],
    ['what CloudTrail delivered late', { addendum: { reason: 'DELIVERY_DELAY' } }],
    ['what was done a day before', { eventTime: '2026-11-19T13:02:11Z' }],
    ['what asks something else', { errorCode: 'AccessDenied' }],
  ])('%s has a card of its own, and the story goes on', async (_, change) => {
    const bot = scene();
    await happen(
      bot,
      deletion('1', session('ASIAONE')),
      deletion('2', { ...session('ASIAONE'), ...change }),
      deletion('3', session('ASIAONE')),
    );
    expect(await counts(bot)).toEqual([1, 2]);
  });

  test('what another account claims, and a different record under a taken id, stand alone', async () => {
    const bot = scene();
    await happen(
      bot,
      deletion('1'),
      deletion('2', {}, { sentBy: '999999999999' }),
      deletion('1', { eventName: 'AcceptConnection' }),
      deletion('3'),
    );
    expect(await counts(bot)).toEqual([1, 1, 2]);
  });

  test('after five quiet minutes, or an hour, a new card begins', async () => {
    const bot = scene();
    await happen(bot, deletion('1'), deletion('2'));
    await passes(bot, 4 * MINUTE_MS);
    await happen(bot, deletion('3'));
    expect(await counts(bot)).toEqual([3]);
    await passes(bot, 5 * MINUTE_MS + 1_000);
    await happen(bot, deletion('4'));
    expect(await counts(bot)).toEqual([1, 3]);
  });
});

describe('a flood', () => {
  test('5,000 events of one session are one card, brought up to date now and then; what is critical goes out first', async () => {
    const bot = scene();
    for (let index = 0; index < 5_000; index++) await bot.intake.accept(deletion(`${index}`));
    await bot.intake.accept(
      deletion('stop', { eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com' }),
    );
    const dispatcher = bot.start('one');
    await bot.clock.until(() => bot.isEmpty());
    await dispatcher.stop();
    expect(bot.messenger.posted.map(({ summary }) => summary.record.eventName)).toEqual([
      'StopLogging',
      'DeleteConnection',
    ]);
    expect(await counts(bot)).toEqual([1, 5_000]);
    expect(bot.messenger.updated.length).toBeLessThan(5);
    const shown = bot.messenger.updated.at(-1) ?? bot.messenger.posted.at(-1);
    expect(shown?.notification.story?.count).toBe(5_000);
  }, 60_000);

  test('where somebody deletes the card of a story, what comes then is shown on a new one', async () => {
    const messenger = recordingMessenger();
    const gone = new Set<string>();
    const bot = delivery(
      {
        ...messenger,
        update: async (card, ts) =>
          gone.has(ts)
            ? { kind: 'refused', scope: 'place', error: 'message_not_found' }
            : messenger.update(card, ts),
      },
      true,
    );
    await happen(bot as Scene, deletion('1'), deletion('2'));
    const { ts } = await onlyOne(bot as Scene);
    if (ts === undefined) throw new Error('the card is not posted');
    gone.add(ts);
    await happen(bot as Scene, deletion('3'));
    const [only] = await notifications(bot as Scene);
    expect(only?.story?.count).toBe(3);
    expect(only?.ts).not.toBe(ts);
    expect(messenger.posted.at(-1)?.notification.story?.count).toBe(3);
  });

  test('where Slack lets nothing be edited any more, a story is posted anew now and then only', async () => {
    const messenger = recordingMessenger();
    const bot: Scene = delivery(
      {
        ...messenger,
        post: async message => {
          const result = await messenger.post(message);
          // Slack's own ids are times.
          return result.kind === 'posted' ? { ...result, ts: `${bot.clock.now() / 1_000}` } : result;
        },
        update: async () => ({ kind: 'refused', scope: 'place', error: 'edit_window_closed' }),
      },
      true,
    );
    const dispatcher = bot.start('one');
    for (let index = 0; index < 60; index++) {
      await bot.intake.accept(deletion(`${index}`));
      await passes(bot, 55_000);
    }
    await passes(bot, 11 * 60_000);
    await bot.clock.until(() => bot.isEmpty());
    await dispatcher.stop();
    expect(messenger.posted.length).toBeLessThan(9);
    expect(messenger.posted.at(-1)?.notification.story?.count).toBe((await onlyOne(bot)).story?.count);
  });

  test('a member that comes while Slack takes its time over an update is shown', async () => {
    const messenger = recordingMessenger();
    let hasCome = false;
    const bot: Scene = delivery(
      {
        ...messenger,
        update: async (card, ts) => {
          if (!hasCome) {
            hasCome = true;
            await bot.intake.accept(deletion('3'));
            // Its update is due before this one is done.
            await bot.clock.sleep(4_500);
          }
          return messenger.update(card, ts);
        },
      },
      true,
    );
    await happen(bot, deletion('1'));
    await happen(bot, deletion('2'));
    await passes(bot, 60_000);
    await happen(bot);
    expect(hasCome).toBe(true);
    expect(messenger.updated.at(-1)?.notification.story?.count).toBe(3);
  });

  test('where Slack refuses updates for ten minutes, the card is right soon after, with few calls', async () => {
    const messenger = recordingMessenger();
    let calls = 0;
    const until = START + 10 * MINUTE_MS;
    const bot: Scene = delivery(
      {
        ...messenger,
        update: async (card, ts) => {
          calls += 1;
          return bot.clock.now() < until
            ? { kind: 'rateLimited', retryAfterMs: 30_000 }
            : messenger.update(card, ts);
        },
      },
      true,
    );
    const dispatcher = bot.start('one');
    for (let index = 0; index < 100; index++) {
      await bot.intake.accept(deletion(`${index}`));
      await passes(bot, 5_000);
    }
    await passes(bot, 4 * MINUTE_MS);
    await dispatcher.stop();
    expect(messenger.posted).toHaveLength(1);
    expect(messenger.updated.at(-1)?.notification.story?.count).toBe(100);
    expect(calls).toBeLessThan(40);
  });

  test.each([-3_600_000, 3_600_000])(
    'where the clock jumps by %s ms the story goes on, and its card is right',
    async jumpMs => {
      const messenger = recordingMessenger();
      const bot: Scene = delivery(messenger, true);
      const { now } = bot.clock;
      await happen(bot, deletion('1'), deletion('2'));
      (bot.clock as { now: () => number }).now = () => now() + jumpMs;
      await happen(bot, deletion('3'));
      await passes(bot, MINUTE_MS);
      await happen(bot);
      const shown = new Map(
        [...messenger.posted, ...messenger.updated].map(card => [
          card.notification.id,
          card.notification.story?.count ?? 1,
        ]),
      );
      expect([...shown.values()].reduce((sum, count) => sum + count)).toBe(3);
      expect((await counts(bot)).reduce((sum, count) => sum + count)).toBe(3);
    },
  );
});
