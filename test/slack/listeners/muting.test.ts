import { describe, expect, test } from '@jest/globals';
import type { ModalView } from '@slack/types';
import { KEYS } from '../../../src/app/state/keys.ts';
import { notificationId } from '../../../src/app/state/notifications.ts';
import { readPacks } from '../../../src/config/packs.ts';
import { INTAKE_SETTINGS } from '../../fixtures.ts';
import { deletion, slack, whole } from './bot.ts';
import type { ListenerHarness } from './harness.ts';
import { ALICE_IS_KNOWN, MANAGED, notificationsOf, orderEntries } from './orders.ts';

describe('muting', () => {
  /** By an IAM user: certain who. A space that is not asked about gets a card and asks nothing. */
  const told = (index: number, change: object = {}) =>
    deletion(index, { eventName: 'UpdateSpace', requestParameters: { spaceName: 'acme' }, ...change });

  const workflowRun = (index: number) =>
    deletion(index, {
      eventSource: 'cloudformation.amazonaws.com',
      eventName: 'CreateStack',
      requestParameters: { stackName: 'shop' },
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/CodeCatalystWorkflowDevelopmentRole-shop/run-1',
        accessKeyId: 'ASIAEXAMPLEEXAMPLE12',
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            arn: 'arn:aws:iam::111122223333:role/CodeCatalystWorkflowDevelopmentRole-shop',
          },
        },
      },
    });

  test('hides the cards of what is meant in this channel, for as long as it lasts', async () => {
    const bot = slack({ now: Date.parse('2026-11-23T10:00:00Z') });
    const said = await bot.command('U0CAROL', 'mute space changes for 2h because "migration"', 'C0TRAIL');
    expect(said?.text).toMatch(/Muted in <#C0TRAIL> until .*: changed CodeCatalyst spaces\. \(#1\)/);
    await bot.accept(told(1));
    expect((await notificationsOf(bot)).channels).toEqual([]);
    expect(await orderEntries(bot)).toEqual([['mute', 'made', 1, 'U0CAROL', 'C0TRAIL']]);
    await bot.command('U0ALICE', 'unmute 1', 'C0TRAIL');
    await bot.accept(told(2));
    expect((await notificationsOf(bot)).channels).toEqual(['C0TRAIL']);
  });

  test('a secret in its reason or pattern is kept nowhere', async () => {
    const bot = slack();
    const said = await bot.command(
      'U0CAROL',
      'mute space changes for 2h because password=hunter2secret',
      'C0TRAIL',
    );
    await bot.command('U0CAROL', 'preview deleted connection password=hunter2secret', 'C0TRAIL');
    const list = await bot.command('U0CAROL', 'mutes', 'C0TRAIL');
    const stored = await bot.store.range('', '', null, 1_000);
    expect(JSON.stringify([said, list, stored])).not.toContain('hunter2');
  });

  test.each([
    ['ip:0.0.0.0/0'],
    ['ip:*.*.*.*'],
    ['ip:10*'],
    ['resource:arn:*'],
    ['resource:arn:aws:*'],
    ['event:*'],
    ['source:*.amazonaws.com'],
  ])('everything by another name is everything: %s', async pattern => {
    const bot = slack();
    const said = await bot.command('U0CAROL', `mute ${pattern} for 1d everywhere`, 'C0TRAIL');
    expect(said?.text).toMatch(/would hide (everything of its sort|all reads)/);
  });

  test('what a pack finds critical is hidden nowhere, and called so where it is subscribed', async () => {
    const { packs } = readPacks({ packs: ['aws-account'] }, null);
    const routing = { ...INTAKE_SETTINGS.routing, packs };
    const bot = slack({ settings: { routing } });
    await bot.command('U0CAROL', 'subscribe event:DeleteDetector', 'C0CHAT');
    await bot.command('U0CAROL', 'mute event:DeleteDetector for 30d everywhere', 'C0CHAT');
    await bot.accept(deletion(1, { eventSource: 'guardduty.amazonaws.com', eventName: 'DeleteDetector' }));
    const { kept, channels } = await notificationsOf(bot);
    expect(channels.toSorted()).toEqual(['C0CHAT', 'C0TRAIL']);
    expect(kept.map(({ severity }) => severity)).toEqual(['critical', 'critical']);
  });

  test.each([
    ['mute deleted connection for 2h', /would have hidden nothing.*the one event/],
    ['mute workflows for 2h', /would have hidden nothing.*the one event/],
    ['mute space changes for 2h', /it would have hidden 1 event/],
  ])('it says what it would have hidden, and not what it means: %s', async (typed, said) => {
    const bot = slack();
    await bot.accept(deletion(1), told(2), workflowRun(3));
    expect((await bot.command('U0CAROL', typed, 'C0TRAIL'))?.text.replaceAll('*', '')).toMatch(said);
  });

  test('of another channel it hides nothing; everywhere it does', async () => {
    const bot = slack();
    await bot.command('U0CAROL', 'mute space changes for 2h', 'C0CHAT');
    await bot.accept(told(1));
    expect((await notificationsOf(bot)).channels).toEqual(['C0TRAIL']);
    await bot.command('U0CAROL', 'mute space changes for 2h everywhere', 'C0CHAT');
    await bot.accept(told(2));
    expect((await notificationsOf(bot)).channels).toEqual(['C0TRAIL']);
  });

  test('what asks for a decision is shown all the same', async () => {
    const bot = slack();
    const said = await bot.command('U0CAROL', 'mute deleted connection for 2h because noise', 'C0TRAIL');
    expect(whole(said)).toContain('what asks for a decision are shown all the same');
    await bot.accept(deletion(1));
    expect((await notificationsOf(bot)).channels).toEqual(['C0TRAIL']);
  });

  test('unless a configured manager mutes it with a reason: then its review waits without a card', async () => {
    const bot = slack({ ...MANAGED, ...ALICE_IS_KNOWN });
    await bot.command('U0CAROL', 'mute deleted connection for 2h because planned', 'C0TRAIL');
    const [id] = await bot.accept(deletion(1));
    const { kept, channels } = await notificationsOf(bot);
    expect(channels).toEqual([]);
    expect(kept).toEqual([expect.objectContaining({ mutedBy: '#1', ask: 'approval', decisions: [] })]);
    const open = await bot.command('U0ALICE', 'open');
    expect(open?.text).toMatch(/1 review/);
    expect(whole(open)).toMatch(/muted \(#1\), no card/);
    const button = `show-review:${id?.slice(0, 8)}`;
    expect((await bot.click('U0ALICE', button, open))?.text).toMatch(/card is on its way/);
    expect((await notificationsOf(bot)).channels).toEqual(['C0TRAIL']);
  });

  test('a manager without a reason mutes no decisions', async () => {
    const bot = slack({ ...MANAGED, ...ALICE_IS_KNOWN });
    await bot.command('U0CAROL', 'mute deleted connection for 2h', 'C0TRAIL');
    await bot.accept(deletion(1));
    expect((await notificationsOf(bot)).channels).toEqual(['C0TRAIL']);
  });

  test('and none that they may be behind themselves', async () => {
    const bot = slack({
      ...MANAGED,
      settings: { people: [{ slack: 'U0CAROL', principals: ['alice'] }] },
    });
    await bot.command('U0CAROL', 'mute deleted connection for 2h because planned', 'C0TRAIL');
    await bot.accept(deletion(1));
    expect((await notificationsOf(bot)).channels).toEqual(['C0TRAIL']);
  });

  test('nor where nobody knows whose an IAM user is', async () => {
    const bot = slack(MANAGED);
    await bot.command('U0CAROL', 'mute deleted connection for 2h because planned', 'C0TRAIL');
    await bot.accept(deletion(1));
    expect((await notificationsOf(bot)).channels).toEqual(['C0TRAIL']);
  });

  test('a name that whoever acts chose hides nothing', async () => {
    const bot = slack();
    await bot.command('U0CAROL', 'mute space changes by deploy-bot for 2h', 'C0TRAIL');
    const session = {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/deploy-bot',
      accountId: '111122223333',
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      sessionContext: {
        sessionIssuer: { type: 'Role', userName: 'Deploy', arn: 'arn:aws:iam::111122223333:role/Deploy' },
      },
    };
    await bot.accept(told(1, { userIdentity: session }));
    expect((await notificationsOf(bot)).channels).toEqual(['C0TRAIL']);
  });

  test.each([
    ['mute everything for 2h', /everything/],
    ['mute changes not by bob for 2h', /everything/],
    ['mute event:* for 2h', /all reads/],
    ['mute all reads for 2h', /all reads/],
    ['mute session:nightly for 2h', /chooses/],
    ['mute what I did for 2h', /do yourself/],
    ['mute deleted buckets by carol@example.com for 2h', /do yourself/],
    ['mute deleted buckets for 31d', /30 days at most/],
    ['mute deleted buckets until 2025-01-01', /over already/],
    ['mute deleted buckets', /Say for how long/],
    ['mute deleted buckets today for 2h', /says when/],
    ['mute the flurb for 2h', /flurb/],
    ['unmute 9', /no mute #9/],
  ])('what may not be muted is refused: %s', async (typed, why) => {
    const bot = slack();
    expect((await bot.command('U0CAROL', typed))?.text).toMatch(why);
    expect(await orderEntries(bot)).toEqual([]);
  });

  test('a configured manager may mute everything but not themselves', async () => {
    const bot = slack(MANAGED);
    expect((await bot.command('U0CAROL', 'mute everything for 2h', 'C0TRAIL'))?.text).toMatch(/Muted/);
    expect((await bot.command('U0CAROL', 'mute what I did for 2h'))?.text).toMatch(/do yourself/);
    expect((await bot.command('U0ALICE', 'mute deleted buckets for 2h'))?.text).toMatch(/Only managers/);
  });
});

describe('muting like a card', () => {
  const told = (index: number) =>
    deletion(index, { eventName: 'UpdateSpace', requestParameters: { spaceName: 'acme' } });
  const form = (bot: ListenerHarness) =>
    bot.calls.findLast(({ method }) => method === 'views.open')?.args['view'] as ModalView;

  test('offers patterns from narrow to wide, and what they would have hidden', async () => {
    const bot = slack();
    await bot.store.commit({ put: [{ key: KEYS.began, value: '0' }] });
    await bot.accept(told(1), told(2));
    const id = notificationId(told(1).key, 'C0TRAIL');
    await bot.commitCard(told(1));
    await bot.click('U0CAROL', 'more', `mute#${id}`, 'C0TRAIL');
    const text = JSON.stringify(form(bot));
    expect(text).toContain(
      'This resource:* `every change, named acme, source codecatalyst.amazonaws.com` (2 events)',
    );
    expect(text).toContain('This event by this person');
    expect(text).toContain('All that this person changes:* `every change, by exactly alice` (2 events)');
  });

  test('submitted, it mutes what was chosen, with the reason', async () => {
    const bot = slack();
    await bot.commitCard(told(1));
    const id = notificationId(told(1).key, 'C0TRAIL');
    await bot.click('U0CAROL', 'more', `snooze#${id}`, 'C0TRAIL');
    const said = await bot.submit('U0CAROL', { likeness: 'event', reason: 'we know, everywhere' });
    expect(said?.text).toMatch(/Muted in <#C0TRAIL> until .*event UpdateSpace.*by exactly alice/);
    await bot.accept(told(2));
    expect((await notificationsOf(bot)).channels).toEqual([]);
    const listed = whole(await bot.command('U0ALICE', 'mutes', 'C0TRAIL'));
    expect(listed).toContain('we know, everywhere');
  });

  test('is for whoever may mute, and of cards that are kept', async () => {
    const bot = slack(MANAGED);
    await bot.commitCard(told(1));
    const id = notificationId(told(1).key, 'C0TRAIL');
    expect((await bot.click('U0ALICE', 'more', `mute#${id}`))?.text).toMatch(/Only managers may mute/);
    expect((await bot.click('U0GUEST', 'more', `mute#${id}`))?.text).toMatch(/Guests can't/);
    expect((await bot.click('U0CAROL', 'more', 'mute#gone'))?.text).toMatch(/don't know this card/);
    expect(bot.calls).toEqual([]);
  });
});
