import { expect, test } from '@jest/globals';
import { Playground } from '../../playground/playground.ts';
import { cardOf, cardsOf, deletion, envelope } from './running-bot.ts';

test('with Slack away at start events are taken in, and shown once when it is back', async () => {
  const bot = new Playground({ stories: 'off' });
  try {
    await bot.start();
    const known = deletion();
    await bot.happen([known]);
    await cardOf(bot, known);
    await bot.stopBot();
    bot.slack.api.faults.push({ method: '*', kind: 'fails', times: 1_000 });
    await bot.startBot(false);
    const event = deletion();
    expect(await bot.send(envelope(event))).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
    expect(await bot.send(envelope(event))).toMatchObject({ status: 200, body: { outcome: 'duplicate' } });
    expect(await bot.send(envelope(known))).toMatchObject({ status: 200, body: { outcome: 'duplicate' } });
    const ready = await fetch(`${bot.botUrl}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      ready: false,
      slack: { authenticated: false },
      store: { writable: true },
    });
    bot.slack.api.faults.length = 0;
    await cardOf(bot, event);
    expect(cardsOf(bot, event)).toHaveLength(1);
    expect(cardsOf(bot, known)).toHaveLength(1);
    expect(await bot.send(envelope(event))).toMatchObject({ body: { outcome: 'duplicate' } });
  } finally {
    await bot.stop();
  }
}, 60_000);

test('SIGTERM ends the bot with exit code 0 within ten seconds, whatever is in flight', async () => {
  const bot = new Playground({ stories: 'off' });
  try {
    await bot.start();
    bot.slack.api.faults.push({ method: 'chat.postMessage', kind: 'hangs after', times: 1 });
    await bot.happen([deletion(), deletion()]);
    await bot.until(() => bot.slack.api.calls.some(call => call.method === 'chat.postMessage'));
    const started = Date.now();
    expect(await bot.stopBot('SIGTERM')).toBe(0);
    expect(Date.now() - started).toBeLessThan(10_000);
  } finally {
    await bot.stop();
  }
}, 60_000);
