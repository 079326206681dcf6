import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { ACCOUNT } from '../../playground/scenarios/actors.ts';
import { rawRecord } from '../fixtures.ts';
import { cardOf, cardsOf, deletion, envelope, runningBot } from './running-bot.ts';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function cctrail(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ran> {
  return new Promise(resolve => {
    const folder = { DATA_DIR: mkdtempSync(join(tmpdir(), 'cctrail-cli-')) };
    const child = execFile(
      process.execPath,
      ['dist/main.js', ...args],
      {
        env: { PATH: process.env['PATH'], TZ: 'Europe/Berlin', ...folder, ...env },
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr });
      },
    );
    child.stdin?.end(input);
  });
}

describe('the command line', () => {
  test('start with nothing set names everything it lacks, and exits with 2', async () => {
    const { code, stdout, stderr } = await cctrail(['start']);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    for (const name of [
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'SLACK_APP_TOKEN',
      'CCTRAIL_CHANNEL',
      'EVENTBRIDGE_API_KEY',
      'SQS_QUEUE_URL',
      'https://api.slack.com/apps',
    ])
      expect(stderr).toContain(name);
    expect((await cctrail([])).code).toBe(2);
  });

  test('a broken cctrail.yml is told with its lines', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'cctrail-cli-')), 'cctrail.yml');
    writeFileSync(path, 'routes:\n  - name: a\n    chanel: C1\nextra: 1\n');
    const { code, stderr } = await cctrail(['start'], { CCTRAIL_CONFIG: path });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /cctrail.yml:3[\s\S]*unknown key "chanel"[\s\S]*cctrail.yml:4[\s\S]*unknown key "extra"/,
    );
  });

  test.each([
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
    [['--help'], 0, /start[\s\S]*ask[\s\S]*replay/],
    [['ask', '--help'], 0, /--json/],
  ] as const)('%j prints and exits with 0', async (args, expected, pattern) => {
    const { code, stdout } = await cctrail(args);
    expect(code).toBe(expected);
    expect(stdout).toMatch(pattern);
  });

  test.each([
    [['frobnicate']],
    [['--frobnicate']],
    [['ask']],
    [['replay', 'package.json', '--nope']],
    [['replay', 'package.json', '--max', 'many']],
  ])('%j exits with 2', async args => {
    const { code, stderr } = await cctrail(args);
    expect(code).toBe(2);
    expect(stderr).not.toBe('');
  });

  test.each([['doctor'], ['ledger']])(
    '%s says that it is not there yet, and is not in the help',
    async name => {
      const { code, stderr } = await cctrail([name]);
      expect(code).toBe(2);
      expect(stderr).toContain('not part of this version yet');
      expect((await cctrail(['--help'])).stdout).not.toContain(name);
    },
  );
});

describe('replay --dry-run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cctrail-replay-'));
  writeFileSync(
    join(folder, 'a.ndjson'),
    `${JSON.stringify(rawRecord())}\n\nnot json\n${JSON.stringify({ 'detail-type': 'GuardDuty Finding', detail: {} })}\n`,
  );
  writeFileSync(
    join(folder, 'b.json.gz'),
    gzipSync(
      JSON.stringify({
        Records: [rawRecord(), rawRecord({ eventID: 'b-1', eventName: 'ListConnections', readOnly: true })],
      }),
    ),
  );
  writeFileSync(join(folder, 'c.json.gz'), 'not gzip');

  test('accounts for every record, and reads no store', async () => {
    const { code, stdout } = await cctrail(['replay', folder, '--dry-run', '--json'], {
      REDIS_URL: 'redis://127.0.0.1:1',
    });
    expect(code).toBe(0);
    const { totals, cards } = JSON.parse(stdout);
    expect(totals).toEqual({
      records: 6,
      notified: 1,
      notNotable: 1,
      unsupported: 1,
      malformed: 2,
      duplicates: 1,
    });
    expect(cards).toEqual([
      {
        eventID: rawRecord()['eventID'],
        route: 'default',
        channel: null,
        text: expect.stringContaining('alice deleted connection'),
      },
    ]);
  });

  test('records that wait for a bot are duplicates the second time', async () => {
    const env = { DATA_DIR: mkdtempSync(join(tmpdir(), 'cctrail-cli-')), CCTRAIL_CHANNEL: 'C0TRAIL' };
    const input = JSON.stringify(rawRecord());
    expect(JSON.parse((await cctrail(['replay', '-', '--json'], env, input)).stdout).totals).toMatchObject({
      notified: 1,
    });
    await cctrail(['ask', 'who deleted connection'], env);
    expect(JSON.parse((await cctrail(['replay', '-', '--json'], env, input)).stdout).totals).toMatchObject({
      notified: 0,
      duplicates: 1,
    });
  });

  test('takes stdin', async () => {
    const { stdout } = await cctrail(
      ['replay', '-', '--dry-run', '--json'],
      { CCTRAIL_CHANNEL: 'C0TRAIL' },
      JSON.stringify([rawRecord(), envelope(deletion())]),
    );
    expect(JSON.parse(stdout)).toMatchObject({
      totals: { records: 2, notified: 2 },
      cards: [{ channel: 'C0TRAIL' }, { channel: 'C0TRAIL' }],
    });
  });

  test('a path that is not there exits with 2', async () => {
    expect(await cctrail(['replay', 'no/such/path', '--dry-run'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no/such/path'),
    });
  });
});

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
    const { code, stdout, stderr } = await cctrail(['ask', '--json', '-'], bot.env, `${lines.join('\n')}\n`);
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
