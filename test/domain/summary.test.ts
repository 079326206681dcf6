import { describe, expect, test } from '@jest/globals';
import { CATALOGUE } from '../../src/domain/catalogue.ts';
import { phraseOf } from '../../src/domain/phrase.ts';
import { actionClause, summarise } from '../../src/domain/summary.ts';
import { assumedRole, readFixture } from '../fixtures.ts';

const WORKFLOW = assumedRole(
  'arn:aws:iam::111122223333:role/CodeCatalystWorkflowDevelopmentRole-storefront',
  'run',
);
const denied = { errorCode: 'AccessDenied', errorMessage: 'not authorized' };

describe('what happened', () => {
  test.each([
    [{}, 'deleted connection 1a2b3c4d-0000-4000-8000-000000000001', 'connection', 'approval'],
    [
      { ...denied },
      'tried to delete connection 1a2b3c4d-0000-4000-8000-000000000001, and was denied (AccessDenied)',
      'connection',
      'acknowledgement',
    ],
    [
      { errorCode: 'ValidationException' },
      'tried to delete connection 1a2b3c4d-0000-4000-8000-000000000001, and failed (ValidationException)',
      'connection',
      'acknowledgement',
    ],
    [
      {
        eventName: 'AssociateIAMRoletoConnection',
        requestParameters: { roleArn: 'arn:aws:iam::1:role/path/Deploy' },
      },
      'associated IAM role Deploy with connection',
      'role',
      'approval',
    ],
    [
      {
        eventName: 'DissassociateIAMRolefromConnection',
        requestParameters: { iamRoleArn: 'arn:aws:iam::1:role/Deploy' },
      },
      'disassociated IAM role Deploy from connection',
      'role',
      'approval',
    ],
    [
      {
        eventName: 'PutBillingAuthorization',
        requestParameters: { arn: 'arn:aws:codecatalyst:us-west-2:1:/connections/c-1 ' },
      },
      'changed billing authorization for connection c-1',
      'billing',
      'approval',
    ],
    [
      { eventName: 'DeleteConnection', requestParameters: { x: { y: ['see /connections/c-9 there'] } } },
      'deleted connection c-9',
      'connection',
      'approval',
    ],
    [
      { eventName: 'createProject', requestParameters: { name: 'shop' } },
      'created project shop',
      'space',
      'nothing',
    ],
    [
      { eventName: 'ListConnections', readOnly: true, requestParameters: null },
      'listed connections',
      'connection',
      'nothing',
    ],
    [
      {
        eventSource: 'cloudtrail.amazonaws.com',
        eventName: 'StopLogging',
        requestParameters: { name: 'main' },
      },
      'stopped logging of trail main',
      'trail',
      'approval',
    ],
    [
      {
        eventSource: 'iam.amazonaws.com',
        eventName: 'UpdateAssumeRolePolicy',
        requestParameters: { roleName: 'CodeCatalystWorkflowDevelopmentRole-x' },
      },
      'changed trust policy of role CodeCatalystWorkflowDevelopmentRole-x',
      'role',
      'approval',
    ],
    [
      {
        eventSource: 'iam.amazonaws.com',
        eventName: 'UpdateAssumeRolePolicy',
        requestParameters: { roleName: 'Other' },
      },
      'changed trust policy of role Other',
      'other',
      'nothing',
    ],
    [
      {
        eventSource: 'cloudformation.amazonaws.com',
        eventName: 'DeleteStack',
        requestParameters: { stackName: 'storefront-old' },
      },
      'deleted stack storefront-old',
      'other',
      'nothing',
    ],
    [
      {
        eventSource: 'cloudformation.amazonaws.com',
        eventName: 'CreateStack',
        userIdentity: WORKFLOW,
        requestParameters: { stackName: 's' },
      },
      'created stack s',
      'workflow',
      'nothing',
    ],
    [
      {
        eventSource: 'events.amazonaws.com',
        eventName: 'DisableRule',
        requestParameters: { name: 'cctrail-codecatalyst' },
      },
      'disabled EventBridge rule cctrail-codecatalyst',
      'trail',
      'approval',
    ],
    [
      {
        eventSource: 'signin.amazonaws.com',
        eventName: 'ConsoleLogin',
        errorMessage: 'Failed authentication',
        requestParameters: null,
      },
      'tried to sign in to the console, and failed (Failed authentication)',
      'other',
      'nothing',
    ],
  ])('%j', (change, sentence, category, ask) => {
    const summary = summarise(readFixture(change));
    expect({ sentence: actionClause(summary), category: summary.category, ask: summary.ask }).toEqual({
      sentence,
      category,
      ask,
    });
  });

  test('reads are not notable, changes of CodeCatalyst and of the trail are', () => {
    for (const { eventName, eventSource, changes } of CATALOGUE) {
      expect({ eventName, notable: summarise(readFixture({ eventName, eventSource })).notable }).toEqual({
        eventName,
        notable: changes,
      });
    }
  });

  test('every action that IAM lists for CodeCatalyst is in the catalogue', () => {
    const actions =
      `AcceptConnection AssociateIamRoleToConnection AssociateIdentityCenterApplicationToSpace AssociateIdentityToIdentityCenterApplication
      BatchAssociateIdentitiesToIdentityCenterApplication BatchDisassociateIdentitiesFromIdentityCenterApplication CreateIdentityCenterApplication CreateSpace
      CreateSpaceAdminRoleAssignment DeleteConnection DeleteIdentityCenterApplication DisassociateIamRoleFromConnection DisassociateIdentityCenterApplicationFromSpace
      DisassociateIdentityFromIdentityCenterApplication PutBillingAuthorization RejectConnection SynchronizeIdentityCenterApplication UpdateIdentityCenterApplication
      TagResource UntagResource GetBillingAuthorization GetConnection GetIdentityCenterApplication GetPendingConnection ListTagsForResource ListConnections
      ListIamRolesForConnection ListIdentityCenterApplications ListIdentityCenterApplicationsForSpace ListSpacesForIdentityCenterApplication`.split(
        /\s+/,
      );
    expect(CATALOGUE.map(entry => entry.eventName)).toEqual(expect.arrayContaining(actions));
  });

  test.each([
    ['DeleteDBInstance', 'deleted DB instance'],
    ['UpdateFunctionCode20150331v2', 'updated function code'],
    ['CreateDistribution2020_05_31', 'created distribution'],
    ['BatchGetSecretValue', 'read secret value'],
    ['SharedSnapshotVolumeCreated', 'caused SharedSnapshotVolumeCreated'],
    ['StopInstances', 'stopped instances'],
    [null, 'made a call without a name'],
  ])('%s reads "%s"', (eventName, did) => {
    expect(phraseOf(eventName).did).toBe(did);
  });
});

describe('a change in a space of which nothing is documented', () => {
  test.each(
    'InviteUser AddCollaborator AddUserToTeam JoinSpace LeaveProject SetSpaceAdministrator PromoteToAdmin TransferSpaceOwnership UpdateIdentityProvider RotatePat CreateSshKey UpdateSpaceSettings DeleteWorkflow GrantMembership MemberPurged'.split(
      ' ',
    ),
  )('is notable where it may be about who may do what: %s', eventName => {
    const eventSource = 'codecatalyst.amazonaws.com';
    expect(summarise(readFixture({ eventName, eventSource }))).toMatchObject({
      notable: true,
      entry: { severity: 'medium' },
    });
    expect(summarise(readFixture({ eventName, eventSource, readOnly: true })).notable).toBe(false);
  });

  test.each(['StartWorkflowRun', 'CreatePullRequest', 'UpdateIssue'])('is not of people: %s', eventName => {
    const record = readFixture({ eventName, eventSource: 'codecatalyst.amazonaws.com' });
    expect(summarise(record).entry.category).not.toBe('space');
  });
});
