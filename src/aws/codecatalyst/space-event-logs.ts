import { HistoryError } from '../../app/errors.ts';
import type { History, SearchPage, Unreadable } from '../../app/ports.ts';
import { CODECATALYST } from '../../domain/catalogue.ts';
import { asObject, asText } from '../../domain/json.ts';
import type { TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { SPACE_REACH_MS, type Space, spacePlace } from '../../domain/space.ts';
import { readSpaceEntry } from '../../records/space-entry.ts';
import type { ListPage, PostList } from './client.ts';
import { explainSpace } from './space-errors.ts';

/** Most entries of a page (Amazon CodeCatalyst API Reference, "ListEventLogs"). */
const PAGE_SIZE = 250;
/** Time by which more is asked for than is wanted, at both ends: whether they belong to it is written nowhere. */
const EDGE_MS = 1_000;
/** Time by which less is asked for than the log keeps. */
const REACH_MARGIN_MS = 60_000;
/** Shortest time that is cut in two where pages do not come newest first, in milliseconds. */
const SHORTEST_MS = 60_000;

/** Longest id that is told. */
const MAX_ID_LENGTH = 64;

type ListEntries = (range: TimeRange, token: string | undefined, signal: AbortSignal) => Promise<ListPage>;

/** The log that a CodeCatalyst space keeps itself: projects, members, repositories, workflow runs, of 30 days. `states`: how the last request went, by the space's place. */
export function spaceEventLogs(
  space: Pick<Space, 'name'>,
  post: PostList,
  now: () => number = Date.now,
): History & {
  readonly states: ReadonlyMap<string, string>;
} {
  const place = spacePlace(space.name);
  const states = new Map<string, string>();
  const listed: ListEntries = async (range, token, signal) => {
    try {
      const page = await post('eventLogs', requestFor(range, now(), token), signal);
      states.set(place, 'ok');
      return page;
    } catch (error) {
      if (signal.aborted) throw error;
      const { cause, reason } = explainSpace(error, space.name);
      states.set(place, reason);
      throw new HistoryError(cause, reason, { cause: error });
    }
  };
  return {
    name: 'Space event log',
    scopes: [{ accountId: place, region: '' }],
    sources: [CODECATALYST],
    reach: SPACE_REACH_MS,
    coverage: 'full',
    filters: false,
    states,
    serves: scope => scope.accountId === place,
    search: ({ range }, signal) => pagesOf(range, { listed, space: space.name }, signal),
  };
}

function requestFor(range: TimeRange, now: number, nextToken: string | undefined): object {
  // What is older than it keeps may be refused as a whole.
  const oldest = now - SPACE_REACH_MS + REACH_MARGIN_MS;
  return {
    startTime: new Date(Math.max(oldest, range.from - EDGE_MS)).toISOString(),
    endTime: new Date(Math.max(oldest + EDGE_MS, range.to + EDGE_MS)).toISOString(),
    maxResults: PAGE_SIZE,
    ...(nextToken !== undefined && { nextToken }),
  };
}

/**
 * Pages of a range. In which order entries come is written nowhere: as long as it is the newest first, what was reached is told page by page; else the newer half is read
 * first, so that of many entries the newest are there when time runs out.
 */
async function* pagesOf(
  range: TimeRange,
  from: { readonly listed: ListEntries; readonly space: string },
  signal: AbortSignal,
): AsyncGenerator<SearchPage> {
  let token: string | undefined;
  let reached = range.to;
  let order: Order = 'not known';
  let last = range.to + EDGE_MS;
  do {
    signal.throwIfAborted();
    const page = await from.listed(range, token, signal);
    token = page.nextToken;
    const { records, unreadable } = read(page.items, from.space, range);
    const times = records.flatMap(({ at }) => at ?? []);
    order = orderOf(times, last, order);
    last = times.at(-1) ?? last;
    const isLast = token === undefined;
    if (isLast) reached = range.from;
    else if (order === 'newest first') reached = oldestOf(records, { from: range.from, to: reached });
    yield { records, unreadable, requests: page.requests, cached: 0, reachedBackTo: reached };
    if (!isLast && order === 'another' && range.to - range.from > SHORTEST_MS) {
      // All of it anew: nothing that was told of how far it was reached can be relied on any more.
      const middle = range.from + Math.floor((range.to - range.from) / 2);
      yield* pagesOf({ from: middle, to: range.to }, from, signal);
      yield* pagesOf({ from: range.from, to: middle }, from, signal);
      return;
    }
  } while (token !== undefined);
}

type Order = 'not known' | 'newest first' | 'another';

/** In which order entries come: that they go back in time is known once two of them do, and no more once one does not. Times in milliseconds, `last` of the page before. */
function orderOf(times: readonly number[], last: number, before: Order): Order {
  const goesBack = times.every((at, index) => at <= (times[index - 1] ?? last));
  if (!goesBack || before === 'another') return 'another';
  return new Set(times).size > 1 ? 'newest first' : before;
}

function read(
  items: readonly unknown[],
  space: string,
  range: TimeRange,
): { records: CloudTrailRecord[]; unreadable: Unreadable[] } {
  const records: CloudTrailRecord[] = [];
  const unreadable: Unreadable[] = [];
  for (const item of items) {
    const reading = readSpaceEntry(item, space);
    if (reading.kind === 'record') records.push(reading.record);
    else
      unreadable.push({
        reason: `${entryIn(item)} of space ${space} could not be read: ${reading.reason}`,
        range,
      });
  }
  return { records, unreadable };
}

/** How an entry that can't be read is told from others. */
function entryIn(item: unknown): string {
  const id = asText(asObject(item)?.['id']);
  return id === undefined ? 'an entry' : `entry ${id.slice(0, MAX_ID_LENGTH)}`;
}

/** All after the second of the oldest entry has been given. */
function oldestOf(records: readonly CloudTrailRecord[], range: TimeRange): number {
  const times = records.flatMap(({ at }) => at ?? []);
  return times.length === 0 ? range.to : Math.min(range.to, Math.max(range.from, Math.min(...times) + 1_000));
}
