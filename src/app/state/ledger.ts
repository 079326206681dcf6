import * as z from 'zod';
import { asObject, type Json, parseJson } from '../../domain/json.ts';
import { digest } from '../../records/digest.ts';
import { StoreError } from '../errors.ts';
import type { Commit, CommitResult, Store } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS } from './keys.ts';
import { type LedgerEntry, type LedgerText, ledgerEntryCodec } from './ledger-entries.ts';

/** The `previous` of the very first entry. */
export const LEDGER_START = '0'.repeat(64);

/** Number of times that an append is tried because another replica appended first. */
const MAX_TRIES = 100;
/** Number of entries that are read at once. */
const PAGE_SIZE = 500;

const headCodec = codec(z.object({ seq: z.number(), hash: z.string() }));

/** The last entry, and the version under which the store holds that. */
interface Head {
  readonly seq: number;
  readonly hash: string;
  readonly version: string | null;
}

/** The append-only list of what was shown, decided and asked; each entry holds the hash of the one before. */
export interface Ledger {
  /**
   * Appends entries together with other writes: all happen or none. Gives `conflict` only where one of the caller's own expectations does
   * not hold; a race for the end of the ledger is run again.
   * @throws {StoreError} when the store is away
   */
  append(texts: readonly LedgerText[], commit: Commit): Promise<CommitResult>;
  /** The number and hash of the last entry, as `N:HASH`. @throws {StoreError} when the store is away */
  head(): Promise<string>;
}

/** The ledger of a workspace. Its end is remembered, so that appending costs one commit unless another replica appended meanwhile. */
export function openLedger(store: Store): Ledger {
  let known: Head | undefined;
  return {
    async append(texts, commit) {
      for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
        const assumed = known ?? (await readHead(store));
        const { puts, last } = sealed(texts, assumed);
        const result = await store.commit({
          expect: [...(commit.expect ?? []), { key: KEYS.ledgerHead, version: assumed.version }],
          put: [...(commit.put ?? []), ...puts, { key: KEYS.ledgerHead, value: headCodec.encode(last) }],
          ...(commit.delete && { delete: commit.delete }),
        });
        if (result.kind === 'done') {
          known = { ...last, version: result.versions.get(KEYS.ledgerHead) ?? null };
          return result;
        }
        known = await readHead(store);
        if (known.version === assumed.version) return result;
      }
      throw new StoreError('too many replicas write to the ledger at once; try again');
    },
    async head() {
      const { seq, hash } = await readHead(store);
      return `${seq}:${hash}`;
    },
  };
}

async function readHead(store: Store): Promise<Head> {
  const entry = await store.get(KEYS.ledgerHead);
  return entry
    ? { ...headCodec.decode(entry.value), version: entry.version }
    : { seq: 0, hash: LEDGER_START, version: null };
}

function sealed(texts: readonly LedgerText[], { seq, hash }: Head) {
  let last = { seq, hash };
  const puts = texts.map(text => {
    const unsealed = { ...text, seq: last.seq + 1, previous: last.hash };
    const entry = { ...unsealed, hash: ledgerHash(unsealed) };
    last = { seq: entry.seq, hash: entry.hash };
    return { key: ledgerKey(entry.seq), value: ledgerEntryCodec.encode(entry) };
  });
  return { puts, last };
}

/** The hash of an entry as it is stored: the digest of all its other fields. */
export function ledgerHash(entry: object): string {
  const { hash: _, ...rest } = JSON.parse(JSON.stringify(entry)) as { readonly [field: string]: Json };
  return digest(rest);
}

/** What recomputing the chain has shown. */
export type LedgerVerification =
  | { readonly ok: true; readonly entries: number; readonly head: string }
  | { readonly ok: false; readonly firstBad: number; readonly reason: string };

/** Entries from the last one back; one that can't be read is passed over. @throws {StoreError} when the store is away */
export async function* entriesBack(store: Store): AsyncGenerator<LedgerEntry> {
  let { seq: last } = await readHead(store);
  while (last > 0) {
    const first = Math.max(1, last - PAGE_SIZE + 1);
    const page = await store.range(KEYS.ledger, ledgerSuffix(first), ledgerSuffix(last + 1), PAGE_SIZE);
    for (const { value } of page.toReversed()) {
      const entry = ledgerEntryCodec.tryDecode(value);
      if (entry) yield entry;
    }
    last = first - 1;
  }
}

/** Recomputes the hash of every entry, as it is stored, and follows the chain. @throws {StoreError} when the store is away */
export async function verifyLedger(store: Store): Promise<LedgerVerification> {
  return verifyFrom(store, 1, LEDGER_START, await readHead(store));
}

/** The same for the last so many entries only, from one whose `previous` is believed. @throws {StoreError} when the store is away */
export async function verifyLedgerTail(store: Store, count: number): Promise<LedgerVerification> {
  const head = await readHead(store);
  return head.seq <= count
    ? verifyFrom(store, 1, LEDGER_START, head)
    : verifyFrom(store, head.seq - count + 1, null, head);
}

/**
 * Follows the chain from an entry to the head, as it was when that was read: more may be appended meanwhile. `before` is the hash that the first
 * must name, null: whichever.
 */
async function verifyFrom(
  store: Store,
  first: number,
  before: string | null,
  head: Head,
): Promise<LedgerVerification> {
  let [seq, previous] = [first - 1, before];
  while (seq < head.seq) {
    const page = await store.range(KEYS.ledger, ledgerSuffix(seq + 1), null, PAGE_SIZE);
    if (page.length === 0)
      return { ok: false, firstBad: seq + 1, reason: 'the ledger ends before its last entry' };
    for (const { key, value } of page.slice(0, head.seq - seq)) {
      seq += 1;
      if (key !== ledgerKey(seq)) return { ok: false, firstBad: seq, reason: 'an entry is missing' };
      const entry = asObject(parseJson(value)) ?? {};
      const hash = ledgerHash(entry);
      if (entry['seq'] !== seq || (previous !== null && entry['previous'] !== previous))
        return { ok: false, firstBad: seq, reason: 'it does not follow from the entry before' };
      if (entry['hash'] !== hash)
        return { ok: false, firstBad: seq, reason: 'it was changed after it was written' };
      previous = hash;
    }
  }
  if (head.hash !== (previous ?? LEDGER_START))
    return { ok: false, firstBad: seq, reason: 'it is not the entry that was written last' };
  const [beyond] = head.seq === 0 ? await store.range(KEYS.ledger, '', null, 1) : [];
  return beyond && (await readHead(store)).seq === 0
    ? { ok: false, firstBad: 1, reason: 'nobody knows of it' }
    : { ok: true, entries: seq, head: `${seq}:${head.hash}` };
}

/** The key of an entry, so that keys sort as numbers do. */
function ledgerKey(seq: number): string {
  return KEYS.ledger + ledgerSuffix(seq);
}

function ledgerSuffix(seq: number): string {
  return String(seq).padStart(12, '0');
}
