import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ConfigError } from '../../src/config/config.ts';
import { loadBotConfig, loadConfig } from '../../src/config/load.ts';
import { secretsIn } from '../../src/config/settings.ts';

const ENOUGH = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 'secret',
  CCTRAIL_CHANNEL: 'C0123456789',
  EVENTBRIDGE_API_KEY: 'a-key-of-16-chars',
};

function fileWith(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'cctrail-config-')), 'cctrail.yml');
  writeFileSync(path, text);
  return path;
}

async function problems(
  env: Record<string, string>,
  load: (env: Record<string, string>) => Promise<unknown> = loadConfig,
): Promise<string[]> {
  try {
    await load(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ where, what }) => `${where}: ${what}`);
    throw error;
  }
}

const mistakesIn = async (text: string) => {
  const path = fileWith(text);
  return (await problems({ CCTRAIL_CONFIG: path })).map(line => line.replace(path, 'cctrail.yml'));
};

describe('settings', () => {
  test('with nothing set the bot names everything it lacks, and where to get it', async () => {
    const lines = await problems({}, loadBotConfig);
    expect(lines.map(line => line.split(':')[0])).toEqual([
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET or SLACK_APP_TOKEN',
      'CCTRAIL_CHANNEL',
      'EVENTBRIDGE_API_KEY or SQS_QUEUE_URL',
    ]);
    expect(lines.join()).toContain('https://api.slack.com/apps');
  });

  test('other commands need nothing', async () => {
    expect(await loadConfig({})).toMatchObject({
      accounts: [],
      dataDir: './data',
      http: { host: '0.0.0.0', port: 3000, opsPort: 3000 },
    });
  });

  test('an app token means Socket Mode, and the signing secret is ignored with a word', async () => {
    const config = await loadBotConfig({ ...ENOUGH, SLACK_APP_TOKEN: 'xapp-1' });
    expect(config.slack.mode.kind).toBe('socket');
    expect(config.warnings.join()).toContain('SLACK_SIGNING_SECRET is ignored');
  });

  test('routes in the file stand in for CCTRAIL_CHANNEL', async () => {
    const { CCTRAIL_CHANNEL: _, ...rest } = ENOUGH;
    const path = fileWith('routes: [{ name: all, channel: C0123456789 }]');
    expect((await loadBotConfig({ ...rest, CCTRAIL_CONFIG: path })).routing.routes).toHaveLength(1);
  });

  test('without accounts the own account is searched in AWS_REGION', async () => {
    expect((await loadConfig({ AWS_REGION: 'eu-west-1' })).accounts).toEqual([
      { id: null, name: 'this account', regions: ['eu-west-1'] },
    ]);
  });

  test('every mistake is told at once', async () => {
    const lines = await problems(
      {
        PORT: 'http',
        LOG_LEVEL: 'loud',
        SLACK_API_URL: 'slack',
        TZ: 'Mars/Olympus',
        CCTRAIL_CHANNEL: 'general',
        CCTRAIL_CONFIG: '/nowhere.yml',
      },
      loadBotConfig,
    );
    expect(lines.map(line => line.split(':')[0])).toEqual(
      expect.arrayContaining([
        'PORT',
        'LOG_LEVEL',
        'SLACK_API_URL',
        'TZ',
        'CCTRAIL_CHANNEL',
        'CCTRAIL_CONFIG',
      ]),
    );
  });

  test('the configuration can not be changed afterwards', async () => {
    expect(Object.isFrozen((await loadBotConfig(ENOUGH)).slack)).toBe(true);
  });

  test('every secret is known, so that none reaches a log', async () => {
    const secrets = secretsIn({
      ...ENOUGH,
      SLACK_SIGNING_SECRET: 'signing-secret',
      EVENTBRIDGE_API_KEY: 'first-key, second-key',
      REDIS_URL: 'redis://:redis-password@host:6379',
      AWS_SESSION_TOKEN: 'aws-token',
    });
    expect(secrets).toEqual(
      expect.arrayContaining([
        'xoxb-1',
        'signing-secret',
        'first-key',
        'second-key',
        'redis-password',
        'aws-token',
      ]),
    );
  });
});

describe('what the bot is started with', () => {
  test('a key that could be guessed is refused', async () => {
    const short = 'a-key-of-16-chars,short';
    expect((await problems({ ...ENOUGH, EVENTBRIDGE_API_KEY: short }, loadBotConfig)).join()).toMatch(
      /^EVENTBRIDGE_API_KEY: has a key of fewer than 16 characters/,
    );
  });

  test('credentials that do not look like what they should be are said to be odd', async () => {
    const { warnings } = await loadBotConfig({ ...ENOUGH, SLACK_BOT_TOKEN: 'nonsense' });
    expect(warnings.join()).toMatch(/SLACK_BOT_TOKEN.*SLACK_SIGNING_SECRET/s);
    const secret = '0123456789abcdef0123456789abcdef';
    expect((await loadBotConfig({ ...ENOUGH, SLACK_SIGNING_SECRET: secret })).warnings).toEqual([]);
  });

  test('no regular expression is shown to people', async () => {
    expect(await problems({ REDIS_URL: 'http://x' })).toEqual([
      'REDIS_URL: is not a URL that begins with redis: or rediss:',
    ]);
  });
});

describe('cctrail.yml', () => {
  test('three mistakes at once, each with its line', async () => {
    const lines = await mistakesIn(`accounts:
  - id: "1234"
    regions: [us-west-2]
routes:
  - name: a
    chanel: C0123456789
    channel: C0123456789
    ask: maybe
`);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^cctrail.yml:2: accounts.0.id: an account id has 12 digits/);
    expect(lines).toContainEqual(expect.stringMatching(/^cctrail.yml:6: unknown key "chanel" in routes.0/));
    expect(lines).toContainEqual(expect.stringMatching(/^cctrail.yml:8: routes.0.ask/));
  });

  test.each([
    ['a syntax error', 'routes: [', /^cctrail.yml:\d+: /],
    [
      'an unknown key at the top',
      'accouts: []',
      /cctrail.yml:1: unknown key "accouts"; did you mean "accounts"\?/,
    ],
    [
      'an unknown key further down',
      'routes: [{ name: a, chanel: C0123456789 }]',
      /unknown key "chanel" in routes.0; did you mean "channel"\?/,
    ],
    [
      'an unknown key inside a choice',
      'accounts: [{ id: "111122223333", regions: [us-west-2], trail: { url: "s3://b", regio: x } }]',
      /unknown key "regio" in accounts.0.trail; did you mean "region"\?/,
    ],
    [
      'a word that is none of some',
      'routes: [{ name: a, channel: C0123456789, ask: aproval }]',
      /routes.0.ask: must be one of nothing, acknowledgement, approval; did you mean "approval"\?/,
    ],
    ['a missing key', 'routes: [{ name: a }]', /routes.0.channel: is missing; it must be a text/],
    ['a text for a list', 'people: U1', /people: must be a list/],
    ['a number that is too small', 'approvers: { quorum: 0 }', /approvers.quorum: must be at least 1/],
    ['a number that is too big', 'approvers: { quorum: 99 }', /approvers.quorum: must be at most 20/],
    [
      'a list that is empty',
      'people: [{ slack: U0123456789, principals: [] }]',
      /people.0.principals: must not be empty/,
    ],
    ['a truth that is a text', 'approvers: { fourEyes: "yes" }', /approvers.fourEyes: must be true or false/],
    ['an id that lost its leading zero', 'accounts: [{ id: 012345678901 }]', /put it in quotes/],
    [
      'a category that is none',
      'routes: [{ name: a, channel: C0123456789, when: { category: weather } }]',
      /no category is called "weather"/,
    ],
    [
      'a pattern beside short keys',
      'routes: [{ name: a, channel: C0123456789, when: { region: x, pattern: { source: [a] } } }]',
      /a pattern stands alone/,
    ],
    [
      'a pattern with a mistake',
      'routes: [{ name: a, channel: C0123456789, when: { pattern: { source: aws.iam } } }]',
      /must be a list of values/,
    ],
    ['a channel name for an id', 'routes: [{ name: a, channel: general }]', /not a channel id/],
    [
      'two routes of one name',
      'routes: [{ name: a, channel: C0123456789 }, { name: a, channel: C0123456789 }]',
      /two routes are called "a"/,
    ],
    ['a quorum out of reach', 'approvers: { users: [U0123456789], quorum: 2 }', /could never be reached/],
    [
      'an account listed twice',
      'accounts: [{ id: "111122223333", regions: [us-west-2] }, { id: "111122223333", regions: [us-west-2] }]',
      /listed twice/,
    ],
    ['an account without Regions', 'accounts: [{ id: "111122223333" }]', /has no regions/],
    ['a mute without an end', 'quiet: [{ when: { region: x }, until: someday }]', /not a date/],
  ])('%s', async (_, text, expected) => {
    expect((await mistakesIn(text)).join('\n')).toMatch(expected);
  });

  test('mistakes are in the order of their lines, each once', async () => {
    const lines = await mistakesIn(`approvers: { quorum: 0 }
routes:
  - name: a
    channel: C0123456789
  - name: a
    channel: general
accounts:
  - id: 12
`);
    expect(lines.map(line => /:(\d+):/.exec(line)?.[1])).toEqual(['1', '5', '6', '8']);
  });

  test('every Region of every partition is taken', async () => {
    const path = fileWith(
      'accounts: [{ id: "111122223333", regions: [eusc-de-east-1, us-gov-west-1, cn-north-1] }]',
    );
    expect(await problems({ CCTRAIL_CONFIG: path })).toEqual([]);
  });

  test('what is accepted but not acted on yet is said', async () => {
    const path = fileWith(
      'reminders: { after: 4h }\naccounts: [{ id: "111122223333", regions: [us-west-2], athena: { database: d, table: t, workgroup: w, output: "s3://o/" } }]\n',
    );
    expect((await loadConfig({ CCTRAIL_CONFIG: path })).warnings.join()).toMatch(/reminders.*athena/s);
  });

  test('the example can be used as it is', async () => {
    expect(await problems({ CCTRAIL_CONFIG: 'cctrail.example.yml' })).toEqual([]);
  });
});
