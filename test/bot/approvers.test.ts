import { expect, test } from '@jest/globals';
import { ACCOUNT } from '../../playground/scenarios/actors.ts';
import { buttonsOf, cardOf, deletion, runningBot } from './running-bot.ts';

const bot = runningBot({
  config: `accounts: [{ id: "${ACCOUNT.id}", name: storefront, regions: [us-west-2] }]
approvers: { users: [U0CAROL], groups: [S0LEADS], quorum: 2 }
askers: { users: [U0CAROL], channels: [C0TRAIL] }
`,
});

test('two approvers must approve, each once, and nobody else may', async () => {
  bot.workspace.groups.set('S0LEADS', ['U0ALICE']);
  const event = deletion('root');
  await bot.happen([event]);
  const card = await cardOf(bot, event);
  const ephemeral = (user: string) => bot.workspace.ephemerals(user).at(-1)?.text ?? '';
  await bot.slack.click('U0BOB', card, 'approve');
  await bot.until(() =>
    /not among the approvers. Ask <@U0CAROL>, <!subteam\^S0LEADS>/.test(ephemeral('U0BOB')),
  );
  await bot.slack.click('U0CAROL', card, 'approve');
  await bot.until(() => JSON.stringify(card.blocks).includes('(1 of 2)'));
  expect(buttonsOf(card)).toContain('approve');
  await bot.slack.click('U0CAROL', card, 'approve');
  await bot.until(() => /approved this already/.test(ephemeral('U0CAROL')));
  await bot.slack.click('U0ALICE', card, 'approve');
  await bot.until(() => !buttonsOf(card).includes('approve'));
  expect(JSON.stringify(card.blocks)).toMatch(/<@U0CAROL>[\s\S]*<@U0ALICE>/);
});

test('whoever was taken out of the group a moment ago approves no more', async () => {
  bot.workspace.groups.set('S0LEADS', ['U0ALICE']);
  const [first, second] = [deletion('root'), deletion('root')];
  await bot.happen([first, second]);
  const cards = [await cardOf(bot, first), await cardOf(bot, second)] as const;
  await bot.slack.click('U0ALICE', cards[0], 'approve');
  await bot.until(() => JSON.stringify(cards[0].blocks).includes('1 of 2'));
  bot.workspace.groups.set('S0LEADS', []);
  await bot.slack.click('U0ALICE', cards[1], 'approve');
  await bot.until(() =>
    /not among the approvers/.test(bot.workspace.ephemerals('U0ALICE').at(-1)?.text ?? ''),
  );
  expect(JSON.stringify(cards[1].blocks)).toContain('0 of 2');
});

test('questions are answered only to askers, and only where they may be asked', async () => {
  const answers = (user: string) =>
    bot.workspace
      .ephemerals(user)
      .map(message => message.text)
      .join('\n');
  await bot.slack.command('U0BOB', 'C0TRAIL', 'who deleted connection');
  await bot.until(() => /not among those who may ask. Ask <@U0CAROL>/.test(answers('U0BOB')));
  await bot.slack.command('U0CAROL', 'C0CHAT', 'who deleted connection');
  await bot.until(() => /only in <#C0TRAIL>/.test(answers('U0CAROL')));
  await bot.slack.command('U0CAROL', 'C0TRAIL', 'who deleted connection');
  await bot.until(() => /events match, by/.test(answers('U0CAROL')));
  // Its buttons are questions too, wherever they are clicked.
  const answer = bot.workspace.ephemerals('U0CAROL').find(({ text }) => /events match, by/.test(text));
  if (!answer) throw new Error('no answer');
  const before = bot.workspace.messages.length;
  await bot.slack.click('U0CAROL', { ...answer, channel: 'C0CHAT' }, 'share');
  await bot.until(() => (answers('U0CAROL').match(/only in <#C0TRAIL>/g) ?? []).length === 2);
  expect(bot.workspace.messages).toHaveLength(before + 1);
});
