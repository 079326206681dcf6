import { describe, expect, test } from '@jest/globals';
import { openSessionOf } from '../../src/domain/session.ts';
import { actionClause, summarise } from '../../src/domain/summary.ts';
import { readLookupItem } from '../../src/records/document.ts';
import { assumedRole, rawRecord, readFixture } from '../fixtures.ts';

/** Names that look like what masked records and exports hold in place of a value, and that AWS lets people choose. */
const NAMES = ['null', '--', 'XXXXXXX', 'xxxxxxx', 'build-XXXXX', 'XXXXX-1a2b-XXXXX'];

describe.each(NAMES)('whoever calls something %s hides nothing by it', name => {
  test('as a user', () => {
    const arn = `arn:aws:iam::111122223333:user/${name}`;
    const { principal } = summarise(readFixture({ userIdentity: { type: 'IAMUser', userName: name, arn } }));
    expect(principal).toMatchObject({ name, confidence: 'certain' });
  });

  test('as a role', () => {
    const identity = assumedRole(`arn:aws:iam::111122223333:role/${name}`, 'bob');
    expect(summarise(readFixture({ userIdentity: identity })).principal).toMatchObject({
      name: `${name}/bob`,
      role: name,
      confidence: 'likely',
    });
  });

  test('as a session, which is still looked up', () => {
    const identity = assumedRole('arn:aws:iam::111122223333:role/Deploy', name, {
      context: { attributes: { creationDate: '2026-11-20T13:00:00Z' } },
    });
    const record = readFixture({ userIdentity: identity });
    const { principal } = summarise(record);
    expect(principal).toMatchObject({ name: `Deploy/${name}`, confidence: 'likely' });
    expect(openSessionOf(record, principal)).toMatchObject({ accessKeyId: 'ASIAEXAMPLE' });
  });

  test('as the thing that is changed', () => {
    const trail = { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging' };
    const table = { eventSource: 'dynamodb.amazonaws.com', eventName: 'DeleteTable' };
    expect(actionClause(summarise(readFixture({ ...trail, requestParameters: { name } })))).toContain(name);
    expect(summarise(readFixture({ ...table, requestParameters: { tableName: name } })).resource).toBe(name);
  });

  test('and its record is read from Event history', () => {
    const CloudTrailEvent = JSON.stringify(
      rawRecord({ userAgent: `aws-cli/2 ${name}`, requestParameters: { roleSessionName: name } }),
    );
    expect(readLookupItem({ CloudTrailEvent })).toMatchObject({ kind: 'record' });
  });
});

test.each([
  ['an account', { accountId: 'XXXXXXXXXXXX' }],
  ['a name', { userName: 'XXXXXXX' }],
  ['an ARN', { arn: 'arn:aws:iam::XXXXXXXXXXXX:user/xxxxxxxx' }],
  ['an ARN without end', { arn: 'arn:aws:sts::XXXXXXXXXXXX' }],
])('%s that is masked as a whole is nobody’s', (_, change) => {
  const { principal } = summarise(readFixture({ userIdentity: { type: 'IAMUser', ...change } }));
  expect(principal).toMatchObject({ name: 'someone unknown', confidence: 'unknown' });
});
