import { join } from 'node:path';
import { StoreError } from '../app/errors.ts';
import type { Store } from '../app/ports.ts';
import { assertKnownFormats } from '../app/state/format.ts';
import { type LedgerVerification, verifyLedger } from '../app/state/ledger.ts';
import { workspaceStore, workspacesIn } from '../app/state/workspaces.ts';
import { type EmbeddedStore, openEmbeddedStore } from '../stores/embedded.ts';
import { hasEmbeddedStore } from '../stores/embedded-file.ts';

/** Number of entries that are read at once. */
const PAGE_SIZE = 500;

/** What reading a whole store has shown. */
export interface StoreCheck {
  readonly entries: number;
  /** The ledger of each workspace. */
  readonly ledgers: readonly { readonly team: string; readonly ledger: LedgerVerification }[];
}

/** Reads all that the store of a folder holds. @throws {StoreError|StoreFormatError} when it can't be opened or read */
export function checkStore(folder: string): Promise<StoreCheck> {
  return withStore(folder, async store => {
    const entries = await countEntries(store);
    await assertKnownFormats(store);
    const ledgers = [];
    for (const team of await workspacesIn(store))
      ledgers.push({ team, ledger: await verifyLedger(workspaceStore(store, team)) });
    return { entries, ledgers };
  });
}

/** Copies the store of a folder into another. @throws {StoreError} when there is none, the other has one already, or it can't be read or written */
export function backupStore(folder: string, into: string): Promise<void> {
  if (hasEmbeddedStore(into))
    throw new StoreError(`${into} holds a store already`, { hint: 'Name a new folder.' });
  return withStore(folder, store => store.backup(into));
}

async function withStore<T>(folder: string, work: (store: EmbeddedStore) => Promise<T>): Promise<T> {
  // Opening would make one where there is none.
  if (!hasEmbeddedStore(folder))
    throw new StoreError(`there is no store in ${join(folder)}`, { hint: 'Set DATA_DIR as the bot has it.' });
  const store = openEmbeddedStore(folder);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function countEntries(store: Store): Promise<number> {
  let [count, from] = [0, ''];
  for (;;) {
    const page = await store.range('', from, null, PAGE_SIZE);
    count += page.length;
    const last = page.at(-1);
    if (!last || page.length < PAGE_SIZE) return count;
    from = `${last.key}\u0000`;
  }
}
