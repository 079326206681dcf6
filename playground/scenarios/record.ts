import { randomUUID } from 'node:crypto';
import type { TrailRecord } from '../aws/record.ts';
import { ACCOUNT, type Identity } from './actors.ts';

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
