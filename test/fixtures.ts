import type { CloudTrailRecord } from '../src/domain/record.ts';
import { readRecord } from '../src/records/read-record.ts';

/** A record as CloudTrail writes it, with some fields changed. Synthetic: no capture of a CodeCatalyst connection event is known. */
export function rawRecord(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventVersion: '1.09',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: 'arn:aws:iam::111122223333:user/alice',
      accountId: '111122223333',
      userName: 'alice',
    },
    eventTime: '2026-11-20T13:02:11Z',
    eventSource: 'codecatalyst.amazonaws.com',
    eventName: 'DeleteConnection',
    awsRegion: 'us-west-2',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2.31.0',
    requestParameters: { connectionId: '1a2b3c4d-0000-4000-8000-000000000001' },
    responseElements: null,
    requestID: 'f0000000-0000-4000-8000-000000000001',
    eventID: 'e0000000-0000-4000-8000-000000000001',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    ...change,
  };
}

/** The same, read. */
export function readFixture(change: Record<string, unknown> = {}): CloudTrailRecord {
  const reading = readRecord(rawRecord(change));
  if (reading.kind !== 'record') throw new Error(`the fixture is ${reading.kind}: ${reading.reason}`);
  return reading.record;
}

/** The userIdentity of an assumed role. */
export function assumedRole(
  roleArn: string,
  session: string,
  more: { identity?: object; context?: object } = {},
): Record<string, unknown> {
  const role = roleArn.split('/').at(-1) ?? '';
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${session}`,
    arn: `arn:aws:sts::111122223333:assumed-role/${role}/${session}`,
    accountId: '111122223333',
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: roleArn, accountId: '111122223333', userName: role },
      ...more.context,
    },
    ...more.identity,
  };
}
