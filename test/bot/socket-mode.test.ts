import { expect, test } from '@jest/globals';
import { cardOf, deletion, runningBot } from './running-bot.ts';

const bot = runningBot({ socketMode: true });

test('in Socket Mode the same things work, without a way in for Slack', async () => {
  const event = deletion();
  expect((await bot.happen([event]))[0]).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
  const card = await cardOf(bot, event);
  await bot.slack.click('U0CAROL', card, 'approve');
  await bot.until(() => card.text.includes('Approved by <@U0CAROL>'));
  await bot.slack.command('U0CAROL', 'C0TRAIL', 'who deleted connection');
  await bot.until(() =>
    bot.workspace
      .ephemerals('U0CAROL')
      .some(message => message.text.includes('alice@example.com deleted connection')),
  );
  await bot.slack.click('U0CAROL', card, 'details');
  await bot.until(() => bot.workspace.views.length === 1);
  expect((await fetch(`${bot.botUrl}/slack/events`, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${bot.botUrl}/healthz`)).status).toBe(200);
});

test('a connection that is lost and refused once is made again, and the intake goes on meanwhile', async () => {
  bot.slack.api.faults.push({ method: 'apps.connections.open', kind: { error: 'invalid_auth' }, times: 2 });
  bot.slack.dropConnection();
  await bot.until(() => !bot.slack.connected);
  expect((await bot.happen([deletion()]))[0]).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
  await bot.until(async () =>
    JSON.stringify(await (await fetch(`${bot.botUrl}/readyz`)).json()).includes('invalid_auth'),
  );
  await bot.until(() => bot.slack.connected);
  const before = bot.workspace.ephemerals('U0ALICE').length;
  await bot.slack.command('U0ALICE', 'C0TRAIL', 'help');
  await bot.until(() => bot.workspace.ephemerals('U0ALICE').length > before);
});
