import { expect, test } from '@jest/globals';
import { explainAthena, QueryError } from '../../src/aws/athena/athena-errors.ts';

test.each([
  [
    "COLUMN_NOT_FOUND: line 1:8: Column 'eventid' cannot be resolved or requester is not authorized to access requested resources",
    'misconfigured',
    /other columns/,
  ],
  [
    'is not authorized to perform: athena:StartQueryExecution on resource: arn:aws:athena:us-west-2:111122223333:workgroup/primary',
    'denied',
    /athena-policy/,
  ],
  ['WorkGroup audit is not found.', 'misconfigured', /no such workgroup/],
  ['WorkGroup audit is disabled.', 'misconfigured', /disabled/],
  ['The specified bucket does not exist (Status Code: 404)', 'misconfigured', /bucket of the Region/],
  [
    "TABLE_NOT_FOUND: Table 'awsdatacatalog.audit.trail' does not exist",
    'misconfigured',
    /no table audit\.cloudtrail/,
  ],
  ['Query exhausted resources at this scale factor', 'unreadable', /QueryError/],
])('%s is %s', (reason, cause, said) => {
  expect(
    explainAthena(new QueryError('FAILED', reason), { database: 'audit', table: 'cloudtrail' }),
  ).toMatchObject({
    cause,
    reason: expect.stringMatching(said),
  });
});
