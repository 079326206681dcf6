import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AwsSimulator } from '../../playground/aws/simulator.ts';
import { trailFiles, writeFiles } from '../../playground/aws/trail-files.ts';
import { Intake } from '../../src/app/delivery/intake.ts';
import { NO_METER } from '../../src/app/measures.ts';
import type { History } from '../../src/app/ports.ts';
import { coalescedHistory } from '../../src/app/search/coalesced-history.ts';
import { sharedRateLimiter } from '../../src/app/search/rate-limiter.ts';
import { recentIntake } from '../../src/app/search/recent-intake.ts';
import { eventHistory } from '../../src/aws/event-history.ts';
import { localFolder } from '../../src/aws/trail-logs/log-folder.ts';
import { s3Folder } from '../../src/aws/trail-logs/s3-folder.ts';
import { scanners } from '../../src/aws/trail-logs/scanners.ts';
import { trailLogs } from '../../src/aws/trail-logs/trail-logs.ts';
import type { Trail } from '../../src/domain/account.ts';
import { NOTHING_KNOWN } from '../../src/domain/known.ts';
import { readRecord } from '../../src/records/read-record.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { memoryStore } from '../../src/stores/memory.ts';
import { INTAKE_SETTINGS } from '../fixtures.ts';
import { keptLog } from '../kept-log.ts';
import { cached } from './cached.ts';
import {
  all,
  EVERYTHING,
  type HistoryUnderTest,
  historyContract,
  NEWEST,
  RECORDS,
  SCOPE,
} from './contract.ts';

const WORKER = new URL('../../dist/aws/trail-logs/scan-worker.js', import.meta.url);
const aws = new AwsSimulator();
let folder = '';

beforeAll(async () => {
  const endpoint = await aws.listen();
  aws.cloudTrail.throttles = false;
  aws.cloudTrail.records.push(...RECORDS);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-west-2',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
  });
  folder = await mkdtemp(join(tmpdir(), 'cctrail-trail-'));
  await writeFiles(folder, trailFiles(RECORDS));
  for (const [key, body] of trailFiles(RECORDS, 'o-example')) aws.bucket.objects.set(`logs/${key}`, body);
});

afterAll(async () => {
  await aws.close();
  await rm(folder, { recursive: true, force: true });
});

const fast = sharedRateLimiter(memoryStore(), systemClock, 0);

function lookUps(): History {
  const accounts = [{ id: SCOPE.accountId, name: 'storefront', regions: [SCOPE.region] }];
  return eventHistory({ accounts, limiter: fast, clock: systemClock, log: keptLog(), meter: NO_METER });
}

function logsOf(trail: Trail): History {
  return trailLogs({
    accounts: [{ id: SCOPE.accountId, name: 'storefront', regions: [SCOPE.region], trail }],
    known: NOTHING_KNOWN,
    scanners: scanners(WORKER, 2),
    now: Date.now,
    open: async one => (one.url.startsWith('file:') ? localFolder(one.url) : s3Folder(one, true)),
  });
}

const local = () => logsOf({ url: pathToFileURL(folder).href });

const HISTORIES: Record<string, HistoryUnderTest['open']> = {
  'recent intake': async () => {
    const store = memoryStore();
    const intake = new Intake({
      target: () => ({ store, known: null }),
      onCard: () => undefined,
      settings: INTAKE_SETTINGS,
      clock: systemClock,
      meter: NO_METER,
    });
    for (const raw of RECORDS) {
      const reading = readRecord(raw);
      if (reading.kind === 'record') await intake.accept(reading.record);
    }
    return recentIntake(store, systemClock);
  },
  'Event history': async () => lookUps(),
  'Event history, cached': async () => cached(lookUps()),
  'Event history, coalesced': async () => coalescedHistory(lookUps(), systemClock),
  'trail logs in a folder': async () => local(),
  'trail logs in S3': async () => logsOf({ url: 's3://trail/logs' }),
  'trail logs in S3, cached': async () =>
    cached(coalescedHistory(logsOf({ url: 's3://trail/logs/' }), systemClock)),
};

describe.each(Object.entries(HISTORIES))('%s', (_, open) => {
  historyContract({ open });
});

describe('trail logs', () => {
  const HOUR = 3_600_000;
  const search = (
    history: History,
    range = { from: NEWEST - 3 * HOUR, to: NEWEST + 1_000 },
    account: string = SCOPE.accountId,
  ) =>
    all(history, {
      scope: { accountId: account, region: SCOPE.region },
      attribute: null,
      question: EVERYTHING,
      range,
    });

  test('list only the days that can hold the range', async () => {
    const history = logsOf({ url: 's3://trail/logs' });
    aws.bucket.listed.length = 0;
    await search(history, { from: NEWEST - 30 * HOUR, to: NEWEST - 29 * HOUR }).catch(() => undefined);
    const days = aws.bucket.listed.filter(prefix => /\/\d{4}\/\d\d\/\d\d\/$/.test(prefix));
    expect(new Set(days.map(day => day.slice(-11))).size).toBeLessThanOrEqual(3);
    expect(days.every(day => day.includes('/CloudTrail/us-west-2/'))).toBe(true);
  });

  test('a bucket that lists in many pages is read whole', async () => {
    aws.bucket.pageSize = 3;
    const { records } = await search(logsOf({ url: 's3://trail/logs' }));
    aws.bucket.pageSize = 1_000;
    expect(records).toHaveLength(RECORDS.length);
  });

  test('digests and strangers are no records; damaged and empty files are named', async () => {
    const home = await mkdtemp(join(tmpdir(), 'cctrail-trail-'));
    const files = trailFiles(RECORDS.slice(0, 10));
    const [good = ''] = files.keys();
    const sibling = (stamp: string) => good.replace(/_\d{8}T\d{4}Z_.*$/, stamp);
    const stamp = /_(\d{8}T\d{4}Z)_/.exec(good)?.[1] ?? '';
    await writeFiles(home, files);
    await writeFiles(
      home,
      new Map<string, Uint8Array>([
        [sibling(`_${stamp}_empty.json.gz`), gzipSync('')],
        [sibling(`_${stamp}_nothing.json.gz`), new Uint8Array()],
        [sibling(`_${stamp}_cutoff.json.gz`), (files.get(good) ?? Buffer.alloc(0)).subarray(0, 200)],
        [sibling(`_${stamp}_garbage.json`), Buffer.from('{"Records":[{"eventVer')],
        [good.replace(/[^/]*$/, 'notes.txt'), Buffer.from('hello')],
        [
          good.replace('/CloudTrail/', '/CloudTrail-Digest/').replace('_CloudTrail_', '_CloudTrail-Digest_'),
          gzipSync('{}'),
        ],
      ]),
    );
    const { records, pages } = await search(logsOf({ url: pathToFileURL(home).href }));
    expect(records).toHaveLength(10);
    const named = pages.flatMap(page => page.unreadable.map(one => one.reason));
    expect(named).toHaveLength(4);
    expect(named.join()).toMatch(/cutoff\.json\.gz/);
    expect(named.join()).toMatch(/garbage\.json/);
    await rm(home, { recursive: true });
  });

  test('a file of several gzip members is read whole; one that lies about its size, or can not be opened, is named', async () => {
    const home = await mkdtemp(join(tmpdir(), 'cctrail-trail-'));
    const [key = ''] = trailFiles(RECORDS.slice(0, 1)).keys();
    const text = Buffer.from(JSON.stringify({ Records: RECORDS.slice(0, 10) }));
    const lying = gzipSync(JSON.stringify({ Records: RECORDS.slice(10, 12) }));
    lying.writeUInt32LE(0xffff_fff0, lying.length - 4);
    await writeFiles(
      home,
      new Map([
        [key, Buffer.concat([gzipSync(text.subarray(0, -40)), gzipSync(text.subarray(-40))])],
        [key.replace('.json.gz', 'lying.json.gz'), lying],
      ]),
    );
    await symlink(join(home, 'nowhere'), join(home, key.replace('.json.gz', 'gone.json.gz')));
    const { records, pages } = await search(logsOf({ url: pathToFileURL(home).href }));
    expect(records).toHaveLength(10);
    const named = pages.flatMap(page => page.unreadable.map(one => one.reason)).toSorted();
    expect(named).toEqual([
      expect.stringMatching(/gone\.json\.gz/),
      expect.stringMatching(/lying\.json\.gz/),
    ]);
    await rm(home, { recursive: true });
  });

  test('time before the first file, and accounts without files, are gaps with a reason', async () => {
    await expect(search(local(), { from: NEWEST - 400 * HOUR, to: NEWEST })).rejects.toThrow(
      /no logs before \d{4}-/,
    );
    const history = logsOf({ url: pathToFileURL(join(folder, 'elsewhere')).href });
    await expect(search(history)).rejects.toThrow(/nothing at file:.*elsewhere/);
    aws.bucket.faults.push(...Array.from({ length: 3 }, () => ({ status: 403, code: 'AccessDenied' })));
    await expect(search(logsOf({ url: 's3://trail/logs' }))).rejects.toThrow(
      /s3:ListBucket and s3:GetObject/,
    );
    aws.bucket.faults.length = 0;
  });

  test('logs that end hours ago are no answer about the time since', async () => {
    const now = Date.now();
    const { pages } = await search(local(), { from: NEWEST - HOUR, to: now });
    const [gap] = pages.flatMap(page => page.unreadable);
    expect(gap?.reason).toMatch(
      /no log file was delivered since .*: nothing happened, or the trail was stopped/,
    );
    expect(gap?.range.to).toBe(now);
    const past = await search(local(), { from: NEWEST - 3 * HOUR, to: NEWEST - 2 * HOUR });
    expect(past.pages.flatMap(page => page.unreadable)).toEqual([]);
  });

  const DAY = 24 * HOUR;
  const LONG_AGO = Date.UTC(2026, 4, 1);
  test.each<[string, number[], [number, number], [number, number][]]>([
    ['with no file for weeks before and after', [0, 90], [40, 41], [[40, 41]]],
    ['of which the last days had none', [0, 1, 2, 3, 90], [1, 8], [[3, 8]]],
    ['in the middle of which it paused', [0, 1, 2, 6, 7, 8, 90], [1, 8], [[2, 6]]],
    ['in which it paused every week', [0, 1, 7, 8, 14, 15, 21, 22, 28, 29], [0, 29], [[1, 28]]],
    ['of one hour on a quiet day', [0, 1, 2, 2.9, 3.5, 90], [3, 3.04], []],
    ['with files every day', [0, 1, 2, 3, 4], [1, 3], []],
  ])('a range long ago %s says when the trail was silent', async (_, days, [from, to], silent) => {
    const home = await mkdtemp(join(tmpdir(), 'cctrail-trail-'));
    const at = (day: number) => LONG_AGO + day * DAY;
    const files = days.map(day => {
      const stamp = new Date(at(day)).toISOString().replaceAll(/[-:]/g, '').slice(0, 13);
      const path = new Date(at(day)).toISOString().slice(0, 10).replaceAll('-', '/');
      const key = `AWSLogs/${SCOPE.accountId}/CloudTrail/${SCOPE.region}/${path}/${SCOPE.accountId}_CloudTrail_${SCOPE.region}_${stamp}Z_a.json.gz`;
      return [key, gzipSync('{"Records":[]}')] as const;
    });
    await writeFiles(home, new Map(files));
    const { pages } = await search(logsOf({ url: pathToFileURL(home).href }), { from: at(from), to: at(to) });
    const gaps = pages.flatMap(page => page.unreadable);
    expect(gaps.map(({ range }) => [range.from, range.to])).toEqual(
      silent.map(range => range.map(day => at(day))),
    );
    for (const { reason } of gaps) expect(reason).toMatch(/nothing happened, or the trail was stopped/);
    await rm(home, { recursive: true });
  });

  test('records as others write them are found too: blanks between, fields in another order, text in text', async () => {
    const home = await mkdtemp(join(tmpdir(), 'cctrail-trail-'));
    const [key = ''] = trailFiles(RECORDS.slice(0, 1)).keys();
    const [first, second, third] = RECORDS as [object, object, object];
    const nested = {
      ...second,
      requestParameters: { eventVersion: '1', note: 'codecatalyst.amazonaws.com {"eventVersion":' },
    };
    const pretty = JSON.stringify({ Records: [first, nested, third] }, null, 2);
    await writeFiles(
      home,
      new Map([
        [key, gzipSync(pretty)],
        [key.replace('.json.gz', 'x.json.gz'), gzipSync(JSON.stringify({ Records: [nested, third] }))],
      ]),
    );
    const { records } = await all(logsOf({ url: pathToFileURL(home).href }), {
      scope: SCOPE,
      attribute: { key: 'EventSource', value: 'codecatalyst.amazonaws.com' },
      question: EVERYTHING,
      range: { from: NEWEST - HOUR, to: NEWEST + 1_000 },
    });
    expect(new Set(records.map(record => record.eventID))).toContain(RECORDS[0]?.eventID);
    await rm(home, { recursive: true });
  });
});

describe('searches that want the same at the same time', () => {
  const range = { from: NEWEST - 3 * 3_600_000, to: NEWEST + 1_000 };
  const wanted = { scope: SCOPE, attribute: null, question: EVERYTHING, range };

  test('share one fetch, and each is given everything', async () => {
    const history = coalescedHistory(lookUps(), systemClock);
    aws.cloudTrail.calls.length = 0;
    const answers = await Promise.all(Array.from({ length: 5 }, () => all(history, wanted)));
    for (const { records } of answers) expect(records).toHaveLength(RECORDS.length);
    expect(aws.cloudTrail.calls).toHaveLength(3);
    expect(
      answers.map(({ pages }) => pages.reduce((sum, page) => sum + page.requests, 0)).toSorted(),
    ).toEqual([0, 0, 0, 0, 3]);
  });

  test('one that goes does not take the others along', async () => {
    const history = coalescedHistory(lookUps(), systemClock);
    const stop = new AbortController();
    const first = all(history, wanted, stop.signal);
    const second = all(history, wanted);
    stop.abort();
    await expect(first).rejects.toThrow();
    expect((await second).records).toHaveLength(RECORDS.length);
  });

  test('what failed for one fails for all, and the next begins anew', async () => {
    const history = coalescedHistory(lookUps(), systemClock);
    aws.cloudTrail.faults.push({ code: 'AccessDeniedException', status: 400 });
    const both = await Promise.allSettled([all(history, wanted), all(history, wanted)]);
    expect(both.map(one => one.status)).toEqual(['rejected', 'rejected']);
    expect((await all(history, wanted)).records).toHaveLength(RECORDS.length);
  });
});
