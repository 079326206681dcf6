import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { confidenceNote } from '../../src/domain/principal.ts';
import { principalOf } from '../../src/domain/principal-of.ts';
import { readSpaceEntry } from '../../src/records/space-entry.ts';

const ENTRY = {
  id: '0f1e2d3c-0000-4000-8000-000000000001',
  eventName: 'createProject',
  eventTime: '2026-11-24T10:00:00.123Z',
  operationType: 'MUTATION',
  userIdentity: { userType: 'USER', principalId: 'd-1/42', userName: 'dana' },
};
function read(change: object = {}) {
  const reading = readSpaceEntry({ ...ENTRY, ...change }, 'acme');
  if (reading.kind !== 'record') throw new Error(reading.reason);
  return reading.record;
}
const who = (userIdentity: unknown) => {
  const principal = principalOf(read({ userIdentity }));
  const { name, kind, confidence, behind, claimed } = principal;
  return { name, kind, confidence, behind, claimed, note: confidenceNote(principal) };
};

describe('an entry of a space’s log', () => {
  test('names who did it: certain by the id, while the name is CodeCatalyst’s word', () => {
    expect(who(ENTRY.userIdentity)).toEqual({
      name: 'dana',
      kind: 'identityCenterUser',
      confidence: 'likely',
      behind: ['d-1/42'],
      claimed: expect.arrayContaining(['dana']),
      note: 'as CodeCatalyst says',
    });
    expect(who({ userType: 'USER', principalId: 'd-1/42' })).toMatchObject({
      name: 'CodeCatalyst user d-1/42',
      confidence: 'certain',
      note: '',
    });
  });

  test.each([
    [
      'another account',
      { userType: 'AWS_ACCOUNT', awsAccountId: '111122223333' },
      'account 111122223333',
      'account',
    ],
    ['nobody it knows', { userType: 'UNKNOWN', principalId: 'x' }, 'x', 'unknown'],
    ['a type that is new', { userType: 'ROBOT', userName: 'r2' }, 'r2', 'unknown'],
    ['no user at all', undefined, 'someone unknown', 'unknown'],
    ['a user without anything', { userType: 'USER' }, 'someone unknown', 'unknown'],
  ])('is by %s', (_, identity, name, kind) => {
    expect(who(identity)).toMatchObject({ name, kind });
  });

  test.each([
    ['createSecret', '{"name":"DB","projectName":"web","value":"hunter2-9"}'],
    ['updateSecretV2', '{"secret":{"name":"DB","content":["hunter2-9"]}}'],
    ['putSecret', '[{"name":"DB","value":"hunter2-9"}]'],
    ['createSecret', 'name=DB&value=hunter2-9'],
    ['createSecret', '{"name":"DB","value":"hunter2-9"'],
    ['rotateSshKey', '{"name":"DB","body":"hunter2-9","size":9}'],
  ])('keeps of what is said about a secret only names: %s %s', (eventName, data) => {
    const payload = { contentType: 'application/json', data };
    const record = read({ eventName, requestPayload: payload, responsePayload: payload });
    const shown = JSON.stringify(record.fields);
    expect(shown).not.toContain('hunter2');
    if (data.startsWith('{"name"') && data.endsWith('}')) expect(shown).toContain('"name":"DB"');
  });

  test('is a read where it says so, and failed where it has an error', () => {
    expect(read({ operationType: 'READONLY' }).readOnly).toBe(true);
    // A name alone does not make it one.
    expect(read({ eventName: 'getProject' }).readOnly).toBe(false);
    expect(read({ errorCode: 'AccessDeniedException' })).toMatchObject({
      outcome: 'failure',
      errorCode: 'AccessDeniedException',
    });
  });

  test.each([
    ['JSON', '{"name":"web"}', { name: 'web' }],
    ['no JSON', 'name=web', { data: 'name=web' }],
    ['JSON that was cut off', '{"name":"we', { data: '{"name":"we' }],
    ['a list', '["web"]', { data: '["web"]' }],
    ['nothing', '', undefined],
  ])('keeps what was sent as %s', (_, data, parameters) => {
    const { fields } = read({ requestPayload: { contentType: 'application/json', data } });
    expect(fields['requestParameters']).toEqual(parameters);
  });

  test('holds no secret, whatever was sent', () => {
    const secret = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
    const { fields } = read({
      requestPayload: { data: JSON.stringify({ accessToken: secret, note: `token ${secret}` }) },
      responsePayload: { data: `password=${secret}` },
    });
    expect(JSON.stringify(fields)).not.toContain(secret);
  });

  test.each([
    ['2026-11-24T10:00:00Z', '2026-11-24T10:00:00Z'],
    [1_795_514_400, '2026-11-24T10:00:00Z'],
    ['yesterday', null],
    [undefined, null],
  ])('happened when it says: %s', (eventTime, expected) => {
    expect(read({ eventTime }).eventTime).toBe(expected);
  });

  test('is read or said to be malformed, and never thrown back', () => {
    fc.assert(
      fc.property(fc.anything(), fc.jsonValue(), (whole, part) => {
        expect(['record', 'malformed']).toContain(readSpaceEntry(whole, 'acme').kind);
        const keys = [...Object.keys(ENTRY), 'requestPayload', 'projectInformation', 'errorCode'];
        for (const key of keys) {
          const reading = readSpaceEntry({ ...ENTRY, [key]: part }, 'acme');
          if (reading.kind === 'record') void reading.record.fields;
        }
      }),
    );
  });
});
