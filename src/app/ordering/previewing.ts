import type { Known } from '../../domain/known.ts';
import { matchesPattern } from '../../domain/question/match.ts';
import { sourcesOf, tellsByName } from '../../domain/question/pattern-events.ts';
import type { Pattern } from '../../domain/question/question.ts';
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import type { Clock, Store } from '../ports.ts';
import { filterFor, recentPointers, recordsOf } from '../search/recent-intake.ts';
import { beganAt } from '../state/began.ts';
import { RECENT_TTL_MS, type RecentPointer } from '../state/recent.ts';

/** What of a week has come in that a pattern means. */
export interface Preview {
  /** Some of the newest, newest first. */
  readonly events: readonly RecordSummary[];
  readonly matched: number;
  /** Since when the store knows what came in, in milliseconds since 1970: at most seven days back. */
  readonly since: number;
  /** More came in than was looked through. */
  readonly isCut: boolean;
}

/** What previewing works with. */
export interface PreviewDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly known: Known;
  /** How long records without a card are kept, in milliseconds. */
  readonly plainMs: number;
}

/** Most events that a preview shows, pointers that it looks at, and records that it reads. */
const MAX_EVENTS = 10;
const MAX_POINTERS = 200_000;
const MAX_RECORDS = 5_000;

/** What has come in lately that a pattern means, from the store alone; `counts`: and of that what else holds for. @throws {StoreError|HistoryError} when the store is away */
export async function preview(
  pattern: Pattern,
  deps: PreviewDeps,
  counts?: (summary: RecordSummary) => boolean,
): Promise<Preview> {
  const { store, clock, plainMs } = deps;
  const now = clock.now();
  const from = now - Math.min(RECENT_TTL_MS, plainMs);
  // What came in since then may have happened before.
  const since = Math.max(from, (await beganAt(store)) ?? now);
  const isWanted = filterFor(null, pattern);
  const isToldByName = tellsByName(pattern) && counts === undefined;
  const newest = new Newest(MAX_EVENTS);
  const counted = { pointers: 0, records: 0, matched: 0 };
  for await (const page of recentPointers(store, sourcesOf(pattern), { from, to: now + 1 })) {
    counted.pointers += page.length;
    const wanted = page.filter(isWanted);
    if (isToldByName) {
      counted.matched += wanted.length;
      // Of one source they come newest first.
      newest.add(await read(wanted.slice(0, MAX_EVENTS), pattern, deps));
    } else {
      counted.records += wanted.length;
      const found = (await read(wanted, pattern, deps)).filter(summary => counts?.(summary) ?? true);
      counted.matched += found.length;
      newest.add(found);
    }
    if (counted.pointers >= MAX_POINTERS || counted.records >= MAX_RECORDS)
      return { events: newest.all, matched: counted.matched, since, isCut: true };
  }
  return { events: newest.all, matched: counted.matched, since, isCut: false };
}

async function read(
  pointers: readonly RecentPointer[],
  pattern: Pattern,
  { store, known }: PreviewDeps,
): Promise<readonly RecordSummary[]> {
  const records = await recordsOf(pointers, store);
  return records.map(record => summarise(record, known)).filter(summary => matchesPattern(pattern, summary));
}

/** The newest of what is added, so many at most. */
class Newest {
  readonly #most: number;
  all: readonly RecordSummary[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(more: readonly RecordSummary[]): void {
    if (more.length === 0) return;
    this.all = [...this.all, ...more]
      .toSorted((a, b) => (b.record.at ?? 0) - (a.record.at ?? 0))
      .slice(0, this.#most);
  }
}
