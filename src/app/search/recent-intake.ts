import { isSpecialUser, type LookupAttribute } from '../../domain/plan.ts';
import { wantedOf } from '../../domain/question/filters.ts';
import { mayAnswerByName } from '../../domain/question/match.ts';
import type { Question } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { HistoryError, StoreError } from '../errors.ts';
import type { Clock, Entry, History, SearchScope, Store } from '../ports.ts';
import { KEYS } from '../state/keys.ts';
import { RECENT_TTL_MS, type RecentPointer, readPointer, recentAt, recentPrefix } from '../state/recent.ts';
import { recordCodec } from '../state/record-codec.ts';

/** Pointers that are read at once, and at most for one search; and most records that are read for one. */
const PAGE_SIZE = 1_000;
const MAX_POINTERS = 100_000;
const MAX_RECORDS = 10_000;

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
    filters: true,
    serves: () => true,
    async *search({ scope, attribute, question, range }, signal) {
      const from = Math.max(range.from, clock.now() - RECENT_TTL_MS);
      const prefix = prefixFor(attribute);
      const isWanted = filterFor(attribute, question);
      let [at, records] = [recentAt(range.to - 1), 0];
      for (let read = 0; read < MAX_POINTERS && records < MAX_RECORDS; read += PAGE_SIZE) {
        signal.throwIfAborted();
        const entries = await reading(() => store.range(prefix, at, recentAt(from - 1), PAGE_SIZE));
        const found = await recordsOf(entries, isWanted, scope, store);
        records += found.length;
        const last = entries.at(-1);
        const isEnd = entries.length < PAGE_SIZE || !last;
        const reachedBackTo = isEnd ? range.from : (found.at(-1)?.at ?? range.to);
        yield { records: found, reachedBackTo, requests: 0, cached: 0, unreadable: [] };
        if (isEnd) return;
        at = `${last.key.slice(prefix.length)}~`;
      }
      throw new HistoryError('limit', 'more came in lately than is looked through for one answer');
    },
  };
}

/** Where the pointers are that a search may want: all of them, or those of one source, name or access key. */
function prefixFor(attribute: LookupAttribute | null): string {
  switch (attribute?.key) {
    case 'EventSource':
      return recentPrefix('source', attribute.value);
    case 'EventName':
      return recentPrefix('name', attribute.value);
    case 'AccessKeyId':
      return /^ASIA/i.test(attribute.value)
        ? recentPrefix('key', attribute.value.toUpperCase())
        : KEYS.recent;
    default:
      return KEYS.recent;
  }
}

/** What a pointer tells of whether its record may be wanted. Never wrong where the record itself is. */
function filterFor(
  attribute: LookupAttribute | null,
  question: Question,
): (pointer: RecentPointer) => boolean {
  const users = (wantedOf(question, 'user') ?? []).map(name => name.replace(/^=/, '').toLowerCase());
  // Wildcards, and whoever is no name, are told by the record; what was done in an open session may be anybody's.
  const isNamed = users.length > 0 && !users.some(name => name.includes('*') || isSpecialUser(name));
  return pointer => {
    if (attribute?.key === 'ReadOnly' && String(pointer.readOnly) !== attribute.value) return false;
    if (attribute?.key === 'EventId' && !pointer.key.endsWith(`:${attribute.value}`)) return false;
    if (!mayAnswerByName(question, pointer)) return false;
    const { who } = pointer;
    return (
      !isNamed || who === undefined || who.includes('assumed-role') || users.some(name => who.includes(name))
    );
  };
}

async function recordsOf(
  entries: readonly Entry[],
  isWanted: (pointer: RecentPointer) => boolean,
  scope: SearchScope | null,
  store: Store,
): Promise<CloudTrailRecord[]> {
  const wanted = entries.flatMap(entry => readPointer(entry.value) ?? []).filter(isWanted);
  const texts = await Promise.all(wanted.map(pointer => reading(() => textOf(pointer, store))));
  return texts
    .flatMap(text => (text === undefined ? [] : (recordCodec.tryDecode(text) ?? [])))
    .filter(
      ({ accountId, awsRegion }) => !scope || (accountId === scope.accountId && awsRegion === scope.region),
    );
}

async function textOf({ key, record, heldAt }: RecentPointer, store: Store): Promise<string | undefined> {
  if (record !== undefined) return record;
  if (heldAt === undefined) return (await store.get(KEYS.record(key)))?.value;
  const holder = await store.get(KEYS.recent + heldAt);
  return holder && readPointer(holder.value)?.record;
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
