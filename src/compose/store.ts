import type { IntakeTarget } from '../app/delivery/intake.ts';
import { errorFields } from '../app/errors.ts';
import type { Log, Store } from '../app/ports.ts';
import { assertKnownFormats, openFormat } from '../app/state/format.ts';
import { stagingStore, workspaceStore, workspacesIn } from '../app/state/workspaces.ts';
import type { Config } from '../config/config.ts';
import { hasEmbeddedStore } from '../stores/embedded-file.ts';

export { isEcho as isStoreEcho } from '../stores/embedded-failure.ts';

/** The store that the settings name, and what is to be known of its durability. */
export interface OpenStore {
  readonly store: Store;
  readonly kind: 'embedded' | 'redis';
  readonly weaknesses: () => Promise<readonly string[]>;
  /** Why something could not be written lately, though a probe may be; null where nothing failed. */
  readonly failure: () => string | null;
}

/** Opens the store; adapters that the settings do not need are not loaded. @throws {StoreError} when the embedded store can't be opened */
export async function openStore(config: Config, log: Log): Promise<OpenStore> {
  if (config.redisUrl !== null) {
    const { openRedisStore } = await import('../stores/redis.ts');
    return { kind: 'redis', failure: () => null, ...(await openRedisStore(config.redisUrl, log)) };
  }
  const { openEmbeddedStore } = await import('../stores/embedded.ts');
  const store = openEmbeddedStore(config.dataDir);
  return {
    kind: 'embedded',
    store,
    weaknesses: async () => store.weaknesses(),
    failure: () => store.failure(),
  };
}

/** Opens a workspace's part of a store for the bot, migrated. @throws {StoreError|StoreFormatError} when it is away, or a newer version wrote it */
export async function openWorkspaceStore(store: Store, teamId: string): Promise<Store> {
  const part = workspaceStore(store, teamId);
  await openFormat(part, teamId);
  return part;
}

/** Opens a workspace's part of a store for a command beside the bot: only the bot migrates. @throws {StoreError|StoreFormatError} as above */
export async function knownWorkspaceStore(store: Store, teamId: string): Promise<Store> {
  await assertKnownFormats(store);
  return workspaceStore(store, teamId);
}

/**
 * Where records go before Slack has said which workspace this is, and where duplicates are looked for meanwhile: the only workspace that
 * the store has data of.
 * @throws {StoreFormatError} when a newer version wrote what the store holds
 */
export async function targetBeforeIdentity(store: Store, log: Log): Promise<IntakeTarget> {
  const staging = stagingStore(store);
  try {
    await assertKnownFormats(store);
    const [only, ...others] = await workspacesIn(store);
    return {
      store: staging,
      known: only !== undefined && others.length === 0 ? workspaceStore(store, only) : null,
    };
  } catch (error) {
    if (!isAway(error)) throw error;
    log.error({ ...errorFields(error) }, 'the store is away; events are refused with 503 until it is back');
    return { store: staging, known: null };
  }
}

/** Part of the store to cache look-ups in: the bot's own where it has run, else one that lasts as long as the command. */
export async function openCache(config: Config, log: Log): Promise<Store> {
  const { memoryStore } = await import('../stores/memory.ts');
  if (config.redisUrl === null && !hasEmbeddedStore(config.dataDir)) return memoryStore();
  try {
    const { store } = await openStore(config, log);
    const [team] = await workspacesIn(store);
    if (team !== undefined) return await knownWorkspaceStore(store, team);
    await store.close();
  } catch (error) {
    log.warn({ ...errorFields(error) }, 'the store can not be used; answering without a cache');
  }
  return memoryStore();
}

function isAway(error: unknown): boolean {
  return (error as { code?: string }).code === 'store_unavailable';
}
