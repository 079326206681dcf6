import { describe, expect, test } from '@jest/globals';
import { KEYS } from '../../../src/app/state/keys.ts';
import { assumedRole } from '../../fixtures.ts';
import {
  counts,
  deletion,
  happen,
  membersOf,
  notifications,
  onlyOne,
  scene,
  session,
  user,
} from './story-scene.ts';

describe('deciding on a story', () => {
  const click = (notificationId: string, shown: number, userId = 'U0CAROL') =>
    ({ notificationId, verdict: 'approved', userId, shown }) as const;

  test('covers the members that the card listed, closes it, and a later one asks anew', async () => {
    const bot = scene();
    await happen(bot, deletion('1'), deletion('2'));
    const { id, story } = await onlyOne(bot);
    const ruling = await bot.decisions.decide(click(id, 2));
    expect(ruling).toMatchObject({
      kind: 'recorded',
      decision: { covers: { count: 2, digest: story?.digest } },
    });
    await happen(bot, deletion('3'));
    expect(await counts(bot)).toEqual([1, 2]);
    const last = (await bot.store.range(KEYS.ledger, '', null, 100)).map(({ value }) => JSON.parse(value));
    expect(last.find(({ kind }) => kind === 'decision')).toMatchObject({
      story: { count: 2, digest: story?.digest },
      decision: { covers: { count: 2, digest: story?.digest } },
    });
  });

  test('of a card that has moved on is refused, and the card is brought up to date at once', async () => {
    const bot = scene();
    await happen(bot, deletion('1'), deletion('2'), deletion('3'));
    const { id } = await onlyOne(bot);
    const updates = bot.messenger.updated.length;
    expect(await bot.decisions.decide(click(id, 2))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('it shows 3 events now, and showed 2'),
    });
    await happen(bot);
    expect(bot.messenger.updated.length).toBe(updates + 1);
    expect(await bot.decisions.decide(click(id, 3))).toMatchObject({ kind: 'recorded' });
  });

  test('covers what the card showed; what came since, and nobody has seen, gets a card of its own', async () => {
    const bot = scene();
    await happen(bot, deletion('1'), deletion('2'));
    const { id, story } = await onlyOne(bot);
    for (let index = 3; index < 260; index++) await bot.intake.accept(deletion(`${index}`));
    const dispatcher = bot.start('one');
    await bot.clock.until(async () => (await counts(bot))[0] === 259);
    await dispatcher.stop();
    expect(await bot.decisions.decide(click(id, 2))).toMatchObject({
      kind: 'recorded',
      decision: { covers: { count: 2, digest: story?.digest } },
    });
    await happen(bot);
    expect(await counts(bot)).toEqual([2, 257]);
    const all = await notifications(bot);
    const members = await Promise.all(all.map(one => membersOf(bot, one.id)));
    expect(
      members
        .flat()
        .map(({ record }) => record)
        .toSorted(),
    ).toEqual(Array.from({ length: 259 }, (_, index) => `111122223333:${index + 1}`).toSorted());
    expect(all.find(({ decisions }) => decisions.length === 0)?.ask).toBe('approval');
  });

  test('whoever is behind any of its members may not decide, whichever came first', async () => {
    const bot = scene();
    const sso = {
      userIdentity: assumedRole(
        'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef',
        'carol@example.com',
        { identity: { accessKeyId: 'ASIAONE' } },
      ),
    };
    await happen(
      bot,
      deletion('1', session('ASIAONE')),
      deletion('2', sso),
      deletion('3', session('ASIAONE')),
    );
    const { id, story } = await onlyOne(bot);
    expect(story?.doers.map(({ record }) => record)).toEqual(['111122223333:1', '111122223333:2']);
    expect(await bot.decisions.decide(click(id, 3))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('You are the one behind this event'),
    });
    expect(await bot.decisions.decide(click(id, 3, 'U0DAVE'))).toMatchObject({ kind: 'recorded' });
  });
});

describe('copies and corrections', () => {
  const shared = { sharedEventID: 'shared-1' };

  test('copies with one sharedEventID are one card that lists the accounts', async () => {
    const bot = scene();
    await happen(
      bot,
      deletion('1', shared),
      deletion('2', { ...shared, recipientAccountId: '222233334444' }),
      deletion('3', { ...shared, recipientAccountId: '222233334444' }),
    );
    expect(bot.messenger.posted).toHaveLength(1);
    const [only, ...others] = await notifications(bot);
    expect(others).toEqual([]);
    expect(only?.copies).toEqual(['222233334444:2']);
    const card = bot.messenger.updated.at(-1) ?? bot.messenger.posted.at(-1);
    expect(card?.otherAccounts).toEqual(['222233334444']);
  });

  test('a correction updates the card that it corrects, a member of a story too', async () => {
    const bot = scene();
    await happen(bot, deletion('1'), deletion('2'), deletion('3', user('bob')));
    const corrects = (id: string) => ({ addendum: { reason: 'UPDATED_DATA', originalEventID: id } });
    await happen(
      bot,
      deletion('4', { ...corrects('3'), ...user('bob'), requestParameters: { connectionId: 'c-corrected' } }),
      deletion('5', { ...corrects('2'), requestParameters: { connectionId: 'c-second' } }),
      deletion('6', corrects('unknown')),
    );
    expect(bot.messenger.posted).toHaveLength(3);
    const texts = bot.messenger.updated.map(({ summary, lines = [] }) => [
      summary.resource,
      ...lines.map(line => line.summary.resource),
    ]);
    expect(texts).toContainEqual(['c-corrected']);
    expect(texts.at(-1)).toEqual(['c-1', 'c-1', 'c-second']);
    expect(
      bot.messenger.updated.find(({ summary }) => summary.resource === 'c-corrected')?.notification.corrected,
    ).toEqual({
      record: '111122223333:4',
      eventID: '3',
    });
  });
});
