import { listSetAside, retrySetAside, type SetAside } from '../app/delivery/set-aside.ts';
import { StoreError } from '../app/errors.ts';
import type { Log } from '../app/ports.ts';
import { workspacesIn } from '../app/state/workspaces.ts';
import type { Config } from '../config/config.ts';
import { systemClock } from '../runtime/clock.ts';
import { hasEmbeddedStore } from '../stores/embedded-file.ts';
import { knownWorkspaceStore, openStore } from './store.ts';

/** What was set aside in the outbox, over all workspaces of a store. */
export interface AsideDesk {
  list(): Promise<SetAside[]>;
  /** Has one sent again; gives whether there was one. */
  retry(id: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens it over the configured store. @throws {StoreError|StoreFormatError} when the store can't be used, or no bot has run on it yet */
export async function openAsideDesk(config: Config, log: Log): Promise<AsideDesk> {
  // Opening would make one where there is none.
  if (config.redisUrl === null && !hasEmbeddedStore(config.dataDir)) throw noBotYet();
  const { store } = await openStore(config, log);
  const teams = await workspacesIn(store);
  if (teams.length === 0) {
    await store.close();
    throw noBotYet();
  }
  const parts = await Promise.all(teams.map(team => knownWorkspaceStore(store, team)));
  return {
    list: async () => (await Promise.all(parts.map(listSetAside))).flat(),
    retry: async id => {
      for (const part of parts) if (await retrySetAside(part, id, systemClock.now())) return true;
      return false;
    },
    close: () => store.close(),
  };
}

function noBotYet(): StoreError {
  return new StoreError('no bot has run on this store yet', {
    hint: 'Set REDIS_URL or DATA_DIR as the bot has it.',
  });
}
