import { describe, expect, test } from '@jest/globals';
import { cardOf, cardsOf, deletion, envelope, runningBot } from './running-bot.ts';

const bot = runningBot({ env: { SQS_QUEUE_URL: 'http://127.0.0.1:9/000000000000/gone' } });
const readyz = async () =>
  (await (await fetch(`${bot.botUrl}/readyz`)).json()) as {
    ready: boolean;
    trouble: { kind: string; about: string; what: string }[];
  };
const metrics = async () => (await fetch(`${bot.botUrl}/metrics`)).text();
const troubleOf = async (kind: string) => (await readyz()).trouble.find(one => one.kind === kind);

describe('trouble shows', () => {
  test('a queue that can not be read is named, counted, and said once', async () => {
    await bot.until(async () => (await troubleOf('queue')) !== undefined);
    expect((await troubleOf('queue'))?.what).toMatch(/^The queue can not be read: /);
    expect((await readyz()).ready).toBe(true);
    await bot.until(
      async () => /queue_receives_total\{outcome="failed"\} [2-9]/.test(await metrics()),
      30_000,
    );
    expect(bot.log.filter(line => line.includes('the queue could not be read'))).toHaveLength(1);
  }, 60_000);

  test('cards are timed, accounts heard of, and a trail that was stopped is told', async () => {
    const stop = { ...deletion('root'), eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com' };
    await bot.send(envelope(stop));
    await cardOf(bot, stop);
    await bot.until(async () => (await troubleOf('silence')) !== undefined);
    expect((await troubleOf('silence'))?.what).toContain(`StopLogging, event ${stop.eventID}`);
    const text = await metrics();
    expect(text).toMatch(/cctrail_last_event_timestamp_seconds\{account="\d{12}"\} 1\.?\d+/);
    expect(text).toMatch(/cctrail_event_to_card_seconds_count \d/);
    expect(text).toMatch(/cctrail_accepted_to_card_seconds_count \d/);
  }, 60_000);

  test('a backlog shows in /readyz and /metrics, is said once, and its end too', async () => {
    const events = Array.from({ length: 65 }, () => deletion());
    bot.slack.api.chat.strictRates = false;
    bot.slack.api.faults.push({ method: 'chat.postMessage', kind: { rateLimit: 8 }, times: 1 });
    await Promise.all(events.map(event => bot.send(envelope(event))));
    await bot.until(async () => (await troubleOf('backlog')) !== undefined);
    expect(await troubleOf('backlog')).toMatchObject({
      about: 'C0TRAIL',
      what: expect.stringMatching(/^6\d messages wait for channel C0TRAIL/),
    });
    const stop = { ...deletion('root'), eventName: 'DeleteTrail', eventSource: 'cloudtrail.amazonaws.com' };
    await bot.send(envelope(stop));
    await cardOf(bot, stop);
    expect(events.filter(event => cardsOf(bot, event).length > 0).length).toBeLessThan(20);
    const text = await metrics();
    expect(text).toMatch(/cctrail_outbox_jobs\{lane="C0TRAIL"\} \d\d/);
    expect(text).toMatch(/cctrail_outbox_oldest_age_seconds\{lane="C0TRAIL"\} \d/);
    await bot.until(async () => (await troubleOf('backlog')) === undefined, 60_000);
    const said = bot.log.filter(line => line.includes('for channel C0TRAIL'));
    expect(said).toHaveLength(2);
    expect(said[1]).toContain('over: ');
  }, 90_000);
});
