import { describe, expect, test } from '@jest/globals';
import { deletion, idle, runningBot } from './running-bot.ts';

const bot = runningBot();
const ephemerals = (user: string) => bot.workspace.ephemerals(user).map(message => message.text);

async function ask(user: string, text: string): Promise<string> {
  const before = ephemerals(user).length;
  const acked = await bot.slack.command(user, 'C0CHAT', text);
  expect(acked.status).toBe(200);
  // How far a search is may be told before the answer takes its place.
  const answers = () =>
    ephemerals(user)
      .slice(before)
      .filter(one => !one.startsWith('Still searching'));
  await bot.until(() => answers().length > 0);
  return answers().join('\n');
}

/** What "Why?" of the last answer shows. */
async function why(): Promise<string> {
  const answer = bot.workspace.ephemerals('U0CAROL').at(-1);
  if (!answer) throw new Error('there is no answer');
  await bot.slack.click('U0CAROL', answer, 'why:answer');
  await bot.until(() => bot.workspace.views.some(view => view.user === 'U0CAROL'));
  const shown = JSON.stringify(bot.workspace.views.at(-1)?.view);
  bot.slack.closeView('U0CAROL');
  return shown;
}

describe('/cctrail', () => {
  test('who deleted connection: the right person, and the denied attempt beside it', async () => {
    expect(await ask('U0CAROL', 'who deleted connection')).toMatch(
      /^alice@example.com deleted connection 4b1f0c9e-\S+ on .* in storefront, us-west-2\. One attempt failed\.$/,
    );
  });

  test('times are those of whoever asks', async () => {
    expect(await ask('U0CAROL', 'who deleted stack storefront-old')).toContain('GMT+9');
    expect(await ask('U0ALICE', 'who deleted stack storefront-old')).toMatch(/CES?T/);
  });

  test('nobody found is not nobody did it', async () => {
    expect(await ask('U0CAROL', 'who deleted space')).toBe('No match in what was searched.');
  });

  test('what cannot be read is answered with what was understood and a suggestion', async () => {
    expect(await ask('U0CAROL', 'who delted conection yesterdy twice')).toMatch(
      /I understood "who delted conection yesterdy", but I can't tell that from CloudTrail: "twice"\..*Try `\/cctrail/,
    );
    expect(await ask('U0CAROL', 'x'.repeat(3_000))).toContain('3,000 characters');
  });

  test('help explains itself, in private and at once', async () => {
    const { body } = await bot.slack.command('U0CAROL', 'C0CHAT', 'help');
    expect(JSON.parse(body)).toMatchObject({ response_type: 'ephemeral' });
    expect(body).toContain('/cctrail who deleted connection');
  });

  test.each([
    ['U0GUEST', /Guests can't ask/],
    ['U0GONE', /Deactivated users can't ask/],
    ['U0ROBOT', /Bots can't ask/],
    ['U0NOBODY', /doesn't tell me who you are/],
  ])('%s is refused', async (user, reason) => {
    expect(await ask(user, 'who deleted connection')).toMatch(reason);
  });

  test('"me" and mentions mean their AWS names', async () => {
    expect(await ask('U0BOB', 'show events by me')).toMatch(
      /^2 events match, by bob\. The latest: bob, as Deploy\/release-42, deleted bucket storefront-assets/,
    );
    expect(await ask('U0CAROL', 'who deleted connection by <@U0ALICE|alice>')).toContain(
      'alice@example.com deleted connection',
    );
    expect(await ask('U0GUEST', 'show events by me')).toContain('Guests');
  });

  test('a mention in a channel is answered, once for one event', async () => {
    const before = ephemerals('U0ALICE').length;
    await bot.slack.mention('U0ALICE', 'C0CHAT', 'who deleted connection', 'Ev-same');
    await bot.slack.mention('U0ALICE', 'C0CHAT', 'who deleted connection', 'Ev-same');
    await bot.slack.mention('U0ALICE', 'C0CHAT', 'who created bucket', 'Ev-later');
    const texts = () => ephemerals('U0ALICE').slice(before);
    await bot.until(() => texts().some(text => text.includes('created bucket')) && texts().length > 1);
    await idle(bot);
    expect(texts()).toHaveLength(2);
  });

  test('what was asked before comes from the cache, but for the newest quarter of an hour', async () => {
    await ask('U0CAROL', 'who created bucket storefront-assets');
    const before = bot.aws.cloudTrail.calls.length;
    expect(await ask('U0CAROL', 'who created bucket')).toContain('bob created bucket storefront-assets');
    expect(bot.aws.cloudTrail.calls.length - before).toBe(1);
  });

  test('many pages are read at two requests a second, and throttling is waited out', async () => {
    bot.aws.cloudTrail.faults.push({ code: 'ThrottlingException', status: 400 });
    const before = bot.aws.cloudTrail.calls.length;
    expect(await ask('U0CAROL', 'how many event:CreateStack')).toContain(
      '120 times, by CodeCatalyst workflow',
    );
    // The limit is each Region's own; who obtained the sessions is looked up in us-east-1 too.
    const calls = bot.aws.cloudTrail.calls.slice(before).filter(({ region }) => region === 'us-west-2');
    expect(calls.length).toBeGreaterThanOrEqual(4);
    for (let index = 2; index < calls.length; index++) {
      expect((calls[index]?.at ?? 0) - (calls[index - 2]?.at ?? 0)).toBeGreaterThan(900);
    }
  });

  test.each([
    ['access denied', { code: 'AccessDeniedException', status: 400 }, /needs cloudtrail:LookupEvents/],
    [
      'credentials that are not accepted',
      { code: 'UnrecognizedClientException', status: 400 },
      /does not accept the credentials/,
    ],
  ] as const)('%s is named in the coverage, never passed over', async (_, fault, expected) => {
    bot.aws.cloudTrail.faults.push(fault);
    await ask('U0CAROL', `who deleted secret s-${Date.now()}`);
    expect(JSON.stringify(bot.workspace.ephemerals('U0CAROL').at(-1)?.blocks)).toContain(
      'Not everything was searched',
    );
    expect(await why()).toMatch(expected);
  });

  test('an item that is not JSON is named in the coverage', async () => {
    await bot.happen([deletion()]);
    bot.aws.cloudTrail.faults.push('garbage');
    await ask('U0CAROL', 'who deleted connection');
    expect(await why()).toMatch(/event [\w-]+ could not be read/);
  });
});
