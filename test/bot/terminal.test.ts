import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ACCOUNT } from '../../playground/scenarios/actors.ts';
import { cctrail } from './cctrail.ts';
import { cardOf, cardsOf, deletion, envelope, runningBot } from './running-bot.ts';

describe('with a running bot', () => {
  const bot = runningBot();

  test('what is replayed is posted by the bot, once, and marked', async () => {
    const event = deletion();
    const first = await cctrail(['replay', '-', '--json'], bot.env, JSON.stringify(event));
    expect(first.code).toBe(0);
    const card = await cardOf(bot, event);
    expect(JSON.stringify(card.blocks)).toContain('replayed');
    const again = await cctrail(['replay', '-', '--json'], bot.env, JSON.stringify(event));
    expect(JSON.parse(again.stdout).totals).toMatchObject({ records: 1, notified: 0, duplicates: 1 });
    expect(await bot.send(envelope(event))).toMatchObject({ body: { outcome: 'duplicate' } });
    expect(cardsOf(bot, event)).toHaveLength(1);
  });

  test('more than 50 cards need --max', async () => {
    const many = JSON.stringify(Array.from({ length: 51 }, () => deletion()));
    const { code, stderr } = await cctrail(['replay', '-'], bot.env, many);
    expect(code).toBe(2);
    expect(stderr).toContain('--max 51');
    expect(
      await cctrail(
        ['replay', '-', '--max', '51'],
        { ...bot.env, DATA_DIR: mkdtempSync(join(tmpdir(), 'cctrail-cli-')) },
        many,
      ),
    ).toMatchObject({ code: 0 });
  });

  test('ask gives the same answer as Slack, in the form of the contract', async () => {
    const { code, stdout } = await cctrail(['ask', 'who deleted stack storefront-old', '--json'], {
      ...bot.env,
      TZ: 'Europe/Berlin',
    });
    expect(code).toBe(0);
    const answer = JSON.parse(stdout);
    expect(Object.keys(answer)).toEqual([
      'question',
      'reading',
      'guesses',
      'setAside',
      'events',
      'truncated',
      'coverage',
      'text',
    ]);
    expect(answer.events).toEqual([
      {
        eventID: expect.any(String),
        eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        eventName: 'DeleteStack',
        eventSource: 'cloudformation.amazonaws.com',
        awsRegion: ACCOUNT.region,
        accountId: ACCOUNT.id,
        principal: {
          name: 'CodeCatalyst workflow (CodeCatalystWorkflowDevelopmentRole-storefront)',
          kind: 'workflow',
          confidence: 'likely',
          chain: [],
        },
        resource: 'storefront-old',
        outcome: 'success',
      },
    ]);
    expect(answer.coverage).toEqual({
      complete: true,
      settledUntil: expect.any(String),
      searched: [
        {
          history: 'Event history',
          accountId: ACCOUNT.id,
          region: ACCOUNT.region,
          from: expect.any(String),
          to: expect.any(String),
        },
      ],
      notSearched: [],
    });
    expect(answer.text).toContain('deleted stack storefront-old');
  });

  test('without configured accounts the own account is searched, and named once a record has told it', async () => {
    const { CCTRAIL_CONFIG: _, ...env } = bot.env;
    const { stdout } = await cctrail(['ask', 'who deleted stack storefront-old', '--json'], env);
    expect(JSON.parse(stdout)).toMatchObject({
      events: [{ resource: 'storefront-old' }],
      coverage: { complete: true, searched: [{ accountId: ACCOUNT.id, region: ACCOUNT.region }] },
    });
  });

  test('questions on stdin are answered a line each, in order, whatever is wrong with the others', async () => {
    const lines = [
      'who deleted stack storefront-old',
      '',
      'flurb the wibble',
      'what did me do',
      'who deleted space',
    ];
    // At this level a look-up that is tried again has no line.
    const env = { ...bot.env, LOG_LEVEL: 'info' };
    const { code, stdout, stderr } = await cctrail(['ask', '--json', '-'], env, `${lines.join('\n')}\n`);
    expect([code, stderr]).toEqual([0, '']);
    const answers = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(answers.map(answer => answer.question)).toEqual(lines);
    expect(answers.map(answer => answer.error?.code ?? answer.events.length)).toEqual([
      1,
      'not_a_question',
      'unplaced_part',
      'no_such_person',
      0,
    ]);
  });

  test('no library warns on stderr; the bot says once which Node is recommended', async () => {
    const { stderr } = await cctrail(['ask', 'who deleted space'], bot.env);
    expect(stderr).toBe('');
    const recommended = bot.log.filter(line => line.includes('or later is recommended'));
    expect(recommended).toHaveLength(Number(process.versions.node.split('.')[0]) < 22 ? 1 : 0);
    expect(bot.log.filter(line => !line.startsWith('{'))).toEqual([]);
  });

  test('what was set aside, counts and what may be meant instead are said in words', async () => {
    const env = { ...bot.env, TZ: 'UTC' };
    const counted = await cctrail(['ask', 'quick one: how many stacks were created per day this week'], env);
    expect(counted.stdout).toMatch(/Set aside: "quick one"\./);
    expect(counted.stdout).toMatch(/\n {2}\w{3} \d+ \w{3} █+ \d+\n/);
    const refused = await cctrail(['ask', 'who deleted connection while drunk'], env);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain(
      `Try: cctrail ask 'who deleted connection'   # Ask without "while drunk"`,
    );
    const two = await cctrail(['ask', 'who approved billing'], env);
    expect(two.stderr.match(/Try: cctrail ask/g)).toHaveLength(2);
  });

  test('texts that could not be read are listed where they are kept; else how to keep them', async () => {
    const none = await cctrail(['questions', 'refused'], bot.env);
    expect(none).toMatchObject({ code: 0, stdout: expect.stringContaining('keepRefused: true') });
    const nowhere = await cctrail(['questions', 'refused']);
    expect(nowhere).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no bot has run on this store yet'),
    });
  });

  test('a filter that leaves out may come first', async () => {
    const { code, stdout } = await cctrail(['ask', '-user:bob', 'who deleted connection', '--json'], bot.env);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).reading).toContain('not by bob');
  });

  test('an empty answer exits with 0, an unreadable question with 2, nothing to search with 1', async () => {
    expect((await cctrail(['ask', 'who deleted space', '--json'], bot.env)).code).toBe(0);
    const unreadable = await cctrail(['ask', 'flurb the wibble', '--json'], bot.env);
    expect(unreadable.code).toBe(2);
    expect(JSON.parse(unreadable.stdout)).toEqual({
      question: 'flurb the wibble',
      error: { code: 'unplaced_part', message: expect.any(String), suggestion: expect.any(String) },
    });
    const nowhere = await cctrail(['ask', 'who deleted connection', '--json']);
    expect(nowhere.code).toBe(1);
    expect(JSON.parse(nowhere.stdout).text).toContain('no AWS account is configured');
    expect(JSON.parse(nowhere.stdout)).toMatchObject({
      events: [],
      coverage: {
        complete: false,
        searched: [],
        notSearched: [
          { cause: 'misconfigured', reason: expect.stringContaining('no AWS account is configured') },
        ],
      },
    });
  });
});
