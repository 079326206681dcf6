import type { AthenaTable } from '../../domain/account.ts';
import { COLUMNS } from './table-sql.ts';

/** First day of CloudTrail's log files (AWS News Blog, 13 November 2013). */
const FIRST_DAY = '2013/11/13';

/** What a table is made over. */
export interface TableOver {
  readonly table: Pick<AthenaTable, 'database' | 'table'>;
  /** `s3://bucket/prefix`: the place that holds `AWSLogs/`. */
  readonly url: string;
  /** `o-…`, where the trail is an organization's. */
  readonly organization?: string | undefined;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/**
 * The statement that makes a table over a trail's log files, divided by account, Region and day without anybody adding partitions (Athena User Guide, "Create the table for CloudTrail logs
 * in Athena using partition projection"). Objects are text, whole as they were written.
 */
export function tableDdl({ table, url, organization, accounts, regions }: TableOver): string {
  const home = `${url.replace(/\/$/, '')}/AWSLogs/${organization === undefined ? '' : `${organization}/`}`;
  const columns = [...COLUMNS.keys()].map(name => `  ${name} string`).join(',\n');
  const properties: readonly (readonly [string, string])[] = [
    ['projection.enabled', 'true'],
    ['projection.account.type', 'enum'],
    ['projection.account.values', accounts.join(',')],
    ['projection.region.type', 'enum'],
    ['projection.region.values', regions.join(',')],
    ['projection.timestamp.type', 'date'],
    ['projection.timestamp.format', 'yyyy/MM/dd'],
    ['projection.timestamp.range', `${FIRST_DAY},NOW`],
    ['projection.timestamp.interval', '1'],
    ['projection.timestamp.interval.unit', 'DAYS'],
    ['storage.location.template', `${home}\${account}/CloudTrail/\${region}/\${timestamp}`],
  ];
  return `CREATE EXTERNAL TABLE IF NOT EXISTS \`${table.database}\`.\`${table.table}\` (
${columns}
)
PARTITIONED BY (account string, region string, \`timestamp\` string)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION '${home}'
TBLPROPERTIES (
${properties.map(([key, value]) => `  '${key}'='${value}'`).join(',\n')}
);`;
}
