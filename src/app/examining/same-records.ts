import type { TimeRange } from '../../domain/question/question.ts';
import { EVERYTHING } from '../../domain/question/question.ts';
import { deadline } from '../deadline.ts';
import { HistoryError } from '../errors.ts';
import type { Clock, History, SearchScope } from '../ports.ts';
import type { Check } from './check.ts';

const DAY_MS = 86_400_000;
/** Most of the time and of the records that are compared. */
const READING_MS = 6_000;
const MAX_RECORDS = 20_000;

/** What comparing two histories works with. */
export interface SameRecordsDeps {
  /** That has the log files themselves, and that searches them otherwise. */
  readonly files: History;
  readonly table: History;
  readonly accountName: (accountId: string | null) => string;
  readonly clock: Pick<Clock, 'now'>;
}

/** Checks that a table gives what the log files hold: of one day that is over, as much as can be read in a few seconds. */
export function sameRecordsChecks({ files, table, accountName, clock }: SameRecordsDeps): readonly Check[] {
  return table.scopes
    .filter(scope => files.serves(scope))
    .map(scope => {
      const about = `${table.name} against the log files of ${accountName(scope.accountId)} ${scope.region}`;
      return {
        about,
        async look(signal) {
          const today = Math.floor(clock.now() / DAY_MS) * DAY_MS;
          // Yesterday's last files may still be on their way.
          const day = { from: today - 2 * DAY_MS, to: today - DAY_MS };
          try {
            const held = await recordsOf(files, scope, day, signal, READING_MS);
            if (held.reachedBackTo >= day.to)
              return [
                {
                  state: 'unknown',
                  about,
                  says: 'could not be compared: the log files could not be read in a few seconds',
                },
              ];
            if (held.keys.size === 0)
              return [
                {
                  state: 'unknown',
                  about,
                  says: `nothing to compare: no log file of ${dayOf(day)} holds a change`,
                },
              ];
            const given = await recordsOf(table, scope, { from: held.reachedBackTo, to: day.to }, signal);
            const missing = [...held.keys].filter(key => !given.keys.has(key)).length;
            const of = `${held.keys.size.toLocaleString('en')} change${held.keys.size === 1 ? '' : 's'} of ${dayOf(day)}`;
            if (missing === 0) return [{ state: 'ok', about, says: `the same, ${of}` }];
            return [
              {
                state: 'failure',
                about,
                says: `the table misses ${missing.toLocaleString('en')} of ${of}`,
                mend: 'Its location or its partitions are of another place: make the table that "cctrail athena ddl" prints.',
              },
            ];
          } catch (error) {
            // What can't be searched at all is told by the check of that history.
            if (error instanceof HistoryError) return [{ state: 'unknown', about, says: error.message }];
            throw error;
          }
        },
      } satisfies Check;
    });
}

/** The keys of the newest changes in a range, and how far back (milliseconds) they are all of them. */
async function recordsOf(
  history: History,
  scope: SearchScope,
  range: TimeRange,
  cancelled: AbortSignal,
  withinMs = Number.POSITIVE_INFINITY,
): Promise<{ readonly keys: ReadonlySet<string>; readonly reachedBackTo: number }> {
  const keys = new Map<string, number>();
  let reachedBackTo = range.to;
  const end = Number.isFinite(withinMs) ? deadline(withinMs, cancelled) : undefined;
  try {
    const search = { scope, attribute: null, question: EVERYTHING, range };
    for await (const page of history.search(search, end?.signal ?? cancelled)) {
      for (const { key, at } of page.records) keys.set(key, at ?? range.to);
      reachedBackTo = Math.min(reachedBackTo, page.reachedBackTo);
      if (withinMs < Number.POSITIVE_INFINITY && keys.size >= MAX_RECORDS) break;
    }
  } catch (error) {
    if (!end?.signal.aborted || cancelled.aborted) throw error;
  } finally {
    end?.end();
  }
  return {
    keys: new Set([...keys].filter(([, at]) => at >= reachedBackTo && at < range.to).map(([key]) => key)),
    reachedBackTo,
  };
}

function dayOf({ from }: TimeRange): string {
  return new Date(from).toISOString().slice(0, 10);
}
