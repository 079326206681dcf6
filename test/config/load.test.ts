import { describe, expect, test } from '@jest/globals';
import { loadBotConfig, loadConfig } from '../../src/config/load.ts';
import { secretsIn } from '../../src/config/settings.ts';
import { ENOUGH, fileWith, mistakesIn, problems } from './problems.ts';

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

  test('a key may be bound to the account that sends with it, by its whole id', async () => {
    const key = 'a-key-of-16-chars';
    const bound = await loadBotConfig({ ...ENOUGH, EVENTBRIDGE_API_KEY: `${key}@111122223333,${key}-2` });
    expect(bound.eventBridgeKeys).toEqual([
      { key, accountId: '111122223333' },
      { key: `${key}-2`, accountId: null },
    ]);
    expect(bound.secrets).toContain(key);
    const wrong = await problems({ ...ENOUGH, EVENTBRIDGE_API_KEY: `${key}@12345` }, loadBotConfig);
    expect(wrong.join()).toMatch(/twelve digits/);
  });

  test('credentials that do not look like what they should be are said to be odd', async () => {
    const { warnings } = await loadBotConfig({ ...ENOUGH, SLACK_BOT_TOKEN: 'nonsense' });
    expect(warnings.join()).toMatch(/SLACK_BOT_TOKEN.*SLACK_SIGNING_SECRET/s);
    const secret = '0123456789abcdef0123456789abcdef';
    const usual = await loadBotConfig({ ...ENOUGH, SLACK_SIGNING_SECRET: secret });
    expect(usual.warnings).toEqual([
      expect.stringMatching(/any full member .* may decide/),
      expect.stringMatching(/every full member .* may read/),
    ]);
  });

  test('records are kept for as long as the file says', async () => {
    const { retention } = await loadConfig({
      CCTRAIL_CONFIG: fileWith('retention: { plain: 7d, carded: 60d }'),
    });
    expect(retention).toEqual({ plainMs: 7 * 86_400_000, cardedMs: 60 * 86_400_000 });
    expect(await mistakesIn('retention: { carded: 2d, plain: 0d }')).toEqual([
      expect.stringMatching(/retention.plain: must be longer/),
      expect.stringMatching(/retention.carded: must be at least 30d/),
    ]);
    expect(await mistakesIn('retention: { plain: soon }')).toEqual([expect.stringMatching(/not a duration/)]);
  });

  test('no regular expression is shown to people', async () => {
    expect(await problems({ REDIS_URL: 'http://x' })).toEqual([
      'REDIS_URL: is no address of Redis: write redis://host:6379, rediss:// for TLS, redis+sentinel://host1,host2/NAME or redis+cluster://host1,host2',
    ]);
    expect(await problems({ SQS_QUEUE_URL: 'ftp://x' })).toEqual([
      'SQS_QUEUE_URL: is not a URL that begins with http: or https:',
    ]);
  });
});
