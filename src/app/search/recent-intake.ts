import type { LookupAttribute } from '../../domain/plan.ts';
import { type Clock, type History, HistoryError, type Store, StoreError } from '../ports.ts';
import { decode, KEYS, RECENT_TTL, recentAt } from '../state/documents.ts';

/** How many pointers are read at once, and at most for one search. */
const BATCH = 500;
const MOST_POINTERS = 20_000;

/**
 * What the feeds brought in the last days, straight from the store: an event can be asked for seconds after it happened, long before
 * CloudTrail's own history shows it. Feeds may miss events, so it adds records to an answer and never coverage.
 */
export function recentIntake(store: Store, clock: Clock): History {
  return {
    name: 'Recent intake',
    scopes: [],
    reach: RECENT_TTL,
    holds: 'some',
    filters: false,
    serves: () => true,
    async *search({ scope, attribute, range }, signal) {
      const from = Math.max(range.from, clock.now() - RECENT_TTL);
      let at = recentAt(range.to - 1);
      for (let read = 0; read < MOST_POINTERS; read += BATCH) {
        signal.throwIfAborted();
        const entries = await pointers(at, recentAt(from - 1));
        const wanted = entries
          .map(entry => decode.recentPointer(entry.value))
          .filter(pointer => mayHave(attribute, pointer));
        const stored = await Promise.all(wanted.map(({ key }) => get(KEYS.record(key))));
        const records = stored
          .flatMap(entry => (entry ? [decode.record(entry.value)] : []))
          .filter(
            ({ accountId, awsRegion }) =>
              !scope || (accountId === scope.accountId && awsRegion === scope.region),
          );
        const last = entries.at(-1);
        if (entries.length < BATCH || !last) {
          yield { records, reachedBackTo: range.from, requests: 0, cached: 0, unreadable: [] };
          return;
        }
        const reachedBackTo = Date.parse(records.at(-1)?.eventTime ?? '') || range.to;
        yield { records, reachedBackTo, requests: 0, cached: 0, unreadable: [] };
        at = `${last.key.slice(KEYS.recent.length)}~`;
      }
      throw new HistoryError('more came in lately than is looked through for one answer');
    },
  };

  async function pointers(from: string, to: string) {
    return away(() => store.range(KEYS.recent, from, to, BATCH));
  }

  async function get(key: string) {
    return away(() => store.get(key));
  }

  async function away<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof StoreError) throw new HistoryError('the store is away', { cause: error });
      throw error;
    }
  }
}

/** Whether a record can have an attribute, as far as its pointer tells. */
function mayHave(
  attribute: LookupAttribute | null,
  pointer: { eventSource: string | null; eventName: string | null; readOnly: boolean },
): boolean {
  switch (attribute?.key) {
    case 'EventSource':
      return pointer.eventSource === attribute.value;
    case 'EventName':
      return pointer.eventName === attribute.value;
    case 'ReadOnly':
      return String(pointer.readOnly) === attribute.value;
    default:
      return true;
  }
}
