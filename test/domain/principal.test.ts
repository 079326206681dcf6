import { describe, expect, test } from '@jest/globals';
import { assumedRole } from '../fixtures.ts';
import { federatedBy, WORKFLOW, who } from './identities.ts';

const SSO =
  'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef';
const DEPLOY = 'arn:aws:iam::111122223333:role/Deploy';
describe('who acted', () => {
  test.each([
    [
      'an IAM user',
      { type: 'IAMUser', userName: 'alice', arn: 'arn:aws:iam::1:user/alice' },
      'alice',
      'user',
      'certain',
    ],
    [
      'an IAM user without a name',
      { type: 'IAMUser', arn: 'arn:aws:iam::1:user/team/alice' },
      'alice',
      'user',
      'certain',
    ],
    ['root', { type: 'Root', accountId: '111122223333' }, 'root of 111122223333', 'root', 'certain'],
    [
      'an Identity Center session',
      assumedRole(SSO, 'alice@example.com'),
      'alice@example.com',
      'identityCenterUser',
      'certain',
    ],
    [
      'a role that is only named like one',
      assumedRole(
        'arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0123456789abcdef',
        'alice@example.com',
      ),
      'AWSReservedSSO_Admin_0123456789abcdef/alice@example.com',
      'role',
      'likely',
    ],
    [
      'a source identity',
      assumedRole(DEPLOY, 'x', { context: { sourceIdentity: 'carol' } }),
      'carol',
      'role',
      'likely',
    ],
    [
      'a session name that the caller chose',
      assumedRole(DEPLOY, 'bob@example.com'),
      'Deploy/bob@example.com',
      'role',
      'likely',
    ],
    [
      'an identity behind a session',
      assumedRole(DEPLOY, 'x', { identity: { onBehalfOf: { userId: 'u-1' } } }),
      'Identity Center user u-1',
      'identityCenterUser',
      'certain',
    ],
    [
      'a Builder ID',
      { type: 'IdentityCenterUser', accountId: '432677196278', onBehalfOf: { userId: 'u-2' } },
      'Identity Center user u-2',
      'identityCenterUser',
      'certain',
    ],
    [
      'a federated user, where nothing says who chose the name',
      { type: 'FederatedUser', arn: 'arn:aws:sts::1:federated-user/fed' },
      'fed',
      'federated',
      'likely',
    ],
    [
      'a federated user that an IAM user named',
      federatedBy({ type: 'IAMUser', arn: 'arn:aws:iam::1:user/trent', userName: 'trent' }),
      'trent',
      'user',
      'certain',
    ],
    [
      'a federated user that root named',
      federatedBy({ type: 'Root', arn: 'arn:aws:iam::1:root', accountId: '1' }),
      'root of 1',
      'root',
      'certain',
    ],
    [
      'nobody with credentials',
      { type: 'AWSAccount', accountId: 'ANONYMOUS_PRINCIPAL', principalId: '' },
      'somebody without credentials',
      'unknown',
      'unknown',
    ],
    [
      'a service-linked role',
      assumedRole(
        'arn:aws:iam::1:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling',
        'AutoScaling',
      ),
      'autoscaling.amazonaws.com',
      'service',
      'certain',
    ],
    [
      'a role that only looks service-linked',
      assumedRole('arn:aws:iam::1:role/x/aws-service-role/evil.amazonaws.com/R', 's'),
      'R/s',
      'role',
      'likely',
    ],
    [
      'a person through AWS itself',
      { type: 'IAMUser', userName: 'alice', invokedBy: 'AWS Internal' },
      'alice',
      'user',
      'certain',
    ],
    [
      'a person through a console',
      { type: 'IAMUser', userName: 'alice', invokedBy: 'console.amazonaws.com' },
      'alice',
      'user',
      'certain',
    ],
    [
      'a SAML user',
      { type: 'SAMLUser', userName: 'sam', identityProvider: 'idp' },
      'sam',
      'federated',
      'certain',
    ],
    [
      'a web identity',
      { type: 'WebIdentityUser', userName: 'wim', identityProvider: 'accounts.google.com' },
      'wim',
      'federated',
      'likely',
    ],
    [
      'another account',
      { type: 'AWSAccount', accountId: '444455556666' },
      'account 444455556666',
      'account',
      'certain',
    ],
    [
      'a service',
      { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
      'ec2.amazonaws.com',
      'service',
      'certain',
    ],
    [
      'a service without a type',
      { accountId: '1', invokedBy: 'ec2.amazonaws.com' },
      'ec2.amazonaws.com',
      'service',
      'certain',
    ],
    [
      'a service on behalf of a user',
      { type: 'IAMUser', userName: 'alice', invokedBy: 'cloudformation.amazonaws.com' },
      'cloudformation.amazonaws.com',
      'service',
      'certain',
    ],
    [
      'a person in the console',
      { type: 'IAMUser', userName: 'alice', invokedBy: 'signin.amazonaws.com' },
      'alice',
      'user',
      'certain',
    ],
    [
      'a CodeCatalyst role by its default name',
      assumedRole(WORKFLOW, 'run-1'),
      'CodeCatalyst workflow (CodeCatalystWorkflowDevelopmentRole-storefront)',
      'workflow',
      'likely',
    ],
    [
      'a configured workflow role',
      assumedRole('arn:aws:iam::111122223333:role/Release', 'run-1'),
      'CodeCatalyst workflow of shop (Release)',
      'workflow',
      'likely',
    ],
    ['a directory identity', { type: 'Directory', userName: 'dirk' }, 'dirk', 'unknown', 'unknown'],
    [
      'a hidden name',
      { type: 'IAMUser', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      'a hidden user name',
      'unknown',
      'unknown',
    ],
    [
      'masked fields',
      { type: 'AssumedRole', arn: '--', principalId: 'XXXXXXXX' },
      'someone unknown',
      'unknown',
      'unknown',
    ],
    ['nobody', null, 'someone unknown', 'unknown', 'unknown'],
    ['text in place of an object', 'alice', 'someone unknown', 'unknown', 'unknown'],
    [
      'an identity as JSON text',
      JSON.stringify({ type: 'IAMUser', userName: 'alice' }),
      'alice',
      'user',
      'certain',
    ],
  ])('%s', (_, userIdentity, name, kind, confidence) => {
    expect(who(userIdentity)).toMatchObject({ name, kind, confidence });
  });
});
