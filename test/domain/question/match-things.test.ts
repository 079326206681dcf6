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
