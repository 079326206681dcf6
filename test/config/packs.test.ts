import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ConfigError } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
import { deliveriesOf } from '../../src/domain/deliveries.ts';
import { summarise } from '../../src/domain/summary.ts';
import { readFixture } from '../fixtures.ts';

/** A configuration with files of packs beside it. */
function configWith(text: string, packs: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'cctrail-packs-'));
  const path = join(folder, 'cctrail.yml');
  writeFileSync(path, text);
  if (Object.keys(packs).length > 0) mkdirSync(join(folder, 'packs'));
  for (const [name, content] of Object.entries(packs)) writeFileSync(join(folder, 'packs', name), content);
  return loadConfig({ CCTRAIL_CONFIG: path, CCTRAIL_CHANNEL: 'C0TRAIL1' });
}
const shown = async (config: Awaited<ReturnType<typeof configWith>>, change: Record<string, unknown>) =>
  deliveriesOf(summarise(readFixture(change)), config, 0).map(({ route, ask, severity }) => [
    route,
    ask,
    severity,
  ]);
const problems = (reading: Promise<unknown>) =>
  reading.then(
    () => [],
    (error: unknown) => (error as ConfigError).problems.map(({ where, what }) => `${where}: ${what}`),
  );

const KEY = {
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateAccessKey',
  requestParameters: { userName: 'bob' },
};
const ADMIN = {
  eventSource: 'iam.amazonaws.com',
  eventName: 'AttachUserPolicy',
  requestParameters: { userName: 'bob', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
};

describe('packs', () => {
  test('only that of CodeCatalyst is on, unless others are named', async () => {
    const usual = await configWith('people: []');
    expect(await shown(usual, KEY)).toEqual([]);
    expect(await shown(usual, {})).toEqual([['default', 'approval', 'high']]);
    const both = await configWith('packs: [codecatalyst, aws-account]');
    expect(await shown(both, KEY)).toEqual([['access key made', 'acknowledgement', 'medium']]);
    expect(await shown(both, {})).toEqual([['default', 'approval', 'high']]);
    expect(await shown(await configWith('packs: [aws-account]'), {})).toEqual([]);
  });

  test('a right that was given is told from one that was only tried, and from a harmless one', async () => {
    const config = await configWith('packs: [codecatalyst, aws-account]');
    expect(await shown(config, ADMIN)).toEqual([['administrator rights given', 'approval', 'high']]);
    expect(await shown(config, { ...ADMIN, errorCode: 'AccessDenied' })).toEqual([
      ['denials', 'nothing', 'medium'],
    ]);
    const reader = { ...ADMIN.requestParameters, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };
    expect(await shown(config, { ...ADMIN, requestParameters: reader })).toEqual([]);
  });

  test('an attempt at what asks for approval asks for less', async () => {
    const config = await configWith('packs: [aws-account]');
    const failed = {
      eventSource: 'kms.amazonaws.com',
      eventName: 'ScheduleKeyDeletion',
      errorCode: 'KMSInvalidStateException',
    };
    expect(await shown(config, failed)).toEqual([['key to be deleted', 'acknowledgement', 'medium']]);
  });

  test('a route that matches says where, and what it leaves open the pack says', async () => {
    const config = await configWith(
      `packs: [aws-account]\nroutes:\n  - { name: keys, when: { eventName: CreateAccessKey }, channel: C0KEYS01 }`,
    );
    expect(await shown(config, KEY)).toEqual([['keys', 'acknowledgement', 'medium']]);
  });

  test('files beside the configuration add rows, change them and take them away', async () => {
    const config = await configWith('packs: [aws-account]', {
      'own.yml': `rows:
  - { name: access key made, severity: critical, ask: approval }
  - { name: login made, off: true }
  - { name: secrets read, question: viewed secrets, follows: Ask why., ask: nothing }`,
    });
    expect(await shown(config, KEY)).toEqual([['access key made', 'approval', 'critical']]);
    const login = { eventSource: 'iam.amazonaws.com', eventName: 'CreateLoginProfile' };
    expect(await shown(config, login)).toEqual([]);
    const secret = {
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'GetSecretValue',
      readOnly: true,
    };
    expect(await shown(config, secret)).toEqual([['secrets read', 'nothing', 'medium']]);
  });

  test.each([
    ['rows:\n  - { name: mine }', /^packs\/own.yml:2: rows.0: "mine" is no row that is there/],
    ['rows:\n  - { name: mine, question: deleted the flurb }', /^packs\/own.yml:2: rows.0.question: .*flurb/],
    ['rows:\n  - { name: mine, question: deleted stacks today }', /^packs\/own.yml:2: .*says when/],
    ['rows:\n  - { name: mine, qestion: deleted stacks }', /^packs\/own.yml:2: unknown key "qestion"/],
    [
      'rows:\n  - { name: mine, question: deleted stacks, severity: dire }',
      /^packs\/own.yml:2: .*must be one of/,
    ],
    ['rows: [', /^packs\/own.yml:\d: /],
  ])('a mistake is told with its line: %s', async (text, what) => {
    const told = await problems(configWith('packs: [aws-account]', { 'own.yml': text }));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(what);
  });

  test('a pack that is not there is a mistake', async () => {
    expect((await problems(configWith('packs: [everything]')))[0]).toMatch(
      /packs.0: must be one of codecatalyst/,
    );
  });
});

describe('rows of the pack codecatalyst', () => {
  const BILLING = { eventName: 'PutBillingAuthorization' };
  const DENIED = { errorCode: 'AccessDenied' };

  test('weigh what a file says, also where the attempt failed', async () => {
    const file = 'rows:\n  - { name: Codecatalyst DeleteConnection, severity: low, ask: acknowledgement }\n';
    const config = await configWith('people: []', { 'ours.yml': file });
    expect(await shown(config, {})).toEqual([['default', 'acknowledgement', 'low']]);
    expect(await shown(config, DENIED)).toEqual([['default', 'acknowledgement', 'low']]);
    expect(await shown(config, BILLING)).toEqual([['default', 'approval', 'high']]);
    expect(await shown(config, { ...BILLING, ...DENIED })).toEqual([
      ['default', 'acknowledgement', 'medium'],
    ]);
  });

  test('say what usually follows, which a file can say otherwise; nothing follows where the attempt failed', async () => {
    const file = 'rows:\n  - { name: codecatalyst PutBillingAuthorization, follows: Tell finance. }\n';
    const { routing } = await configWith('people: []', { 'ours.yml': file });
    const follows = (change: Record<string, unknown>) =>
      routing.packs?.usualOf(summarise(readFixture(change))).follows;
    expect(follows({})).toBe('Workflows that reach this account over it fail from now on.');
    expect(follows(BILLING)).toBe('Tell finance.');
    expect(follows({ ...BILLING, ...DENIED })).toBeNull();
    expect(follows({ eventName: 'ListConnections', readOnly: true })).toBeNull();
  });

  test('are taken away: then only a route shows them, and asks nothing by itself', async () => {
    const file = 'rows:\n  - { name: codecatalyst DeleteConnection, off: true }\n';
    expect(await shown(await configWith('people: []', { 'ours.yml': file }), {})).toEqual([]);
    const route = 'routes:\n  - { name: all, when: { eventName: DeleteConnection }, channel: C0TRAIL2 }\n';
    expect(await shown(await configWith(route, { 'ours.yml': file }), {})).toEqual([
      ['all', 'nothing', 'high'],
    ]);
  });

  test('mean what their names say', async () => {
    const file =
      'rows:\n  - { name: codecatalyst DeleteConnection, question: deleted buckets, severity: low }\n';
    expect(await problems(configWith('people: []', { 'ours.yml': file }))).toEqual([
      expect.stringMatching(/packs.ours.yml:2: rows.0.question: .* is a row of the pack codecatalyst; only/),
    ]);
  });

  test('are nothing to change where the pack is off', async () => {
    const file = 'rows:\n  - { name: codecatalyst DeleteConnection, severity: low }\n';
    expect(await problems(configWith('packs: [aws-account]', { 'ours.yml': file }))).toEqual([
      expect.stringMatching(/is no row that is there, so it needs a question/),
    ]);
  });
});
