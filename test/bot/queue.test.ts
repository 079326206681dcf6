import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { AwsSimulator } from '../../playground/aws/simulator.ts';
import { Playground } from '../../playground/playground.ts';
import { cardOf, cardsOf, deletion, envelope } from './running-bot.ts';

const KEY =
  'AWSLogs/111122223333/CloudTrail/us-west-2/2026/11/26/111122223333_CloudTrail_us-west-2_20261126T0920Z_a.json.gz';

/** A bot that polls a queue, which is there before it starts. */
async function withQueue(
  work: (bot: Playground, queue: AwsSimulator['queue'], put: (body: unknown) => void) => Promise<void>,
): Promise<void> {
  const probe = new AwsSimulator();
  const queueUrl = await probe.listen();
  const bot = new Playground({
    stories: 'off',
    env: { SQS_QUEUE_URL: `${queueUrl}/111122223333/trail`, AWS_ENDPOINT_URL_SQS: queueUrl },
    config: `accounts:
  - id: "111122223333"
    name: storefront
    regions: [us-west-2]
    trail: s3://logs/prefix
`,
  });
  const put = (body: unknown) =>
    probe.queue.messages.push({
      id: `m${Math.random()}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      visibleAt: 0,
    });
  try {
    await work(bot, probe.queue, put);
    expect(await bot.stopBot()).toBe(0);
  } finally {
    await bot.stop();
    await probe.close();
  }
}

test('a queue is a feed: what is durable is deleted, copies are shown once, junk is left for its own policy', async () => {
  await withQueue(async (bot, queue, put) => {
    const event = deletion();
    put('not json');
    put({ source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding', detail: {} });
    put({ Service: 'Amazon S3', Event: 's3:TestEvent' });
    for (let copies = 0; copies < 2; copies++) put(envelope(event));
    await bot.start();
    await cardOf(bot, event);
    await bot.until(() => queue.messages.length === 1);
    const wrapped = deletion();
    put({ Type: 'Notification', Message: JSON.stringify(envelope(wrapped)) });
    await cardOf(bot, wrapped);
    expect(cardsOf(bot, event)).toHaveLength(1);
    await bot.until(() => queue.messages.length === 1);
    expect(queue.messages[0]?.body).toBe('not json');
    await new Promise(resolve => setTimeout(resolve, 2_500));
    expect(bot.log.filter(line => line.includes('it is left there'))).toHaveLength(1);
  });
}, 60_000);

test('log files of a configured trail are fetched and read; other notices are left, and named', async () => {
  await withQueue(async (bot, queue, put) => {
    const [mine, theirs] = [deletion(), deletion()];
    bot.aws.bucket.objects.set(`prefix/${KEY}`, gzipSync(JSON.stringify({ Records: [mine] })));
    bot.aws.bucket.objects.set(`elsewhere/${KEY}`, gzipSync(JSON.stringify({ Records: [theirs] })));
    const notice = (key: string) => ({
      Records: [{ eventSource: 'aws:s3', s3: { bucket: { name: 'logs' }, object: { key } } }],
    });
    put(notice(`elsewhere/${KEY}`));
    put(notice(`prefix/${KEY.replace('/CloudTrail/', '/CloudTrail-Digest/')}`));
    put(notice(`prefix/${KEY}`));
    put(notice(`prefix/${KEY}`));
    put(notice(`prefix/${KEY.replace('_a.json', '_gone.json')}`));
    await bot.start();
    await cardOf(bot, mine);
    // The second notice of the same file may come again while the first is in hand.
    for (const message of queue.messages) message.visibleAt = 0;
    await bot.until(() => queue.messages.length === 2, 20_000);
    expect(queue.messages.map(({ body }) => body).join()).toMatch(/elsewhere.*_gone/);
    expect(cardsOf(bot, theirs)).toHaveLength(0);
    const read = bot.aws.bucket.read.filter(key => !key.includes('_gone'));
    expect(read).toEqual([`prefix/${KEY}`]);
    await bot.until(() => bot.log.some(line => line.includes('lies under no trail of cctrail.yml')));
  });
}, 60_000);
