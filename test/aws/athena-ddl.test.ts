import { describe, expect, test } from '@jest/globals';
import { tableDdl } from '../../src/aws/athena/ddl.ts';
import { COLUMNS } from '../../src/aws/athena/table-sql.ts';

const OVER = {
  table: { database: 'audit', table: 'cloudtrail' },
  url: 's3://logs/trail',
  accounts: ['111122223333', '444455556666'],
  regions: ['us-west-2', 'us-east-1'],
};

describe('the table over a trail’s log files', () => {
  test('has every column that a query asks for, and is divided by account, Region and day', () => {
    const ddl = tableDdl(OVER);
    for (const column of COLUMNS.keys()) expect(ddl).toContain(`\n  ${column} string`);
    expect(ddl).toContain('PARTITIONED BY (account string, region string, `timestamp` string)');
    expect(ddl).toContain("'projection.account.values'='111122223333,444455556666'");
    expect(ddl).toContain("'projection.region.values'='us-west-2,us-east-1'");
    expect(ddl).toContain("LOCATION 's3://logs/trail/AWSLogs/'");
  });

  test.each([
    [undefined, 's3://logs/trail/AWSLogs/${account}/CloudTrail/${region}/${timestamp}'],
    ['o-abcd123456', 's3://logs/trail/AWSLogs/o-abcd123456/${account}/CloudTrail/${region}/${timestamp}'],
  ])('finds the files of a trail of %s', (organization, template) => {
    expect(tableDdl({ ...OVER, organization })).toContain(`'storage.location.template'='${template}'`);
  });
});
