import { describe, expect, test } from '@jest/globals';
import { StoreError } from '../../../src/app/errors.ts';
import { listRefusedQuestions } from '../../../src/app/state/refused-questions.ts';
import { actionsOf, deletion, PEOPLE, slack, whole } from './bot.ts';

describe('a slash command', () => {
  test('for help is answered in the acknowledgement', async () => {
    const bot = slack();
    for (const text of ['', 'help', '?', ' HELP ']) {
      expect(await bot.command('U0CAROL', text)).toBeUndefined();
      expect(bot.acks.at(-1)).toMatchObject({ text: expect.stringContaining('who deleted connection') });
    }
  });

  test('for a topic of the help has its examples as buttons', async () => {
    const bot = slack();
    await bot.command('U0CAROL', 'help time');
    expect(bot.acks.at(-1)).toMatchObject({ text: expect.stringMatching(/^Time:/) });
    // What only begins with the word is a question.
    const answer = await bot.command('U0CAROL', 'help me see who deleted connection');
    expect(answer?.text).toMatch(/^No match in what was searched/);
    const overview = await bot.click('U0CAROL', 'reading:help', 'help');
    const topic = await bot.click('U0CAROL', 'help:count', overview);
    expect(topic?.text).toMatch(/^Counting:/);
    expect((await bot.click('U0CAROL', 'reading:1', topic))?.text).toMatch(/^No match in what was searched/);
  });

  test('may mention the bot anywhere', async () => {
    const bot = slack();
    await bot.accept(deletion(1));
    for (const text of ['<@U0BOT> who deleted connection', 'who deleted <@U0BOT|cctrail> connection'])
      expect((await bot.command('U0CAROL', text))?.text).toMatch(/^alice deleted connection/);
  });

  test('says what it set aside', async () => {
    const bot = slack();
    await bot.accept(deletion(1));
    const answer = await bot.command('U0CAROL', 'sorry to bother you, who deleted connection');
    expect(whole(answer)).toContain('Set aside:_ “sorry to bother you”');
  });

  test('that can not be read offers what may be meant, and a form', async () => {
    const bot = slack();
    await bot.accept(deletion(1));
    const refused = await bot.command('U0CAROL', 'who deleted connection while drunk');
    expect(actionsOf(refused)).toEqual(['reading:0', 'refine', 'reading:help']);
    await bot.click('U0CAROL', 'refine', refused);
    const answer = await bot.submit('U0CAROL', {});
    expect(answer).toMatchObject({
      replace: true,
      text: expect.stringMatching(/^alice deleted connection c-1/),
    });
    // How do I …: an example of what can be asked.
    const howTo = await bot.command('U0CAROL', 'how do I delete a connection');
    expect((await bot.click('U0CAROL', 'reading:0', howTo))?.text).toMatch(/^alice deleted connection c-1/);
  });

  test('that asks how often shows a bar for each', async () => {
    const bot = slack();
    await bot.accept(
      deletion(1),
      deletion(2),
      deletion(3, {
        userIdentity: { type: 'IAMUser', userName: 'bob', arn: 'arn:aws:iam::111122223333:user/bob' },
      }),
    );
    const answer = await bot.command('U0CAROL', 'how many connections were deleted');
    expect(answer?.text).toMatch(/^3 times: alice 2 and bob 1\./);
    expect(whole(answer)).toMatch(/data_visualization.*"label":"alice: 2".*"label":"bob: 1"/);
    expect(JSON.stringify(answer?.plainer)).toMatch(/```alice █{20} 2\\nbob {3}█{10} 1```/);
  });

  test('that asks is answered privately, in the zone of its asker, and is in the ledger', async () => {
    const bot = slack();
    await bot.accept(deletion(1));
    const answer = await bot.command('U0CAROL', 'who deleted connection');
    expect(answer?.text).toMatch(/^alice deleted connection c-1 on 23 Nov 2026, 17:59:00 GMT\+9/);
    expect(bot.sent.at(-1)?.target).toMatchObject({ user: 'U0CAROL', channel: 'C0CHAT' });
    expect(await bot.ledger()).toMatchObject([
      { kind: 'question', by: 'U0CAROL', channel: 'C0CHAT', asked: 'who deleted connection', results: 1 },
    ]);
  });

  test.each([
    ['a guest', 'U0GUEST', 'who deleted connection', /Guests can't ask questions/],
    ['somebody unknown', 'U0STRANGER', 'who deleted connection', /doesn't tell me who you are/],
    ['a text that is no question', 'U0CAROL', 'who deleted flumph', /can't place "flumph"/],
    ['somebody whom AWS may call anything', 'U0NOBODY', 'what did me do', /AWS names belong to you/],
    ['a mention of somebody unknown', 'U0CAROL', 'what did <@U0OTHER> do', /AWS names belong to <@U0OTHER>/],
    ['a mention of what is no person', 'U0CAROL', 'user:<@B12>', /AWS names belong to <@B12>/],
  ])('of %s is refused, and leaves nothing in the ledger', async (_, user, text, reason) => {
    const bot = slack();
    expect((await bot.command(user, text))?.text).toMatch(reason);
    expect(await bot.ledger()).toEqual([]);
  });

  test('outside the channels for questions is refused, and so is a click in an answer', async () => {
    const bot = slack({ rules: { channels: ['C0ASK'] } });
    await bot.accept(deletion(1));
    expect((await bot.command('U0CAROL', 'who deleted connection'))?.text).toContain('<#C0ASK>');
    const answer = await bot.command('U0CAROL', 'who deleted connection', 'C0ASK');
    expect((await bot.click('U0CAROL', 'details:answer', answer, 'C0CHAT'))?.text).toContain('<#C0ASK>');
    expect((await bot.click('U0CAROL', 'details:answer', answer, 'C0ASK'))?.text).toBeUndefined();
    expect(bot.calls.at(-1)?.method).toBe('views.open');
  });

  test('of other accounts than may be asked about finds nothing of them, and says so', async () => {
    const bot = slack({ rules: { accounts: ['444455556666'] } });
    await bot.accept(deletion(1));
    const answer = await bot.command('U0CAROL', 'who deleted connection');
    expect(answer?.text).not.toContain('alice');
    const refused = await bot.command('U0CAROL', 'who deleted connection in 111122223333');
    expect(refused?.text).toMatch(/may not ask about 111122223333/);
    expect((await bot.command('U0CAROL', 'id:1a2b3c account:*'))?.text).not.toContain('alice');
  });

  test('with two readings offers a button for each, which answers in its place', async () => {
    const bot = slack();
    const choices = await bot.command('U0CAROL', 'who deleted connection 5/11');
    expect(actionsOf(choices)).toEqual(['reading:0', 'reading:1']);
    const answer = await bot.click('U0CAROL', 'reading:0', choices);
    expect(answer).toMatchObject({
      replace: true,
      text: expect.stringMatching(/^No match in what was searched\./),
    });
    expect(whole(answer)).toContain('5 Nov 2026');
  });

  test('is counted by how it was read, also where answering fails', async () => {
    const directory = { ...PEOPLE, person: async (id: string) => PEOPLE.person(id) };
    const bot = slack({ directory });
    await bot.command('U0CAROL', 'who deleted flumph');
    directory.person = async id => {
      if (id === 'U0CAROL') return PEOPLE.person(id);
      throw new Error('Slack is away');
    };
    await bot.command('U0CAROL', 'what did <@U0ALICE> do');
    expect(bot.counts.filter(([name]) => name === 'cctrail_questions_total')).toEqual([
      ['cctrail_questions_total', { reading: 'unreadable', refusal: 'unplaced_part' }],
      ['cctrail_questions_total', { reading: 'question', refusal: '' }],
    ]);
  });

  test('that can not be read is kept where that is wanted: without secrets, and not by whom', async () => {
    for (const keepRefused of [true, false]) {
      const bot = slack({ keepRefused });
      const secret = ['xoxb', '1234567890', 'abcdefghijklmnopqrstuvwx'].join('-');
      await bot.command('U0CAROL', `who deleted flumph with ${secret}`);
      await bot.command('U0CAROL', 'who deleted connection');
      await bot.command('U0CAROL', `x${' y'.repeat(300)} ${secret}`);
      const kept = await listRefusedQuestions(bot.store);
      expect(kept.map(({ code }) => code)).toEqual(keepRefused ? ['unplaced_part', 'question_too_long'] : []);
      const texts = JSON.stringify(kept);
      expect(texts).not.toContain(secret);
      expect(texts).not.toContain('U0CAROL');
      if (keepRefused) expect(texts).toContain('who deleted flumph with');
    }
  });

  test('whose asker is slowly looked up, and refused, leaves no search behind that seems to run', async () => {
    let found: (person: undefined) => void = () => undefined;
    const slow = () => new Promise<undefined>(resolve => (found = resolve));
    const bot = slack({ directory: { ...PEOPLE, person: slow } });
    const refused = bot.command('U0STRANGER', 'who deleted connection');
    await bot.clock.until(() => bot.sent.length === 1);
    found(undefined);
    const refusal = await refused;
    expect(bot.sent.map(({ message }) => message.text)).toEqual([
      expect.stringMatching(/^Still searching/),
      expect.stringMatching(/doesn't tell me who you are/),
    ]);
    expect(refusal?.replace).toBe(true);
  });

  test('with a secret in it is neither shown nor kept with it', async () => {
    const bot = slack();
    const token = `xoxb-${'1'.repeat(20)}`;
    const answer = await bot.command('U0CAROL', `who deleted connection "${token}"`);
    expect(
      JSON.stringify([answer, await bot.ledger(), await bot.store.range('', '', null, 99)]),
    ).not.toContain(token);
  });
});

test('a mention is answered in its thread, once', async () => {
  const bot = slack();
  await bot.accept(deletion(1));
  expect((await bot.mention('U0CAROL', 'who deleted connection'))?.text).toContain('alice deleted');
  expect(bot.sent.at(-1)?.target).toEqual({ channel: 'C0CHAT', user: 'U0CAROL', thread: '1.000001' });
  expect(await bot.mention('U0CAROL', 'who deleted connection')).toBeUndefined();
});

test.each([
  'hey <@U0BOT> who deleted connection',
  'who deleted connection <@U0BOT>',
  'who deleted connection <@U0BOT|cctrail>?',
])('the bot’s own mention names nobody, wherever it stands: %s', async text => {
  const bot = slack();
  await bot.accept(deletion(1));
  expect((await bot.mention('U0CAROL', text))?.text).toContain('alice deleted');
});

describe('what goes wrong', () => {
  test('is told with a reference that the log has, never with a stack', async () => {
    const bot = slack();
    const [id = ''] = await bot.accept(deletion(1));
    bot.failures.set('views.open', new Error('secret detail'));
    const said = await bot.click('U0CAROL', 'details', id);
    expect(said?.text).toBe(
      'Something went wrong on my side. Try again in a minute; if it stays so, give your administrator the reference `ref-1`.',
    );
    expect(bot.log.lines.join()).toMatch(/error opening details failed.*ref-1.*secret detail/);
  });

  test('a store that is away, and a bot that has only just started, are named', async () => {
    const away = slack({ store: store => ({ ...store, get: () => Promise.reject(new StoreError('away')) }) });
    expect((await away.click('U0CAROL', 'approve', 'x'))?.text).toMatch(
      /^My store is away, so nothing was recorded/,
    );
    expect(away.log.lines.join()).toMatch(/"errorName":"StoreError","code":"store_unavailable"/);
    const early = slack({ notReady: true });
    expect((await early.command('U0CAROL', 'who deleted connection'))?.text).toMatch(
      /^I have only just started/,
    );
  });
});
