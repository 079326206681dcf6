import type { TrailRecord } from '../aws/record.ts';
import { ACCOUNT, ACTORS, assumedRole, type Identity } from './actors.ts';
import { record } from './record.ts';

const MINUTE_MS = 60_000;

/** The second Region in which something happened this morning. */
export const MORNING_REGION = 'us-east-1';

/** The connection of the storefront, as it is today. */
const CONNECTION = '7c20be11-7d55-4a5e-9f51-2f0e6a1c8d11';

/** Milliseconds since 1970 as records say them: to the second. */
function timeOf(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

/**
 * Somebody assumes a role and does something in the session: the record that STS writes, and the one of the deed, which names only the
 * role. Times in milliseconds.
 */
function inSession(
  caller: Identity,
  { role, session, key }: { role: string; session: string; key: string },
  at: number,
  deed: (identity: Identity) => TrailRecord,
): TrailRecord[] {
  const identity = assumedRole(role, session);
  const context = identity['sessionContext'] as Record<string, unknown>;
  return [
    record(
      'AssumeRole',
      'sts.amazonaws.com',
      caller,
      { roleArn: `arn:aws:iam::${ACCOUNT.id}:role/${role}`, roleSessionName: session },
      {
        eventTime: timeOf(at),
        readOnly: true,
        responseElements: { credentials: { accessKeyId: key, sessionToken: 'PLAYGROUND-SESSION-TOKEN' } },
      },
    ),
    {
      ...deed({
        ...identity,
        accessKeyId: key,
        sessionContext: { ...context, attributes: { creationDate: timeOf(at) } },
      }),
      eventTime: timeOf(at + 120_000),
    },
  ];
}

/** What happened longer ago than Event history keeps: only the trail's log files have it. */
export function longPast(now: number): TrailRecord[] {
  const eventTime = (days: number) => timeOf(now - days * 86_400_000);
  return [
    record(
      'AcceptConnection',
      'codecatalyst.amazonaws.com',
      ACTORS.root,
      { connectionId: '0a11ce00-7d55-4a5e-9f51-2f0e6a1c8d11' },
      { eventTime: eventTime(200) },
    ),
    record(
      'DeleteBucket',
      's3.amazonaws.com',
      ACTORS.bob,
      { bucketName: 'storefront-2025' },
      { eventTime: eventTime(180) },
    ),
  ];
}

/** What happened before the playground was opened, so that questions have answers from the start. */
export function past(now: number): TrailRecord[] {
  const ago = (hours: number) => ({ eventTime: timeOf(now - hours * 3_600_000) });
  return [
    record(
      'DeleteConnection',
      'codecatalyst.amazonaws.com',
      ACTORS.alice,
      { connectionId: '4b1f0c9e-7d55-4a5e-9f51-2f0e6a1c8d11' },
      ago(26),
    ),
    record(
      'DeleteConnection',
      'codecatalyst.amazonaws.com',
      ACTORS.bob,
      { connectionId: '4b1f0c9e-7d55-4a5e-9f51-2f0e6a1c8d11' },
      { ...ago(27), errorCode: 'AccessDenied', errorMessage: 'not authorized' },
    ),
    record(
      'AcceptConnection',
      'codecatalyst.amazonaws.com',
      ACTORS.alice,
      { connectionId: '4b1f0c9e-7d55-4a5e-9f51-2f0e6a1c8d11' },
      ago(24 * 20),
    ),
    record('ListConnections', 'codecatalyst.amazonaws.com', ACTORS.bob, null, { ...ago(3), readOnly: true }),
    record(
      'DeleteStack',
      'cloudformation.amazonaws.com',
      ACTORS.workflow,
      { stackName: 'storefront-old' },
      ago(50),
    ),
    record('CreateBucket', 's3.amazonaws.com', ACTORS.bob, { bucketName: 'storefront-assets' }, ago(75)),
    ...inSession(
      ACTORS.bob,
      { role: 'Deploy', session: 'release-42', key: 'ASIAPLAYGROUNDRELEASE' },
      now - 29 * 3_600_000,
      identity => record('DeleteBucket', 's3.amazonaws.com', identity, { bucketName: 'storefront-assets' }),
    ),
    ...inSession(
      ACTORS.codeCatalyst,
      { role: 'ShopPipeline', session: 'run-4712', key: 'ASIAPLAYGROUNDSHOPRUN' },
      now - 31 * 3_600_000,
      identity => record('UpdateStack', 'cloudformation.amazonaws.com', identity, { stackName: 'shop' }),
    ),
    record('CreateTable', 'dynamodb.amazonaws.com', ACTORS.robin, { tableName: 'carts' }, ago(40)),
    record('DeleteTable', 'dynamodb.amazonaws.com', ACTORS.otherRobin, { tableName: 'carts' }, ago(38)),
    ...Array.from({ length: 120 }, (_, index) =>
      record(
        'CreateStack',
        'cloudformation.amazonaws.com',
        ACTORS.workflow,
        { stackName: `storefront-${index}` },
        ago(60 + index),
      ),
    ),
  ];
}

/**
 * What happened this morning, for people who try the playground: with it every example of the help finds something, whatever day it is and
 * wherever they are.
 */
export function morning(now: number): TrailRecord[] {
  const ago = (minutes: number) => ({ eventTime: timeOf(now - minutes * MINUTE_MS) });
  const denied = { errorCode: 'AccessDenied', errorMessage: 'not authorized' };
  const trail = { name: 'organization-trail' };
  return [
    record(
      'AssociateIamRoleToConnection',
      'codecatalyst.amazonaws.com',
      ACTORS.alice,
      { connectionId: CONNECTION, roleArn: `arn:aws:iam::${ACCOUNT.id}:role/Deploy` },
      ago(3),
    ),
    record(
      'UpdateStack',
      'cloudformation.amazonaws.com',
      ACTORS.workflow,
      { stackName: 'storefront-web' },
      ago(2),
    ),
    record(
      'DeleteBucket',
      's3.amazonaws.com',
      ACTORS.bob,
      { bucketName: 'storefront-logs' },
      { ...ago(5), ...denied },
    ),
    record('StopLogging', 'cloudtrail.amazonaws.com', ACTORS.bob, trail, {
      ...ago(9),
      awsRegion: MORNING_REGION,
    }),
    record('StartLogging', 'cloudtrail.amazonaws.com', ACTORS.root, trail, {
      ...ago(7),
      awsRegion: MORNING_REGION,
    }),
    record(
      'DeleteConnection',
      'codecatalyst.amazonaws.com',
      ACTORS.alice,
      { connectionId: '51f4a9d2-7d55-4a5e-9f51-2f0e6a1c8d11' },
      ago(12),
    ),
    // A day before now is yesterday everywhere.
    record(
      'PutBillingAuthorization',
      'codecatalyst.amazonaws.com',
      ACTORS.alice,
      { spaceName: 'storefront', connectionId: CONNECTION },
      ago(24 * 60),
    ),
  ];
}
