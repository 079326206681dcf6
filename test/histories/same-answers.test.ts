import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SpaceEntry } from '../../playground/aws/codecatalyst.ts';
import type { TrailRecord } from '../../playground/aws/record.ts';
import { AwsSimulator } from '../../playground/aws/simulator.ts';
import { trailFiles, writeFiles } from '../../playground/aws/trail-files.ts';
import { ACTORS, assumedRole } from '../../playground/scenarios/actors.ts';
import { past } from '../../playground/scenarios/history.ts';
import { record } from '../../playground/scenarios/record.ts';
import { NO_METER } from '../../src/app/measures.ts';
import type { History } from '../../src/app/ports.ts';
import { sharedRateLimiter } from '../../src/app/search/rate-limiter.ts';
import { codeCatalystClient } from '../../src/aws/codecatalyst/client.ts';
import { spaceEventLogs } from '../../src/aws/codecatalyst/space-event-logs.ts';
import { eventHistory } from '../../src/aws/event-history.ts';
import { localFolder } from '../../src/aws/trail-logs/log-folder.ts';
import { scanners } from '../../src/aws/trail-logs/scanners.ts';
import { trailLogs } from '../../src/aws/trail-logs/trail-logs.ts';
import { NOTHING_KNOWN } from '../../src/domain/known.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { memoryStore } from '../../src/stores/memory.ts';
import { ask } from '../app/asking/history-of.ts';
import { keptLog } from '../kept-log.ts';
import { tableAt } from './athena-scene.ts';
import { SCOPE } from './contract.ts';

const WORKER = new URL('../../dist/aws/trail-logs/scan-worker.js', import.meta.url);
const HOUR_MS = 3_600_000;
const NOW = Date.now();
const CODECATALYST = 'codecatalyst.amazonaws.com';
const ago = (hours: number) => ({
  eventTime: new Date(NOW - hours * HOUR_MS).toISOString().replace(/\.\d+Z$/, 'Z'),
});
/** Sessions of somebody whose name is on none of what was done in them. */
const SESSIONS = Array.from({ length: 30 }, (_, index) => `ASIATRENT${String(index).padStart(4, '0')}`);
const inSessions = SESSIONS.flatMap((key, index) => {
  const identity = assumedRole('Deploy', 'release');
  const context = identity['sessionContext'] as Record<string, unknown>;
  const { eventTime } = ago(200 + index);
  return [
    record(
      'AssumeRole',
      'sts.amazonaws.com',
      {
        ...ACTORS.bob,
        userName: 'trent',
        arn: `arn:aws:iam::${SCOPE.accountId}:user/trent`,
        principalId: 'AIDATRENT',
      },
      { roleArn: `arn:aws:iam::${SCOPE.accountId}:role/Deploy`, roleSessionName: 'release' },
      { eventTime, readOnly: true, responseElements: { credentials: { accessKeyId: key } } },
    ),
    record(
      'DeleteParameter',
      'ssm.amazonaws.com',
      {
        ...identity,
        accessKeyId: key,
        sessionContext: { ...context, attributes: { creationDate: eventTime } },
      },
      { name: `p-${index}` },
      ago(199.9 + index),
    ),
  ];
});
/** What happened: the playground's past, and more of CodeCatalyst, with names that are awkward in SQL. */
const RECORDS: readonly TrailRecord[] = [
  ...past(NOW),
  ...inSessions,
  record('DeleteRole', 'lambda.amazonaws.com', ACTORS.bob, null, {
    ...ago(95),
    errorCode: 'AccessDenied',
    errorMessage: `not authorized to perform it on resource: arn:aws:iam::${SCOPE.accountId}:role/HiddenRole because`,
  }),
  record('CreateProject', CODECATALYST, ACTORS.alice, { spaceName: 'acme', name: "o'brien's" }, ago(100)),
  record('DeleteProject', CODECATALYST, ACTORS.bob, { spaceName: 'acme', projectName: '50% off' }, ago(90)),
  record('CreateSourceRepository', CODECATALYST, ACTORS.alice, { projectName: 'web', name: 'shop' }, ago(80)),
  record('DeleteSourceRepository', CODECATALYST, ACTORS.bob, { projectName: 'web', name: 'shop' }, ago(70)),
  record('DeleteBucket', 's3.amazonaws.com', ACTORS.bob, { bucketName: "'; DROP TABLE x" }, ago(60)),
].filter(({ awsRegion }) => awsRegion === SCOPE.region);

const aws = new AwsSimulator();
const histories = new Map<string, History>();
let folder = '';

beforeAll(async () => {
  const endpoint = await aws.listen();
  aws.cloudTrail.throttles = false;
  aws.cloudTrail.records.push(...RECORDS);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: SCOPE.region,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
  });
  folder = await mkdtemp(join(tmpdir(), 'cctrail-trail-'));
  await writeFiles(folder, trailFiles(RECORDS));
  for (const [key, body] of trailFiles(RECORDS)) aws.bucket.objects.set(`logs/${key}`, body);
  aws.codeCatalyst.space = 'acme';
  aws.codeCatalyst.entries.push(
    ...RECORDS.filter(({ eventSource }) => eventSource === CODECATALYST).map(entryOf),
  );
  const account = { id: SCOPE.accountId, name: 'storefront', regions: [SCOPE.region] };
  const limiter = sharedRateLimiter(memoryStore(), systemClock, 0);
  histories.set(
    'Event history',
    eventHistory({ accounts: [account], limiter, clock: systemClock, log: keptLog(), meter: NO_METER }),
  );
  histories.set(
    'Trail logs',
    trailLogs({
      accounts: [{ ...account, trail: { url: pathToFileURL(folder).href } }],
      known: NOTHING_KNOWN,
      scanners: scanners(WORKER, 2),
      now: Date.now,
      open: async ({ url }) => localFolder(url),
    }),
  );
  histories.set('Athena', tableAt(endpoint));
  const { token } = aws.codeCatalyst;
  const client = codeCatalystClient({ name: 'acme', token, endpoint }, systemClock);
  histories.set('Space event log', spaceEventLogs({ name: 'acme' }, client));
});
afterAll(async () => {
  await aws.close();
  await rm(folder, { recursive: true, force: true });
});

/** A record of CodeCatalyst as its space's log has it. */
function entryOf(one: TrailRecord): SpaceEntry {
  const { eventID, eventName, eventTime } = one;
  const parameters = JSON.stringify(one['requestParameters'] ?? {});
  return {
    id: eventID,
    eventName: `${eventName.charAt(0).toLowerCase()}${eventName.slice(1)}`,
    eventTime,
    operationType: one['readOnly'] === true ? 'READONLY' : 'MUTATION',
    userIdentity: { userType: 'USER', principalId: 'p-1', userName: nameOf(one) },
    requestId: `r-${eventID}`,
    requestPayload: { contentType: 'application/json', data: parameters },
    ...(one['errorCode'] !== undefined && { errorCode: one['errorCode'] }),
  };
}

function nameOf(one: TrailRecord): string {
  return JSON.stringify(one['userIdentity']).includes('alice') ? 'alice' : 'bob';
}

/** What a history answers: each event by its id, and how the sentence begins. */
async function answerOf(name: string, text: string) {
  const { events, coverage } = await ask(text, histories.get(name) as History);
  expect(coverage.searched.map(({ history }) => history)).toEqual(expect.arrayContaining([name]));
  return events.map(({ record: { eventID, outcome } }) => `${eventID} ${outcome}`).toSorted();
}

const IN = 'in the last 25 days';

describe('the same question is answered the same by every history', () => {
  test.each([
    [`who deleted connection ${IN}`, 2],
    [`who deleted connections successfully ${IN}`, 1],
    [`who created stacks ${IN}`, 120],
    [`latest 3 created stacks ${IN}`, 3],
    [`who deleted bucket storefront-assets ${IN}`, 1],
    [`what did workflows do ${IN}`, 122],
    // In more sessions than are looked up one by one.
    [`what did trent do ${IN}`, SESSIONS.length],
    [`what did bob do ${IN}`, 7],
    [`user:"=bob" ${IN}`, 7],
    [`failed changes ${IN}`, 2],
    [`who deleted tables or created tables ${IN}`, 2],
    [`what happened in project web ${IN}`, 2],
    [`who created project "o'brien's" ${IN}`, 1],
    [`who deleted project "50% off" ${IN}`, 1],
    [`who deleted bucket "'; DROP TABLE x" ${IN}`, 1],
    [`event:Delete* ${IN}`, 39],
    [`event:CreateBatch*,delete*tack,deletebu* ${IN}`, 3],
    [`who deleted anything ${IN}`, 39],
    [`what was associated or removed ${IN}`, 39],
    [`what happened to resource:storefront-7 ${IN}`, 1],
    [`resource:storefront-1* ${IN}`, 31],
    [`what happened to 4b1f0c9e ${IN}`, 3],
    [`named:"${SCOPE.accountId}" ${IN}`, 0],
    [`named:release-42 ${IN}`, 1],
    [`named:"arn:aws:iam::${SCOPE.accountId}:role/Deploy" ${IN}`, 31],
    [`resource:"'; DROP*" ${IN}`, 1],
    // Its call was refused, and only AWS's message names it.
    [`resource:HiddenRole ${IN}`, 1],
    [`who listed connections ${IN}`, 1],
    [`what happened not by workflows ${IN}`, 43],
    [`who deleted anything but not stacks ${IN}`, 38],
    [`what did mallory do ${IN}`, 0],
    [`who deleted role ${IN}`, 0],
  ])('%s', async (text, count) => {
    const expected = await answerOf('Event history', text);
    expect(await answerOf('Trail logs', text)).toEqual(expected);
    expect(await answerOf('Athena', text)).toEqual(expected);
    expect(expected).toHaveLength(count);
  });

  test.each([
    [`who deleted connection ${IN}`, 2],
    [`what did alice do source:codecatalyst ${IN}`, 4],
    [`what happened in project web ${IN}`, 2],
    [`who created project "o'brien's" ${IN}`, 1],
    [`who created or deleted source repositories ${IN}`, 2],
    [`failed changes source:codecatalyst ${IN}`, 1],
    [`who listed connections ${IN}`, 1],
  ])('and, of what it holds, by the log of the space: %s', async (text, count) => {
    const expected = await answerOf('Event history', text);
    expect(await answerOf('Space event log', text)).toEqual(expected);
    expect(expected).toHaveLength(count);
  });
});
