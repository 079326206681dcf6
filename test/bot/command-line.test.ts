import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { rawRecord } from '../fixtures.ts';
import { cctrail } from './cctrail.ts';
import { deletion, envelope } from './running-bot.ts';

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

  test.each([['ledger']])('%s says that it is not there yet, and is not in the help', async name => {
    const { code, stderr } = await cctrail([name]);
    expect(code).toBe(2);
    expect(stderr).toContain('not part of this version yet');
    expect((await cctrail(['--help'])).stdout).not.toContain(name);
  });
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
    const { totals, cards, problems } = JSON.parse(stdout);
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
    expect(problems).toMatchObject([
      { path: join(folder, 'a.ndjson'), line: 3, kind: 'malformed' },
      { path: join(folder, 'a.ndjson'), line: 4, kind: 'unsupported' },
      { path: join(folder, 'c.json.gz'), kind: 'malformed', reason: 'neither JSON nor JSON lines' },
    ]);
  });

  test('names on the terminal, too, what it did not read', async () => {
    const { stdout } = await cctrail(['replay', folder, '--dry-run'], {});
    expect(stdout).toContain(`${join(folder, 'a.ndjson')}:3: malformed: not JSON, or cut off`);
  });

  test('reads what people have: pages one after another, JSON text, any name, plain or compressed', async () => {
    const odd = mkdtempSync(join(tmpdir(), 'cctrail-replay-'));
    const record = (eventID: string) => rawRecord({ eventID });
    const page = (eventID: string) =>
      JSON.stringify({ Events: [{ CloudTrailEvent: JSON.stringify(record(eventID)) }] }, null, 2);
    writeFileSync(join(odd, 'pages.txt'), `${page('p-1')}\n${page('p-2')}`);
    writeFileSync(join(odd, 'firehose'), `${JSON.stringify(record('f-1'))}${JSON.stringify(record('f-2'))}`);
    writeFileSync(join(odd, 'query.json'), JSON.stringify([JSON.stringify(record('q-1'))]));
    writeFileSync(join(odd, 'plain.json.gz'), JSON.stringify(record('z-1')));
    writeFileSync(join(odd, 'packed.json'), gzipSync(JSON.stringify(record('z-2'))));
    writeFileSync(join(odd, 'rows.csv'), '"eventTime","eventName"\n"2026","x"\n');
    const { stdout } = await cctrail(['replay', odd, '--dry-run', '--json'], {});
    const { totals, problems } = JSON.parse(stdout);
    expect(totals).toMatchObject({ records: 8, notified: 7, unsupported: 1 });
    expect(problems).toMatchObject([{ path: join(odd, 'rows.csv'), reason: expect.stringMatching(/CSV/) }]);
  });

  test('names what can not be read at all, and goes on', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'cctrail-replay-'));
    symlinkSync(join(broken, 'nowhere'), join(broken, 'a-link.json'));
    writeFileSync(join(broken, 'b.json'), gzipSync('{}').subarray(0, 12));
    writeFileSync(join(broken, 'c.json'), JSON.stringify(rawRecord()));
    const { code, stdout } = await cctrail(['replay', broken, '--dry-run', '--json'], {});
    expect([code, JSON.parse(stdout).totals]).toMatchObject([0, { notified: 1, malformed: 2 }]);
  });

  test('two records under one eventID are both shown', async () => {
    const both = JSON.stringify([rawRecord(), rawRecord({ eventName: 'AcceptConnection' }), rawRecord()]);
    const { stdout } = await cctrail(['replay', '-', '--dry-run', '--json'], {}, both);
    expect(JSON.parse(stdout).totals).toMatchObject({ notified: 2, duplicates: 1 });
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
