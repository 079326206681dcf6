import type { Clock, History, Search, SearchPage } from '../ports.ts';
import { searchKey } from './search-key.ts';

/** A search up to now joins one that began so many milliseconds before it: CloudTrail shows nothing so young. */
const TOLERANCE = 2_000;

/** A search under way, with what it has given so far. */
interface Flight {
  readonly search: Search;
  readonly pages: SearchPage[];
  readonly stop: AbortController;
  state: 'flying' | 'landed' | { readonly failure: unknown };
  listeners: number;
  waiting: (() => void)[];
}

/**
 * A history in which searches that want the same at the same time share one: whoever comes second is given what the first has found, and
 * what it finds from there on. It goes on for as long as anybody listens; nothing is kept once it has ended.
 */
export function sharedSearches(history: History, clock: Clock): History {
  const isYoung = (at: number) => clock.now() - at <= 2 * TOLERANCE;
  const flights = new Map<string, Set<Flight>>();
  return {
    ...history,
    async *search(search, signal) {
      const known = joinable(search);
      yield* listen(known ?? takeOff(search), search, signal, known !== undefined);
    },
  };

  function joinable(wanted: Search): Flight | undefined {
    const { range } = wanted;
    return [...(flights.get(searchKey(history, wanted)) ?? [])].find(
      ({ search, state, stop }) =>
        state === 'flying' &&
        !stop.signal.aborted &&
        search.range.from <= range.from &&
        search.range.to > range.from &&
        (search.range.to >= range.to ||
          (range.to - search.range.to <= TOLERANCE && isYoung(search.range.to))),
    );
  }

  function takeOff(search: Search): Flight {
    const key = searchKey(history, search);
    const stop = new AbortController();
    const flight: Flight = { search, pages: [], stop, state: 'flying', listeners: 0, waiting: [] };
    const others = flights.get(key) ?? new Set<Flight>();
    flights.set(key, others.add(flight));
    void fly(flight).finally(() => {
      others.delete(flight);
      if (others.size === 0) flights.delete(key);
    });
    return flight;
  }

  async function fly(flight: Flight): Promise<void> {
    try {
      for await (const page of history.search(flight.search, flight.stop.signal)) {
        flight.pages.push(page);
        wakeAll(flight);
      }
      flight.state = 'landed';
    } catch (failure) {
      flight.state = { failure };
    }
    wakeAll(flight);
  }
}

function wakeAll(flight: Flight): void {
  for (const wake of flight.waiting.splice(0)) wake();
}

/** Follows a search from its beginning to where `search` ends. */
async function* listen(
  flight: Flight,
  { range }: Search,
  signal: AbortSignal,
  joined: boolean,
): AsyncGenerator<SearchPage> {
  const wake = () => wakeAll(flight);
  flight.listeners += 1;
  signal.addEventListener('abort', wake);
  try {
    for (let next = 0; ; next++) {
      while (next >= flight.pages.length && flight.state === 'flying' && !signal.aborted)
        await new Promise<void>(resolve => flight.waiting.push(resolve));
      signal.throwIfAborted();
      const page = flight.pages[next];
      if (page) {
        const reachedBackTo = Math.max(range.from, Math.min(range.to, page.reachedBackTo));
        yield {
          ...page,
          reachedBackTo,
          requests: joined ? 0 : page.requests,
          records: page.records.filter(({ eventTime }) => {
            const at = eventTime === null ? range.from : Date.parse(eventTime);
            return at >= range.from && at < range.to;
          }),
        };
        if (page.reachedBackTo <= range.from) return;
      } else if (typeof flight.state === 'object') throw flight.state.failure;
      else return;
    }
  } finally {
    signal.removeEventListener('abort', wake);
    flight.listeners -= 1;
    if (flight.listeners === 0) flight.stop.abort();
  }
}
