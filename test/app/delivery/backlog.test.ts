import { describe, expect, test } from '@jest/globals';
import { KEYS } from '../../../src/app/state/keys.ts';
import { memberCodec } from '../../../src/app/state/placings.ts';
import { cardText } from '../../../src/slack/blocks/card-text.ts';
import { readFixture } from '../../fixtures.ts';
import { happen, notifications, passes, type Scene, scene, session } from './story-scene.ts';

/** What a workflow's role did: it gets a card, which asks nothing. */
const told = (index: number, key = `ASIA${index}`, carrier = {}) =>
  readFixture(
    {
      eventID: `told-${index}`,
      eventName: 'CreateStack',
      eventSource: 'cloudformation.amazonaws.com',
      requestParameters: { stackName: `stack-${index}` },
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::111122223333:assumed-role/CodeCatalystWorkflowDevelopmentRole-shop/run-${key}`,
        accountId: '111122223333',
        accessKeyId: key,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            arn: 'arn:aws:iam::111122223333:role/CodeCatalystWorkflowDevelopmentRole-shop',
          },
        },
      },
    },
    carrier,
  );
const asked = (index: number, eventName = 'DeleteConnection') =>
  readFixture({
    eventID: `asked-${index}`,
    eventName,
    requestParameters: { connectionId: `c-${index}` },
    ...session(`ASIAASK${index}`),
  });
const many = <T>(count: number, of: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => of(index));
async function all(bot: Scene, ...events: ReturnType<typeof told>[]) {
  for (const event of events) await bot.intake.accept(event);
  await happen(bot);
}

describe('a backlog', () => {
  test('of what only tells is one digest, whose table counts by kind and person', async () => {
    const bot = scene();
    await all(bot, ...many(500, told));
    expect(bot.messenger.posted).toHaveLength(1);
    const shown = bot.messenger.updated.at(-1) ?? bot.messenger.posted.at(-1);
    expect(shown?.notification.story?.count).toBe(500);
    expect(shown?.notification.digest).toMatchObject({ cards: 500, late: 0 });
    const rows = shown?.notification.digest?.rows ?? [];
    expect(rows.reduce((sum, { count }) => sum + count, shown?.notification.digest?.others ?? 0)).toBe(500);
    expect(rows.every(({ kind }) => kind === 'created')).toBe(true);
    expect(shown && cardText(shown)).toMatch(/^500 events at once, which ask nothing: 500 created; by /);
  });

  test('goes out after what asks, the gravest first, and a story counts as one card', async () => {
    const bot = scene();
    // One session that tells of 300 things, and 25 that each do one.
    await all(
      bot,
      ...many(300, index => told(index, 'ASIAONE')),
      ...many(25, index => told(1_000 + index)),
      asked(1, 'RejectConnection'),
      asked(2),
      readFixture({ eventID: 'stop', eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com' }),
    );
    expect(
      bot.messenger.posted.map(({ notification }) => [notification.severity, notification.digest?.cards]),
    ).toEqual([
      ['critical', undefined],
      ['high', undefined],
      ['medium', undefined],
      ['low', 26],
    ]);
    const shown = bot.messenger.updated.at(-1) ?? bot.messenger.posted.at(-1);
    expect(shown?.notification.story?.count).toBe(325);
  });

  test('of twenty cards is none: each goes out by itself', async () => {
    const bot = scene();
    await all(bot, ...many(20, told));
    expect(bot.messenger.posted).toHaveLength(20);
    expect(bot.messenger.posted.every(({ notification }) => notification.digest === undefined)).toBe(true);
  });

  test('of replayed events says how many were', async () => {
    const bot = scene();
    await all(bot, ...many(60, index => told(index, `ASIA${index}`, { replayed: true })));
    expect(bot.messenger.posted).toHaveLength(1);
    expect(bot.messenger.posted[0]?.notification.digest?.late).toBe(60);
    expect(bot.messenger.posted[0] && cardText(bot.messenger.posted[0])).toContain(
      '60 of them were replayed or came late.',
    );
  });

  test('leaves each card in the digest, and what its session does later begins a new card', async () => {
    const bot = scene();
    await all(bot, ...many(40, told));
    const folded = (await notifications(bot)).filter(({ digest }) => digest === undefined);
    expect(new Set(folded.map(({ inDigest }) => inDigest)).size).toBe(1);
    const id = folded[0]?.inDigest ?? '';
    const members = (await bot.store.range(KEYS.member(id), '', null, 100)).map(({ value }) =>
      memberCodec.decode(value),
    );
    expect(members.map(({ notification }) => notification).toSorted()).toEqual(
      folded.map(one => one.id).toSorted(),
    );
    await passes(bot, 11_000);
    await all(bot, told(999, 'ASIA3'));
    expect(bot.messenger.posted.at(-1)?.notification.recordKeys).toEqual(['111122223333:told-999']);
  });
});
