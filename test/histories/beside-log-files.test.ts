import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TrailRecord } from '../../playground/aws/record.ts';
import { AwsSimulator } from '../../playground/aws/simulator.ts';
import { trailFiles } from '../../playground/aws/trail-files.ts';
import { search as searchAll } from '../../src/app/search/search.ts';
import { s3Folder } from '../../src/aws/trail-logs/s3-folder.ts';
import { scanners } from '../../src/aws/trail-logs/scanners.ts';
import { trailLogs } from '../../src/aws/trail-logs/trail-logs.ts';
import { NOTHING_KNOWN } from '../../src/domain/known.ts';
import { planQuestion } from '../../src/domain/plan.ts';
import type { Question } from '../../src/domain/question/question.ts';
import { rawRecord } from '../fixtures.ts';
import { keptLog } from '../kept-log.ts';
import { tableAt } from './athena-scene.ts';
import { EVERYTHING, NEWEST, RECORDS, SCOPE } from './contract.ts';

const WORKER = new URL('../../dist/aws/trail-logs/scan-worker.js', import.meta.url);
const DAY_MS = 86_400_000;
const aws = new AwsSimulator();
const { athena } = aws;
let endpoint = '';

function put(records: readonly TrailRecord[]) {
  for (const [key, body] of trailFiles(records)) aws.bucket.objects.set(`logs/${key}`, body);
}
beforeAll(async () => {
  endpoint = await aws.listen();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: SCOPE.region,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
  });
  put(RECORDS);
});
afterAll(() => aws.close());

describe('beside log files', () => {
  const both = () => {
    const account = { id: SCOPE.accountId, name: 'storefront', regions: [SCOPE.region] };
    const logs = trailLogs({
      accounts: [{ ...account, trail: { url: 's3://trail/logs' } }],
      known: NOTHING_KNOWN,
      scanners: scanners(WORKER, 1),
      replaceable: new Set([SCOPE.accountId]),
      now: Date.now,
      open: async one => s3Folder(one, true),
    });
    return [logs, tableAt(endpoint)];
  };
  const ask = async (event: string, days: number) => {
    const found = new Set<string>();
    const filters = [{ key: 'event', values: [event], negated: false }] as const;
    const question: Question = {
      ...EVERYTHING,
      filters,
      time: { from: NEWEST - days * DAY_MS, to: NEWEST + 1_000 },
    };
    const coverage = await searchAll(
      { histories: both(), log: keptLog(), own: { accountId: null } },
      {
        questionFor: () => question,
        plan: planQuestion(question, Date.now()),
        now: Date.now(),
        budgetMs: 45_000,
        enough: null,
        take: ({ key }) => (found.add(key), 'matched'),
      },
    );
    return { found, coverage };
  };

  test('is searched where there are more files than can be read in time', async () => {
    const few = await ask('*', 1);
    expect(few.coverage.notSearched.filter(({ cause }) => cause === 'limit')).toEqual([]);
    expect(few.found.size).toBe(RECORDS.length);
    const busy = Array.from({ length: 3 * 800 }, (_, index) => {
      const [day, slot] = [index % 3, Math.floor(index / 3)];
      const at = NEWEST - (300 + day * 3) * DAY_MS - slot * 60_000 * 6;
      const eventTime = new Date(at).toISOString().replace('.000Z', 'Z');
      return rawRecord({ eventID: `busy-${index}`, eventName: 'DeleteSpace', eventTime }) as TrailRecord;
    });
    put(busy);
    const { found, coverage } = await ask('DeleteSpace', 310);
    expect(athena.queries.length).toBeGreaterThan(0);
    expect([...found].filter(key => key.includes('busy-'))).toHaveLength(busy.length);
    expect(coverage.notSearched).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ history: 'Trail logs', replacedBy: 'Athena', cause: 'limit' }),
      ]),
    );
    expect(coverage.scannedBytes).toBeGreaterThan(0);
  }, 60_000);
});
