import type { AthenaClient } from '@aws-sdk/client-athena';
import { HistoryError } from '../../app/errors.ts';
import type { Clock, History, Search, SearchPage, Unreadable } from '../../app/ports.ts';
import type { Account, AthenaTable } from '../../domain/account.ts';
import type { Known } from '../../domain/known.ts';
import { SETTLING_MS } from '../../domain/plan.ts';
import { matches, mayAnswer } from '../../domain/question/match.ts';
import type { TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { summarise } from '../../domain/summary.ts';
import { explainAthena, QueryError } from './athena-errors.ts';
import { Queries, type Row } from './queries.ts';
import { readRow } from './table-row.ts';
import { COLUMNS, MAX_ROWS, tableQuery } from './table-sql.ts';

const DAY_MS = 86_400_000;
const BYTES_PER_MB = 1e6;
/** Days of the newest stretch that is asked for by itself; each further one is so many times as long, so that the newest come first and few queries are sent. */
const FIRST_DAYS = 30;
const GROWTH_RATIO = 4;

/** What searching with Athena works with. */
export interface AthenaDeps {
  readonly accounts: readonly Account[];
  readonly known: Known;
  /** Makes the client for a table; asked once for each. */
  readonly clientFor: (table: AthenaTable, account: Account) => Promise<AthenaClient>;
  readonly clock: Clock;
}

/**
 * Tables over trails' log files, which Athena searches: where they are more than one machine reads in time. A search scans each day once, however many attributes it has, and no more than
 * is allowed; what is left is a gap.
 */
export function athenaHistory({ accounts, known, clientFor, clock }: AthenaDeps): History {
  const tables = new Map<
    string,
    { readonly table: AthenaTable; readonly ready: () => Promise<AthenaClient> }
  >();
  for (const account of accounts) {
    const { id, athena: table } = account;
    if (id === null || !table) continue;
    let client: Promise<AthenaClient> | undefined;
    const ready = () => (client ??= clientFor(table, account));
    tables.set(id, { table, ready });
  }
  const sound = new Set<string>();
  return {
    name: 'Athena',
    scopes: accounts.flatMap(({ id, regions, athena }) =>
      athena && id !== null ? regions.map(region => ({ accountId: id, region })) : [],
    ),
    reach: null,
    coverage: 'full',
    filters: true,
    combines: true,
    serves: scope => scope.accountId !== null && tables.has(scope.accountId),
    async *search(search, signal) {
      const account = search.scope?.accountId ?? '';
      const found = tables.get(account);
      if (!found) throw new HistoryError('misconfigured', 'no table is configured for this account');
      const queries = new Queries(found.table, found.ready, clock);
      try {
        if (!sound.has(account)) await checkTable(queries, signal);
        sound.add(account);
        yield* new TableSearch(found.table, queries, { known, clock }, search, signal).pages();
      } catch (error) {
        if (signal.aborted || error instanceof HistoryError) throw error;
        const { cause, reason } = explainAthena(error, found.table);
        throw new HistoryError(cause, reason, { cause: error });
      }
    },
  };
}

/** A table that finds nothing because it knows of no partitions would be a "no match" that is wrong. @throws {HistoryError} where the table is not one that answers */
async function checkTable(queries: Queries, signal: AbortSignal): Promise<void> {
  const { columns, partitionKeys, isProjected } = await queries.facts(signal);
  const wrong = (what: string) =>
    new HistoryError('misconfigured', `${what}: make the one that "cctrail athena ddl" prints`);
  if (!isProjected) throw wrong('the table has no partition projection, so it may find nothing');
  const keys = ['account', 'region', 'timestamp'].filter(key => !partitionKeys.includes(key));
  if (keys.length > 0) throw wrong(`the table is not divided by ${keys.join(', ')}`);
  const missing = [...COLUMNS.keys()].filter(column => !columns.includes(column));
  if (missing.length > 0) throw wrong(`the table lacks ${missing.slice(0, 3).join(', ')}`);
}

/** One search of a table. */
class TableSearch {
  readonly #table: AthenaTable;
  readonly #queries: Queries;
  readonly #known: Known;
  readonly #clock: Clock;
  readonly #search: Search;
  readonly #signal: AbortSignal;
  readonly #silences: TimeRange[] = [];
  #scannedBytes = 0;
  /** Bytes of a day, as far as has been seen. */
  #bytesPerDay: number | undefined;

  constructor(
    table: AthenaTable,
    queries: Queries,
    { known, clock }: Pick<AthenaDeps, 'known' | 'clock'>,
    search: Search,
    signal: AbortSignal,
  ) {
    [this.#table, this.#queries, this.#known, this.#clock] = [table, queries, known, clock];
    [this.#search, this.#signal] = [search, signal];
  }

  /** Pages, newest first. @throws {HistoryError} where no more may be scanned */
  async *pages(): AsyncGenerator<SearchPage> {
    const { range } = this.#search;
    let days = FIRST_DAYS;
    let to = range.to;
    while (to > range.from && this.#affordable(days) >= 1) {
      const from = Math.max(range.from, to - this.#affordable(days) * DAY_MS);
      const reached = yield* this.#window({ from, to });
      // What was too much for one query is asked for in two.
      days = reached === from ? days * GROWTH_RATIO : Math.max(1, Math.floor((to - from) / DAY_MS / 2));
      to = reached ?? to;
    }
    const unreadable = this.#tellSilences();
    if (unreadable.length > 0) yield { records: [], unreadable, requests: 0, cached: 0, reachedBackTo: to };
    if (to > range.from) {
      const scanned = this.#table.maxScannedMb.toLocaleString('en');
      throw new HistoryError(
        'limit',
        `${scanned} MB were scanned, as many as one question may (maxScannedMb)`,
      );
    }
  }

  /** So many days as may still be scanned, of those that are wanted. */
  #affordable(days: number): number {
    const left = this.#table.maxScannedMb * BYTES_PER_MB - this.#scannedBytes;
    if (left <= 0) return 0;
    return this.#bytesPerDay === undefined ? days : Math.min(days, Math.floor(left / this.#bytesPerDay));
  }

  /** The times without log files, each of which is told once. */
  #tellSilences(): Unreadable[] {
    const reason =
      'Athena found no log files of this time: nothing happened, or the table is of another place';
    return this.#silences.splice(0).map(range => ({ range, cause: 'silent' as const, reason }));
  }

  /** Notes a time without log files; what lies beside another is one with it. */
  #silent(range: TimeRange): void {
    const last = this.#silences.at(-1);
    if (last?.from === range.to)
      this.#silences[this.#silences.length - 1] = { from: range.from, to: last.to };
    else this.#silences.push(range);
  }

  /** Asks for one stretch; gives since when (milliseconds) it was searched, and undefined where it was too much for one query. */
  async *#window(range: TimeRange): AsyncGenerator<SearchPage, number | undefined> {
    const now = this.#clock.now();
    const query = tableQuery(this.#table, this.#search, range, { now, userNames: this.#known.userNames });
    const before = this.#queries.requests;
    let result: Awaited<ReturnType<Queries['run']>>;
    try {
      result = await this.#queries.run(query, range.to < now - SETTLING_MS, this.#signal);
    } catch (error) {
      const isDivisible = range.to - range.from > DAY_MS;
      if (error instanceof QueryError && error.isTooMuch && isDivisible) return undefined;
      throw error;
    }
    const { scannedBytes, isReused } = result;
    this.#scannedBytes += scannedBytes;
    if (scannedBytes > 0) this.#bytesPerDay = scannedBytes / Math.max(1, (range.to - range.from) / DAY_MS);
    let count = 0;
    let oldest = range.to;
    for await (const rows of result.pages) {
      const { records, unreadable } = this.#read(rows, range);
      count += rows.length;
      oldest = Math.min(oldest, ...rows.flatMap(({ eventtime }) => Date.parse(eventtime ?? '') || []));
      const reachedBackTo = Math.min(range.to, Math.max(range.from, oldest + 1_000));
      yield { records, unreadable, requests: 0, cached: 0, reachedBackTo };
    }
    const isWhole = count < MAX_ROWS;
    // The second of the oldest may have more: it is asked for once more, and must not be asked for without end.
    const reached = isWhole ? range.from : Math.min(range.to - 1_000, oldest + 1_000);
    if (scannedBytes === 0 && count === 0 && !isReused) this.#silent(range);
    const unreadable: Unreadable[] = [];
    const isCrowded = !isWhole && oldest + 1_000 > range.to - 1_000;
    if (isCrowded)
      unreadable.push({
        range: { from: range.to - 1_000, to: range.to },
        reason: 'more happened within a second than one query gives',
      });
    // Nobody reads on behind the page that has reached everything.
    if (reached <= this.#search.range.from) unreadable.push(...this.#tellSilences());
    const requests = this.#queries.requests - before;
    yield { records: [], unreadable, requests, cached: 0, scannedBytes, reachedBackTo: reached };
    return reached;
  }

  #read(rows: readonly Row[], range: TimeRange): Pick<SearchPage, 'records' | 'unreadable'> {
    const { scope, question } = this.#search;
    const carrier = { accountId: scope?.accountId ?? '', region: scope?.region ?? '' };
    const records: CloudTrailRecord[] = [];
    const unreadable: Unreadable[] = [];
    for (const row of rows) {
      const reading = readRow(row, carrier);
      if (reading.kind !== 'record') unreadable.push({ reason: reading.reason, range });
      else if (
        mayAnswer(question, reading.record) &&
        matches(question, summarise(reading.record, this.#known))
      )
        records.push(reading.record);
    }
    return { records, unreadable };
  }
}
