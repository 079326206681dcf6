import { describe, expect, test } from '@jest/globals';
import { chooseIssuer } from '../../src/domain/issuer-choice.ts';
import { withIssuers } from '../../src/domain/issuers.ts';
import { nameOf } from '../../src/domain/name-of.ts';
import { principalOf } from '../../src/domain/principal-of.ts';
import type { Assurance, CloudTrailRecord } from '../../src/domain/record.ts';
import { doubtOf } from '../../src/domain/review.ts';
import { assumedRole, readFixture } from '../fixtures.ts';

const A = '111122223333';
const B = '444455556666';
const C = '777788889999';
const user = (name: string, account = A) => ({
  type: 'IAMUser',
  userName: name,
  arn: `arn:aws:iam::${account}:user/${name}`,
  accountId: account,
});

/** An STS record of an account, as far as whoever sent it can be believed. */
function sts(
  userIdentity: object,
  { account = A, assurance = 'history' as Assurance, ...change }: Record<string, unknown> = {},
): CloudTrailRecord {
  return readFixture(
    {
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      eventID: 'sts-1',
      userIdentity,
      recipientAccountId: account,
      responseElements: { credentials: { accessKeyId: 'ASIAONE' } },
      ...change,
    },
    { assurance: assurance as Assurance },
  );
}

const entered = (assurance: Assurance) =>
  sts({ type: 'AWSAccount', accountId: B }, { assurance, sharedEventID: 's' });
const choose = (...records: CloudTrailRecord[]) => {
  const choice = chooseIssuer(records, { accountId: A });
  return choice.kind === 'issuer' ? principalOf(choice.issuer).name : choice.kind;
};

describe('which STS record shows who obtained a session', () => {
  test.each<[string, CloudTrailRecord[], string]>([
    ['AWS’s own', [sts(user('bob'))], 'bob'],
    [
      'of the account concerned, which alone can have sent it',
      [sts(user('bob'), { assurance: 'sender' })],
      'bob',
    ],
    ['not of another account', [sts(user('bob'), { assurance: 'sender', account: B })], 'none'],
    ['not what anybody may have sent', [sts(user('bob'), { assurance: 'none' })], 'none'],
    [
      'of a call across accounts the caller’s copy',
      [entered('history'), sts(user('bob', B), { account: B, sharedEventID: 's' })],
      'bob',
    ],
    [
      'the same without a shared id',
      [sts({ type: 'AWSAccount', accountId: B }), sts(user('bob', B), { account: B })],
      'bob',
    ],
    [
      'the caller’s copy, sent by the caller’s account',
      [entered('sender'), sts(user('bob', B), { assurance: 'sender', account: B, sharedEventID: 's' })],
      'bob',
    ],
    [
      'not a copy that a third account sent',
      [entered('sender'), sts(user('eve', B), { assurance: 'sender', account: C, sharedEventID: 's' })],
      `account ${B}`,
    ],
    [
      'not a copy that names somebody of a third',
      [entered('sender'), sts(user('eve', A), { assurance: 'sender', account: B, sharedEventID: 's' })],
      `account ${B}`,
    ],
  ])('%s', (_, records, name) => {
    expect(choose(...records)).toBe(name);
    expect(choose(...records.toReversed())).toBe(name);
  });

  test.each<[string, Record<string, unknown>]>([
    ['another eventID', { eventID: 'sts-2' }],
    ['the same eventID', { eventTime: '2026-11-20T13:02:12Z' }],
    ['the same shared id', { eventID: 'sts-2', sharedEventID: 's' }],
  ])('none, where two that could be proof name different callers under %s', (_, change) => {
    const bob = sts(user('bob'), { assurance: 'sender', sharedEventID: 's' });
    const eve = sts(user('eve'), { assurance: 'sender', sharedEventID: 's', ...change });
    expect([choose(bob, eve), choose(eve, bob)]).toEqual(['contradiction', 'contradiction']);
    // What only claims it does not.
    expect(choose(bob, sts(user('eve'), { assurance: 'none', ...change }))).toBe('bob');
  });
});

describe('a service that obtained a session', () => {
  const SERVICE = { invokedBy: 'cloudformation.amazonaws.com' };
  const RUNNER = { invokedBy: 'codecatalyst-runner.amazonaws.com' };
  const deed = readFixture({ userIdentity: assumedRole(`arn:aws:iam::${A}:role/Deploy`, 's') });
  const obtainedBy = (identity: object) => withIssuers(deed, principalOf(deed), [sts(identity)]);

  test.each<[string, object, string, string | undefined]>([
    ['by itself', { type: 'AWSService', ...SERVICE }, 'cloudformation.amazonaws.com, as Deploy/s', undefined],
    ['for a user', { ...user('zed'), ...SERVICE }, 'zed, as Deploy/s', 'untied'],
    [
      'for a session of a role',
      { ...assumedRole(`arn:aws:iam::${A}:role/Hub`, 'hub'), ...SERVICE },
      'Hub/hub, as Deploy/s',
      'unproven',
    ],
    [
      'for somebody who is not named',
      { type: 'Unheard', ...SERVICE },
      'someone unknown, as Deploy/s',
      'unproven',
    ],
    ['of CodeCatalyst, for a user', { ...user('zed'), ...RUNNER }, 'zed, as Deploy/s', 'untied'],
  ])('%s', (_, identity, name, doubt) => {
    const principal = obtainedBy(identity);
    expect([nameOf(principal), doubtOf(principal, [], false)]).toEqual([name, doubt]);
  });

  test('of CodeCatalyst, by itself, is a workflow', () => {
    expect(obtainedBy({ type: 'AWSService', ...RUNNER })).toMatchObject({
      kind: 'workflow',
      confidence: 'certain',
    });
  });
});

test.each([
  ['of a type that is not known', { type: 'Unheard', userName: 'zed' }],
  ['without a type', { userName: 'alice' }],
  ['of an Identity Center user without an id', { type: 'IdentityCenterUser' }],
  ['of a session without a name', { type: 'AssumedRole' }],
])('a service for an identity %s is no service by itself', (_, identity) => {
  const principal = principalOf(
    readFixture({ userIdentity: { ...identity, invokedBy: 'cloudformation.amazonaws.com' } }),
  );
  expect([principal.kind, doubtOf(principal, [], false)]).toEqual(['service', 'unproven']);
});
