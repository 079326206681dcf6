import type { AthenaClient } from '@aws-sdk/client-athena';
import type { Clock } from '../../app/ports.ts';
import type { AthenaTable } from '../../domain/account.ts';
import { QueryError } from './athena-errors.ts';
import { boundText, type TableQuery } from './table-sql.ts';

/** Most rows of a page (Amazon Athena API Reference, "GetQueryResults"). */
const PAGE_SIZE = 1_000;
/** First pause between looks whether a query is done, and the longest; each is half as long again as the one before. */
const FIRST_PAUSE_MS = 150;
const MAX_PAUSE_MS = 1_500;
const PAUSE_GROWTH_RATIO = 1.5;
/** Time for which results of the same query are taken instead of scanning anew. */
const REUSE_MINUTES = 60;

/** Rows of a result by the names of their columns. */
export type Row = Readonly<Record<string, string | undefined>>;

/** What a query gave. */
export interface QueryResult {
  /** Pages of rows, in the order of the query. */
  readonly pages: AsyncIterable<readonly Row[]>;
  readonly scannedBytes: number;
  /** The results of the same query were taken, and nothing was scanned. */
  readonly isReused: boolean;
}

/** What is known of a table. */
export interface TableFacts {
  readonly columns: readonly string[];
  readonly partitionKeys: readonly string[];
  readonly isProjected: boolean;
}

/** Runs queries of one table. */
export class Queries {
  readonly #table: AthenaTable;
  readonly #client: () => Promise<AthenaClient>;
  readonly #clock: Clock;
  requests = 0;

  constructor(table: AthenaTable, client: () => Promise<AthenaClient>, clock: Clock) {
    [this.#table, this.#client, this.#clock] = [table, client, clock];
  }

  /** What the table is made of. @throws what the SDK throws */
  async facts(signal: AbortSignal): Promise<TableFacts> {
    const [{ GetTableMetadataCommand }, client] = await this.#ready();
    const { database, table } = this.#table;
    this.requests += 1;
    const { TableMetadata: found } = await client.send(
      new GetTableMetadataCommand({
        CatalogName: 'AwsDataCatalog',
        DatabaseName: database,
        TableName: table,
      }),
      { abortSignal: signal },
    );
    const names = (all: readonly { Name?: string | undefined }[] = []) =>
      all.flatMap(({ Name: name }) => name?.toLowerCase() ?? []);
    return {
      columns: names(found?.Columns),
      partitionKeys: names(found?.PartitionKeys),
      isProjected: found?.Parameters?.['projection.enabled']?.toLowerCase() === 'true',
    };
  }

  /** Runs a query to its end; one that is given up is stopped. `reuse`: nothing it tells can change any more. @throws {QueryError} where Athena does not do it; what the SDK throws */
  async run({ sql, values }: TableQuery, reuse: boolean, signal: AbortSignal): Promise<QueryResult> {
    const [{ StartQueryExecutionCommand }, client] = await this.#ready();
    const { database, workgroup, output } = this.#table;
    this.requests += 1;
    const started = await client.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        ExecutionParameters: values.map(boundText),
        QueryExecutionContext: { Database: database, Catalog: 'AwsDataCatalog' },
        WorkGroup: workgroup,
        ResultConfiguration: { OutputLocation: output },
        ...(reuse && {
          ResultReuseConfiguration: {
            ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: REUSE_MINUTES },
          },
        }),
      }),
      { abortSignal: signal },
    );
    const id = started.QueryExecutionId ?? '';
    try {
      return { ...(await this.#done(id, signal)), pages: this.#pages(id, signal) };
    } catch (error) {
      if (signal.aborted) await this.#stop(id);
      throw error;
    }
  }

  /** Waits until a query is done. */
  async #done(id: string, signal: AbortSignal): Promise<Omit<QueryResult, 'pages'>> {
    const [{ GetQueryExecutionCommand }, client] = await this.#ready();
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * PAUSE_GROWTH_RATIO)) {
      this.requests += 1;
      const { QueryExecution: execution } = await client.send(
        new GetQueryExecutionCommand({ QueryExecutionId: id }),
        { abortSignal: signal },
      );
      const { State: state = 'UNKNOWN', StateChangeReason: reason = '' } = execution?.Status ?? {};
      const { DataScannedInBytes: scannedBytes = 0, ResultReuseInformation: reuse } =
        execution?.Statistics ?? {};
      if (state === 'SUCCEEDED') return { scannedBytes, isReused: reuse?.ReusedPreviousResult === true };
      if (state === 'FAILED' || state === 'CANCELLED') throw new QueryError(state, reason);
      await this.#clock.sleep(pauseMs, signal);
      signal.throwIfAborted();
    }
  }

  /** A query that nobody waits for costs what it scans: it is stopped, and whether that worked changes nothing. */
  async #stop(id: string): Promise<void> {
    const [{ StopQueryExecutionCommand }, client] = await this.#ready();
    await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })).catch(() => undefined);
  }

  async *#pages(id: string, signal: AbortSignal): AsyncGenerator<readonly Row[]> {
    const [{ GetQueryResultsCommand }, client] = await this.#ready();
    let token: string | undefined;
    let columns: readonly string[] | undefined;
    do {
      this.requests += 1;
      const answer = await client.send(
        new GetQueryResultsCommand({
          QueryExecutionId: id,
          MaxResults: PAGE_SIZE,
          ...(token !== undefined && { NextToken: token }),
        }),
        { abortSignal: signal },
      );
      const rows = answer.ResultSet?.Rows ?? [];
      const named = answer.ResultSet?.ResultSetMetadata?.ColumnInfo?.map(({ Name: name }) => name ?? '');
      // The first row of the first page is the names.
      const data = columns === undefined ? rows.slice(1) : rows;
      columns ??= named ?? [];
      const names = columns;
      yield data.map(({ Data: cells = [] }) =>
        Object.fromEntries(names.map((name, index) => [name, cells[index]?.VarCharValue])),
      );
      token = answer.NextToken;
    } while (token !== undefined);
  }

  async #ready() {
    return Promise.all([import('@aws-sdk/client-athena'), this.#client()]);
  }
}
