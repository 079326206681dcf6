import { describe, expect, test } from '@jest/globals';
import { matches } from '../../../src/domain/question/match.ts';
import type { Question } from '../../../src/domain/question/question.ts';
import { readQuestion } from '../../../src/domain/question/read/read.ts';
import { summarise } from '../../../src/domain/summary.ts';
import { assumedRole, readFixture } from '../../fixtures.ts';
import { CONTEXT } from './phrases.ts';

function read(text: string): Question {
  const reading = readQuestion(text, CONTEXT);
  if (reading.kind !== 'question')
    throw new Error(`"${text}" is ${reading.kind}: ${JSON.stringify(reading)}`);
  return reading.question;
}
describe('which records answer it', () => {
  const fed = {
    userIdentity: {
      type: 'FederatedUser',
      arn: 'arn:aws:sts::1:federated-user/alice@example.com',
      sessionContext: {
        sessionIssuer: { type: 'IAMUser', arn: 'arn:aws:iam::1:user/trent', userName: 'trent' },
      },
    },
  };
  const ec2 = { eventSource: 'ec2.amazonaws.com', eventName: 'TerminateInstances' };
  const iam = { eventSource: 'iam.amazonaws.com' };
  test.each<[string, Record<string, unknown>, boolean]>([
    ['who deleted connection', {}, true],
    ['who deleted connection via terraform', { userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.2' }, true],
    [
      'who deleted connection not via terraform',
      { userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.2' },
      false,
    ],
    ['who deleted connection via terraform', { userAgent: 'aws-cli/2.17.9 md/awscrt#0.20.11' }, false],
    ['who deleted connection with the cli', { userAgent: 'aws-cli/2.17.9 md/awscrt#0.20.11' }, true],
    ['who deleted connection with an sdk', { userAgent: 'Boto3/1.34.60 md/Botocore#1.34.60' }, true],
    [
      'who deleted connection through the console',
      { userAgent: 'AWS Internal', sessionCredentialFromConsole: 'true' },
      true,
    ],
    ['who deleted connection through the console', { userAgent: 'AWS Internal' }, false],
    ['who deleted connection', { errorCode: 'AccessDenied' }, true],
    ['who deleted connection', { eventName: 'RejectConnection' }, false],
    ['who deleted connection', { eventSource: 'directconnect.amazonaws.com' }, false],
    ['who deleted connection by alice', {}, true],
    ['who deleted connection by ali', {}, false],
    ['who deleted connection not by alice', {}, false],
    ['who deleted connection by trent', fed, true],
    ['who deleted connection not by trent', fed, false],
    ['who deleted connection by alice@example.com', fed, false],
    ['who deleted connection not by alice', fed, true],
    ['who deleted connection 1a2b3c4d-0000-4000-8000-000000000001', {}, true],
    ['who deleted connection 1a2b3c4d', {}, true],
    ['who deleted connection 1a2b3c', {}, true],
    ['who deleted connection 2b3c4d', {}, false],
    [
      'who deleted arn:aws:codecatalyst:us-west-2:111122223333:/connections/1a2b3c4d-0000-4000-8000-000000000001',
      {},
      true,
    ],
    [
      'who deleted arn:aws:codecatalyst:eu-west-1:111122223333:/connections/1a2b3c4d-0000-4000-8000-000000000001',
      {},
      false,
    ],
    ['who removed the connection', { eventName: 'DisassociateIamRoleFromConnection' }, false],
    ['who removed the role from connection', { eventName: 'DisassociateIamRoleFromConnection' }, true],
    ['who viewed billing authorization', { eventName: 'GetBillingAuthorization' }, true],
    ['who read the billing authorization', { eventName: 'GetBillingAuthorization' }, true],
    ['who disabled cloudtrail', { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging' }, true],
    [
      'who deleted log group shop',
      {
        eventSource: 'logs.amazonaws.com',
        eventName: 'DeleteLogGroup',
        requestParameters: { logGroupName: '/aws/lambda/shop' },
      },
      true,
    ],
    [
      'who deleted log group sho',
      {
        eventSource: 'logs.amazonaws.com',
        eventName: 'DeleteLogGroup',
        requestParameters: { logGroupName: '/aws/lambda/shop' },
      },
      false,
    ],
    [
      'who read secret prod/ledger',
      {
        eventSource: 'secretsmanager.amazonaws.com',
        eventName: 'GetSecretValue',
        readOnly: true,
        requestParameters: {
          secretId: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/ledger-a1B2c3',
        },
      },
      true,
    ],
    [
      'who attached AdministratorAccess to a role',
      {
        ...iam,
        eventName: 'AttachRolePolicy',
        requestParameters: { roleName: 'x', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      },
      true,
    ],
    ['who associated roles', { ...iam, eventName: 'AttachRolePolicy' }, false],
    [
      'who launched a p3.2xlarge instance',
      {
        eventSource: 'ec2.amazonaws.com',
        eventName: 'RunInstances',
        requestParameters: { instanceType: 'p3.2xlarge' },
      },
      true,
    ],
    [
      'who deleted cloudwatch log group /aws/lambda/shop',
      {
        eventSource: 'logs.amazonaws.com',
        eventName: 'DeleteLogGroup',
        requestParameters: { logGroupName: '/aws/lambda/shop' },
      },
      true,
    ],
    ['who deleted glue connection', { eventSource: 'glue.amazonaws.com' }, true],
    ['who deleted connection', { eventSource: 'glue.amazonaws.com' }, false],
    ['who deleted connection in codeconnections', { eventSource: 'codeconnections.amazonaws.com' }, true],
    [
      'who deleted connection role:AWSReservedSSO_Admin_0123456789abcdef',
      {
        userIdentity: assumedRole(
          'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef',
          'alice',
        ),
      },
      true,
    ],
    ['who deleted connection yesterday', {}, false],
    ['who deleted connection on 2026-11-20', {}, true],
    ['what happened', { eventName: 'ListConnections', readOnly: true }, false],
    ['who viewed connections', { eventName: 'ListConnections', readOnly: true }, true],
    ['ListConnections', { eventName: 'ListConnections', readOnly: true }, true],
    ['who associated role', { eventName: 'AssociateIAMRoletoConnection' }, true],
    ['who disassociated role', { eventName: 'DissassociateIAMRolefromConnection' }, true],
    ['who deleted role', { ...iam, eventName: 'DeleteRole' }, true],
    ['who deleted role', { ...iam, eventName: 'DeleteRolePolicy' }, false],
    ['who changed role', { ...iam, eventName: 'PutRolePolicy' }, true],
    ['who assumed role', { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole', readOnly: true }, true],
    ['who authorised billing', { eventName: 'PutBillingAuthorization' }, true],
    ['who created instances', { eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' }, true],
    ['who deleted instance', { eventSource: 'ec2.amazonaws.com', eventName: 'TerminateInstances' }, true],
    ['who signed in', { eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' }, true],
    ['who signed in', { eventSource: 'signin.amazonaws.com', eventName: 'UserAuthentication' }, true],
    ['who signed in', { eventSource: 'signin.amazonaws.com', eventName: 'CredentialVerification' }, false],
    ['id:1a2b3c', { eventID: '1a2b3c4d-0000-4000-8000-000000000083' }, true],
    ['id:2b3c4d', { eventID: '1a2b3c4d-0000-4000-8000-000000000083' }, false],
    [
      'who terminated instance i-0aaaaa',
      { ...ec2, requestParameters: { instanceId: 'i-0aaaaaaaaaaaaaaaa' } },
      true,
    ],
    [
      'who terminated instance i-0aaaab',
      { ...ec2, requestParameters: { instanceId: 'i-0aaaaaaaaaaaaaaaa' } },
      false,
    ],
    [
      'who terminated instance web-facade1',
      { ...ec2, requestParameters: { instanceId: 'web-facade10' } },
      false,
    ],
    [
      'what did alice do',
      { userIdentity: assumedRole('arn:aws:iam::1:role/Admin', 'alice@example.com') },
      true,
    ],
    [
      'what did bob do',
      { userIdentity: assumedRole('arn:aws:iam::1:role/Admin', 'alice@example.com') },
      false,
    ],
    [
      'what did workflows do',
      { userIdentity: assumedRole('arn:aws:iam::1:role/CodeCatalystWorkflowDevelopmentRole-s', 'x') },
      true,
    ],
    ['what did root do', { userIdentity: { type: 'Root', accountId: '1' } }, true],
    ['who stopped trail', { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging' }, true],
    [
      'who switched off the trail',
      { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging' },
      true,
    ],
    ['who disabled logging', { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging' }, true],
    ['who enabled the trail', { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging' }, false],
    ['who changed trail', { eventSource: 'cloudtrail.amazonaws.com', eventName: 'PutEventSelectors' }, true],
    ['who deleted trail', { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging' }, false],
    ['who disabled an access key', { ...iam, eventName: 'UpdateAccessKey' }, true],
    [
      'who accessed a secret',
      { eventSource: 'secretsmanager.amazonaws.com', eventName: 'GetSecretValue', readOnly: true },
      true,
    ],
    [
      'who was denied access to a secret',
      {
        eventSource: 'secretsmanager.amazonaws.com',
        eventName: 'GetSecretValue',
        readOnly: true,
        errorCode: 'AccessDenied',
      },
      true,
    ],
    ['who created a connection', { eventName: 'AcceptConnection' }, true],
    ['who deleted a kms key', { eventSource: 'kms.amazonaws.com', eventName: 'ScheduleKeyDeletion' }, true],
    ['who created a kms key', { eventSource: 'kms.amazonaws.com', eventName: 'ScheduleKeyDeletion' }, false],
    ['who created a connection', { eventName: 'RejectConnection' }, false],
    [
      'denied sts calls',
      {
        eventSource: 'sts.amazonaws.com',
        eventName: 'AssumeRole',
        readOnly: true,
        errorCode: 'AccessDenied',
      },
      true,
    ],
    ['show denied connections', { errorCode: 'AccessDenied' }, true],
    ['show denied connections', {}, false],
    ['show failed connections', { errorCode: 'ValidationException' }, true],
  ])('%s: %j', (text, change, expected) => {
    expect(matches(read(text), summarise(readFixture(change)))).toBe(expected);
  });
});
