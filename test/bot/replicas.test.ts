import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Playground } from '../../playground/playground.ts';
import { hasRedis, RedisServer } from '../redis-server.ts';
import { cardOf, cardsOf, deletion, envelope, idle } from './running-bot.ts';

(hasRedis ? describe : describe.skip)('two replicas on one Redis', () => {
  const redis = new RedisServer();
  let first: Playground;
  let second: { url: string; stop: () => void };

  beforeAll(async () => {
    await redis.start();
    first = new Playground({ stories: 'off', redisUrl: redis.url });
    await first.start();
    second = await replicaOf(first);
  }, 30_000);
  afterAll(async () => {
    second.stop();
    await first.stop();
    await redis.remove();
  }, 30_000);

  const sendTo = async (url: string, event: ReturnType<typeof deletion>) => {
    const answer = await fetch(`${url}/eventbridge`, {
      method: 'POST',
      headers: { 'x-api-key': first.env['EVENTBRIDGE_API_KEY'] ?? '' },
      body: JSON.stringify(envelope(event)),
    });
    return ((await answer.json()) as { outcome: string }).outcome;
  };

  test('an event that reaches both is shown once', async () => {
    const events = Array.from({ length: 4 }, () => deletion());
    const outcomes = await Promise.all(
      events.flatMap(event => [
        sendTo(first.botUrl, event),
        sendTo(second.url, event),
        sendTo(second.url, event),
      ]),
    );
    expect(outcomes.filter(outcome => outcome === 'accepted')).toHaveLength(4);
    await Promise.all(events.map(event => cardOf(first, event)));
    await idle(first);
    for (const event of events) expect(cardsOf(first, event)).toHaveLength(1);
  });

  test('clicks that reach different replicas make one decision', async () => {
    const event = deletion();
    await sendTo(second.url, event);
    const card = await cardOf(first, event);
    const published = first.aws.published.length;
    const own = first.slack.requestUrl;
    const clicks = ['U0BOB', 'U0CAROL', 'U0BOB'].map((user, index) => {
      first.slack.requestUrl = index % 2 === 0 ? own : `${second.url}/slack/events`;
      return first.slack.click(user, card, 'approve');
    });
    first.slack.requestUrl = own;
    await Promise.all(clicks);
    await first.until(() => card.edited === true);
    await idle(first);
    expect(card.text.match(/Approved by <@\w+>/g)).toHaveLength(1);
    expect(first.aws.published.length - published).toBe(1);
  });

  test('what one is told to watch, the other watches from then on', async () => {
    const typed = async (text: string) => {
      const before = first.workspace.ephemerals('U0CAROL').length;
      await first.slack.command('U0CAROL', 'C0CHAT', text);
      const said = () => first.workspace.ephemerals('U0CAROL').slice(before).at(-1)?.text ?? '';
      await first.until(() => said() !== '');
      return said();
    };
    expect(await typed('subscribe deleted connection')).toMatch(/Subscribed <#C0CHAT>/);
    const watched = deletion();
    await sendTo(second.url, watched);
    await cardOf(first, watched, 'C0CHAT');
    expect(await typed('unsubscribe 1')).toMatch(/has ended/);
    const ignored = deletion();
    await sendTo(second.url, ignored);
    await cardOf(first, ignored);
    await idle(first);
    expect(cardsOf(first, ignored, 'C0CHAT')).toEqual([]);
    expect(first.workspace.cards('C0CHAT').map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/Carol subscribed this channel: deleted CodeCatalyst connections/),
    );
  });

  test('while Redis is away events are refused with 503, and taken when it is back', async () => {
    await redis.stop();
    const event = deletion();
    const refused = await fetch(`${first.botUrl}/eventbridge`, {
      method: 'POST',
      headers: { 'x-api-key': first.env['EVENTBRIDGE_API_KEY'] ?? '' },
      body: JSON.stringify(envelope(event)),
    });
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await fetch(`${first.botUrl}/readyz`)).status).toBe(503);
    expect((await fetch(`${first.botUrl}/healthz`)).status).toBe(200);
    // Questions need no store.
    await first.slack.command('U0CAROL', 'C0CHAT', 'who deleted stack storefront-old');
    await first.until(() =>
      first.workspace
        .ephemerals('U0CAROL')
        .some(message => message.text.includes('deleted stack storefront-old')),
    );
    await redis.start();
    await first.until(async () => (await first.send(envelope(event))).status === 200);
    await cardOf(first, event);
  }, 60_000);
});

async function replicaOf(playground: Playground): Promise<{ url: string; stop: () => void }> {
  const bot = spawn(process.execPath, ['dist/main.js', 'start'], {
    env: { ...playground.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve, reject) => {
    bot.stdout.on('data', chunk => {
      const found = /"port":(\d+).*"msg":"listening"/.exec(String(chunk))?.[1];
      if (found) resolve(found);
    });
    bot.once('exit', code => reject(new Error(`the replica ended with ${code}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  await playground.until(async () => (await fetch(`${url}/readyz`)).status === 200);
  return { url, stop: () => void bot.kill('SIGTERM') };
}
