import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { TrailRecord } from '../../playground/aws/record.ts';
import { AwsSimulator } from '../../playground/aws/simulator.ts';
import { trailFiles } from '../../playground/aws/trail-files.ts';
import type { History, Search, SearchPage } from '../../src/app/ports.ts';
import type { Question } from '../../src/domain/question/question.ts';
import { rawRecord } from '../fixtures.ts';
import { tableAt } from './athena-scene.ts';
import { cached } from './cached.ts';
import { all, EVERYTHING, historyContract, NEWEST, RECORDS, SCOPE } from './contract.ts';

const aws = new AwsSimulator();
const { athena } = aws;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let endpoint = '';
let minutes = 0;

function put(records: readonly TrailRecord[], organization?: string) {
  for (const [key, body] of trailFiles(records, organization)) aws.bucket.objects.set(`logs/${key}`, body);
}
beforeAll(async () => {
  endpoint = await aws.listen();
  put(RECORDS);
});
afterAll(() => aws.close());
beforeEach(() => {
  athena.faults.length = 0;
  athena.queries.length = 0;
  athena.stopped.length = 0;
  Object.assign(athena, { queueMs: 0, cutoffBytes: Number.POSITIVE_INFINITY });
  Object.assign(athena.table, { isProjected: true });
});

const table = (change?: Parameters<typeof tableAt>[1], ids?: readonly string[]) =>
  tableAt(endpoint, change, ids);
const search = (history: History, change: Partial<Search> = {}, signal?: AbortSignal) =>
  all(
    history,
    {
      scope: SCOPE,
      attribute: null,
      question: EVERYTHING,
      range: { from: NEWEST - 3 * HOUR_MS, to: NEWEST + 1_000 },
      ...change,
    },
    signal,
  );
const last = (pages: readonly SearchPage[]) => pages.at(-1) as SearchPage;

describe.each([
  ['Athena', async () => table()],
  ['Athena, cached', async () => cached(table())],
])('%s', (_, open) => {
  historyContract({ open });
});

describe('a query', () => {
  test('is for the days that can hold the range, of one account and Region, and has no value in its text', async () => {
    await search(table(), { range: { from: NEWEST - 2 * DAY_MS, to: NEWEST + 1_000 } });
    const [query] = athena.queries;
    const day = (at: number) => new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');
    expect(query?.values.slice(0, 4)).toEqual([
      `'${SCOPE.accountId}'`,
      `'${SCOPE.region}'`,
      `'${day(NEWEST - 2 * DAY_MS)}'`,
      `'${day(NEWEST + DAY_MS)}'`,
    ]);
    expect(query?.sql).toMatch(
      /^SELECT [a-z, ()_]+ FROM "audit"."cloudtrail" WHERE account = \? AND region = \? AND "timestamp" BETWEEN \? AND \? /i,
    );
    expect(query?.sql).not.toMatch(/SELECT \*|us-west-2|\d{12}/);
  });

  test('is one for several attributes: no day is scanned twice', async () => {
    const anyOf = [
      { key: 'EventName', value: 'CreateRole' },
      { key: 'EventSource', value: 'codecatalyst.amazonaws.com' },
    ] as const;
    const { records } = await search(table(), { anyOf });
    expect(records).toHaveLength(RECORDS.length);
    expect(athena.queries).toHaveLength(1);
  });

  test.each([
    "o'brien",
    "'; DROP TABLE audit.cloudtrail; --",
    '%',
    '_',
    'a\nb',
    '\\',
    '" OR 1=1',
    'ünï',
    '?',
  ])('binds whatever a question asks for: %j', async name => {
    // A log file of its own.
    minutes += 10;
    const eventTime = new Date(NEWEST - 40 * DAY_MS + minutes * 60_000).toISOString().replace('.000Z', 'Z');
    const eventID = `odd-${Buffer.from(name).toString('hex')}`;
    put([
      rawRecord({
        eventID,
        eventTime,
        userIdentity: { type: 'IAMUser', userName: name, accountId: SCOPE.accountId },
      }) as TrailRecord,
    ]);
    const question: Question = { ...EVERYTHING, filters: [{ key: 'user', values: [name], negated: false }] };
    const range = { from: NEWEST - 41 * DAY_MS, to: NEWEST - 39 * DAY_MS };
    const found = await search(table(), { question, range });
    const ids = found.records.map(record => record.eventID);
    // A wildcard and a mere separator mean others as well, or nobody.
    if (!/^[%_?]$/.test(name)) expect(ids).toContain(eventID);
    const byId = await search(table(), { attribute: { key: 'EventId', value: eventID }, range });
    expect(byId.records.map(record => record.eventID)).toEqual([eventID]);
  });

  test('says what it scanned; a year costs one scan of its days', async () => {
    const range = { from: NEWEST - 365 * DAY_MS, to: NEWEST + 1_000 };
    const { pages } = await search(table(), { range });
    const scanned = pages.reduce((sum, page) => sum + (page.scannedBytes ?? 0), 0);
    const files = [...aws.bucket.objects].reduce((sum, [, body]) => sum + body.byteLength, 0);
    expect(scanned).toBeGreaterThan(0);
    expect(scanned).toBeLessThanOrEqual(files * 1.05);
    expect(athena.queries.length).toBeLessThanOrEqual(4);
  });
});

describe('what goes wrong', () => {
  test('more than a question may scan is a gap, and what was found before stays', async () => {
    const history = table({ maxScannedMb: 1e-6 });
    const pages: SearchPage[] = [];
    const range = { from: NEWEST - 365 * DAY_MS, to: NEWEST + 1_000 };
    const searching = async () => {
      const asked: Search = { scope: SCOPE, attribute: null, question: EVERYTHING, range };
      for await (const page of history.search(asked, new AbortController().signal)) pages.push(page);
    };
    await expect(searching()).rejects.toMatchObject({
      gap: 'limit',
      message: expect.stringContaining('maxScannedMb'),
    });
    expect(pages.flatMap(({ records }) => records).length).toBe(RECORDS.length);
    expect(last(pages).reachedBackTo).toBeLessThan(NEWEST - 20 * DAY_MS);
  });

  test('a workgroup that lets a query scan little gets shorter ones', async () => {
    athena.cutoffBytes = 100_000;
    const { records } = await search(table(), { range: { from: NEWEST - 20 * DAY_MS, to: NEWEST + 1_000 } });
    expect(records).toHaveLength(RECORDS.length);
    athena.cutoffBytes = 1;
    await expect(search(table())).rejects.toMatchObject({ gap: 'limit', message: /raise its limit/ });
  });

  test('a query that waits too long is stopped', async () => {
    athena.queueMs = 60_000;
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('time')), 300);
    await expect(search(table(), {}, stop.signal)).rejects.toThrow();
    expect(athena.stopped).toHaveLength(1);
  });

  test.each<[string, object, object]>([
    [
      'it was cancelled by somebody',
      { state: 'CANCELLED', reason: '' },
      { gap: 'unreachable', message: /somebody cancelled/ },
    ],
    [
      'a column is missing',
      { state: 'FAILED', reason: "COLUMN_NOT_FOUND: line 1:8: Column 'eventid' cannot be resolved" },
      { gap: 'misconfigured', message: /athena ddl/ },
    ],
    [
      'there is no right to the logs',
      { state: 'FAILED', reason: 'Access Denied (Service: Amazon S3; Status Code: 403)' },
      { gap: 'denied' },
    ],
    [
      'the output is elsewhere',
      { state: 'FAILED', reason: 'Unable to verify/create output bucket results' },
      { gap: 'misconfigured', message: /bucket of the Region/ },
    ],
    ['nobody knows why', { state: 'FAILED', reason: 'INTERNAL_ERROR' }, { gap: 'unreadable' }],
  ])('is said, with what to do: %s', async (_, fault, error) => {
    athena.faults.push(fault as never);
    const { message, ...rest } = error as { message?: RegExp };
    const failure = await search(table()).catch(thrown => thrown as Error);
    expect(failure).toMatchObject({ name: 'HistoryError', ...rest });
    if (message) expect((failure as Error).message).toMatch(message);
  });

  test.each<[string, () => History, RegExp]>([
    [
      'without projection',
      () => {
        Object.assign(athena.table, { isProjected: false });
        return table();
      },
      /no partition projection/,
    ],
    ['that is not there', () => table({ table: 'other' }), /there is no table audit\.other/],
  ])('a table %s is named, not searched in vain', async (_, open, message) => {
    await expect(search(open())).rejects.toMatchObject({ gap: 'misconfigured', message });
    expect(athena.queries).toEqual([]);
  });

  test('a table that is as another account’s is called is looked at by itself', async () => {
    const open = table({}, [SCOPE.accountId, '444455556666']);
    await search(open);
    Object.assign(athena.table, { isProjected: false });
    await expect(
      search(open, { scope: { accountId: '444455556666', region: SCOPE.region } }),
    ).rejects.toMatchObject({ gap: 'misconfigured' });
  });

  test('searches at one time count the requests of their own', async () => {
    const open = table();
    const range = { from: NEWEST - 2 * DAY_MS, to: NEWEST + 1_000 };
    const requestsOf = async () =>
      (await search(open, { range })).pages.reduce((sum, { requests }) => sum + requests, 0);
    await requestsOf();
    const alone = await requestsOf();
    athena.queueMs = 400;
    const together = await Promise.all([requestsOf(), requestsOf()]);
    // Each looks some times whether it is done, and never for the other.
    expect(Math.max(...together)).toBeLessThanOrEqual(alone + 3);
  });

  test('a time of which there are no files is told', async () => {
    const range = { from: NEWEST - 500 * DAY_MS, to: NEWEST - 480 * DAY_MS };
    const { pages } = await search(table(), { range });
    expect(last(pages).unreadable).toMatchObject([{ cause: 'silent' }]);
  });

  test('more than one query gives is read on with the next', async () => {
    const many = Array.from({ length: 25_000 }, (_, index) =>
      rawRecord({
        eventID: `many-${index}`,
        eventTime: new Date(NEWEST - 60 * DAY_MS - index * 1_000).toISOString().replace('.000Z', 'Z'),
      }),
    );
    put(many as TrailRecord[]);
    const range = { from: NEWEST - 61 * DAY_MS, to: NEWEST - 59 * DAY_MS };
    const { records, pages } = await search(table(), { range });
    expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(25_000);
    expect(last(pages).reachedBackTo).toBe(range.from);
  });
});
