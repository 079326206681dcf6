import { describe, expect, test } from '@jest/globals';
import { decode, KEYS, type LedgerEntry } from '../../../src/app/state/documents.ts';
import {
  commitWithLedger,
  LEDGER_START,
  type LedgerText,
  ledgerHash,
} from '../../../src/app/state/ledger.ts';
import { memoryStore } from '../../../src/stores/memory.ts';

const text = (id: string): LedgerText => ({
  at: '2026-11-20T00:00:00Z',
  kind: 'notification',
  notificationId: id,
  recordKey: 'r',
  recordDigest: 'd',
  channel: 'C1',
});
const entries = async (store: ReturnType<typeof memoryStore>): Promise<LedgerEntry[]> =>
  (await store.range(KEYS.ledger, '', null, 1_000)).map(entry => decode.ledgerEntry(entry.value));

describe('the ledger', () => {
  test('entries of many writers at once form one unbroken chain', async () => {
    const store = memoryStore();
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        commitWithLedger(store, [text(`a${index}`), text(`b${index}`)], {}),
      ),
    );
    const chain = await entries(store);
    expect(chain.map(entry => entry.seq)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    let previous = LEDGER_START;
    for (const entry of chain) {
      expect(entry.previous).toBe(previous);
      expect(ledgerHash(entry)).toBe(entry.hash);
      previous = entry.hash;
    }
  });

  test('an entry that is changed later no longer has its hash', async () => {
    const store = memoryStore();
    await commitWithLedger(store, [text('a')], {});
    const [entry] = await entries(store);
    if (!entry) throw new Error('no entry');
    expect(ledgerHash({ ...entry, channel: 'C2' })).not.toBe(entry.hash);
  });

  test('where an expectation of the caller does not hold nothing is appended', async () => {
    const store = memoryStore();
    await store.commit({ put: [{ key: 'taken', value: '1' }] });
    expect(await commitWithLedger(store, [text('a')], { expect: [{ key: 'taken', version: null }] })).toBe(
      'conflict',
    );
    expect(await entries(store)).toEqual([]);
  });
});
