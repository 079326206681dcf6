import { describe, expect, test } from '@jest/globals';
import { KEYS } from '../../../src/app/state/keys.ts';
import {
  LEDGER_START,
  ledgerHash,
  openLedger,
  verifyLedger,
  verifyLedgerTail,
} from '../../../src/app/state/ledger.ts';
import type { LedgerText } from '../../../src/app/state/ledger-entries.ts';
import { type LedgerEntry, ledgerEntryCodec } from '../../../src/app/state/ledger-entries.ts';
import { memoryStore } from '../../../src/stores/memory.ts';

const text = (id: string): LedgerText => ({
  at: '2026-11-20T00:00:00Z',
  kind: 'notification',
  notificationId: id,
  records: [{ key: 'r', digest: 'd' }],
  channel: 'C1',
});
const entries = async (store: ReturnType<typeof memoryStore>): Promise<LedgerEntry[]> =>
  (await store.range(KEYS.ledger, '', null, 1_000)).map(entry => ledgerEntryCodec.decode(entry.value));

describe('the ledger', () => {
  test('entries of many writers at once form one unbroken chain', async () => {
    const store = memoryStore();
    const [one, other] = [openLedger(store), openLedger(store)];
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        (index % 2 === 0 ? one : other).append([text(`a${index}`), text(`b${index}`)], {}),
      ),
    );
    expect(await verifyLedger(store)).toMatchObject({ ok: true, entries: 60 });
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
    await openLedger(store).append([text('a')], {});
    const [entry] = await entries(store);
    if (!entry) throw new Error('no entry');
    expect(ledgerHash({ ...entry, channel: 'C2' })).not.toBe(entry.hash);
  });

  test('where an expectation of the caller does not hold nothing is appended', async () => {
    const store = memoryStore();
    await store.commit({ put: [{ key: 'taken', value: '1' }] });
    const expectation = { expect: [{ key: 'taken', version: null }] };
    expect(await openLedger(store).append([text('a')], expectation)).toEqual({ kind: 'conflict' });
    expect(await entries(store)).toEqual([]);
  });

  test.each<[string, (text: string) => string | null, string]>([
    ['a changed entry', value => value.replace('"C1"', '"C2"'), 'it was changed after it was written'],
    ['an entry that is gone', () => null, 'an entry is missing'],
    ['an entry that is no JSON', () => 'x', 'it does not follow from the entry before'],
  ])('%s is found, with its number', async (_, change, reason) => {
    const store = memoryStore();
    const ledger = openLedger(store);
    for (const id of ['a', 'b', 'c']) await ledger.append([text(id)], {});
    const [, second] = await store.range(KEYS.ledger, '', null, 3);
    const value = change(second?.value ?? '');
    const key = second?.key ?? '';
    await store.commit(value === null ? { delete: [key] } : { put: [{ key, value }] });
    expect(await verifyLedger(store)).toEqual({ ok: false, firstBad: 2, reason });
  });

  test('a ledger whose end was cut off is found', async () => {
    const store = memoryStore();
    const ledger = openLedger(store);
    for (const id of ['a', 'b']) await ledger.append([text(id)], {});
    const [, last] = await store.range(KEYS.ledger, '', null, 2);
    await store.commit({ delete: [last?.key ?? ''] });
    expect(await verifyLedger(store)).toEqual({
      ok: false,
      firstBad: 2,
      reason: 'the ledger ends before its last entry',
    });
  });

  test('the end alone is checked as well, whatever lies before', async () => {
    const store = memoryStore();
    const ledger = openLedger(store);
    for (let number = 0; number < 20; number++) await ledger.append([text(`n${number}`)], {});
    const all = await store.range(KEYS.ledger, '', null, 20);
    expect(await verifyLedgerTail(store, 5)).toEqual({ ok: true, entries: 20, head: await ledger.head() });
    const rewrite = (index: number) => ({
      put: [{ key: all[index]?.key ?? '', value: (all[index]?.value ?? '').replace('"C1"', '"C2"') }],
    });
    await store.commit(rewrite(3));
    expect(await verifyLedgerTail(store, 5)).toMatchObject({ ok: true });
    await store.commit(rewrite(17));
    expect(await verifyLedgerTail(store, 5)).toMatchObject({ ok: false, firstBad: 18 });
    await store.commit({ delete: all.slice(15).map(({ key }) => key) });
    expect(await verifyLedgerTail(store, 5)).toMatchObject({ ok: false });
  });
});
