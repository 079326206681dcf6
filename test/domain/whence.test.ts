import { describe, expect, test } from '@jest/globals';
import { exposuresOf } from '../../src/domain/exposure.ts';
import { addressOf, whenceOf } from '../../src/domain/whence.ts';
import { readFixture } from '../fixtures.ts';

const session = (mfaAuthenticated: string, more: object = {}) => ({
  userIdentity: {
    type: 'IAMUser',
    userName: 'alice',
    accountId: '111122223333',
    sessionContext: { attributes: { mfaAuthenticated } },
    ...more,
  },
});

describe('with what a call was made', () => {
  test.each([
    ['aws-cli/2.31.0 md/Botocore#1.40', {}, 'AWS CLI'],
    ['APN/1.0 HashiCorp/1.0 Terraform/1.9 (+https://www.terraform.io)', {}, 'Terraform'],
    ['Boto3/1.40 Botocore/1.40', {}, 'SDK for Python'],
    ['cloudformation.amazonaws.com', {}, 'cloudformation.amazonaws.com'],
    ['AWS Internal', {}, ''],
    ['AWS Internal', { sessionCredentialFromConsole: 'true' }, 'console'],
    ['Mozilla/5.0 (X11)', session('true'), 'console with MFA'],
    ['Mozilla/5.0 (X11)', session('false'), 'console without MFA'],
    ['aws-cli/2', { additionalEventData: { MFAUsed: 'No' } }, 'AWS CLI without MFA'],
    // Of a role's session it says nothing of whoever obtained it.
    ['aws-cli/2', session('false', { type: 'AssumedRole' }), 'AWS CLI'],
  ])('%s %j: %s', (userAgent, change, says) => {
    expect(whenceOf(readFixture({ userAgent, ...change }))).toBe(says);
  });

  test('a service has no address', () => {
    expect(addressOf(readFixture({ sourceIPAddress: 'cloudformation.amazonaws.com' }))).toBeNull();
    expect(addressOf(readFixture({ sourceIPAddress: '2001:db8::1' }))).toBe('2001:db8::1');
  });
});

describe('what a call opens', () => {
  const policy = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement });
  const says = (eventName: string, requestParameters: object, more: object = {}) =>
    exposuresOf(readFixture({ eventSource: 'iam.amazonaws.com', eventName, requestParameters, ...more })).map(
      one => `${one.kind}: ${one.says}`,
    );
  const trust = (AWS: unknown, more: object = {}) => ({
    policyDocument: policy([{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', ...more }]),
  });

  test.each([
    [
      'AttachRolePolicy',
      { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      ['admin: AdministratorAccess allows everything'],
    ],
    ['AttachRolePolicy', { policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }, []],
    [
      'PutRolePolicy',
      { policyDocument: policy({ Effect: 'Allow', Action: '*', Resource: '*' }) },
      ['admin: its policy allows everything'],
    ],
    ['PutRolePolicy', { policyDocument: policy({ Effect: 'Deny', Action: '*', Resource: '*' }) }, []],
    [
      'UpdateAssumeRolePolicy',
      trust('arn:aws:iam::444455556666:root'),
      ['trust: account 444455556666 may assume it'],
    ],
    ['UpdateAssumeRolePolicy', trust('arn:aws:iam::111122223333:root'), []],
    ['UpdateAssumeRolePolicy', trust('*'), ['trust: anybody may assume it']],
    [
      'UpdateAssumeRolePolicy',
      trust('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
      [],
    ],
    [
      'PutBucketPolicy',
      { bucketPolicy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }] } },
      ['public: anybody may use it'],
    ],
    [
      'ModifySnapshotAttribute',
      { createVolumePermission: { add: { items: [{ group: 'all' }] } } },
      ['public: anybody may copy it'],
    ],
    [
      'ModifyDBSnapshotAttribute',
      { valuesToAdd: ['444455556666'] },
      ['share: account 444455556666 may copy it'],
    ],
    [
      'AuthorizeSecurityGroupIngress',
      {
        ipPermissions: {
          items: [{ fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
        },
      },
      ['world: port 22 open to the internet'],
    ],
    [
      'AuthorizeSecurityGroupIngress',
      { ipPermissions: { items: [{ ipProtocol: '-1', ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } }] } },
      ['world: all ports open to the internet'],
    ],
    [
      'AuthorizeSecurityGroupIngress',
      {
        ipPermissions: {
          items: [{ fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] } }],
        },
      },
      [],
    ],
    ['PutRolePolicy', { policyDocument: 'no JSON' }, []],
    ['PutBucketAcl', { 'x-amz-acl': ['public-read'] }, ['public: anybody may read it']],
    ['PutBucketAcl', { 'x-amz-acl': ['private'] }, []],
    [
      'PutBucketAcl',
      {
        AccessControlPolicy: {
          AccessControlList: {
            Grant: [
              { Grantee: { ID: 'owner' } },
              { Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers' } },
            ],
          },
        },
      },
      ['public: anybody with an AWS account may read it'],
    ],
    ['AddPermission20150331v2', { principal: '*' }, ['public: anybody may call it']],
    ['AddPermission20150331v2', { principal: '*', sourceAccount: '111122223333' }, []],
    ['AddPermission20150331v2', { principal: 's3.amazonaws.com' }, []],
    ['CreateFunctionUrlConfig', { authType: 'NONE' }, ['public: anybody may call it']],
    ['ModifyDBInstance', { publiclyAccessible: true }, ['public: it gets a public address']],
    ['ModifyDBInstance', { publiclyAccessible: false }, []],
    ['ModifyDocumentPermission', { accountIdsToAdd: ['all'] }, ['public: anybody may use it']],
  ])('%s %j: %j', (eventName, parameters, exposures) => {
    expect(says(eventName, parameters)).toEqual(exposures);
  });

  test('an attempt opens nothing', () => {
    const admin = { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
    expect(says('AttachRolePolicy', admin, { errorCode: 'AccessDenied' })).toEqual([]);
  });
});
