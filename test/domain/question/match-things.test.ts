import { describe, expect, test } from '@jest/globals';
import { matches } from '../../../src/domain/question/match.ts';
import type { Question } from '../../../src/domain/question/question.ts';
import { readQuestion } from '../../../src/domain/question/read/read.ts';
import { summarise } from '../../../src/domain/summary.ts';
import { readFixture } from '../../fixtures.ts';
import { CONTEXT } from './phrases.ts';

function read(text: string): Question {
  const reading = readQuestion(text, CONTEXT);
  if (reading.kind !== 'question')
    throw new Error(`"${text}" is ${reading.kind}: ${JSON.stringify(reading)}`);
  return reading.question;
}
describe('what was done with a thing, and which way it was turned', () => {
  const iam = { eventSource: 'iam.amazonaws.com' };
  const keySetTo = (status: string) => ({
    ...iam,
    eventName: 'UpdateAccessKey',
    requestParameters: { userName: 'bob', status },
  });
  const protects = (value: boolean) => ({
    eventSource: 'ec2.amazonaws.com',
    eventName: 'ModifyInstanceAttribute',
    requestParameters: { instanceId: 'i-0abc', disableApiTermination: { value } },
  });
  const resized = {
    eventSource: 'ec2.amazonaws.com',
    eventName: 'ModifyInstanceAttribute',
    requestParameters: { instanceId: 'i-0abc', instanceType: { value: 't3.large' } },
  };
  const snapshotOf = (name: string) => ({
    eventSource: 'rds.amazonaws.com',
    eventName: 'CreateDBSnapshot',
    requestParameters: { dBInstanceIdentifier: name, dBSnapshotIdentifier: 'nightly' },
  });
  const permissionOn = (functionName: string) => ({
    eventSource: 'lambda.amazonaws.com',
    eventName: 'AddPermission20150331v2',
    requestParameters: { functionName, statementId: 's3' },
  });
  const glueRun = (jobName: string) => ({
    eventSource: 'glue.amazonaws.com',
    eventName: 'StartJobRun',
    requestParameters: { jobName },
  });
  const redshift = (eventName: string) => ({ eventSource: 'redshift.amazonaws.com', eventName });
  const emr = (eventName: string) => ({ eventSource: 'elasticmapreduce.amazonaws.com', eventName });
  const pipelineRun = (eventName: string) => ({
    eventSource: 'codepipeline.amazonaws.com',
    eventName,
    requestParameters: { pipelineName: 'release', name: 'release' },
  });
  const stateMachineRun = {
    eventSource: 'states.amazonaws.com',
    eventName: 'StartExecution',
    requestParameters: { stateMachineArn: 'arn:aws:states:us-west-2:111122223333:stateMachine:ingest' },
  };
  const queueDeleted = {
    eventSource: 'sqs.amazonaws.com',
    eventName: 'DeleteQueue',
    requestParameters: { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs' },
  };
  const detector = (enable?: boolean) => ({
    eventSource: 'guardduty.amazonaws.com',
    eventName: 'UpdateDetector',
    requestParameters: { detectorId: 'd1', ...(enable !== undefined && { enable }) },
  });
  test.each<[string, Record<string, unknown>, boolean]>([
    ['who deactivated access keys', keySetTo('Inactive'), true],
    ['who kicked off the release pipeline', pipelineRun('StartPipelineExecution'), true],
    ['who deleted the release pipeline', pipelineRun('StopPipelineExecution'), false],
    ['who started the state machine ingest', stateMachineRun, true],
    ['who deactivated access keys', keySetTo('Active'), false],
    ['who deactivated access keys', { ...iam, eventName: 'UpdateAccessKey' }, true],
    ['who enabled access keys', keySetTo('Inactive'), false],
    ['who enabled or disabled access keys', keySetTo('Inactive'), true],
    ['who changed access keys', keySetTo('Inactive'), true],
    ['who enabled or updated access keys', keySetTo('Inactive'), true],
    ['changes except disabling access keys', keySetTo('Active'), true],
    ['changes except disabling access keys', keySetTo('Inactive'), false],
    ['who disabled termination protection', protects(false), true],
    ['who disabled termination protection', protects(true), false],
    ['who changed termination protection', protects(true), true],
    ['who changed termination protection', resized, false],
    ['who changed instances', resized, true],
    ['what happened to database orders', snapshotOf('orders'), true],
    ['what happened to database orders', snapshotOf('orders-2'), false],
    ['what happened to database nightly', snapshotOf('orders'), false],
    ['who deleted database orders', snapshotOf('orders'), false],
    ['all events about function resizer', permissionOn('resizer'), true],
    ['all events about function resizer', permissionOn('arn:aws:lambda:x:1:function:resizer'), true],
    ['all events about function resizer', permissionOn('other'), false],
    ['who started the glue job nightly', glueRun('nightly'), true],
    ['who started the glue job nightly', glueRun('hourly'), false],
    ['who paused a redshift cluster', redshift('PauseCluster'), true],
    ['who paused a redshift cluster', redshift('DeleteCluster'), false],
    ['who terminated an EMR cluster', emr('TerminateJobFlows'), true],
    ['who terminated an EMR cluster', emr('RunJobFlow'), false],
    ['who purged queue jobs', { ...queueDeleted, eventName: 'PurgeQueue' }, true],
    ['who purged queue jobs', queueDeleted, false],
    [
      'who gave bob a console password',
      { ...iam, eventName: 'CreateLoginProfile', requestParameters: { userName: 'bob' } },
      true,
    ],
    ['who deleted queue jobs', { ...queueDeleted, eventName: 'PurgeQueue' }, false],
    ['who deleted queue jobs', queueDeleted, true],
    ['who deleted queue job', queueDeleted, false],
    ['who disabled guardduty', detector(false), true],
    ['who disabled guardduty', detector(true), false],
    ['who disabled guardduty', detector(), false],
    ['who disabled guardduty', { ...detector(), eventName: 'DeleteDetector' }, true],
  ])('%s: %j', (text, change, expected) => {
    expect(matches(read(text), summarise(readFixture(change)))).toBe(expected);
  });
});

describe('what was made public', () => {
  const s3 = (eventName: string, requestParameters: object) => ({
    eventSource: 's3.amazonaws.com',
    eventName,
    requestParameters: { bucketName: 'exports', ...requestParameters },
  });
  const allowing = (Principal: unknown, Effect = 'Allow') => ({
    Statement: [{ Effect, Principal, Action: 's3:GetObject' }],
  });
  const shared = (createVolumePermission: object) => ({
    eventSource: 'ec2.amazonaws.com',
    eventName: 'ModifySnapshotAttribute',
    requestParameters: { snapshotId: 'snap-0aa11bb22cc33dd44', createVolumePermission },
  });
  const database = (publiclyAccessible: boolean) => ({
    eventSource: 'rds.amazonaws.com',
    eventName: 'ModifyDBInstance',
    requestParameters: { dBInstanceIdentifier: 'orders', publiclyAccessible },
  });
  const permission = (principal: string) => ({
    eventSource: 'lambda.amazonaws.com',
    eventName: 'AddPermission20150331v2',
    requestParameters: { functionName: 'resize', principal },
  });
  const key = (Principal: unknown) => ({
    eventSource: 'kms.amazonaws.com',
    eventName: 'PutKeyPolicy',
    requestParameters: { keyId: 'k1', policy: JSON.stringify(allowing(Principal)) },
  });
  test.each<[string, Record<string, unknown>, boolean]>([
    ['who made a bucket public', s3('PutBucketPolicy', { bucketPolicy: allowing('*') }), true],
    ['who made a bucket public', s3('PutBucketPolicy', { bucketPolicy: allowing({ AWS: '*' }) }), true],
    [
      'who made a bucket public',
      s3('PutBucketPolicy', { bucketPolicy: allowing({ AWS: ['arn:aws:iam::111122223333:root', '*'] }) }),
      true,
    ],
    ['who made a bucket public', s3('PutBucketPolicy', { bucketPolicy: allowing('*', 'Deny') }), false],
    [
      'who made a bucket public',
      s3('PutBucketPolicy', { bucketPolicy: allowing({ AWS: '111122223333' }) }),
      false,
    ],
    ['who made a bucket public', s3('PutBucketAcl', { 'x-amz-acl': ['public-read'] }), true],
    ['who made a bucket public', s3('PutBucketAcl', { 'x-amz-acl': ['private'] }), false],
    [
      'who made a bucket public',
      s3('PutBucketAcl', {
        AccessControlPolicy: {
          AccessControlList: {
            Grant: { Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AllUsers' } },
          },
        },
      }),
      true,
    ],
    ['who made a bucket public', s3('DeleteBucketPublicAccessBlock', {}), true],
    [
      'who made a bucket public',
      s3('PutBucketPublicAccessBlock', {
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: false },
      }),
      true,
    ],
    [
      'who made a bucket public',
      s3('PutBucketPublicAccessBlock', { PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
      false,
    ],
    ['who made a bucket public', { ...s3('PutBucketPolicy', {}), requestParameters: null }, true],
    ['who made bucket "other" public', s3('PutBucketPolicy', { bucketPolicy: allowing('*') }), false],
    ['was anything made public', s3('PutBucketPolicy', { bucketPolicy: allowing('*') }), true],
    ['was anything made public', shared({ add: { items: [{ group: 'all' }] } }), true],
    ['was anything made public', s3('CreateBucket', {}), false],
    ['who made a snapshot public', shared({ add: { items: [{ group: 'all' }] } }), true],
    ['who made a snapshot public', shared({ remove: { items: [{ group: 'all' }] } }), false],
    ['who made a snapshot public', shared({ add: { items: [{ userId: '222233334444' }] } }), false],
    ['who made the database "orders" public', database(true), true],
    ['who made the database "orders" public', database(false), false],
    ['who made a function public', permission('*'), true],
    ['who made a function public', permission('s3.amazonaws.com'), false],
    ['who made a key public', key('*'), true],
    ['who made a key public', key({ AWS: '111122223333' }), false],
  ])('%s: %j is %p', (text, record, is) => {
    expect(matches(read(text), summarise(readFixture(record)))).toBe(is);
  });
});
