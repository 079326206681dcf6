import { z } from 'zod';
import type { TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { digest } from '../../records/digest.ts';
import { readRecord } from '../../records/read-record.ts';
import type { Clock, Entry, History, Log, SearchPage, SearchScope, Store } from '../ports.ts';
import { searchKey } from './search-key.ts';

/** The newest quarter of an hour is never settled (CloudTrail FAQs: events appear within about 15 minutes), so it is fetched anew. */
export const SETTLING = 15 * 60_000;
/** How long a settled stretch is kept. */
const TTL = 24 * 3_600_000;
/** A stretch without a single event is kept shorter: a late delivery would go unseen the longest there. */
const EMPTY_TTL = 15 * 60_000;
/** Records above this size together are not worth keeping. */
const LARGEST = 2 * 1024 * 1024;
/** More records than this are above that size in any case. */
const MOST_RECORDS = 5_000;
/** Stretches up to this size are joined. */
const SMALL = 256 * 1024;
const PREFIX = 'cache/';
const SIZES = 'cache-size/';

/** How much text of stretches that were used lately is kept read, so that questions asked again need not read it again. */
const KEPT_READ = 4 * 1024 * 1024;

const STORED = z.object({
  from: z.number(),
  to: z.number(),
  /** When the oldest part of it was fetched: what came late to CloudTrail would go unseen for as long as it is kept. */
  madeAt: z.number(),
  records: z.array(z.record(z.string(), z.unknown())),
});

/** A stretch of settled time and what happened in it. */
interface Segment extends TimeRange {
  readonly madeAt: number;
  readonly records: readonly CloudTrailRecord[];
}

/**
 * A history that remembers what it was told, as stretches of settled time by account, Region and attribute: repeated and overlapping
 * searches fetch only what is missing. It never mixes accounts; `partition` keeps apart what the account id can't, when nobody has told it.
 * `maxBytes` bounds all that is kept, oldest first to go. A store that is away costs requests, never an answer.
 */
export function cachedHistory(
  history: History,
  store: Store,
  clock: Clock,
  maxBytes: number,
  partition = '',
  log?: Log,
): History {
  const read = readSegments();
  return {
    ...history,
    async *search(search, signal) {
      const { scope, range } = search;
      const place = `${PREFIX}${searchKey(history, search, partition)}/`;
      const known = await segmentsOf(place, range, scope).catch(unusable);
      const settled = clock.now() - SETTLING;
      for (const part of partsOf(range, known)) {
        signal.throwIfAborted();
        if ('records' in part) {
          yield {
            records: within(part.records, part),
            reachedBackTo: part.from,
            requests: 0,
            cached: part.records.length,
            unreadable: [],
          };
          continue;
        }
        yield* remember(history.search({ ...search, range: part }, signal), part, settled, place, known);
      }
    },
  };

  function unusable(error: unknown): Segment[] {
    log?.warn({ error: String(error) }, 'the cache of look-ups can not be used');
    return [];
  }

  async function segmentsOf(place: string, range: TimeRange, scope: SearchScope | null): Promise<Segment[]> {
    const entries = await store.range(place, '', String(range.to).padStart(15, '0'), 1_000);
    return entries.map(entry => read(entry, scope)).filter(segment => segment.to > range.from);
  }

  /** Passes pages on and keeps what they covered of settled time, also when the search breaks off. */
  async function* remember(
    pages: AsyncIterable<SearchPage>,
    range: TimeRange,
    settled: number,
    place: string,
    known: readonly Segment[],
  ) {
    const records: CloudTrailRecord[] = [];
    let reached = range.to;
    let readable = true;
    try {
      for await (const page of pages) {
        if (records.length <= MOST_RECORDS) records.push(...page.records);
        reached = page.reachedBackTo;
        readable &&= page.unreadable.length === 0;
        yield page;
      }
    } finally {
      const kept = { from: reached, to: Math.min(range.to, settled) };
      // An item that could not be read would be missing from the cache in silence.
      if (readable && records.length <= MOST_RECORDS && kept.to - kept.from > 1_000)
        await keep(
          place,
          {
            ...kept,
            madeAt: clock.now(),
            records: within(records, kept),
          },
          known.find(segment => segment.to === kept.from),
        ).catch(unusable);
    }
  }

  /** Keeps a stretch, joined to the one before it where that is young and both are small: asking again and again must not leave crumbs. */
  async function keep(place: string, fresh: Segment, before: Segment | undefined): Promise<void> {
    let [segment, value] = [fresh, textOf(fresh)];
    if (before && before.records.length > 0 && clock.now() - before.madeAt < TTL / 2) {
      const joined = { ...before, to: fresh.to, records: [...fresh.records, ...before.records] };
      const text = textOf(joined);
      if (text.length <= SMALL) [segment, value] = [joined, text];
    }
    if (value.length > Math.min(LARGEST, maxBytes)) return;
    const ttl = segment.records.length === 0 ? EMPTY_TTL : TTL - (clock.now() - segment.madeAt);
    const key = `${place}${String(segment.from).padStart(15, '0')}`;
    const size = {
      key: `${SIZES}${String(clock.now()).padStart(15, '0')}-${digest(key).slice(0, 12)}`,
      value: JSON.stringify({ key, bytes: value.length }),
      ttl,
    };
    await store.commit({ put: [{ key, value, ttl }, size] });
    await makeRoom();
  }

  async function makeRoom(): Promise<void> {
    const sizes = await store.range(SIZES, '', null, 10_000);
    const parsed = sizes.map(entry => ({
      entry: entry.key,
      ...z.object({ key: z.string(), bytes: z.number() }).parse(JSON.parse(entry.value)),
    }));
    let total = parsed.reduce((sum, item) => sum + item.bytes, 0);
    for (const item of parsed) {
      if (total <= maxBytes) return;
      await store.commit({ delete: [item.key, item.entry] });
      total -= item.bytes;
    }
  }
}

function textOf({ from, to, madeAt, records }: Segment): string {
  return JSON.stringify({ from, to, madeAt, records: records.map(record => record.fields) });
}

/** Reads stored stretches, the same text only once as long as it is among those used lately. */
function readSegments(): (entry: Entry, scope: SearchScope | null) => Segment {
  const lately = new Map<string, { readonly text: string; readonly segment: Segment }>();
  let size = 0;
  return ({ key, value }, scope) => {
    const known = lately.get(key);
    lately.delete(key);
    if (known?.text === value) {
      lately.set(key, known);
      return known.segment;
    }
    const stored = STORED.parse(JSON.parse(value));
    const segment = { ...stored, records: stored.records.flatMap(fields => reread(fields, scope)) };
    lately.set(key, { text: value, segment });
    size += value.length - (known?.text.length ?? 0);
    for (const [oldest, { text }] of lately) {
      if (size <= KEPT_READ) break;
      lately.delete(oldest);
      size -= text.length;
    }
    return segment;
  };
}

/** A range cut into known and missing parts, newest first. */
function partsOf(range: TimeRange, known: readonly Segment[]): (Segment | TimeRange)[] {
  const parts: (Segment | TimeRange)[] = [];
  let to = range.to;
  for (const segment of known.toSorted((a, b) => b.to - a.to)) {
    const [start, end] = [Math.max(segment.from, range.from), Math.min(segment.to, to)];
    if (start >= end) continue;
    if (end < to) parts.push({ from: end, to });
    parts.push({ from: start, to: end, records: segment.records });
    to = start;
  }
  if (to > range.from) parts.push({ from: range.from, to });
  return parts;
}

function reread(fields: Record<string, unknown>, scope: SearchScope | null): CloudTrailRecord[] {
  const reading = readRecord(fields, {
    accountId: scope?.accountId ?? undefined,
    region: scope?.region,
  });
  return reading.kind === 'record' ? [reading.record] : [];
}

function within(records: readonly CloudTrailRecord[], range: TimeRange): CloudTrailRecord[] {
  return records.filter(record => {
    const at = record.eventTime === null ? Number.NaN : Date.parse(record.eventTime);
    return at >= range.from && at < range.to;
  });
}
