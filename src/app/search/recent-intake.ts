import type { LookupAttribute } from '../../domain/plan.ts';
import { HistoryError, StoreError } from '../errors.ts';
import type { Clock, History, Store } from '../ports.ts';
import { KEYS } from '../state/keys.ts';
import { recordCodec } from '../state/record-codec.ts';
import { RECENT_TTL_MS, recentAt, recentPointerCodec } from '../state/records.ts';

/** Pointers that are read at once, and at most for one search. */
const PAGE_SIZE = 500;
const MAX_POINTERS = 20_000;

/**
 * What the feeds brought in the last days, straight from the store: an event can be asked for seconds after it happened, long before
 * CloudTrail's own history shows it. Feeds may miss events, so it adds records to an answer and never coverage.
 */
export function recentIntake(store: Store, clock: Clock): History {
  return {
    name: 'Recent intake',
    scopes: [],
    reach: RECENT_TTL_MS,
    coverage: 'none',
    filters: false,
    serves: () => true,
    async *search({ scope, attribute, range }, signal) {
      const from = Math.max(range.from, clock.now() - RECENT_TTL_MS);
      let at = recentAt(range.to - 1);
      for (let read = 0; read < MAX_POINTERS; read += PAGE_SIZE) {
        signal.throwIfAborted();
        const entries = await reading(() => store.range(KEYS.recent, at, recentAt(from - 1), PAGE_SIZE));
        const wanted = entries
          .map(entry => recentPointerCodec.decode(entry.value))
          .filter(pointer => mayHave(attribute, pointer));
        const stored = await Promise.all(
          wanted.map(
            async ({ key, record }) => record ?? (await reading(() => store.get(KEYS.record(key))))?.value,
          ),
        );
        const records = stored
          .flatMap(text => (text === undefined ? [] : (recordCodec.tryDecode(text) ?? [])))
          .filter(
            ({ accountId, awsRegion }) =>
              !scope || (accountId === scope.accountId && awsRegion === scope.region),
          );
        const last = entries.at(-1);
        if (entries.length < PAGE_SIZE || !last) {
          yield { records, reachedBackTo: range.from, requests: 0, cached: 0, unreadable: [] };
          return;
        }
        const reachedBackTo = records.at(-1)?.at ?? range.to;
        yield { records, reachedBackTo, requests: 0, cached: 0, unreadable: [] };
        at = `${last.key.slice(KEYS.recent.length)}~`;
      }
      throw new HistoryError('limit', 'more came in lately than is looked through for one answer');
    },
  };
}

/** Reads the store. @throws {HistoryError} when it is away */
async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof StoreError)
      throw new HistoryError('unreachable', 'the store is away', { cause: error });
    throw error;
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
