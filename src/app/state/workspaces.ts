import type { Store } from '../ports.ts';
import { KEYS } from './keys.ts';

/** Beginning of every key in the store. */
const ROOT = 'cctrail:1:';
/** Stand-in for a workspace while Slack has not yet said which it is. No workspace id looks so. */
const STAGING = '-';

/** The part of a store that belongs to one workspace. Keys begin `cctrail:1:{TEAM_ID}:`; the braces keep a commit in one Redis Cluster slot. */
export function workspaceStore(store: Store, teamId: string): Store {
  return withPrefix(store, `${ROOT}{${teamId}}:`);
}

/** The part of a store for records that come in before the workspace is known; `drainStaging` moves them. */
export function stagingStore(store: Store): Store {
  return workspaceStore(store, STAGING);
}

/** Ids of the workspaces that a bot has run for on a store. @throws {StoreError} when the store is away */
export async function workspacesIn(store: Store): Promise<string[]> {
  const teams: string[] = [];
  let from = '';
  for (;;) {
    const [entry] = await store.range(ROOT, from, null, 1);
    const team = entry && /^cctrail:1:\{([^}]*)\}:/.exec(entry.key)?.[1];
    if (team === undefined) return teams;
    if (team !== STAGING && (await workspaceStore(store, team).get(KEYS.workspace))) teams.push(team);
    from = `{${team}}:\u{10ffff}`;
  }
}

function withPrefix(store: Store, prefix: string): Store {
  const add = <T extends { readonly key: string }>(item: T): T => ({ ...item, key: prefix + item.key });
  const strip = (key: string) => key.slice(prefix.length);
  return {
    get: async key => {
      const entry = await store.get(prefix + key);
      return entry && { ...entry, key: strip(entry.key) };
    },
    range: async (inner, from, to, limit) =>
      (await store.range(prefix + inner, from, to, limit)).map(entry => ({
        ...entry,
        key: strip(entry.key),
      })),
    commit: async commit => {
      const result = await store.commit({
        expect: (commit.expect ?? []).map(add),
        put: (commit.put ?? []).map(add),
        delete: (commit.delete ?? []).map(key => prefix + key),
      });
      if (result.kind === 'conflict') return result;
      return { kind: 'done', versions: new Map([...result.versions].map(([key, v]) => [strip(key), v])) };
    },
    close: () => store.close(),
  };
}
