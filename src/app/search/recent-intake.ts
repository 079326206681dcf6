import { isSpecialUser, type LookupAttribute } from '../../domain/plan.ts';
import { wantedOf } from '../../domain/question/filters.ts';
import { mayAnswerByName } from '../../domain/question/match.ts';
import type { Pattern, TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { HistoryError, StoreError } from '../errors.ts';
import type { Clock, History, Store } from '../ports.ts';
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
const PAGE_SIZE = 2_000;
const MAX_POINTERS = 100_000;
const MAX_RECORDS = 10_000;
/** Most services whose events are looked through for one search; AWS has some hundreds. */
const MAX_SOURCES = 2_000;

/**
 * What the feeds brought in the last days, straight from the store: an event can be asked for seconds after it happened, long before
 * CloudTrail's own history shows it. Feeds may miss events, so it adds records to an answer and never coverage.
 */
export function recentIntake(store: Store, clock: Clock): History {
  return {
    name: 'Recent intake',
    scopes: [],
    reach: ANSWER_REACH_MS,
    coverage: 'none',
    filters: true,
    serves: () => true,
    async *search({ scope, attribute, question, range }, signal) {
      const from = Math.max(range.from, clock.now() - ANSWER_REACH_MS);
      const isWanted = filterFor(attribute, question);
      const found = { pointers: 0, records: 0 };
      const sources = attribute?.key === 'EventSource' ? [attribute.value] : null;
      for await (const pointers of recentPointers(store, sources, { from, to: range.to })) {
        signal.throwIfAborted();
        if (found.pointers >= MAX_POINTERS || found.records >= MAX_RECORDS)
          throw new HistoryError('limit', 'more came in lately than is looked through for one answer');
        const records = await recordsOf(pointers.filter(isWanted), store);
        const own = records.filter(
          ({ accountId, awsRegion }) =>
            !scope || (accountId === scope.accountId && awsRegion === scope.region),
        );
        found.pointers += pointers.length;
        found.records += own.length;
        // It is one source after another, so nothing is known to be the newest before the last of them.
        if (own.length > 0)
          yield { records: own, reachedBackTo: range.to, requests: 0, cached: 0, unreadable: [] };
      }
      yield { records: [], reachedBackTo: range.from, requests: 0, cached: 0, unreadable: [] };
    },
  };
}

/**
 * Pointers to what came in within a time (milliseconds, `to` exclusive), a page at a time: of some sources, or (null) of one after another; within each the newest first.
 * @throws {HistoryError} where the store is away, or has too many sources
 */
export async function* recentPointers(
  store: Store,
  sources: readonly string[] | null,
  { from, to }: TimeRange,
): AsyncGenerator<readonly RecentPointer[]> {
  for await (const prefix of prefixesFor(sources, store)) {
    for (let at = recentAt(to - 1); ; ) {
      const entries = await reading(() => store.range(prefix, at, recentAt(from - 1), PAGE_SIZE));
      yield entries.flatMap(entry => readPointer(entry.value) ?? []);
      const last = entries.at(-1);
      if (entries.length < PAGE_SIZE || !last) break;
      at = `${last.key.slice(prefix.length)}~`;
    }
  }
}

/** Where the pointers to records of some sources are, or to all. */
async function* prefixesFor(sources: readonly string[] | null, store: Store): AsyncGenerator<string> {
  if (sources) return yield* sources.map(sourcePrefix);
  let from = '';
  for (let looked = 0; looked < MAX_SOURCES; looked++) {
    const [entry] = await reading(() => store.range(KEYS.lately, from, null, 1));
    if (!entry) return;
    yield prefixOfKey(entry.key);
    from = afterSource(entry.key) ?? '\u{10ffff}';
  }
  throw new HistoryError('limit', 'events of too many services came in lately for one answer');
}

/** What a pointer tells of whether its record may be wanted. Never wrong where the record itself is. */
export function filterFor(
  attribute: LookupAttribute | null,
  pattern: Pattern,
): (pointer: RecentPointer) => boolean {
  const users = (wantedOf(pattern, 'user') ?? []).map(name => name.replace(/^=/, '').toLowerCase());
  // Wildcards, and whoever is no name, are told by the record; what was done in an open session may be anybody's.
  const isNamed = users.length > 0 && !users.some(name => name.includes('*') || isSpecialUser(name));
  const keyId = attribute?.key === 'AccessKeyId' ? attribute.value.toLowerCase() : undefined;
  return pointer => {
    if (attribute?.key === 'EventName' && pointer.eventName !== attribute.value) return false;
    if (attribute?.key === 'ReadOnly' && String(pointer.readOnly) !== attribute.value) return false;
    if (attribute?.key === 'EventId' && !pointer.key.split('~')[0]?.endsWith(`:${attribute.value}`))
      return false;
    if (!mayAnswerByName(pattern, pointer)) return false;
    const { who } = pointer;
    if (keyId !== undefined && who !== undefined && !who.includes(keyId)) return false;
    return (
      !isNamed || who === undefined || who.includes('assumed-role') || users.some(name => who.includes(name))
    );
  };
}

/** The records that pointers lead to; one that is gone is left out. @throws {HistoryError} where the store is away */
export async function recordsOf(
  pointers: readonly RecentPointer[],
  store: Store,
): Promise<CloudTrailRecord[]> {
  const texts = await Promise.all(
    pointers.map(
      async ({ key, record }) => record ?? (await reading(() => store.get(KEYS.record(key))))?.value,
    ),
  );
  return texts.flatMap(text => (text === undefined ? [] : (recordCodec.tryDecode(text) ?? [])));
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
