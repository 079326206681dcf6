import { StoreError } from '../app/errors.ts';
import type { Log, Store } from '../app/ports.ts';
import { workspacesIn } from '../app/state/workspaces.ts';
import type { Config } from '../config/config.ts';
import { hasEmbeddedStore } from '../stores/embedded-file.ts';
import { knownWorkspaceStore, openStore } from './store.ts';

/** The parts of a store that its workspaces have. */
export interface Workspaces {
  readonly parts: readonly Store[];
  close(): Promise<void>;
}

/** Opens them over the configured store. @throws {StoreError|StoreFormatError} when the store can't be used, or no bot has run on it yet */
export async function openWorkspaces(config: Config, log: Log): Promise<Workspaces> {
  // Opening would make one where there is none.
  if (config.redisUrl === null && !hasEmbeddedStore(config.dataDir)) throw noBotYet();
  const { store } = await openStore(config, log);
  const teams = await workspacesIn(store);
  if (teams.length === 0) {
    await store.close();
    throw noBotYet();
  }
  const parts = await Promise.all(teams.map(team => knownWorkspaceStore(store, team)));
  return { parts, close: () => store.close() };
}

function noBotYet(): StoreError {
  return new StoreError('no bot has run on this store yet', {
    hint: 'Set REDIS_URL or DATA_DIR as the bot has it.',
  });
}
