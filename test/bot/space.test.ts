import { describe, expect, test } from '@jest/globals';
import { DANA, entry, SPACE } from '../../playground/scenarios/space.ts';
import type { Message } from '../../playground/slack/workspace.ts';
import { answerTo, cardOf, deletion, runningBot } from './running-bot.ts';

const bot = runningBot({ space: true, config: `managers: { users: [U0ALICE] }\n` });
const { codeCatalyst } = bot.aws;

const ask = (text: string) => answerTo(bot, text);
const whole = (message: Message) => JSON.stringify(message.blocks);
const valueOf = (message: Message, action: string) =>
  (message.blocks as { elements?: { action_id?: string; value?: string }[] }[])
    .flatMap(({ elements = [] }) => elements)
    .find(({ action_id: id }) => id === action)?.value;

describe('the log of a space', () => {
  test('answers what CloudTrail does not have, and says that it was searched', async () => {
    const answer = await ask('who created project storefront this month');
    expect(answer.text).toMatch(
      /^dana \(as CodeCatalyst says\) created project storefront on .*, in space acme\.$/,
    );
    expect(whole(answer)).toMatch(/✓ complete · 1 Region · space acme · \d+ days/);
    expect((await ask('who added a member last week')).text).toContain('invited member carol@example.com');
    expect((await ask('what did dana do in the last 20 days')).text).toMatch(
      /^4 events match, by dana\..*One attempt failed/,
    );
  });

  test('says how far back it goes', async () => {
    const answer = await ask('who deleted a project');
    expect(answer.text).toMatch(/No match in what was searched.*Space acme goes back to \d+ \w+ \d+ only\./);
  });

  test('answers where in it something happened, and not only what was changed', async () => {
    const answer = await ask('what did dana do in project storefront in the last 20 days');
    expect(answer.text).toMatch(/^3 events match, by dana\..*One attempt failed/);
    expect((await ask('what happened in acme in the last 8 days')).text).toContain(
      'created access token laptop',
    );
    expect((await ask('what happened in project unheard in the last 8 days')).text).toMatch(
      /^No match in what was searched.*No project called "unheard" was seen/,
    );
    expect((await ask('who invited carol in the last 20 days')).text).toContain(
      'invited member carol@example.com',
    );
  });

  test('adds connections of accounts that are not configured, as far as it goes back', async () => {
    const entryOf = (id: string) =>
      entry(
        'deleteConnection',
        Date.now() - 60_000,
        { spaceName: SPACE, id },
        {
          userIdentity: {
            userType: 'AWS_ACCOUNT',
            principalId: 'AIDAERIN',
            userName: 'erin',
            awsAccountId: '999988887777',
          },
        },
      );
    codeCatalyst.entries.push(entryOf('aaaa0000-0000-4000-8000-00000000beef'));
    const answer = await ask('who deleted connection aaaa0000-0000-4000-8000-00000000beef');
    expect(answer.text).toMatch(/^account 999988887777 deleted connection aaaa0000.*in space acme/);
    expect(whole(answer)).toMatch(/✓ complete · 1 Region · space acme · 90 days/);
  });

  test('and CloudTrail tell one deed once; Details name both', async () => {
    const requestId = 'a0000000-0000-4000-8000-00000000beef';
    await bot.happen([
      deletion('bob', {
        eventName: 'CreateProject',
        requestID: requestId,
        requestParameters: { projectName: 'gemini' },
        userIdentity: { type: 'IdentityCenterUser', onBehalfOf: { userId: DANA.principalId } },
      }),
    ]);
    codeCatalyst.entries.push(entry('createProject', Date.now(), { name: 'gemini' }, { requestId }));
    const answer = await ask('who created project gemini today');
    expect(answer.text).toMatch(
      /^dana \(as CodeCatalyst says\) created project gemini .*, in 111122223333, us-west-2\./,
    );
    await bot.slack.click('U0CAROL', answer, 'details:answer', {
      value: valueOf(answer, 'details:answer') ?? '',
    });
    await bot.until(() => JSON.stringify(bot.workspace.views).includes('and the log of space acme'));
  });

  test('ties what a workflow did to its run, and answers by it', async () => {
    const answer = await ask('which run deleted stack storefront-old');
    expect(answer.text).toMatch(
      /likely in run [0-9a-f]{8} of workflow deploy in storefront, which succeeded/,
    );
    const [deploy, nightly] = [
      await ask('how many stacks did workflow deploy create'),
      await ask('how many stacks did workflow nightly-build create'),
    ];
    const count = ({ text }: Message) => Number(/^(\d+) times/.exec(text)?.[1]);
    expect(count(deploy)).toBeGreaterThan(10);
    expect(count(nightly)).toBeGreaterThan(10);
    // The last stack of all was made by another workflow.
    expect((await ask('latest stack created by workflow deploy')).text).toMatch(/of workflow deploy in/);
    expect((await ask('stacks created by workflow unheard')).text).toMatch(/^No match in what was searched/);
  });

  test('is looked into for the run of what a card shows, once somebody opens its Details', async () => {
    const runs = codeCatalyst.runs.get('storefront') ?? [];
    codeCatalyst.runs.set('storefront', [
      ...runs,
      {
        id: 'c1ea0000-0000-4000-8000-00000000beef',
        workflowName: 'cleanup',
        status: 'SUCCEEDED',
        startTime: new Date(Date.now() - 60_000).toISOString(),
        endTime: new Date(Date.now() + 60_000).toISOString(),
      },
    ]);
    const removed = deletion('workflow');
    await bot.happen([removed]);
    await bot.slack.click('U0CAROL', await cardOf(bot, removed), 'details');
    await bot.until(() =>
      JSON.stringify(bot.workspace.views.at(-1)?.view).includes(
        'run c1ea0000 of workflow cleanup in storefront',
      ),
    );
  });

  test('ties what a workflow did with a role that nobody would take for a workflow’s', async () => {
    // The playground's ShopPipeline, which CodeCatalyst assumed 31 hours ago.
    const at = Date.now() - 31 * 3_600_000;
    codeCatalyst.runs.set('shop', [
      {
        id: 'b0000000-0000-4000-8000-00000000beef',
        workflowName: 'ship',
        status: 'SUCCEEDED',
        startTime: new Date(at - 60_000).toISOString(),
        endTime: new Date(at + 300_000).toISOString(),
      },
    ]);
    for (const text of [
      'what did workflow ship do this month',
      'who updated stacks in project shop this month',
    ])
      expect((await ask(text)).text).toMatch(
        /^CodeCatalyst workflow \(ShopPipeline\).* updated stack shop .*in run b0000000 of workflow ship in shop/,
      );
    expect((await ask('who updated stacks in project unheard this month')).text).toMatch(/^No match/);
  });

  test('that can’t be read any more is a gap with its cause; managers are told once, and /readyz says so', async () => {
    const before = codeCatalyst.token;
    codeCatalyst.token = 'another';
    const answer = await ask('who created project forgotten today');
    codeCatalyst.token = before;
    expect(answer.text).toMatch(/Not searched: space acme \(access denied\)/);
    expect(await readyz()).toMatchObject({
      accounts: expect.arrayContaining([
        expect.objectContaining({
          account: `space ${SPACE}`,
          lastLookup: expect.stringMatching(/sign in again/),
        }),
      ]),
    });
    const told = () =>
      bot.workspace.messages.filter(({ text }) => /log of space acme can not be read/.test(text));
    await bot.until(() => told().length > 0);
    expect(told()).toHaveLength(1);
    expect(bot.log.join('\n')).not.toContain(before);
    await ask('who created project found today');
    expect(await readyz()).toMatchObject({
      accounts: expect.arrayContaining([
        expect.objectContaining({ account: `space ${SPACE}`, lastLookup: 'ok' }),
      ]),
    });
  });
});

describe('what a space’s log has that nothing else brings', () => {
  const cards = (name: string) =>
    bot.workspace.cards('C0TRAIL').filter(({ blocks }) => JSON.stringify(blocks).includes(name));

  test('gets a card, once, also over a kill; reads get none', async () => {
    codeCatalyst.entries.push(
      entry('removeMember', Date.now(), { email: 'mallory@example.com' }),
      entry('listProjects', Date.now(), { spaceName: 'quiet' }, { operationType: 'READONLY' }),
    );
    await bot.until(() => cards('mallory@example.com').length > 0, 60_000);
    const [card] = cards('mallory@example.com');
    expect(card?.text).toMatch(/dana.* removed member mallory@example.com in space acme/);
    expect(card?.metadata?.event_payload).toMatchObject({ account: 'space acme' });
    await bot.stopBot('SIGKILL');
    codeCatalyst.entries.push(entry('updateMemberRole', Date.now(), { email: 'trent@example.com' }));
    await bot.startBot();
    await bot.until(() => cards('trent@example.com').length > 0, 60_000);
    expect(cards('mallory@example.com')).toHaveLength(1);
    expect(cards('quiet')).toHaveLength(0);
  }, 150_000);
});

async function readyz(): Promise<unknown> {
  return (await fetch(`${bot.botUrl}/readyz`)).json();
}
