import { digest } from '../../records/digest.ts';
import type { Commit, Store } from '../ports.ts';
import { decode, KEYS, type LedgerEntry } from './documents.ts';

/** What a new ledger entry says; its number, time order and hashes are added on writing. */
export type LedgerText = LedgerEntry extends infer Entry
  ? Entry extends LedgerEntry
    ? Omit<Entry, 'seq' | 'previous' | 'hash'>
    : never
  : never;

type Unsealed = LedgerText & Pick<LedgerEntry, 'seq' | 'previous'>;

/** The `previous` of the very first entry. */
export const LEDGER_START = '0'.repeat(64);

/** How often an append is tried again because somebody else appended first. */
const TRIES = 100;

/**
 * Appends entries to the ledger together with other writes: all happen or none. Gives `conflict` only where one of the caller's own
 * expectations does not hold; a race for the end of the ledger is run again.
 * @throws {StoreError} when the store is away
 */
export async function commitWithLedger(
  store: Store,
  texts: readonly LedgerText[],
  commit: Commit,
): Promise<'done' | 'conflict'> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const head = await store.get(KEYS.ledgerHead);
    let last = head ? decode.ledgerHead(head.value) : { seq: 0, hash: LEDGER_START };
    const puts = texts.map(text => {
      const entry = seal({ ...text, seq: last.seq + 1, previous: last.hash });
      last = { seq: entry.seq, hash: entry.hash };
      return { key: ledgerKey(entry.seq), value: JSON.stringify(entry) };
    });
    const result = await store.commit({
      expect: [...(commit.expect ?? []), { key: KEYS.ledgerHead, version: head?.version ?? null }],
      put: [...(commit.put ?? []), ...puts, { key: KEYS.ledgerHead, value: JSON.stringify(last) }],
      ...(commit.delete && { delete: commit.delete }),
    });
    if (result === 'done') return 'done';
    const now = await store.get(KEYS.ledgerHead);
    if ((now?.version ?? null) === (head?.version ?? null)) return 'conflict';
  }
  return 'conflict';
}

/** The hash of an entry: the digest of all its other fields. */
export function ledgerHash(entry: Unsealed): string {
  const { hash: _, ...rest } = entry as LedgerEntry;
  return digest(JSON.parse(JSON.stringify(rest)));
}

/** The key of an entry, so that keys sort as numbers do. */
function ledgerKey(seq: number): string {
  return `${KEYS.ledger}${String(seq).padStart(12, '0')}`;
}

function seal(entry: Unsealed): LedgerEntry {
  return { ...entry, hash: ledgerHash(entry) };
}
