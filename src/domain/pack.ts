import { type CatalogueEntry, rowNameOf } from './catalogue.ts';
import type { ReviewRequest, Severity } from './categories.ts';
import { type ExposureKind, exposuresOf } from './exposure.ts';
import { type ForPattern, PatternIndex } from './pattern-index.ts';
import { type RecordSummary, weightOf } from './summary.ts';

/** So many events of somebody within so long. */
export interface Burst {
  readonly count: number;
  readonly withinMs: number;
}

/** A row of a pack: which events are shown where no route says otherwise, how much they matter, what is asked, and what usually follows. */
export interface PackRow extends ForPattern {
  /** Unique among all packs. */
  readonly name: string;
  /** What a call must open as well, any of these; absent: nothing. */
  readonly opens?: readonly ExposureKind[];
  /** CloudTrail's `eventType`, where only such records are meant. */
  readonly eventType?: string;
  /** Shown only from the last of so many on. */
  readonly burst?: Burst;
  readonly severity: Severity;
  readonly ask: ReviewRequest;
  readonly follows: string | null;
}

/** What a file changes of a row of the catalogue. */
export interface CatalogueChange extends Partial<Pick<CatalogueEntry, 'severity' | 'ask' | 'follows'>> {
  /** Takes the row away. */
  readonly off?: true;
}

/** What the catalogue finds of a record, with what files change of it. */
interface Usual extends Pick<CatalogueEntry, 'severity' | 'ask' | 'follows'> {
  readonly notable: boolean;
}

const SEVERITY_ORDER: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** Rows of all packs that are on, and what is changed of those of the catalogue. */
export class Packs {
  readonly #index: PatternIndex<PackRow>;
  readonly #changes: ReadonlyMap<string, CatalogueChange>;

  /** The gravest row first, whatever the order in which they are given. `changes`: by the names of rows of the catalogue. */
  constructor(rows: readonly PackRow[], changes: ReadonlyMap<string, CatalogueChange> = new Map()) {
    this.#changes = changes;
    this.#index = new PatternIndex(
      rows.toSorted((a, b) => SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity)),
    );
  }

  get rows(): readonly PackRow[] {
    return this.#index.all;
  }

  /** The gravest row that a record is meant by. An attempt that failed changed nothing: it weighs one step less, and asks for no approval. */
  rowFor(summary: RecordSummary): PackRow | undefined {
    const { record } = summary;
    const row = this.#index
      .matching(summary)
      .find(
        ({ opens, eventType }) =>
          (eventType === undefined || eventType === record.eventType) &&
          (opens === undefined || exposuresOf(record).some(({ kind }) => opens.includes(kind))),
      );
    return row && record.outcome === 'failure' && row.ask === 'approval'
      ? { ...row, ...weightOf(row, true) }
      : row;
  }

  /** What the catalogue finds of a record, as files have it. What usually follows does not where it failed. */
  usualOf({ entry, record, notable, ask, severity }: RecordSummary): Usual {
    const failed = record.outcome === 'failure';
    const { off, ...change } = (this.#changes.size > 0 && this.#changes.get(rowNameOf(entry))) || {};
    const follows = failed || !notable ? null : (change.follows ?? entry.follows);
    if (off) return { notable: false, ask: 'nothing', severity, follows: null };
    if (!notable) return { notable, ask, severity, follows };
    return { notable, ...weightOf({ ...entry, ...change }, failed), follows };
  }
}

export const NO_PACKS = new Packs([]);

/** The graver of two severities. */
export function graver(one: Severity, other: Severity): Severity {
  return SEVERITY_ORDER.indexOf(one) <= SEVERITY_ORDER.indexOf(other) ? one : other;
}

/** Most times that are remembered of a burst, as so many times as it takes. */
const MAX_REMEMBERED_TIMES = 4;

/**
 * Whether an event is one of a burst, given when others of its sort were (milliseconds), and what is to be remembered. Events come in any order: what is remembered goes by the
 * newest of all, and a late one takes nothing from those after it.
 */
export function burstWith(
  before: readonly number[],
  at: number,
  { count, withinMs }: Burst,
): { readonly isBurst: boolean; readonly times: readonly number[] } {
  const all = [...before, at].toSorted((a, b) => a - b);
  const newest = all.at(-1) ?? at;
  const isBurst = all.some((from, index) => {
    const last = all[index + count - 1];
    return last !== undefined && from <= at && at <= last && last - from < withinMs;
  });
  const times = all.filter(one => newest - one < 2 * withinMs).slice(-MAX_REMEMBERED_TIMES * count);
  return { isBurst, times };
}
