import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readUserIdentity, roleNameOf, sessionNameOf } from '../../src/domain/user-identity.ts';
import { assumedRole, rawRecord, readFixture } from '../fixtures.ts';

describe('the identity of a record', () => {
  test('is read once, whole, with what is absent undefined', () => {
    const json = assumedRole('arn:aws:iam::1:role/path/Deploy', 'run-1', {
      identity: { onBehalfOf: { userId: 'u-1' }, invokedBy: 'x.amazonaws.com' },
      context: {
        sourceIdentity: 'carol',
        assumedRoot: 'true',
        attributes: { creationDate: '2026-11-20T13:00:00Z' },
        webIdFederationData: { federatedProvider: 'token.example' },
      },
    });
    expect(readUserIdentity(json)).toEqual({
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/run-1',
      userName: undefined,
      accountId: '111122223333',
      principalId: 'AROAEXAMPLE:run-1',
      accessKeyId: 'ASIAEXAMPLE',
      invokedBy: 'x.amazonaws.com',
      identityProvider: undefined,
      onBehalfOf: 'u-1',
      issuer: { type: 'Role', arn: 'arn:aws:iam::1:role/path/Deploy', userName: 'Deploy' },
      sourceIdentity: 'carol',
      assumedRoot: true,
      federatedProvider: 'token.example',
      createdAt: Date.parse('2026-11-20T13:00:00Z'),
      isNameHidden: false,
    });
  });

  test.each([
    [
      'an issuer',
      { sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::1:role/a/Deploy' } } },
      'Deploy',
      undefined,
    ],
    ['an ARN', { arn: 'arn:aws:sts::1:assumed-role/Deploy/run-1' }, 'Deploy', 'run-1'],
    ['a principal id', { principalId: 'AROA:run:2' }, undefined, 'run:2'],
    [
      'an issuer by name only',
      { sessionContext: { sessionIssuer: { userName: 'Deploy' } } },
      'Deploy',
      undefined,
    ],
    ['nothing', {}, undefined, undefined],
  ])('role and session by %s', (_, json, role, session) => {
    const identity = readUserIdentity(json);
    expect(identity && [roleNameOf(identity), sessionNameOf(identity)]).toEqual([role, session]);
  });

  test('JSON text, a masked record, and no object at all', () => {
    const text = JSON.stringify(rawRecord()['userIdentity']);
    expect(readFixture({ userIdentity: text }).identity).toMatchObject({ userName: 'alice' });
    expect(readUserIdentity({ userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' })?.isNameHidden).toBe(true);
    expect(readFixture({ userIdentity: 'somebody' }).identity).toBeUndefined();
  });

  test('anything at all is read without a throw', () => {
    fc.assert(fc.property(fc.jsonValue(), value => void readUserIdentity(value)));
  });
});
