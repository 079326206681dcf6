import { type Clock, type History, type Search, type SearchPage, URGENCIES, type Urgency } from '../ports.ts';
import { searchKey } from './search-key.ts';

/** A search up to now joins one that began so long before it: CloudTrail shows nothing so young. */
const TOLERANCE_MS = 2_000;

/** A search under way, with what it has given so far. */
interface InFlightSearch {
  readonly search: Search;
  readonly pages: SearchPage[];
  readonly stop: AbortController;
  state: 'running' | 'done' | { readonly failure: unknown };
  listeners: number;
  waiting: (() => void)[];
}

/**
 * A history in which searches that want the same at the same time share one: the second is given what the first has found, and what it
 * finds from there on. It goes on for as long as it has a listener; nothing is kept once it has ended.
 */
export function coalescedHistory(history: History, clock: Clock): History {
  const isYoung = (at: number) => clock.now() - at <= 2 * TOLERANCE_MS;
  const inFlight = new Map<string, Set<InFlightSearch>>();
  return {
    ...history,
    async *search(search, signal) {
      const known = joinable(search);
      yield* follow(known ?? start(search), search, signal, known !== undefined);
    },
  };

  function joinable(wanted: Search): InFlightSearch | undefined {
    const { range } = wanted;
    return [...(inFlight.get(searchKey(history, wanted)) ?? [])].find(
      ({ search, state, stop }) =>
        state === 'running' &&
        !stop.signal.aborted &&
        isAsUrgent(search.urgency, wanted.urgency) &&
        search.range.from <= range.from &&
        search.range.to > range.from &&
        (search.range.to >= range.to ||
          (range.to - search.range.to <= TOLERANCE_MS && isYoung(search.range.to))),
    );
  }

  function start(search: Search): InFlightSearch {
    const key = searchKey(history, search);
    const stop = new AbortController();
    const started: InFlightSearch = { search, pages: [], stop, state: 'running', listeners: 0, waiting: [] };
    const others = inFlight.get(key) ?? new Set<InFlightSearch>();
    inFlight.set(key, others.add(started));
    void run(started).finally(() => {
      others.delete(started);
      if (others.size === 0) inFlight.delete(key);
    });
    return started;
  }

  async function run(started: InFlightSearch): Promise<void> {
    try {
      for await (const page of history.search(started.search, started.stop.signal)) {
        started.pages.push(page);
        wakeAll(started);
      }
      started.state = 'done';
    } catch (failure) {
      started.state = { failure };
    }
    wakeAll(started);
  }
}

/** Whether a search goes at least as fast as somebody wants who would join it. */
function isAsUrgent(running: Urgency = 'question', wanted: Urgency = 'question'): boolean {
  return URGENCIES.indexOf(running) <= URGENCIES.indexOf(wanted);
}

function wakeAll(search: InFlightSearch): void {
  for (const wake of search.waiting.splice(0)) wake();
}

/** Follows a search from its beginning to where `wanted` ends. */
async function* follow(
  shared: InFlightSearch,
  wanted: Search,
  signal: AbortSignal,
  joined: boolean,
): AsyncGenerator<SearchPage> {
  const wake = () => wakeAll(shared);
  shared.listeners += 1;
  signal.addEventListener('abort', wake);
  try {
    for (let next = 0; ; next++) {
      while (next >= shared.pages.length && shared.state === 'running' && !signal.aborted)
        await new Promise<void>(resolve => shared.waiting.push(resolve));
      signal.throwIfAborted();
      const page = shared.pages[next];
      if (page) {
        yield partOf(page, wanted, joined);
        if (page.reachedBackTo <= wanted.range.from) return;
      } else if (typeof shared.state === 'object') throw shared.state.failure;
      else return;
    }
  } finally {
    signal.removeEventListener('abort', wake);
    shared.listeners -= 1;
    if (shared.listeners === 0) shared.stop.abort();
  }
}

/** The part of a page that a search wants. Records without a time belong to every range. */
function partOf(page: SearchPage, { range }: Search, joined: boolean): SearchPage {
  return {
    ...page,
    reachedBackTo: Math.max(range.from, Math.min(range.to, page.reachedBackTo)),
    requests: joined ? 0 : page.requests,
    records: page.records.filter(({ at }) => at === null || (at >= range.from && at < range.to)),
  };
}
