import { describe, expect, test } from '@jest/globals';
import { cardOf, cardsOf, deletion, envelope, idle, runningBot } from './running-bot.ts';

const bot = runningBot();
const posts = () => bot.slack.api.calls.filter(call => call.method === 'chat.postMessage');

describe('delivering once', () => {
  test('a pause that Slack wants is kept', async () => {
    bot.slack.api.faults.push({ method: 'chat.postMessage', kind: { rateLimit: 2 }, times: 1 });
    const event = deletion();
    const before = posts().length;
    await bot.happen([event]);
    // The card says what usually follows on such events.
    expect(JSON.stringify((await cardOf(bot, event)).blocks)).toContain('over it fail from now on');
    const [refused, posted] = posts().slice(before);
    expect((posted?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1_900);
    await idle(bot);
    expect(cardsOf(bot, event)).toHaveLength(1);
  });

  test.each(['fails after', 'breaks after'] as const)(
    'a post that %s it was done is found, not repeated',
    async kind => {
      bot.slack.api.faults.push({ method: 'chat.postMessage', kind, times: 1 });
      const event = deletion();
      await bot.happen([event]);
      await cardOf(bot, event);
      await bot.until(() => bot.slack.api.calls.some(call => call.method === 'conversations.history'));
      await idle(bot);
      expect(cardsOf(bot, event)).toHaveLength(1);
      const later = deletion();
      await bot.happen([later]);
      await cardOf(bot, later);
    },
  );

  test('a post that failed before it was done is made', async () => {
    bot.slack.api.faults.push({ method: 'chat.postMessage', kind: 'fails', times: 2 });
    const event = deletion();
    await bot.happen([event]);
    await cardOf(bot, event);
    await idle(bot);
    expect(cardsOf(bot, event)).toHaveLength(1);
  });

  test('kill -9 between acceptance and posting: the card appears, once', async () => {
    bot.slack.api.faults.push({ method: 'chat.postMessage', kind: { rateLimit: 3 }, times: 1 });
    const event = deletion();
    expect((await bot.happen([event]))[0]?.status).toBe(200);
    await bot.stopBot('SIGKILL');
    await bot.startBot();
    await cardOf(bot, event);
    await idle(bot);
    expect(cardsOf(bot, event)).toHaveLength(1);
  }, 60_000);

  test('kill -9 between posting and noting it: the card is there once', async () => {
    bot.slack.api.faults.push({ method: 'chat.postMessage', kind: 'hangs after', times: 1 });
    const event = deletion();
    await bot.happen([event]);
    await cardOf(bot, event);
    await bot.stopBot('SIGKILL');
    await bot.startBot();
    const next = deletion();
    await bot.happen([next]);
    await cardOf(bot, next);
    expect(cardsOf(bot, event)).toHaveLength(1);
  }, 60_000);

  test('a channel that is gone parks its cards only; they go out when it is back', async () => {
    const channel = bot.workspace.channel('C0TRAIL');
    if (!channel) throw new Error('no channel');
    channel.archived = true;
    const [event, elsewhere] = [
      deletion(),
      { ...deletion('workflow'), eventName: 'CreateStack', eventSource: 'cloudformation.amazonaws.com' },
    ];
    await bot.happen([event, elsewhere]);
    await cardOf(bot, elsewhere, 'C0DEPLOY');
    const parked = async () =>
      ((await (await fetch(`${bot.botUrl}/readyz`)).json()) as { parked: unknown[] }).parked;
    await bot.until(async () => (await parked()).length === 1);
    expect(await parked()).toEqual([
      { channel: 'C0TRAIL', error: 'is_archived', since: expect.any(String), waiting: 1 },
    ]);
    channel.archived = false;
    await cardOf(bot, event);
    await bot.until(async () => (await parked()).length === 0);
  });

  test.each(['cannot_reply_to_message', 'thread_not_found'])(
    'a thread that takes no answer (%s) holds nothing else up',
    async error => {
      const event = deletion('root');
      await bot.happen([event]);
      const card = await cardOf(bot, event);
      bot.slack.api.faults.push({ method: 'chat.postMessage', kind: { error }, times: 1 });
      await bot.slack.click('U0CAROL', card, 'approve');
      await bot.until(() => card.edited === true && bot.slack.api.faults.every(fault => fault.times === 0));
      const next = deletion();
      await bot.happen([next]);
      await cardOf(bot, next);
      expect(((await (await fetch(`${bot.botUrl}/readyz`)).json()) as { parked: unknown[] }).parked).toEqual(
        [],
      );
    },
  );

  test('a token that is refused while a post is looked for parks everything too', async () => {
    bot.slack.api.faults.push(
      { method: 'chat.postMessage', kind: 'fails after', times: 1 },
      { method: 'conversations.history', kind: { error: 'token_revoked' }, times: 1 },
    );
    const event = deletion();
    await bot.happen([event]);
    await bot.until(async () =>
      JSON.stringify(await (await fetch(`${bot.botUrl}/readyz`)).json()).includes('token_revoked'),
    );
    const next = deletion();
    await bot.happen([next]);
    await cardOf(bot, next);
    expect(cardsOf(bot, event)).toHaveLength(1);
  }, 60_000);

  test('a token that is refused parks everything, and the intake goes on', async () => {
    bot.slack.api.faults.push({ method: '*', kind: { error: 'token_revoked' }, times: 2 });
    const event = deletion();
    expect((await bot.happen([event]))[0]).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
    await cardOf(bot, event);
    expect(bot.log.join('\n')).toContain('Slack refuses the token');
  }, 60_000);

  test("a burst arrives whole, in order, at Slack's pace", async () => {
    const events = Array.from({ length: 6 }, () => deletion());
    const before = bot.slack.api.calls.length;
    for (const event of events) await bot.send(envelope(event));
    await Promise.all(events.map(event => cardOf(bot, event)));
    const shown = bot.workspace
      .cards('C0TRAIL')
      .map(card => card.metadata?.event_payload['event_id'])
      .slice(-6);
    expect(shown).toEqual(events.map(event => event.eventID));
    expect(bot.slack.api.calls.slice(before).filter(call => call.method === 'chat.postMessage')).toHaveLength(
      6,
    );
  });
});
