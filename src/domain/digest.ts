import { later } from './story.ts';

/** Most rows that a digest holds, each of one principal, account and kind. */
const MAX_ROWS = 60;

/** What one principal did in one account, by its kind. */
export interface DigestRow {
  readonly who: string;
  /** The account's id; null: no record says. */
  readonly account: string | null;
  /** As members of stories are counted: `created`, `denied`. */
  readonly kind: string;
  readonly count: number;
  /** When it was done last, in milliseconds; null: no record says. */
  readonly lastAt: number | null;
}

/** Many cards that only tell, as one: what it takes to show them by kind and person. */
export interface Digest {
  /** How many cards it holds. */
  readonly cards: number;
  readonly rows: readonly DigestRow[];
  /** How many events have no row of their own, as there are too many. */
  readonly others: number;
  /** How many were replayed, or delivered late. */
  readonly late: number;
}

/** A digest of nothing yet. */
export const EMPTY_DIGEST: Digest = { cards: 0, rows: [], others: 0, late: 0 };

/** A digest with what one more card tells. */
export function withRows(digest: Digest, added: readonly DigestRow[], late: number): Digest {
  const rows = new Map(digest.rows.map(row => [keyOf(row), row]));
  let { others } = digest;
  for (const row of added) {
    const before = rows.get(keyOf(row));
    if (before)
      rows.set(keyOf(row), {
        ...row,
        count: before.count + row.count,
        lastAt: later(before.lastAt, row.lastAt),
      });
    else if (rows.size < MAX_ROWS) rows.set(keyOf(row), row);
    else others += row.count;
  }
  return { cards: digest.cards + 1, rows: [...rows.values()], others, late: digest.late + late };
}

function keyOf({ who, account, kind }: DigestRow): string {
  return JSON.stringify([who, account, kind]);
}
