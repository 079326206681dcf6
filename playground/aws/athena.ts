import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Json } from './record.ts';

/** Columns of the table (Athena User Guide, "Create the table for CloudTrail logs in Athena using partition projection"). */
const COLUMNS =
  'eventversion useridentity eventtime eventsource eventname awsregion sourceipaddress useragent errorcode errormessage requestparameters responseelements additionaleventdata requestid eventid readonly resources eventtype apiversion recipientaccountid serviceeventdetails sharedeventid vpcendpointid'.split(
    ' ',
  );
const PARTITIONS = ['account', 'region', 'timestamp'];
const LOG_FILE =
  /AWSLogs\/(?:o-[^/]+\/)?(\d{12})\/CloudTrail\/([^/]+)\/(\d{4}\/\d{2}\/\d{2})\/[^/]+\.json\.gz$/;
const PARTITION_PREDICATE = /WHERE account = \? AND region = \? AND "timestamp" BETWEEN \? AND \?/;
const PAGE_SIZE = 1_000;

interface Query {
  readonly sql: string;
  readonly values: readonly string[];
  state: 'QUEUED' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  reason: string;
  rows: readonly (readonly (string | null)[])[];
  columns: readonly string[];
  scannedBytes: number;
}

/**
 * Athena over log files, whose SQL is run by DuckDB. What it does not share with Athena's own engine: names of types and functions beyond `json_format`, `strpos`, `starts_with`, `lower`,
 * `concat` and `coalesce`; structures (its columns are text); errors by number; its optimizer. Bytes scanned are those of the files in the partitions that are asked for.
 */
export class Athena {
  readonly #files: ReadonlyMap<string, Uint8Array>;
  readonly queries: Query[] = [];
  readonly stopped: string[] = [];
  /** What becomes of queries, one by one. */
  readonly faults: { readonly state: 'FAILED' | 'CANCELLED'; readonly reason: string }[] = [];
  /** Milliseconds that a query waits before it runs. */
  queueMs = 0;
  /** Most bytes that a query may scan (workgroups, `BytesScannedCutoffPerQuery`). */
  cutoffBytes = Number.POSITIVE_INFINITY;
  /** Whether a file lies where the table looks: one that comes when it does not is never in it. */
  sees: (key: string) => boolean = () => true;
  table = {
    name: 'cloudtrail',
    columns: COLUMNS,
    partitionKeys: PARTITIONS,
    isProjected: true,
  };
  readonly #byId = new Map<string, Query>();
  #connection: Promise<DuckDBConnection> | undefined;
  #loaded = 0;

  constructor(files: ReadonlyMap<string, Uint8Array>) {
    this.#files = files;
  }

  /** Runs SQL by itself, over the table as it is: to fill it with what nobody would pack into files, and to measure against. Gives its rows. */
  async run(sql: string): Promise<readonly (readonly unknown[])[]> {
    return (await (await this.#database()).runAndReadAll(sql)).getRows();
  }

  /** Answers a request. */
  async handle(operation: string, body: Json): Promise<{ status: number; body: Json }> {
    const query = this.#byId.get(String(body['QueryExecutionId']));
    switch (operation) {
      case 'GetTableMetadata':
        return this.#metadata(String(body['TableName']));
      case 'StartQueryExecution':
        return { status: 200, body: { QueryExecutionId: this.#start(body) } };
      case 'GetQueryExecution':
        return { status: 200, body: { QueryExecution: executionOf(query) } };
      case 'StopQueryExecution':
        this.stopped.push(String(body['QueryExecutionId']));
        if (query?.state === 'QUEUED') query.state = 'CANCELLED';
        return { status: 200, body: {} };
      case 'GetQueryResults':
        return { status: 200, body: resultsOf(query, Number(body['NextToken'] ?? 0)) };
      default:
        return { status: 400, body: { __type: 'InvalidRequestException', Message: operation } };
    }
  }

  #metadata(name: string): { status: number; body: Json } {
    const { columns, partitionKeys, isProjected } = this.table;
    if (name !== this.table.name)
      return {
        status: 400,
        body: { __type: 'MetadataException', Message: `EntityNotFoundException: Table ${name} not found` },
      };
    const named = (names: readonly string[]) => names.map(one => ({ Name: one, Type: 'string' }));
    const metadata = {
      Name: name,
      Columns: named(columns),
      PartitionKeys: named(partitionKeys),
      Parameters: { 'projection.enabled': String(isProjected) },
    };
    return { status: 200, body: { TableMetadata: metadata } };
  }

  #start(body: Json): string {
    const id = randomUUID();
    const query: Query = {
      sql: String(body['QueryString']),
      values: (body['ExecutionParameters'] ?? []) as string[],
      state: 'QUEUED',
      reason: '',
      rows: [],
      columns: [],
      scannedBytes: 0,
    };
    this.queries.push(query);
    this.#byId.set(id, query);
    setTimeout(() => void this.#run(query), this.queueMs);
    return id;
  }

  async #run(query: Query): Promise<void> {
    if (query.state !== 'QUEUED') return;
    const fault = this.faults.shift();
    try {
      if (fault) return void Object.assign(query, fault);
      query.scannedBytes = this.#scanned(query);
      if (query.scannedBytes > this.cutoffBytes)
        throw new Error('Query cancelled! : Bytes scanned limit was exceeded');
      const connection = await this.#database();
      const result = await connection.runAndReadAll(query.sql, query.values.map(unquoted));
      const columns = result.columnNames();
      Object.assign(query, { columns, rows: result.getRows(), state: 'SUCCEEDED' });
    } catch (error) {
      Object.assign(query, { state: 'FAILED', reason: (error as Error).message });
    }
  }

  /** Bytes of the files that a query reads: without partitions in its condition all of them. */
  #scanned({ sql, values }: Query): number {
    const isPartitioned = PARTITION_PREDICATE.test(sql);
    const [account, region, from = '', to = ''] = values.map(unquoted);
    return [...this.#files]
      .filter(([key]) => {
        const [, ofAccount, ofRegion, day = ''] = LOG_FILE.exec(key) ?? [];
        if (ofAccount === undefined) return false;
        return !isPartitioned || (ofAccount === account && ofRegion === region && day >= from && day <= to);
      })
      .reduce((sum, [, body]) => sum + body.byteLength, 0);
  }

  /** The table, with all log files that there are by now. */
  async #database(): Promise<DuckDBConnection> {
    this.#connection ??= (async () => {
      const { DuckDBInstance } = await import('@duckdb/node-api');
      const connection = await (await DuckDBInstance.create(':memory:')).connect();
      const columns = [...COLUMNS, ...PARTITIONS].map(name => `"${name}" VARCHAR`).join(', ');
      await connection.run('CREATE MACRO json_format(json) AS json::VARCHAR');
      await connection.run('CREATE SCHEMA audit');
      await connection.run(`CREATE TABLE audit.cloudtrail (${columns})`);
      return connection;
    })();
    const connection = await this.#connection;
    const files = [...this.#files].slice(this.#loaded);
    this.#loaded = this.#files.size;
    for (const [key, body] of files) if (this.sees(key)) await load(connection, key, body);
    return connection;
  }
}

/** Puts the records of a log file into the table, as the JSON SerDe reads them: objects as their text. */
async function load(connection: DuckDBConnection, key: string, body: Uint8Array): Promise<void> {
  const [, account, region, day] = LOG_FILE.exec(key) ?? [];
  if (account === undefined || region === undefined || day === undefined) return;
  const { Records: records } = JSON.parse(gunzipSync(body).toString('utf8')) as { Records: Json[] };
  const appender = await connection.createAppender('cloudtrail', 'audit');
  for (const record of records) {
    const lower = new Map(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));
    for (const name of COLUMNS) {
      const value = lower.get(name);
      if (value === undefined || value === null) appender.appendNull();
      else appender.appendVarchar(typeof value === 'string' ? value : JSON.stringify(value));
    }
    for (const value of [account, region, day]) appender.appendVarchar(value);
    appender.endRow();
  }
  appender.closeSync();
}

/** The text of a parameter, which is an expression of SQL. @throws for anything but text in quotes */
function unquoted(expression: string): string {
  if (!/^'(?:[^']|'')*'$/.test(expression)) throw new Error(`SYNTAX_ERROR: ${expression}`);
  return expression.slice(1, -1).replaceAll("''", "'");
}

function executionOf(query: Query | undefined): Json {
  return {
    Status: { State: query?.state ?? 'FAILED', StateChangeReason: query?.reason ?? '' },
    Statistics: { DataScannedInBytes: query?.state === 'SUCCEEDED' ? query.scannedBytes : 0 },
  };
}

function resultsOf(query: Query | undefined, offset: number): Json {
  const { columns = [], rows = [] } = query ?? {};
  // The names of the columns are a row of the first page.
  const all =
    offset === 0 ? [columns, ...rows.slice(0, PAGE_SIZE - 1)] : rows.slice(offset, offset + PAGE_SIZE);
  const next = offset === 0 ? PAGE_SIZE - 1 : offset + PAGE_SIZE;
  return {
    ResultSet: {
      ResultSetMetadata: { ColumnInfo: columns.map(name => ({ Name: name, Type: 'varchar' })) },
      Rows: all.map(row => ({ Data: row.map(value => (value === null ? {} : { VarCharValue: value })) })),
    },
    ...(next < rows.length && { NextToken: String(next) }),
  };
}
