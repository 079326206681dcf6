import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { trailFiles } from '../../playground/aws/trail-files.ts';
import { Playground } from '../../playground/playground.ts';
import { ACCOUNT, ACTORS } from '../../playground/scenarios/actors.ts';
import { record } from '../../playground/scenarios/record.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const DAY_MS = 86_400_000;
/** Noon of the day before yesterday (UTC): the newest day of which every log file is there. */
const DAY_BEFORE = Math.floor(Date.now() / DAY_MS) * DAY_MS - 1.5 * DAY_MS;

interface Finding {
  readonly state: string;
  readonly about: string;
  readonly says: string;
  readonly mend?: string;
}

const playground = new Playground({
  space: true,
  config: `accounts:
  - id: "${ACCOUNT.id}"
    name: storefront
    regions: [${ACCOUNT.region}]
    trail: s3://storefront-logs/logs
    athena: { database: audit, table: cloudtrail, workgroup: primary, output: "s3://storefront-athena/" }
routes:
  - { name: workflows, when: { category: workflow }, channel: C0DEPLOY }
`,
});
const { aws, slack, workspace } = playground;

beforeAll(async () => {
  keep(DAY_BEFORE, Date.now() - 3_600_000);
  await playground.start();
}, 30_000);
afterAll(() => playground.stop(), 30_000);
const [token, table, scopes] = [aws.codeCatalyst.token, aws.athena.table, slack.api.scopes];
beforeEach(() => {
  aws.codeCatalyst.token = token;
  aws.athena.table = table;
  slack.api.scopes = scopes;
  aws.rules.isAllowed = true;
});

function cctrail(args: readonly string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number; stdout: string }>(resolve => {
    execFile(process.execPath, [MAIN, ...args], { env: { ...playground.env, ...env } }, (error, stdout) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout }),
    );
  });
}
async function findings(env: Record<string, string> = {}): Promise<readonly Finding[]> {
  const { code, stdout } = await cctrail(['doctor', '--json'], env);
  const { ok, findings: found } = JSON.parse(stdout) as { ok: boolean; findings: Finding[] };
  expect(ok).toBe(code === 0);
  expect(ok).toBe(found.every(({ state }) => state !== 'failure'));
  return found;
}
const about = (all: readonly Finding[], what: string) => all.filter(one => one.about.startsWith(what));

describe('cctrail doctor', () => {
  test('says of everything that it is well, and posts nothing', async () => {
    const before = workspace.messages.length;
    const { code, stdout } = await cctrail(['doctor']);
    expect(code).toBe(0);
    for (const line of [
      '✓ settings: can be read',
      '✓ Slack token: is good: cctrail in Playground',
      '✓ Slack scopes: are all there',
      '✓ channel C0TRAIL (CCTRAIL_CHANNEL): the bot is in #aws-trail',
      '✓ channel C0DEPLOY (route workflows): the bot is in #deployments',
      '✓ Event history of storefront us-west-2: can be searched',
      '✓ Trail logs of storefront us-west-2: can be searched; the newest change is of ',
      '✓ Athena of storefront us-west-2: can be searched; the newest change is of ',
      '✓ Athena against the log files of storefront us-west-2: the same, 1 change of ',
      '✓ Space event log of space acme: can be searched; the newest change is of ',
      '✓ Workflow runs of space acme: can be listed; ',
      "✓ EventBridge rule of storefront us-west-2: cctrail forwards CodeCatalyst's events to api-destination/cctrail/0a1b",
      '✓ store in ',
    ])
      expect(stdout).toContain(line);
    expect(stdout).toMatch(/\n13 well, 0 failing, \d to look at, 0 not known\.\n$/);
    expect(workspace.messages).toHaveLength(before);
  });

  test('says how to mend a token, a scope and a channel', async () => {
    slack.api.scopes = scopes.filter(name => !/^(files:write|groups:read)$/.test(name));
    const all = await findings({ CCTRAIL_CHANNEL: 'C0NOSUCH' });
    expect(about(all, 'Slack scopes')).toEqual([
      expect.objectContaining({ state: 'failure', says: expect.stringMatching(/^files:write is missing/) }),
      expect.objectContaining({ state: 'warning', says: expect.stringMatching(/^groups:read is missing/) }),
    ]);
    expect(about(all, 'channel C0NOSUCH')).toEqual([
      expect.objectContaining({ state: 'failure', mend: expect.stringContaining('/invite @cctrail') }),
    ]);
    const refused = await findings({ SLACK_BOT_TOKEN: 'xoxb-another' });
    expect(about(refused, 'Slack token')).toEqual([
      expect.objectContaining({ state: 'failure', says: 'Slack answers invalid_auth' }),
    ]);
    expect(about(refused, 'channel').map(({ state }) => state)).toEqual(['unknown', 'unknown']);
    expect(JSON.stringify(refused)).not.toContain('xoxb-another');
  });

  test('tells what lacks for the bot, and looks at the rest all the same', async () => {
    const all = await findings({ SLACK_SIGNING_SECRET: '' });
    expect(about(all, 'SLACK_SIGNING_SECRET')).toEqual([expect.objectContaining({ state: 'failure' })]);
    for (const what of ['Event history', 'Slack token', 'Slack scopes', 'channel C0TRAIL'])
      expect(about(all, what)).toEqual([expect.objectContaining({ state: 'ok' })]);
    const unread = await findings({ CCTRAIL_CONFIG: '/nowhere/cctrail.yml' });
    expect(about(unread, 'CCTRAIL_CONFIG')).toEqual([expect.objectContaining({ state: 'failure' })]);
    expect(about(unread, 'Slack token')).toEqual([expect.objectContaining({ state: 'ok' })]);
    expect(about(unread, 'AWS accounts')).toEqual([expect.objectContaining({ state: 'unknown' })]);
  });

  test('tells a table that misses what the log files hold, one that is none, and a token that ended', async () => {
    aws.athena.sees = () => false;
    keep(DAY_BEFORE + 3_600_000);
    const all = await findings();
    aws.athena.sees = () => true;
    expect(about(all, 'Athena against')).toEqual([
      expect.objectContaining({ state: 'failure', says: expect.stringMatching(/misses 1 of 2 changes/) }),
    ]);
    aws.athena.table = { ...table, isProjected: false };
    aws.codeCatalyst.token = 'another';
    const others = await findings();
    expect(about(others, 'Athena of')).toEqual([
      expect.objectContaining({ state: 'failure', says: expect.stringContaining('cctrail athena ddl') }),
    ]);
    expect(about(others, 'Athena against').map(({ state }) => state)).toEqual(['unknown']);
    expect(about(others, 'Space event log')).toEqual([
      expect.objectContaining({ state: 'failure', says: expect.stringContaining('sign in again') }),
    ]);
  });

  test('tells a rule that leads nowhere, records of another account, a token that is not set, and a folder that is none', async () => {
    const forwarding = aws.rules.all.splice(1);
    aws.cloudTrail.records.push(
      record(
        'CreateBucket',
        's3.amazonaws.com',
        ACTORS.bob,
        {},
        {
          recipientAccountId: '999988887777',
          eventTime: new Date(Date.now() - 60_000).toISOString().replace(/\.\d+Z$/, 'Z'),
        },
      ),
    );
    const all = await findings({ CODECATALYST_TOKEN: '', DATA_DIR: MAIN });
    aws.rules.all.push(...forwarding);
    aws.cloudTrail.records.pop();
    expect(about(all, 'EventBridge rule')).toEqual([expect.objectContaining({ state: 'warning' })]);
    expect(about(all, 'Event history')).toEqual([
      expect.objectContaining({ state: 'failure', says: expect.stringContaining('account 999988887777') }),
    ]);
    expect(about(all, 'Space event log')).toEqual([
      expect.objectContaining({
        state: 'failure',
        says: expect.stringContaining('CODECATALYST_TOKEN is not set'),
      }),
    ]);
    expect(about(all, 'store')).toEqual([
      expect.objectContaining({ state: 'failure', says: expect.stringContaining('is a file, not a folder') }),
    ]);
  });

  test('looks at the queue, and takes nothing out of it', async () => {
    const env = { SQS_QUEUE_URL: `${playground.env['AWS_ENDPOINT_URL']}/111122223333/events` };
    const { queue } = aws;
    const kept = queue.redrivePolicy;
    queue.messages.push({ id: 'm-1', body: '{}', visibleAt: 0 });
    const [well] = about(await findings(env), 'queue events');
    expect(well).toMatchObject({ state: 'ok', says: expect.stringContaining('1 message waits') });
    expect(queue.messages).toEqual([{ id: 'm-1', body: '{}', visibleAt: 0 }]);
    queue.redrivePolicy = null;
    expect(about(await findings(env), 'queue')).toMatchObject([
      { state: 'warning', says: expect.stringContaining('no dead-letter queue') },
    ]);
    queue.redrivePolicy = JSON.stringify({ maxReceiveCount: 1 });
    expect(about(await findings(env), 'queue')).toMatchObject([
      { state: 'warning', says: expect.stringContaining('only 1 try') },
    ]);
    queue.attributesFault = 'AccessDenied';
    expect(about(await findings(env), 'queue')).toMatchObject([
      { state: 'unknown', mend: expect.stringContaining('sqs:GetQueueAttributes') },
    ]);
    queue.attributesFault = 'QueueDoesNotExist';
    expect(about(await findings(env), 'queue')).toMatchObject([{ state: 'failure', says: 'is not there' }]);
    Object.assign(queue, { redrivePolicy: kept, attributesFault: null });
    queue.messages.length = 0;
  }, 60_000);

  test('tells a store that is away, and rules that it may not look at', async () => {
    aws.rules.isAllowed = false;
    const all = await findings({ REDIS_URL: 'redis://127.0.0.1:1' });
    expect(about(all, 'store')).toEqual([expect.objectContaining({ state: 'failure' })]);
    expect(about(all, 'EventBridge rule')).toEqual([
      expect.objectContaining({ state: 'unknown', mend: expect.stringContaining('events:ListRules') }),
    ]);
  });
});

/** Keeps a deletion in the bucket for each instant, as log files. */
function keep(...times: readonly number[]): void {
  const records = times.map(at =>
    record(
      'DeleteBucket',
      's3.amazonaws.com',
      ACTORS.bob,
      { bucketName: 'old' },
      { eventTime: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z') },
    ),
  );
  for (const [key, body] of trailFiles(records)) aws.bucket.objects.set(`logs/${key}`, body);
}
