import { describe, expect, test } from '@jest/globals';
import { type Person, type Tie, tieOf } from '../../src/domain/person.ts';
import { principalOf } from '../../src/domain/principal-of.ts';
import {
  type Approvers,
  doubtOf,
  refuseDecision,
  requiredApprovals,
  settled,
} from '../../src/domain/review.ts';
import { assumedRole, readFixture } from '../fixtures.ts';

const person = (change: Partial<Person> = {}): Person => ({
  id: 'U0CAROL',
  name: 'Carol',
  email: 'carol@example.com',
  timeZone: 'UTC',
  bot: false,
  deactivated: false,
  guest: false,
  stranger: false,
  ...change,
});
const OPEN: Approvers = { users: [], groups: [], quorum: 1, fourEyes: true };
const ALICE_IN_SLACK = [{ slack: 'U0ALICE', principals: ['Alice'] }];
const alice = principalOf(readFixture());
const principal = (userIdentity: object) => principalOf(readFixture({ userIdentity }));
const rules = (approvers: Approvers = OPEN, inGroup = false, tie?: Tie) => ({ approvers, inGroup, tie });
const SSO =
  'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef';
const DEPLOY = 'arn:aws:iam::111122223333:role/Deploy';
const SERVICE = { invokedBy: 'cloudformation.amazonaws.com' };
const BOB = { type: 'IAMUser', userName: 'bob', arn: 'arn:aws:iam::111122223333:user/bob' };

describe('who may decide', () => {
  test.each([
    ['a full member', person(), undefined],
    ['a bot', person({ bot: true }), /^Bots/],
    ['somebody deactivated', person({ deactivated: true }), /^Deactivated/],
    ['a guest', person({ guest: true }), /^Guests/],
    ['a stranger', person({ stranger: true }), /^Only members/],
  ])('%s', (_, who, refusal) => {
    const given = refuseDecision(who, rules());
    if (refusal === undefined) expect(given).toBeUndefined();
    else expect(given).toMatch(refusal);
  });

  test('never the one behind it; whom a name only names may', () => {
    expect(refuseDecision(person(), rules(OPEN, true, 'behind'))).toMatch(/the one behind/);
    expect(refuseDecision(person(), rules(OPEN, true, 'named'))).toBeUndefined();
  });

  test('with approvers, only they', () => {
    const approvers = { ...OPEN, users: ['U0BOSS'], groups: ['S0SEC'] };
    expect(refuseDecision(person(), rules(approvers))).toContain('<@U0BOSS>, <!subteam^S0SEC>');
    expect(refuseDecision(person({ id: 'U0BOSS' }), rules(approvers))).toBeUndefined();
    expect(refuseDecision(person(), rules(approvers, true))).toBeUndefined();
  });
});

describe('how somebody in Slack is tied to whoever acted', () => {
  const carol = person();
  const inSlack = person({ id: 'U0ALICE', email: null });
  test.each<[string, object, Tie | undefined]>([
    [
      'an Identity Center session with their address, in any case of letters',
      assumedRole(SSO, 'Carol@Example.com'),
      'behind',
    ],
    ['a user whose name is their address', { type: 'IAMUser', userName: 'carol@example.com' }, 'behind'],
    ['a role session that was called so', assumedRole(DEPLOY, 'carol@example.com'), 'named'],
    [
      'a source identity',
      assumedRole(DEPLOY, 's', { context: { sourceIdentity: 'carol@example.com' } }),
      'named',
    ],
    ['a federation that calls them so', { type: 'SAMLUser', userName: 'carol@example.com' }, 'named'],
    ['another address', assumedRole(SSO, 'other@example.com'), undefined],
  ])('by e-mail address: %s', (_, identity, tie) => {
    expect(tieOf(carol, principal(identity), [])).toBe(tie);
  });

  test.each<[string, object, Tie]>([
    ['a user', { type: 'IAMUser', userName: 'alice' }, 'behind'],
    ['whom a service acted for', { type: 'IAMUser', userName: 'alice', ...SERVICE }, 'behind'],
    [
      'the user who obtained a federated session',
      {
        type: 'FederatedUser',
        arn: 'arn:aws:sts::1:federated-user/fed',
        sessionContext: { sessionIssuer: { type: 'IAMUser', userName: 'alice' } },
      },
      'behind',
    ],
    [
      'the session of a role that acts for an Identity Center user',
      assumedRole(DEPLOY, 'alice', { identity: { onBehalfOf: { userId: 'u-1' } } }),
      'named',
    ],
    ['an identity without a type', { arn: 'arn:aws:iam::111122223333:user/alice' }, 'named'],
    ['an identity of a type that is not known', { type: 'Unknown', userName: 'alice' }, 'named'],
    [
      'a role of another account',
      { type: 'AWSAccount', accountId: '1', principalId: 'AROAEXAMPLE:alice' },
      'named',
    ],
    [
      'a Builder ID with a name',
      { type: 'IdentityCenterUser', userName: 'alice', onBehalfOf: { userId: 'u-1' } },
      'named',
    ],
  ])('by the configuration: %s', (_, identity, tie) => {
    expect(tieOf(inSlack, principal(identity), ALICE_IN_SLACK)).toBe(tie);
  });
});

describe('how many must approve', () => {
  test.each<[string, object, number]>([
    ['a user who is tied to somebody in Slack', { type: 'IAMUser', userName: 'alice' }, 1],
    ['a user who is tied to nobody', BOB, 2],
    ['root', { type: 'Root', accountId: '111122223333' }, 2],
    ['a root session that AssumeRoot gave out', { type: 'Root', sessionContext: { assumedRoot: 'true' } }, 2],
    ['a session of a role', assumedRole(DEPLOY, 'alice'), 2],
    ['an Identity Center address, known to Slack or not', assumedRole(SSO, 'dora@example.com'), 1],
    ['an Identity Center user without an address', assumedRole(SSO, 'dora'), 2],
    ['a service by itself', { type: 'AWSService', ...SERVICE }, 1],
    ['a service for a user who is tied', { type: 'IAMUser', userName: 'alice', ...SERVICE }, 1],
    ['a service for a user who is not', { ...BOB, ...SERVICE }, 2],
    ['a service for a session of a role', { ...assumedRole(DEPLOY, 's'), ...SERVICE }, 2],
    [
      'a workflow that only its role suggests',
      assumedRole(`${DEPLOY.slice(0, -6)}CodeCatalystWorkflowDevelopmentRole-x`, 's'),
      2,
    ],
    ['another account', { type: 'AWSAccount', accountId: '1' }, 2],
    ['nobody who is named', {}, 2],
  ])('after %s', (_, identity, approvals) => {
    const doubt = doubtOf(principal(identity), ALICE_IN_SLACK, false);
    expect(requiredApprovals(OPEN, doubt)).toBe(approvals);
    expect(requiredApprovals({ ...OPEN, fourEyes: false }, doubt)).toBe(1);
    expect(requiredApprovals({ ...OPEN, quorum: 3 }, doubt)).toBe(3);
  });

  test('where Slack knows an address that AWS vouches for, one', () => {
    expect(doubtOf(alice, [], true)).toBeUndefined();
    expect(doubtOf(alice, [], false)).toBe('untied');
  });
});

test('a review is settled by enough approvals or by one rejection', () => {
  const say = (verdict: 'approved' | 'rejected', by: string) => ({ verdict, by, at: '2026-11-20T00:00:00Z' });
  expect(settled([], 1)).toBeUndefined();
  expect(settled([say('approved', 'a')], 2)).toBeUndefined();
  expect(settled([say('approved', 'a'), say('approved', 'b')], 2)?.by).toBe('b');
  expect(settled([say('approved', 'a'), say('rejected', 'b')], 2)?.verdict).toBe('rejected');
  const voided = { ...say('approved', 'a'), voided: { at: '2026-11-20T01:00:00Z', because: 'they acted' } };
  expect(settled([voided], 1)).toBeUndefined();
  expect(settled([voided, say('approved', 'b')], 1)?.by).toBe('b');
});
