import { AthenaClient } from '@aws-sdk/client-athena';
import { AwsSimulator } from '../playground/aws/simulator.ts';
import { trailFiles } from '../playground/aws/trail-files.ts';
import { past } from '../playground/scenarios/history.ts';
import { athenaHistory } from '../src/aws/athena/athena-history.ts';
import { NOTHING_KNOWN } from '../src/domain/known.ts';
import { planQuestion } from '../src/domain/plan.ts';
import type { Question } from '../src/domain/question/question.ts';
import { readQuestion } from '../src/domain/question/read/read.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { compare } from './compare.ts';

const SCOPE = { accountId: '111122223333', region: 'us-west-2' } as const;
const TABLE = {
  database: 'audit',
  table: 'cloudtrail',
  workgroup: 'primary',
  output: 's3://results/',
  maxScannedMb: 10_000,
};
const DAY_MS = 86_400_000;
const DAY = Math.floor(Date.now() / DAY_MS) * DAY_MS - 3 * DAY_MS;
const RECORDS_COUNT = 2_000_000;
/** Most matches that one answer gathers: a search stops there. */
const ENOUGH_COUNT = 10_000;

/** A day of two million records in a table, against its SQL alone; and the bytes that a question over a year scans, against all that there are. */
export async function benchAthena(): Promise<void> {
  const aws = new AwsSimulator();
  const endpoint = await aws.listen();
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };
  const client = new AthenaClient({ endpoint, region: SCOPE.region, credentials });
  const history = athenaHistory({
    accounts: [{ id: SCOPE.accountId, name: 'bench', regions: [SCOPE.region], athena: TABLE }],
    known: NOTHING_KNOWN,
    clientFor: async () => client,
    clock: systemClock,
  });
  const search = async (text: string, range = { from: DAY, to: DAY + DAY_MS }) => {
    const question = read(text);
    const { attributes } = planQuestion(question, Date.now());
    const [attribute = null] = attributes;
    let [found, scannedBytes] = [0, 0];
    const asked = { scope: SCOPE, attribute, anyOf: attributes, question, range };
    for await (const page of history.search(asked, new AbortController().signal)) {
      found += page.records.length;
      scannedBytes += page.scannedBytes ?? 0;
      if (found >= ENOUGH_COUNT) break;
    }
    return { found, scannedBytes };
  };
  await bytesOfAYear(aws, search);
  await fill(aws);
  const sql = `SELECT * FROM audit.cloudtrail WHERE "timestamp" = '${dayOf(DAY)}'`;
  const name = (text: string) =>
    `"${text}" over a day of ${RECORDS_COUNT.toLocaleString('en')} records, in Athena`;
  const expected: readonly (readonly [text: string, found: number, where: string])[] = [
    [
      'who deleted parameter p-1234566',
      1,
      "eventname = 'DeleteParameter' AND strpos(requestparameters, 'p-1234566') > 0",
    ],
    ['what did erin do', 20, `strpos(useridentity, 'erin') > 0`],
    ['what happened', ENOUGH_COUNT, 'true'],
  ];
  for (const [text, count, where] of expected) {
    const before = process.memoryUsage.rss();
    const { found } = await search(text);
    if (found < count) throw new Error(`"${text}" found ${found} instead of ${count}`);
    const grown = Math.max(0, Math.round((process.memoryUsage.rss() - before) / 1e6));
    console.log(`memory: ${grown} MB more for "${text}"`);
    await compare(
      name(text),
      () => search(text),
      () => aws.athena.run(`${sql} AND ${where} ORDER BY eventtime DESC LIMIT ${ENOUGH_COUNT}`),
      'its SQL alone, in the engine that runs it here',
      5,
    );
  }
  client.destroy();
  await aws.close();
}

async function bytesOfAYear(
  aws: AwsSimulator,
  search: (text: string, range: { from: number; to: number }) => Promise<{ scannedBytes: number }>,
): Promise<void> {
  const now = Date.now();
  const records = Array.from({ length: 360 }, (_, day) => past(now - day * DAY_MS)).flat();
  for (const [key, body] of trailFiles(records)) aws.bucket.objects.set(`logs/${key}`, body);
  const all = [...aws.bucket.objects.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  for (const [text, days] of [
    ['who deleted stacks or created buckets', 360],
    ['who deleted stacks', 30],
  ] as const) {
    const { scannedBytes } = await search(text, { from: now - days * DAY_MS, to: now - DAY_MS });
    console.log(
      `"${text}" of ${days} days scans ${(scannedBytes / all).toFixed(2)} times the bytes of all log files of a year (${kilobytes(scannedBytes)} of ${kilobytes(all)} KB), with ${aws.athena.queries.length} sent`,
    );
    aws.athena.queries.length = 0;
  }
}

/** Two million calls of a day, by a hundred thousand people. */
async function fill(aws: AwsSimulator): Promise<void> {
  await aws.athena.run(`INSERT INTO audit.cloudtrail
    (eventversion, useridentity, eventtime, eventsource, eventname, awsregion, requestparameters, eventid, readonly, eventtype, recipientaccountid, account, region, "timestamp")
    SELECT '1.11', '{"type":"IAMUser","userName":"' || CASE WHEN n % 100000 = 7 THEN 'erin' ELSE 'u' || (n % 100000) END || '","accountId":"${SCOPE.accountId}"}',
      strftime(make_timestamp(${DAY * 1_000} + n * ${Math.floor((DAY_MS * 1_000) / RECORDS_COUNT)}), '%Y-%m-%dT%H:%M:%SZ'),
      'ssm.amazonaws.com', CASE WHEN n % 3 = 0 THEN 'DeleteParameter' ELSE 'PutParameter' END, '${SCOPE.region}', '{"name":"p-' || n || '"}',
      'e-' || n, 'false', 'AwsApiCall', '${SCOPE.accountId}', '${SCOPE.accountId}', '${SCOPE.region}', '${dayOf(DAY)}'
    FROM range(${RECORDS_COUNT}) AS numbers(n)`);
}

function read(text: string): Question {
  const reading = readQuestion(text, { now: Date.now(), timeZone: 'UTC', accounts: [] });
  if (reading.kind !== 'question') throw new Error(text);
  return reading.question;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');
}

function kilobytes(bytes: number): string {
  return Math.round(bytes / 1_000).toLocaleString('en');
}
