import { isSpecialUser, type LookupAttribute } from '../../domain/plan.ts';
import { wantedOf } from '../../domain/question/filters.ts';
import { mayAnswerByName } from '../../domain/question/match.ts';
import type { Question } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { HistoryError, StoreError } from '../errors.ts';
import type { Clock, Entry, History, SearchScope, Store } from '../ports.ts';
import { KEYS } from '../state/keys.ts';
import {
  afterSource,
  prefixOfKey,
  type RecentPointer,
  readPointer,
  recentAt,
  sourcePrefix,
} from '../state/recent.ts';
import { recordCodec } from '../state/record-codec.ts';

/** Time that an answer looks back: what is older, Event history has for certain. */
const ANSWER_REACH_MS = 3 * 86_400_000;
/** Pointers that are read at once, and at most for one search; and most records that are read for one. */
const PAGE_SIZE = 1_000;
const MAX_POINTERS = 100_000;
const MAX_RECORDS = 10_000;
/** Most services whose events are looked through for one search; AWS has some hundreds. */
const MAX_SOURCES = 2_000;

/**
 * What the feeds brought in the last days, straight from the store: an event can be asked for seconds after it happened, long before
 * CloudTrail's own history shows it. Feeds may miss events, so it adds records to an answer and never coverage.
 */
export function recentIntake(store: Store, clock: Clock, reachMs = ANSWER_REACH_MS): History {
  return {
    name: 'Recent intake',
    scopes: [],
    reach: reachMs,
    coverage: 'none',
    filters: true,
    serves: () => true,
    async *search({ scope, attribute, question, range }, signal) {
      const from = Math.max(range.from, clock.now() - reachMs);
      const isWanted = filterFor(attribute, question);
      const found = { pointers: 0, records: 0 };
      for await (const prefix of prefixesFor(attribute, store)) {
        for (let at = recentAt(range.to - 1); ; ) {
          signal.throwIfAborted();
          if (found.pointers >= MAX_POINTERS || found.records >= MAX_RECORDS)
            throw new HistoryError('limit', 'more came in lately than is looked through for one answer');
          const entries = await reading(() => store.range(prefix, at, recentAt(from - 1), PAGE_SIZE));
          const records = await recordsOf(entries, isWanted, scope, store);
          found.pointers += entries.length;
          found.records += records.length;
          // It is one source after another, so nothing is known to be the newest before the last of them.
          if (records.length > 0)
            yield { records, reachedBackTo: range.to, requests: 0, cached: 0, unreadable: [] };
          const last = entries.at(-1);
          if (entries.length < PAGE_SIZE || !last) break;
          at = `${last.key.slice(prefix.length)}~`;
        }
      }
      yield { records: [], reachedBackTo: range.from, requests: 0, cached: 0, unreadable: [] };
    },
  };
}

/** Where the pointers are that a search may want: those of one source, or of one source after another. */
async function* prefixesFor(attribute: LookupAttribute | null, store: Store): AsyncGenerator<string> {
  if (attribute?.key === 'EventSource') return yield sourcePrefix(attribute.value);
  let from = '';
  for (let sources = 0; sources < MAX_SOURCES; sources++) {
    const [entry] = await reading(() => store.range(KEYS.lately, from, null, 1));
    if (!entry) return;
    yield prefixOfKey(entry.key);
    from = afterSource(entry.key) ?? '\u{10ffff}';
  }
  throw new HistoryError('limit', 'events of too many services came in lately for one answer');
}

/** What a pointer tells of whether its record may be wanted. Never wrong where the record itself is. */
function filterFor(
  attribute: LookupAttribute | null,
  question: Question,
): (pointer: RecentPointer) => boolean {
  const users = (wantedOf(question, 'user') ?? []).map(name => name.replace(/^=/, '').toLowerCase());
  // Wildcards, and whoever is no name, are told by the record; what was done in an open session may be anybody's.
  const isNamed = users.length > 0 && !users.some(name => name.includes('*') || isSpecialUser(name));
  const keyId = attribute?.key === 'AccessKeyId' ? attribute.value.toLowerCase() : undefined;
  return pointer => {
    if (attribute?.key === 'EventName' && pointer.eventName !== attribute.value) return false;
    if (attribute?.key === 'ReadOnly' && String(pointer.readOnly) !== attribute.value) return false;
    if (attribute?.key === 'EventId' && !pointer.key.split('~')[0]?.endsWith(`:${attribute.value}`))
      return false;
    if (!mayAnswerByName(question, pointer)) return false;
    const { who } = pointer;
    if (keyId !== undefined && who !== undefined && !who.includes(keyId)) return false;
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
  const texts = await Promise.all(
    wanted.map(
      async ({ key, record }) => record ?? (await reading(() => store.get(KEYS.record(key))))?.value,
    ),
  );
  return texts
    .flatMap(text => (text === undefined ? [] : (recordCodec.tryDecode(text) ?? [])))
    .filter(
      ({ accountId, awsRegion }) => !scope || (accountId === scope.accountId && awsRegion === scope.region),
    );
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
