import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load.ts';
import { fileWith, mistakesIn, problems } from './problems.ts';

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
    ['brackets without end', '['.repeat(20_000), /^cctrail.yml:1: /],
    [
      'nesting without end',
      `routes: ${'['.repeat(5_000)}${']'.repeat(5_000)}`,
      /^cctrail.yml:1: is nested deeper/,
    ],
    ['lists in lists without end', `people:\n  ${'- '.repeat(20_000)}a`, /^cctrail.yml:2: is nested deeper/],
    ['keys of keys without end', `people:\n  ${'? &a '.repeat(20_000)}a`, /^cctrail.yml:2: is nested deeper/],
    [
      'indents without end',
      Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      /^cctrail.yml:1002: is nested deeper/,
    ],
    ['an alias', 'people: &a []\nrouts: *a', /^cctrail.yml:2: the alias "\*a" is not taken here/],
    ['an alias of nothing', 'people: *nobody', /^cctrail.yml:1: .*alias/i],
    [
      'aliases that stand for millions of things',
      `a: &a [x]\n${'bcdefghij'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(', ')}]`)
        .join('\n')}`,
      /^cctrail.yml:2: the alias "\*a" is not taken here/,
    ],
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
    [
      'a question that can not be read',
      'routes:\n  - { name: a, channel: C0123456789, when: { question: deleted the flurb } }',
      /^cctrail.yml:2: routes.0.when.question: .*flurb/,
    ],
    [
      'a question with a time',
      'routes:\n  - { name: a, channel: C0123456789, when: { question: deleted connection today } }',
      /^cctrail.yml:2: .*says when.*Write: deleted connection$/,
    ],
    [
      'a question with a guess',
      'routes:\n  - { name: a, channel: C0123456789, when: { question: deleted stack shop } }',
      /^cctrail.yml:2: .*Write: deleted stack resource:"shop"$/,
    ],
    [
      'a question about nobody',
      'quiet:\n  - { until: 2027-01-01, when: { question: deleted stack by me } }',
      /^cctrail.yml:2: .*"me" names nobody/,
    ],
    [
      'a question beside something else',
      'routes:\n  - { name: a, channel: C0123456789, when: { question: deleted stacks, region: us-west-2 } }',
      /^cctrail.yml:2: .*a question stands alone/,
    ],
    ['a digest at no time', 'digest: [{ channel: C0TRAIL, at: "9 am" }]', /not a time such as "09:00"/],
    [
      'a digest in no time zone',
      'digest: [{ channel: C0TRAIL, at: "09:00", timeZone: Mars }]',
      /not the name of a time zone/,
    ],
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
    const { warnings, accounts } = await loadConfig({ CCTRAIL_CONFIG: path });
    expect(warnings.join()).toMatch(/reminders: no reminder is sent/);
    expect(accounts[0]?.athena).toMatchObject({ database: 'd', maxScannedMb: 10_000 });
  });

  test('a table for all accounts is each one’s that has none of its own', async () => {
    const table = (name: string) => `{ database: d, table: ${name}, workgroup: w, output: "s3://o/" }`;
    const path = fileWith(
      `athena: ${table('all')}\naccounts:\n  - { id: "111122223333", regions: [us-west-2] }\n  - { id: "444455556666", regions: [us-west-2], athena: ${table('own')} }\n`,
    );
    const { accounts } = await loadConfig({ CCTRAIL_CONFIG: path });
    expect(accounts.map(({ athena }) => athena?.table)).toEqual(['all', 'own']);
    expect(accounts[0]?.athena?.maxScannedMb).toBe(10_000);
    const alone = fileWith(`athena: ${table('all')}\n`);
    expect((await problems({ CCTRAIL_CONFIG: alone })).join()).toMatch(/list them under accounts/);
  });

  test.each([
    ['database: "a.b"', /is no name of a database or table/],
    ['database: "d\\" OR 1=1"', /is no name of a database or table/],
    ['output: "file:///tmp"', /is no place in S3/],
    ['maxScannedMb: 1', /must be at least 10/],
    ['workgroup: "a b"', /is no name of a workgroup/],
  ])('a table of Athena that can not be is named: %s', async (wrong, message) => {
    const [key = ''] = wrong.split(':');
    const given = ['database: d', 'table: t', 'workgroup: w', 'output: "s3://o/"'].filter(
      one => !one.startsWith(`${key}:`),
    );
    const path = fileWith(
      `accounts: [{ id: "111122223333", regions: [us-west-2], athena: { ${[...given, wrong].join(', ')} } }]\n`,
    );
    expect((await problems({ CCTRAIL_CONFIG: path })).join()).toMatch(message);
  });

  test.each([
    [
      'space: acme',
      { CODECATALYST_TOKEN: 'token-0123456789' },
      { name: 'acme', endpoint: 'https://codecatalyst.global.api.aws' },
      '',
    ],
    ['space: acme', {}, { name: 'acme', token: '' }, 'CODECATALYST_TOKEN is not set'],
    ['people: []', { CODECATALYST_TOKEN: 'token-0123456789' }, null, 'names no space'],
    [
      'space: acme',
      {
        CODECATALYST_TOKEN: 'token-0123456789',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
        AWS_ENDPOINT_URL_CODECATALYST: 'http://127.0.0.1:2',
      },
      { endpoint: 'http://127.0.0.1:2' },
      '',
    ],
  ])('a space takes its name and a token: %s %j', async (text, env, space, warning) => {
    const config = await loadConfig({ CCTRAIL_CONFIG: fileWith(text), ...env });
    if (space === null) expect(config.space).toBeNull();
    else expect(config.space).toMatchObject(space);
    expect(config.warnings.join()).toContain(warning);
  });

  test('a token with blanks in it is named, without being shown', async () => {
    const found = await problems({
      CCTRAIL_CONFIG: fileWith('space: acme'),
      CODECATALYST_TOKEN: 'two\nlines-0123',
    });
    expect(found.join()).toMatch(/CODECATALYST_TOKEN.*blanks/);
    expect(found.join()).not.toContain('lines-0123');
  });

  test('the example can be used as it is', async () => {
    expect(await problems({ CCTRAIL_CONFIG: 'cctrail.example.yml' })).toEqual([]);
  });
});
