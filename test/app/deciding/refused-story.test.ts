import { expect, test } from '@jest/globals';
import { Decisions } from '../../../src/app/deciding/decide.ts';
import { openLedger } from '../../../src/app/state/ledger.ts';
import {
  assumedRole,
  directoryOf,
  INTAKE_SETTINGS,
  readFixture,
  whoIsBehindFixture,
} from '../../fixtures.ts';
import { historyOf } from '../asking/history-of.ts';
import { START } from '../delivery/scene.ts';
import { deletion, notifications, onlyOne, passes, scene } from '../delivery/story-scene.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Deploy';
const before = (minutes: number) => new Date(START - minutes * 60_000).toISOString();
const IN_SESSION = {
  eventTime: before(1),
  userIdentity: assumedRole(ROLE, 'x', {
    identity: { accessKeyId: 'ASIAONE' },
    context: { attributes: { creationDate: before(20) } },
  }),
};
const BOB_OBTAINED_IT = readFixture({
  eventID: 'sts',
  eventTime: before(20),
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRole',
  readOnly: true,
  userIdentity: {
    type: 'IAMUser',
    userName: 'bob',
    arn: 'arn:aws:iam::111122223333:user/bob',
    accountId: '111122223333',
  },
  requestParameters: { roleArn: ROLE, roleSessionName: 's' },
  responseElements: { credentials: { accessKeyId: 'ASIAONE' } },
});

test('a click that is refused, as it shows who is behind the events, takes no member from a story', async () => {
  const bot = scene();
  /** Has some events taken in, and goes on until so many are on the card. */
  const takes = async (ids: readonly string[], owner: string, count: number) => {
    for (const id of ids) await bot.intake.accept(deletion(id, IN_SESSION));
    const dispatcher = bot.start(owner);
    await bot.clock.until(async () => {
      const [card] = await notifications(bot);
      return card?.ts !== undefined && card.story?.count === count;
    });
    await dispatcher.stop();
  };
  await takes(['1', '2'], 'one', 2);
  await takes(['3', '4', '5'], 'two', 5);
  const decisions = new Decisions({
    store: bot.store,
    ledger: openLedger(bot.store),
    directory: directoryOf({ id: 'U0BOB' }),
    clock: bot.clock,
    log: bot.log,
    whoIsBehind: whoIsBehindFixture({
      store: bot.store,
      clock: bot.clock,
      histories: [historyOf([BOB_OBTAINED_IT])],
    }),
    settings: { ...INTAKE_SETTINGS, people: [{ slack: 'U0BOB', principals: ['bob'] }], publishes: false },
  });
  const { id } = await onlyOne(bot);
  const click = { notificationId: id, verdict: 'approved', userId: 'U0BOB', shown: 2 } as const;
  expect(await decisions.decide(click)).toMatchObject({ kind: 'refused' });
  expect(await onlyOne(bot)).toMatchObject({ story: { count: 5 }, chain: { issuers: [{ eventID: 'sts' }] } });
  await bot.intake.accept(deletion('6', IN_SESSION));
  const dispatcher = bot.start('three');
  await passes(bot, 100_000);
  await dispatcher.stop();
  expect((await onlyOne(bot)).story?.count).toBe(6);
});
