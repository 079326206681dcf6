import { expect, test } from '@jest/globals';
import { SCENARIOS } from '../../playground/scenarios/scenarios.ts';
import { buttonsOf, cardOf, idle, runningBot } from './running-bot.ts';

const bot = runningBot();

const lastWhisper = (user: string) => bot.workspace.ephemerals(user).at(-1)?.text ?? '';

/** What somebody did through a role, and its card. */
async function through(scenario: 'session' | 'framing') {
  const records = SCENARIOS[scenario]?.make() ?? [];
  const deed = records.at(-1);
  if (!deed) throw new Error('nothing happened');
  await bot.happen(records);
  return cardOf(bot, deed);
}

test('bob deletes a connection through a role: the card names him, he may not approve, a colleague may', async () => {
  const card = await through('session');
  await bot.slack.click('U0BOB', card, 'approve');
  await bot.until(() => /the one behind this event/.test(lastWhisper('U0BOB')));
  await bot.until(() => card.text.includes('bob, as Deploy/nightly-7, deleted connection'));
  expect(card.text).not.toContain('(not proven yet)');
  // The one who acted is named, not called.
  expect(JSON.stringify(card.blocks)).not.toContain('<@U0BOB>');
  expect(buttonsOf(card)).toContain('approve');
  await bot.slack.click('U0CAROL', card, 'approve');
  await bot.until(() => card.text.includes('Approved by <@U0CAROL>'));
  expect(card.text).toContain('bob, as Deploy/nightly-7');
});

test('under a name that frames carol he still is the one, and she may decide', async () => {
  const card = await through('framing');
  await bot.until(() => card.text.includes('bob, as Deploy/carol@example.com'));
  await bot.slack.click('U0CAROL', card, 'approve');
  await bot.until(() => card.text.includes('Approved by <@U0CAROL>'));
});

test('while AWS can not be asked, it takes two to approve; the modal for a rejection opens at once all the same', async () => {
  bot.aws.cloudTrail.faults.push(
    ...Array.from({ length: 40 }, () => ({ code: 'AccessDenied', status: 400 })),
  );
  const card = await through('session');
  expect(JSON.stringify(card.blocks)).toContain('Two people must approve');
  await bot.slack.click('U0CAROL', card, 'reject');
  await bot.until(() => bot.workspace.views.length === 1, 2_500);
  await bot.slack.click('U0CAROL', card, 'approve');
  await bot.until(() => JSON.stringify(card.blocks).includes('(1 of 2)'));
  bot.aws.cloudTrail.faults.length = 0;
  await bot.slack.click('U0BOB', card, 'approve');
  await bot.until(() => /the one behind this event/.test(lastWhisper('U0BOB')));
  await idle(bot);
});

test('details name who obtained the session, once that is found', async () => {
  const card = await through('session');
  await bot.slack.click('U0CAROL', card, 'details');
  await bot.until(() =>
    JSON.stringify(bot.workspace.views.at(-1)?.view).includes('bob, as Deploy/nightly-7'),
  );
});
