import { describe, expect, test } from '@jest/globals';
import { asAsked } from '../../src/domain/question/asked-resource.ts';
import { readQuestion } from '../../src/domain/question/read/read.ts';
import { actionClause, summarise } from '../../src/domain/summary.ts';
import { readFixture } from '../fixtures.ts';

/** What a record of a service says was done. */
const did = (event: string, requestParameters: object | null, more: object = {}) => {
  const [service, eventName] = event.split(' ');
  const eventSource = `${service}.amazonaws.com`;
  return actionClause(summarise(readFixture({ eventSource, eventName, requestParameters, ...more })));
};
const POLICY_TEXT = '{ "Version": "2012-10-17", "Statement": [] }';
const ARN = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/shop/1';

describe('what a record is about', () => {
  test.each<[string, string, object | null, string]>([
    [
      'not the attribute, but whose',
      'rds ModifyDBSnapshotAttribute',
      { dBSnapshotIdentifier: 'shop-snap', attributeName: 'restore' },
      'modified DB snapshot attribute shop-snap',
    ],
    [
      'nor the name of one',
      'ec2 DescribeInstanceAttribute',
      { instanceId: 'i-1', attribute: 'userData' },
      'described instance attribute i-1',
    ],
    [
      'not a policy',
      'secretsmanager PutResourcePolicy',
      { secretId: 's-1', resourcePolicy: POLICY_TEXT },
      'set resource policy s-1',
    ],
    [
      'not a public key',
      'ec2-instance-connect SendSSHPublicKey',
      { instanceId: 'i-1', sSHPublicKey: 'ssh-rsa AAAA me' },
      'sent SSH public key i-1',
    ],
    [
      'not a choice',
      'codebuild UpdateProjectVisibility',
      { projectArn: 'shop', projectVisibility: 'PUBLIC_READ' },
      'updated project visibility shop',
    ],
    [
      'not a status',
      'ssm UpdateInstanceAssociationStatus',
      { associationId: 'a-1', instanceId: 'i-1', executionResult: { status: 'InProgress' } },
      'updated association status of instance i-1',
    ],
    [
      'not another part of the name',
      'ec2 DeleteTransitGatewayVpcAttachment',
      {
        DeleteTransitGatewayVpcAttachmentRequest: {
          TransitGatewayAttachmentId: 'tgw-attach-1',
          VpcId: 'vpc-1',
        },
      },
      'deleted transit gateway VPC attachment tgw-attach-1',
    ],
    [
      'not what only chooses',
      'ec2 DescribeVpcs',
      { filterSet: { items: [{ name: 'vpc-id' }] } },
      'described VPCs',
    ],
    [
      'a queue by its URL',
      'sqs SetQueueAttributes',
      { queueUrl: 'https://q', attributes: {} },
      'set queue attributes https://q',
    ],
    [
      'a key by its id, not its policy’s name',
      'kms PutKeyPolicy',
      { keyId: 'k-1', policyName: 'default' },
      'set policy of key k-1',
    ],
    [
      'a route by its table',
      'ec2 CreateRoute',
      { routeTableId: 'rtb-1', destinationCidrBlock: '0.0.0.0/0' },
      'created route rtb-1',
    ],
    [
      'what was tagged',
      'ec2 CreateTags',
      { resourcesSet: { items: [{ resourceId: 'i-1' }] } },
      'created tags i-1',
    ],
    [
      'what was tagged, of a list',
      'elasticloadbalancing AddTags',
      { resourceArns: [ARN] },
      `added tags ${ARN}`,
    ],
    [
      'an element of XML',
      'ec2 DeleteFlowLogs',
      { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-1' } } },
      'deleted flow logs fl-1',
    ],
    [
      'a function',
      'lambda RemovePermission20150331v2',
      { functionName: 'shop', statementId: 's' },
      'removed permission shop',
    ],
    ['a secret', 'secretsmanager GetResourcePolicy', { secretId: 's-1' }, 'read resource policy s-1'],
    ['an instance', 'ec2 GetPasswordData', { instanceId: 'i-1' }, 'read password data i-1'],
    [
      'the account whose root it is',
      'sts AssumeRoot',
      {
        targetPrincipal: '444455556666',
        taskPolicyArn: { arn: 'arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy' },
      },
      'assumed root of account 444455556666',
    ],
  ])('%s', (_, event, parameters, clause) => {
    expect(did(event, parameters)).toBe(clause);
  });

  test.each<[string, object, string]>([
    [
      'iam AttachUserPolicy',
      { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess', userName: 'bob' },
      'attached policy AdministratorAccess to user bob',
    ],
    [
      'iam DetachRolePolicy',
      { policyArn: 'arn:aws:iam::1:policy/p', roleName: 'r' },
      'detached policy p from role r',
    ],
    ['iam PutUserPolicy', { policyName: 'inline', userName: 'bob' }, 'set policy inline of user bob'],
    ['iam AddUserToGroup', { userName: 'bob', groupName: 'admins' }, 'added user bob to group admins'],
    ['iam CreateAccessKey', { userName: 'svc' }, 'created access key AKIANEW for user svc'],
    ['iam CreateLoginProfile', { userName: 'bob' }, 'created console password of user bob'],
    [
      'iam DeactivateMFADevice',
      { userName: 'svc', serialNumber: 'arn:aws:iam::1:mfa/svc' },
      'deactivated MFA device of user svc',
    ],
    ['wafv2 DisassociateWebACL', { resourceArn: ARN }, `disassociated web ACL from ${ARN}`],
    [
      'codecatalyst AssociateIamRoleToConnection',
      { connectionId: 'c-1', roleArn: 'arn:aws:iam::1:role/Deploy' },
      'associated IAM role Deploy with connection c-1',
    ],
    [
      'codecatalyst PutBillingAuthorization',
      { connectionId: 'c-1', spaceName: 'shop' },
      'changed billing authorization of space shop for connection c-1',
    ],
    [
      'iam AttachRolePolicy',
      { policyArn: 'arn:aws:iam::aws:policy/P', roleName: 'CodeCatalystWorkflowDevelopmentRole-s' },
      'attached policy P to role CodeCatalystWorkflowDevelopmentRole-s',
    ],
    [
      'iam GetPolicyVersion',
      { policyArn: 'arn:aws:iam::1:policy/Deploy', versionId: 'v3' },
      'read version v3 of policy Deploy',
    ],
  ])('the second party is named too: %s', (event, parameters, clause) => {
    const responseElements = { accessKey: { accessKeyId: 'AKIANEW' } };
    expect(did(event, parameters, event === 'iam CreateAccessKey' ? { responseElements } : {})).toBe(clause);
  });

  test('of what was refused before its parameters were recorded, what the message names', () => {
    const errorMessage =
      'User: arn:aws:iam::1:user/bob is not authorized to perform: iam:DeleteRole on resource: arn:aws:iam::1:role/Ops because no policy allows it';
    expect(did('iam DeleteRole', null, { errorCode: 'AccessDenied', errorMessage })).toBe(
      'tried to delete role Ops, and was denied (AccessDenied)',
    );
  });

  test('of several the first and how many more, or the one that was asked for', () => {
    const items = ['i-0aaaaaaaaaaaaaaaa', 'i-0bbbbbbbbbbbbbbbb'].map(instanceId => ({ instanceId }));
    const summary = summarise(
      readFixture({
        eventSource: 'ec2.amazonaws.com',
        eventName: 'TerminateInstances',
        requestParameters: { instancesSet: { items } },
      }),
    );
    expect(actionClause(summary)).toBe('terminated instances i-0aaaaaaaaaaaaaaaa and 1 more');
    const reading = readQuestion('who terminated i-0bbbbbbbbbbbbbbbb', {
      now: 0,
      timeZone: 'UTC',
      accounts: [],
    });
    if (reading.kind !== 'question') throw new Error(reading.kind);
    const asked = asAsked(reading.question, summary);
    expect([asked.resource, actionClause(asked)]).toEqual([
      'i-0bbbbbbbbbbbbbbbb',
      'terminated instances i-0bbbbbbbbbbbbbbbb and 1 more',
    ]);
  });
});

describe('how an event reads', () => {
  test.each([
    ['wafv2 ListWebACLs', 'listed web ACLs'],
    ['ec2 DescribeNetworkAcls', 'described network ACLs'],
    ['ec2 DescribeVpcs', 'described VPCs'],
    ['cloudtrail LookupEvents', 'looked up events'],
    ['s3 PutBucketPolicy', 'set bucket policy'],
    ['s3 PutBucketCors', 'set bucket CORS'],
    ['s3 PutObject', 'put object'],
    ['appsync UpdateGraphqlApi', 'updated GraphQL API'],
    ['signin UserAuthentication', 'signed in to Identity Center', { userName: 'kim@example.com' }],
    ['ec2 RunInstances', 'ran instances', { iamInstanceProfile: { name: 'reader' } }],
    ['eks CreateCluster', 'created cluster blue', { vpc: { name: 'v' }, cluster: { name: 'blue' } }],
    ['sts AssumeRoleWithWebIdentity', 'assumed role with web identity'],
  ])('%s: %s', (event, clause, parameters: object | null = null) => {
    expect(did(event, parameters)).toBe(clause);
  });

  test('a dry run has done nothing, and failed at nothing', () => {
    expect(
      did('ec2 TerminateInstances', { instanceId: 'i-1' }, { errorCode: 'Client.DryRunOperation' }),
    ).toBe('only tested (dry run) whether they may terminate instances i-1');
  });

  test('what CloudTrail corrected later says so', () => {
    expect(did('s3 DeleteBucket', { bucketName: 'b' }, { addendum: { reason: 'UPDATED_DATA' } })).toBe(
      'deleted bucket b, as CloudTrail corrected later',
    );
  });

  test('an Insights event tells of which call, how often, mostly by whom', () => {
    const summary = summarise(
      readFixture({
        eventType: 'AwsCloudTrailInsight',
        eventName: undefined,
        eventSource: undefined,
        userIdentity: undefined,
        insightDetails: {
          state: 'End',
          eventSource: 'ec2.amazonaws.com',
          eventName: 'DescribeRegions',
          insightType: 'ApiErrorRateInsight',
          errorCode: 'Client.RequestLimitExceeded',
          insightContext: {
            statistics: { baseline: { average: 154.06 }, insight: { average: 3574.6 } },
            attributions: [
              { attribute: 'userIdentityArn', insight: [{ value: 'arn:aws:sts::1:assumed-role/ci/runner' }] },
            ],
          },
        },
      }),
    );
    expect(`${summary.principal.name} ${actionClause({ ...summary, resource: null })}`).toBe(
      'CloudTrail Insights noticed an unusual error rate of DescribeRegions (ec2) with Client.RequestLimitExceeded, 3,570 a minute against 154 usually, mostly by ci/runner; it has ended',
    );
  });
});
