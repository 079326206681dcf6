import { expect, test } from '@jest/globals';
import { Playground } from '../../playground/playground.ts';
import { cardOf, cardsOf, deletion, envelope } from './running-bot.ts';

test('a queue is a feed: what is durable is deleted, copies are shown once, junk does not stop it', async () => {
  // The queue's URL must be known before the bot starts.
  const probe = new Playground();
  const queueUrl = await probe.aws.listen();
  const bot = new Playground({
    env: { SQS_QUEUE_URL: `${queueUrl}/111122223333/trail`, AWS_ENDPOINT_URL_SQS: queueUrl },
  });
  const put = (body: string) =>
    probe.aws.queue.messages.push({ id: `m${Math.random()}`, body, visibleAt: 0 });
  try {
    const event = deletion();
    for (const body of [
      'not json',
      JSON.stringify({ 'detail-type': 'GuardDuty Finding', detail: {} }),
      JSON.stringify(envelope(event)),
      JSON.stringify(envelope(event)),
    ])
      put(body);
    await bot.start();
    await cardOf(bot, event);
    await bot.until(() => probe.aws.queue.messages.length === 0);
    const next = deletion();
    put(JSON.stringify(envelope(next)));
    await cardOf(bot, next);
    expect(cardsOf(bot, event)).toHaveLength(1);
    expect(await bot.stopBot()).toBe(0);
  } finally {
    await bot.stop();
    await probe.aws.close();
  }
}, 60_000);
