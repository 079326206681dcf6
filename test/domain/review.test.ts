import { describe, expect, test } from '@jest/globals';
import { principalOf } from '../../src/domain/principal-of.ts';
import {
  type Approvers,
  isBehind,
  type Person,
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
const OPEN: Approvers = { users: [], groups: [], quorum: 1, fourEyes: false };
const alice = principalOf(readFixture());
const rules = (approvers: Approvers = OPEN, inGroup = false) => ({
  approvers,
  people: [{ slack: 'U0ALICE', principals: ['Alice'] }],
  inGroup,
});
const SSO =
  'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef';

describe('who may decide', () => {
  test.each([
    ['a full member', person(), undefined],
    ['a bot', person({ bot: true }), /^Bots/],
    ['somebody deactivated', person({ deactivated: true }), /^Deactivated/],
    ['a guest', person({ guest: true }), /^Guests/],
    ['a stranger', person({ stranger: true }), /^Only members/],
    ['whoever did it, by configuration', person({ id: 'U0ALICE' }), /the one behind/],
  ])('%s', (_, who, refusal) => {
    const given = refuseDecision(who, alice, rules());
    if (refusal === undefined) expect(given).toBeUndefined();
    else expect(given).toMatch(refusal);
  });

  test('with approvers, only they', () => {
    const approvers = { ...OPEN, users: ['U0BOSS'], groups: ['S0SEC'] };
    expect(refuseDecision(person(), alice, rules(approvers))).toContain('<@U0BOSS>, <!subteam^S0SEC>');
    expect(refuseDecision(person({ id: 'U0BOSS' }), alice, rules(approvers))).toBeUndefined();
    expect(refuseDecision(person(), alice, rules(approvers, true))).toBeUndefined();
  });

  test('an e-mail address ties, certain or only likely, in any case of letters', () => {
    const certain = principalOf(readFixture({ userIdentity: assumedRole(SSO, 'Carol@Example.com') }));
    const chosen = principalOf(
      readFixture({ userIdentity: assumedRole('arn:aws:iam::1:role/Deploy', 'carol@example.com') }),
    );
    expect(isBehind(person(), certain, [])).toBe(true);
    expect(isBehind(person(), chosen, [])).toBe(true);
    expect(isBehind(person({ email: 'other@example.com' }), certain, [])).toBe(false);
  });

  test.each([
    [
      'the user who obtained a federated session',
      {
        type: 'FederatedUser',
        arn: 'arn:aws:sts::1:federated-user/fed',
        sessionContext: { sessionIssuer: { type: 'IAMUser', userName: 'alice' } },
      },
    ],
    [
      'the session of a role that acts for an Identity Center user',
      assumedRole('arn:aws:iam::1:role/Deploy', 'alice', { identity: { onBehalfOf: { userId: 'u-1' } } }),
    ],
    ['an identity without a type', { arn: 'arn:aws:iam::111122223333:user/alice' }],
    ['an identity of a type that is not known', { type: 'Unknown', userName: 'alice' }],
    ['a role of another account', { type: 'AWSAccount', accountId: '1', principalId: 'AROAEXAMPLE:alice' }],
    [
      'a Builder ID with a name',
      { type: 'IdentityCenterUser', userName: 'alice', onBehalfOf: { userId: 'u-1' } },
    ],
  ])('whoever bears any name of the identity is refused: %s', (_, userIdentity) => {
    expect(
      isBehind(person({ id: 'U0ALICE' }), principalOf(readFixture({ userIdentity })), rules().people),
    ).toBe(true);
  });

  test('who stands behind a service may not sign off what it did for them', () => {
    const service = principalOf(
      readFixture({
        userIdentity: { type: 'IAMUser', userName: 'alice', invokedBy: 'cloudformation.amazonaws.com' },
      }),
    );
    expect(isBehind(person({ id: 'U0ALICE' }), service, rules().people)).toBe(true);
  });

  test('four eyes ask for two where nobody can be sure who acted', () => {
    const approvers = { ...OPEN, fourEyes: true };
    const chosen = principalOf(
      readFixture({ userIdentity: assumedRole('arn:aws:iam::1:role/Deploy', 'carol@example.com') }),
    );
    expect(requiredApprovals(alice, { approvers, people: rules().people })).toBe(1);
    expect(requiredApprovals(alice, { approvers, people: [] })).toBe(2);
    expect(requiredApprovals(chosen, { approvers, people: [] })).toBe(2);
    expect(requiredApprovals(chosen, { approvers: OPEN, people: [] })).toBe(1);
  });
});

test('a review is settled by enough approvals or by one rejection', () => {
  const say = (verdict: 'approved' | 'rejected', by: string) => ({ verdict, by, at: '2026-11-20T00:00:00Z' });
  expect(settled([], 1)).toBeUndefined();
  expect(settled([say('approved', 'a')], 2)).toBeUndefined();
  expect(settled([say('approved', 'a'), say('approved', 'b')], 2)?.by).toBe('b');
  expect(settled([say('approved', 'a'), say('rejected', 'b')], 2)?.verdict).toBe('rejected');
});
