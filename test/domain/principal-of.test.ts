import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nameOf } from '../../src/domain/name-of.ts';
import { emailsAmong, mappedPerson } from '../../src/domain/person.ts';
import { principalOf } from '../../src/domain/principal-of.ts';
import { assumedRole, readFixture } from '../fixtures.ts';
import { federatedBy, WORKFLOW, who } from './identities.ts';

describe('who acted, and who never did', () => {
  test('a service keeps whoever it acted for in the chain', () => {
    expect(
      who({ ...assumedRole(WORKFLOW, 'run-1'), invokedBy: 'cloudformation.amazonaws.com' }).chain,
    ).toEqual([
      { name: 'CodeCatalyst workflow (CodeCatalystWorkflowDevelopmentRole-storefront)', kind: 'workflow' },
    ]);
  });

  test('a service that acts through its own service-linked role is named once', () => {
    const role =
      'arn:aws:iam::1:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
    const principal = who({ ...assumedRole(role, 'AutoScaling'), invokedBy: 'autoscaling.amazonaws.com' });
    expect(nameOf(principal)).toBe('autoscaling.amazonaws.com');
    expect(principal.note).toBe('an AWS service, not a person');
    const other = who({ ...assumedRole(role, 'AutoScaling'), invokedBy: 'ec2.amazonaws.com' });
    expect(nameOf(other)).toBe('ec2.amazonaws.com, for autoscaling.amazonaws.com');
  });

  test('the account that hosts the Builder ID pool is never shown', () => {
    expect(
      JSON.stringify(
        who({ type: 'IdentityCenterUser', accountId: '432677196278', onBehalfOf: { userId: 'u' } }),
      ),
    ).not.toContain('432677196278');
    const userIdentity = {
      type: 'IdentityCenterUser',
      accountId: '432677196278',
      onBehalfOf: { userId: 'u' },
    };
    expect(readFixture({ userIdentity, recipientAccountId: undefined }).accountId).toBeNull();
  });

  test('a federated user is told by who named it, and the name ties nobody', () => {
    const principal = who(
      federatedBy({ type: 'IAMUser', arn: 'arn:aws:iam::1:user/trent', userName: 'trent' }),
    );
    expect(nameOf(principal)).toBe('trent, as federated user alice@example.com');
    expect(principal.identifiers).toEqual(['arn:aws:iam::1:user/trent', 'trent']);
    const alice = { slack: 'U0ALICE', principals: ['alice@example.com'] };
    expect(mappedPerson(principal, [alice])).toBeUndefined();
    expect(emailsAmong([...principal.behind, ...principal.claimed])).toEqual([]);
  });

  test('a federated name, whatever it looks like, is never certain', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[\w+=,.@-]{2,32}$/),
        fc.constantFrom('IAMUser', 'Root', 'Role', ''),
        fc.option(fc.constantFrom('arn:aws:iam::1:user/trent', 'arn:aws:iam::1:root'), { nil: undefined }),
        (name, type, arn) => {
          const principal = who(federatedBy({ type, arn, userName: 'trent' }, name));
          expect(principal.confidence === 'certain' && principal.name === name).toBe(
            name === 'trent' && type === 'IAMUser',
          );
          if (name !== 'trent')
            expect(
              principal.confidence === 'certain' && principal.identifiers.includes(name.toLowerCase()),
            ).toBe(false);
        },
      ),
    );
  });

  test('what AWS did by itself on a way that has no service name is the actor, and says so', () => {
    expect(who({ type: 'IAMUser', userName: 'alice', invokedBy: 'AWS Internal' }).note).toBe(
      'through AWS itself',
    );
  });

  test('a sign-in to Identity Center is told by the name that was typed: likely, with the id beside it', () => {
    const signedIn = (userIdentity: object) =>
      principalOf(
        readFixture({
          eventName: 'UserAuthentication',
          eventSource: 'signin.amazonaws.com',
          userIdentity,
          additionalEventData: { UserName: 'alice@example.com' },
        }),
      );
    const known = signedIn({ type: 'IdentityCenterUser', onBehalfOf: { userId: 'u-1' } });
    expect(known).toMatchObject({
      name: 'alice@example.com',
      kind: 'identityCenterUser',
      confidence: 'likely',
    });
    expect([known.note, known.behind]).toEqual([
      'the name that was typed, of Identity Center user u-1',
      ['u-1'],
    ]);
    expect(signedIn({ type: 'Unknown' })).toMatchObject({ name: 'alice@example.com', confidence: 'likely' });
  });

  test.each([
    ['a user', { type: 'IAMUser', userName: 'ci', arn: 'arn:aws:iam::1:user/ci' }, 'ci'],
    ['a session', assumedRole('arn:aws:iam::111122223333:role/Deploy', 's'), 'Deploy/s'],
  ])('what was done with %s for an Identity Center user is theirs', (_, identity, actedAs) => {
    const principal = who({ ...identity, onBehalfOf: { userId: 'u-1' } });
    expect(principal).toMatchObject({ kind: 'identityCenterUser', confidence: 'certain', behind: ['u-1'] });
    expect(nameOf(principal)).toBe(`Identity Center user u-1, as ${actedAs}`);
  });

  test('a chosen session name never makes anyone certain, whatever it looks like', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.emailAddress(), fc.string({ minLength: 1 })),
        fc.stringMatching(/^[\w+=,.@-]{1,30}$/),
        (session, role) => {
          const principal = who(assumedRole(`arn:aws:iam::111122223333:role/${role}`, session));
          expect(principal.confidence).not.toBe('certain');
          expect(principal.identifiers).not.toContain(
            session.toLowerCase() === role.toLowerCase() ? '' : session.toLowerCase(),
          );
        },
      ),
    );
  });

  test('no identity makes it throw', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('AssumedRole', 'Root', 'SAMLUser', 'FederatedUser', 'AWSAccount', 'Role', ''),
        (value, type) => {
          expect(who(value).name).not.toBe('');
          expect(
            who({ type, sessionContext: value, onBehalfOf: value, arn: value, userName: value }).name,
          ).not.toBe('');
        },
      ),
    );
  });
});
