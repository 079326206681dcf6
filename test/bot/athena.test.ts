import { describe, expect, test } from '@jest/globals';
import { answerTo, runningBot } from './running-bot.ts';

const bot = runningBot({ athena: true });

const ask = (text: string) => answerTo(bot, text);

describe('log files that Athena searches', () => {
  test('answer what is longer ago than Event history goes', async () => {
    const { text } = await ask('who deleted bucket storefront-2025 in the last 300 days');
    expect(text).toMatch(/^bob deleted bucket storefront-2025 on /);
    expect(bot.aws.athena.queries).not.toHaveLength(0);
  });

  test('that are not there leave a gap: that none was found is no proof', async () => {
    const { text } = await ask('who deleted bucket storefront-2025 between 400 and 380 days ago');
    expect(text).toMatch(/^No match in what was searched.*Not searched: .*\(days without log files\)/);
  });

  test('are not asked for what Event history has', async () => {
    const before = bot.aws.athena.queries.length;
    expect((await ask('who deleted connection in the last 30 days')).text).toMatch(/deleted/);
    expect(bot.aws.athena.queries).toHaveLength(before);
  });

  test('that can’t be searched leave a gap with its cause, and nobody is told that nothing happened', async () => {
    bot.aws.athena.faults.push({ state: 'FAILED', reason: 'Access Denied: s3://storefront-athena' });
    const { text } = await ask('who deleted bucket unheard in the last 200 days');
    expect(text).toMatch(/^No match in what was searched.*Not searched: .*\(access denied\)/);
  });
});
