import * as z from 'zod';
import { SETTLING_MS } from '../../domain/plan.ts';
import type { TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { digest } from '../../records/digest.ts';
import { errorFields } from '../errors.ts';
import type { Clock, Entry, History, Log, Meter, SearchPage, SearchScope, Store } from '../ports.ts';
import { codec } from '../state/codec.ts';
import { KEYS, sortable } from '../state/keys.ts';
import { searchKey } from './search-key.ts';
import { cut, type Segment, segmentReader, segmentText, within } from './segments.ts';

/** Lifetime of a segment. */
const TTL_MS = 24 * 3_600_000;
/** A segment without a single event is kept shorter: a late delivery would go unseen the longest there. */
const EMPTY_TTL_MS = 15 * 60_000;
/** Segments above this size, or with more records than are surely above it, are not worth keeping. */
const LARGEST_BYTES = 2 * 1024 * 1024;
const MAX_RECORDS = 5_000;
/** Segments up to this size are joined. */
const SMALL_BYTES = 256 * 1024;
/** Shorter stretches of settled time are not kept. */
const SHORTEST_MS = 1_000;
/** Most segments that are read for one search, and most sizes that are added up. */
const MAX_SEGMENTS = 1_000;
const MAX_SIZES = 10_000;

const sizeCodec = codec(z.object({ key: z.string(), bytes: z.number() }));

/** What the cache works with. */
export interface CacheDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  /** Bounds all that is kept, oldest first to go. */
  readonly maxBytes: number;
  /** Keeps apart what the account id can't, when nobody has told it, and what was filtered by other knowledge. */
  readonly partition: () => string;
}

/**
 * A history that remembers what it was told, as segments of settled time by account, Region and attribute: repeated and overlapping
 * searches fetch only what is missing. It never mixes accounts. A store that is away costs requests, never an answer.
 */
export function cachedHistory(history: History, deps: CacheDeps): History {
  const cache = new SegmentCache(deps);
  return {
    ...history,
    async *search(search, signal) {
      const prefix = KEYS.cache(searchKey(history, search, deps.partition()));
      const known = await cache.segmentsOf(prefix, search.range, search.scope);
      const settled = deps.clock.now() - SETTLING_MS;
      for (const part of cut(search.range, known)) {
        signal.throwIfAborted();
        const isKnown = 'records' in part;
        deps.meter.count('cctrail_cache_total', { result: isKnown ? 'hit' : 'miss' });
        if (isKnown) yield pageOf(part);
        else {
          const pages = history.search({ ...search, range: part }, signal);
          yield* cache.keepWhile(pages, part, settled, prefix, known);
        }
      }
    },
  };
}

function pageOf(part: Segment): SearchPage {
  return {
    records: within(part.records, part),
    reachedBackTo: part.from,
    requests: 0,
    cached: part.records.length,
    unreadable: [],
  };
}

/** The segments in a store. What goes wrong with it is logged, and costs requests only. */
class SegmentCache {
  readonly #deps: CacheDeps;
  readonly #read = segmentReader();

  constructor(deps: CacheDeps) {
    this.#deps = deps;
  }

  async segmentsOf(prefix: string, range: TimeRange, scope: SearchScope | null): Promise<Segment[]> {
    try {
      const entries = await this.#deps.store.range(prefix, '', sortable(range.to), MAX_SEGMENTS);
      return entries.map(entry => this.#read(entry, scope)).filter(segment => segment.to > range.from);
    } catch (error) {
      this.#unusable(error);
      return [];
    }
  }

  /** Passes pages on and keeps what they covered of settled time, also when the search breaks off. */
  async *keepWhile(
    pages: AsyncIterable<SearchPage>,
    range: TimeRange,
    settled: number,
    prefix: string,
    known: readonly Segment[],
  ): AsyncGenerator<SearchPage> {
    const records: CloudTrailRecord[] = [];
    let reached = range.to;
    let readable = true;
    try {
      for await (const page of pages) {
        if (records.length <= MAX_RECORDS) records.push(...page.records);
        reached = page.reachedBackTo;
        readable &&= page.unreadable.length === 0;
        yield page;
      }
    } finally {
      const kept = { from: reached, to: Math.min(range.to, settled) };
      // An item that could not be read would be missing from the cache in silence.
      if (readable && records.length <= MAX_RECORDS && kept.to - kept.from > SHORTEST_MS) {
        const fresh = { ...kept, madeAt: this.#deps.clock.now(), records: within(records, kept) };
        const before = known.find(segment => segment.to === kept.from);
        await this.#keep(prefix, fresh, before).catch(error => this.#unusable(error));
      }
    }
  }

  /** Keeps a segment, joined to the one before it where that is young and both are small: asking again and again must not leave crumbs. */
  async #keep(prefix: string, fresh: Segment, before: Segment | undefined): Promise<void> {
    const { clock, store, maxBytes } = this.#deps;
    let [segment, value] = [fresh, segmentText(fresh)];
    if (before && before.records.length > 0 && clock.now() - before.madeAt < TTL_MS / 2) {
      const joined = { ...before, to: fresh.to, records: [...fresh.records, ...before.records] };
      const text = segmentText(joined);
      if (text.length <= SMALL_BYTES) [segment, value] = [joined, text];
    }
    if (value.length > Math.min(LARGEST_BYTES, maxBytes)) return;
    const ttl = segment.records.length === 0 ? EMPTY_TTL_MS : TTL_MS - (clock.now() - segment.madeAt);
    const key = `${prefix}${sortable(segment.from)}`;
    const size = {
      key: `${KEYS.cacheSize}${sortable(clock.now())}-${digest(key).slice(0, 12)}`,
      value: sizeCodec.encode({ key, bytes: value.length }),
      ttl,
    };
    await store.commit({ put: [{ key, value, ttl }, size] });
    await this.#makeRoom();
  }

  async #makeRoom(): Promise<void> {
    const { store, maxBytes } = this.#deps;
    const sizes = (await store.range(KEYS.cacheSize, '', null, MAX_SIZES)).map((entry: Entry) => ({
      entry: entry.key,
      ...sizeCodec.decode(entry.value),
    }));
    let total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { key, entry, bytes } of sizes) {
      if (total <= maxBytes) return;
      await store.commit({ delete: [key, entry] });
      total -= bytes;
    }
  }

  #unusable(error: unknown): void {
    this.#deps.log.warn({ ...errorFields(error) }, 'the cache of look-ups can not be used');
  }
}
