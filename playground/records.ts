import { randomUUID } from 'node:crypto';
import type { TrailRecord } from './aws/simulator.ts';

/** The account and Region that the playground plays in. */
export const ACCOUNT = { id: '111122223333', name: 'storefront', region: 'us-west-2' } as const;

type Identity = Record<string, unknown>;

/** People and machines that act in the playground, as CloudTrail's userIdentity shows them. All of it is synthetic. */
export const ACTORS = {
  /** Came through IAM Identity Center: the session name is vouched for. */
  alice: assumedRole(
    'AWSReservedSSO_PlatformAdmin_0123456789abcdef',
    'alice@example.com',
    'aws-reserved/sso.amazonaws.com/',
  ),
  /** An IAM user. */
  bob: {
    type: 'IAMUser',
    principalId: 'AIDAPLAYGROUNDBOB',
    arn: `arn:aws:iam::${ACCOUNT.id}:user/bob`,
    accountId: ACCOUNT.id,
    userName: 'bob',
    accessKeyId: 'AKIAPLAYGROUNDEXAMPLE',
  },
  /** A session name that anybody could have chosen. */
  someone: assumedRole('Deploy', 'dora@example.com'),
  workflow: assumedRole('CodeCatalystWorkflowDevelopmentRole-storefront', 'codecatalyst-run-4711'),
  /** Two people whom one name fits. */
  robin: {
    type: 'IAMUser',
    principalId: 'AIDAPLAYGROUNDROBIN',
    arn: `arn:aws:iam::${ACCOUNT.id}:user/robin`,
    accountId: ACCOUNT.id,
    userName: 'robin',
    accessKeyId: 'AKIAPLAYGROUNDROBIN1',
  },
  otherRobin: assumedRole(
    'AWSReservedSSO_PlatformAdmin_0123456789abcdef',
    'robin@example.com',
    'aws-reserved/sso.amazonaws.com/',
  ),
  codeCatalyst: { type: 'AWSService', invokedBy: 'codecatalyst-runner.amazonaws.com' },
  root: {
    type: 'Root',
    principalId: ACCOUNT.id,
    arn: `arn:aws:iam::${ACCOUNT.id}:root`,
    accountId: ACCOUNT.id,
  },
} as const satisfies Record<string, Identity>;

/**
 * A synthetic CloudTrail record. No public capture of a CodeCatalyst connection event is known, so the shape of the parameters is a
 * guess from the API's own field names.
 */
export function record(
  eventName: string,
  eventSource: string,
  identity: Identity,
  parameters: unknown,
  more: Partial<TrailRecord> = {},
): TrailRecord {
  return {
    eventVersion: '1.09',
    userIdentity: identity,
    eventTime: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource,
    eventName,
    awsRegion: ACCOUNT.region,
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2.31.0',
    requestParameters: parameters,
    responseElements: null,
    requestID: randomUUID(),
    eventID: randomUUID(),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT.id,
    eventCategory: 'Management',
    ...more,
  };
}

/** The EventBridge event that carries a record. */
export function envelope(trailRecord: TrailRecord): Record<string, unknown> {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${trailRecord.eventSource.split('.')[0]}`,
    account: trailRecord['recipientAccountId'],
    time: trailRecord.eventTime,
    region: trailRecord.awsRegion,
    resources: [],
    detail: trailRecord,
  };
}

/** What the panel of the playground can cause: a label and the records that come of it. */
export const SCENARIOS: Readonly<
  Record<string, { readonly label: string; readonly make: () => TrailRecord[] }>
> = {
  delete: {
    label: 'Alice deletes a connection',
    make: () => [
      record('DeleteConnection', 'codecatalyst.amazonaws.com', ACTORS.alice, { connectionId: randomUUID() }),
    ],
  },
  billing: {
    label: 'Bob authorizes billing',
    make: () => [
      record('PutBillingAuthorization', 'codecatalyst.amazonaws.com', ACTORS.bob, {
        spaceName: 'storefront',
        connectionId: randomUUID(),
      }),
    ],
  },
  role: {
    label: 'Somebody associates a role',
    make: () => [
      record('AssociateIamRoleToConnection', 'codecatalyst.amazonaws.com', ACTORS.someone, {
        connectionId: randomUUID(),
        roleArn: `arn:aws:iam::${ACCOUNT.id}:role/Deploy`,
      }),
    ],
  },
  workflow: {
    label: 'A workflow creates a stack',
    make: () => [
      record('CreateStack', 'cloudformation.amazonaws.com', ACTORS.workflow, {
        stackName: `storefront-${Math.floor(Date.now() / 1000) % 1000}`,
      }),
    ],
  },
  denied: {
    label: 'Bob is denied a connection',
    make: () => [
      record(
        'AcceptConnection',
        'codecatalyst.amazonaws.com',
        ACTORS.bob,
        { connectionId: randomUUID() },
        {
          errorCode: 'AccessDenied',
          errorMessage: `User: arn:aws:iam::${ACCOUNT.id}:user/bob is not authorized to perform: codecatalyst:AcceptConnection`,
        },
      ),
    ],
  },
  trail: {
    label: 'Root stops the trail',
    make: () => [
      record('StopLogging', 'cloudtrail.amazonaws.com', ACTORS.root, { name: 'organization-trail' }),
    ],
  },
  hostile: {
    label: 'A hostile role name',
    make: () => [
      record('AssociateIamRoleToConnection', 'codecatalyst.amazonaws.com', ACTORS.bob, {
        roleName: '<!channel> `rm -rf` *bold* <https://evil.example|click>',
      }),
    ],
  },
  burst: {
    label: 'A burst of 8 changes',
    make: () =>
      Array.from({ length: 8 }, (_, index) =>
        record('CreateStack', 'cloudformation.amazonaws.com', ACTORS.workflow, {
          stackName: `burst-${index + 1}`,
        }),
      ),
  },
};

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
  const time = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
  const identity = assumedRole(role, session);
  const context = identity['sessionContext'] as Record<string, unknown>;
  return [
    record(
      'AssumeRole',
      'sts.amazonaws.com',
      caller,
      { roleArn: `arn:aws:iam::${ACCOUNT.id}:role/${role}`, roleSessionName: session },
      {
        eventTime: time(at),
        readOnly: true,
        responseElements: { credentials: { accessKeyId: key, sessionToken: 'PLAYGROUND-SESSION-TOKEN' } },
      },
    ),
    {
      ...deed({
        ...identity,
        accessKeyId: key,
        sessionContext: { ...context, attributes: { creationDate: time(at) } },
      }),
      eventTime: time(at + 120_000),
    },
  ];
}

/** What happened longer ago than Event history keeps: only the trail's log files have it. */
export function longPast(now: number): TrailRecord[] {
  const eventTime = (days: number) => new Date(now - days * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z');
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
  const ago = (hours: number) => ({
    eventTime: new Date(now - hours * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z'),
  });
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

function assumedRole(role: string, session: string, path = ''): Identity {
  return {
    type: 'AssumedRole',
    principalId: `AROAPLAYGROUND:${session}`,
    arn: `arn:aws:sts::${ACCOUNT.id}:assumed-role/${role}/${session}`,
    accountId: ACCOUNT.id,
    accessKeyId: 'ASIAPLAYGROUNDEXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAPLAYGROUND',
        arn: `arn:aws:iam::${ACCOUNT.id}:role/${path}${role}`,
        accountId: ACCOUNT.id,
        userName: role,
      },
      attributes: { creationDate: '2026-01-01T00:00:00Z', mfaAuthenticated: 'true' },
    },
  };
}
