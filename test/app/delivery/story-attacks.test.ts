import { describe, expect, test } from '@jest/globals';
import { findMembers } from '../../../src/app/asking/members.ts';
import { openLedger } from '../../../src/app/state/ledger.ts';
import { NOTHING_KNOWN } from '../../../src/domain/known.ts';
import type { Notification } from '../../../src/domain/notification.ts';
import { cardText } from '../../../src/slack/blocks/card-text.ts';
import { assumedRole } from '../../fixtures.ts';
import {
  counts,
  deletion,
  happen,
  notifications,
  onlyOne,
  type Scene,
  scene,
  session,
  user,
} from './story-scene.ts';

const CAROL = {
  userIdentity: assumedRole(
    'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef',
    'carol@example.com',
    { identity: { accessKeyId: 'ASIACAROL' } },
  ),
};
const corrects = (id: string) => ({ addendum: { reason: 'UPDATED_DATA', originalEventID: id } });
const SHARED = { sharedEventID: 'shared-1' };
const OTHER = { recipientAccountId: '222233334444' };
const approve = ({ id, revision = 0, story }: Notification, userId = 'U0CAROL') =>
  ({ notificationId: id, verdict: 'approved', userId, shown: story?.count ?? 1, revision }) as const;
const texts = (bot: Scene) => [...bot.messenger.posted, ...bot.messenger.updated].map(card => cardText(card));

describe('a correction', () => {
  test.each([
    ['claimed by another account', { sentBy: '999999999999' }],
    ['of less assurance than what it corrects', { assurance: 'none' as const }],
  ])('that is %s replaces nothing, and lets nobody decide on what they did', async (_, carrier) => {
    const bot = scene();
    await happen(bot, deletion('1', CAROL, { assurance: 'sender' }));
    const forged = deletion(
      '2',
      { ...corrects('1'), userIdentity: { type: 'AWSService', invokedBy: 'backup.amazonaws.com' } },
      carrier,
    );
    await happen(bot, forged);
    expect(await notifications(bot)).toHaveLength(2);
    const card = (await notifications(bot)).find(({ recordKeys }) => recordKeys[0] === '111122223333:1');
    expect(card?.corrected).toBeUndefined();
    expect(card && (await bot.decisions.decide(approve(card)))).toMatchObject({ kind: 'refused' });
  });

  test('keeps out whoever the original names, and whoever it names itself', async () => {
    const bot = scene();
    await happen(bot, deletion('1', CAROL));
    await happen(bot, deletion('2', { ...corrects('1'), ...user('bob') }));
    expect(await bot.decisions.decide(approve(await onlyOne(bot)))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('the one behind'),
    });
    const other = scene();
    await happen(other, deletion('1', session('ASIAONE')), deletion('2', session('ASIAONE')));
    await happen(other, deletion('3', { ...corrects('2'), ...CAROL }));
    expect(await other.decisions.decide(approve(await onlyOne(other)))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('the one behind'),
    });
  });

  test('that asks for more raises what the card asks, or has its own where that was decided', async () => {
    const denied = { errorCode: 'AccessDenied' };
    const open = scene();
    await happen(open, deletion('1', denied));
    await happen(open, deletion('2', corrects('1')));
    expect(await onlyOne(open)).toMatchObject({ ask: 'approval', severity: 'high' });
    const decided = scene();
    await happen(decided, deletion('1', denied));
    const { id } = await onlyOne(decided);
    await decided.decisions.decide({ notificationId: id, verdict: 'acknowledged', userId: 'U0DAVE' });
    await happen(decided, deletion('2', corrects('1')));
    expect((await notifications(decided)).find(({ decisions }) => decisions.length === 0)).toMatchObject({
      ask: 'approval',
    });
  });

  test('that nobody has seen yet is not decided on with the click that saw the card before', async () => {
    const bot = scene();
    await happen(bot, deletion('1', user('bob')));
    const before = await onlyOne(bot);
    await happen(bot, deletion('2', { ...corrects('1'), ...user('mallory') }));
    expect(await bot.decisions.decide(approve(before))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('corrected since you looked'),
    });
    expect(await bot.decisions.decide(approve(await onlyOne(bot)))).toMatchObject({ kind: 'recorded' });
  });

  test('of a correction is shown in its place, and kinds are counted anew', async () => {
    const bot = scene();
    await happen(bot, deletion('1'), deletion('2'));
    await happen(bot, deletion('3', { ...corrects('2'), eventName: 'AcceptConnection' }));
    await happen(
      bot,
      deletion('4', {
        ...corrects('3'),
        eventName: 'RejectConnection',
        requestParameters: { connectionId: 'c-last' },
      }),
    );
    const { story } = await onlyOne(bot);
    expect(story?.kinds).toEqual([
      { kind: 'deleted', count: 1 },
      { kind: 'rejected', count: 1 },
    ]);
    expect(bot.messenger.updated.at(-1)?.lines?.map(({ summary }) => summary.resource)).toEqual([
      'c-1',
      'c-last',
    ]);
  });
});

describe('a copy', () => {
  test('is one of the same call only: anything else under its sharedEventID has its own card', async () => {
    const bot = scene();
    await happen(
      bot,
      deletion('1', { ...SHARED, ...OTHER, eventName: 'AcceptConnection', ...user('mallory') }),
      deletion('2', SHARED),
    );
    expect(texts(bot).some(text => text.includes('deleted connection c-2'))).toBe(true);
    expect(await counts(bot)).toEqual([1, 1]);
  });

  test('keeps out whoever it names, also where the first record names an account only', async () => {
    const bot = scene();
    await happen(
      bot,
      deletion('1', {
        ...SHARED,
        userIdentity: { type: 'AWSAccount', accountId: '222233334444', principalId: 'AROA:x' },
      }),
    );
    await happen(bot, deletion('2', { ...SHARED, ...OTHER, ...CAROL }));
    expect(await bot.decisions.decide(approve(await onlyOne(bot)))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('the one behind'),
    });
  });

  test('that was claimed, or is a different record under a taken id, joins nothing and is joined by nothing', async () => {
    const bot = scene();
    await happen(
      bot,
      deletion('1', SHARED, { sentBy: '999999999999' }),
      deletion('2', { ...SHARED, ...OTHER }),
      deletion('2', { ...SHARED, ...OTHER, ...user('eve') }),
    );
    expect(await counts(bot)).toEqual([1, 1, 1]);
  });
});

test('what is delivered long after, the newest first, makes a story an hour, and no card for each', async () => {
  const bot = scene();
  const at = Date.parse('2026-11-23T09:00:00Z');
  for (let index = 0; index < 60; index++)
    await bot.intake.accept(
      deletion(`${index}`, {
        ...session('ASIAONE'),
        eventTime: new Date(at - index * 3 * 60_000).toISOString(),
      }),
    );
  await happen(bot);
  expect((await counts(bot)).length).toBeLessThanOrEqual(4);
});

test('of a digest nobody is shown events of accounts that they may not look into', async () => {
  const bot = scene();
  for (let index = 0; index < 40; index++)
    await bot.intake.accept(
      deletion(`${index}`, {
        eventName: 'CreateStack',
        eventSource: 'cloudformation.amazonaws.com',
        userIdentity: assumedRole(
          'arn:aws:iam::111122223333:role/CodeCatalystWorkflowDevelopmentRole-shop',
          'run',
          { identity: { accessKeyId: `ASIA${index}` } },
        ),
        ...(index % 2 === 0 && OTHER),
      }),
    );
  await happen(bot);
  const digest = (await notifications(bot)).find(one => one.digest);
  const wanted = { notificationId: digest?.id ?? '', by: 'U0DAVE', channel: null, from: 0, count: 1_000 };
  const deps = {
    store: bot.store,
    known: NOTHING_KNOWN,
    ledger: openLedger(bot.store),
    clock: bot.clock,
    log: bot.log,
  };
  const found = await findMembers(wanted, accountId => accountId === '111122223333', deps);
  if (found.kind !== 'found') throw new Error(found.kind);
  expect(found.page.summaries.map(({ record }) => record.accountId)).toEqual(
    Array.from({ length: 20 }, () => '111122223333'),
  );
  expect(found.page.withheld).toBe(20);
  expect(found.page.digest?.rows.every(({ account }) => account === '111122223333')).toBe(true);
  expect(await findMembers(wanted, () => false, deps)).toMatchObject({ kind: 'refused' });
});
