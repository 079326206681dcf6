import type { Store } from '../ports.ts';

/** Format version of everything in the store. */
const FORMAT = 'cctrail:1:';
/** Where records wait while Slack has not yet said which workspace this is. No workspace id looks so. */
const STAGING = '-';

/** The part of a store that belongs to one workspace. Keys begin `cctrail:1:{TEAM_ID}:`; the braces keep a commit in one Redis Cluster slot. */
export function teamStore(store: Store, teamId: string): Store {
  return scoped(store, `${FORMAT}{${teamId}}:`);
}

/** The part of a store for records that come in before the workspace is known; `keepAdopting` moves them. */
export function stagingStore(store: Store): Store {
  return teamStore(store, STAGING);
}

/** Marks a part of the store as a workspace's: written by the bot once Slack has said which it is. */
export const WORKSPACE_KEY = 'workspace';

/** Ids of the workspaces that a bot has run for on a store. */
export async function teamsIn(store: Store): Promise<string[]> {
  const teams: string[] = [];
  let from = '';
  for (;;) {
    const [entry] = await store.range(FORMAT, from, null, 1);
    const team = entry && /^cctrail:1:\{([^}]*)\}:/.exec(entry.key)?.[1];
    if (team === undefined) return teams;
    if (team !== STAGING && (await teamStore(store, team).get(WORKSPACE_KEY))) teams.push(team);
    from = `{${team}}:\u{10ffff}`;
  }
}

function scoped(store: Store, prefix: string): Store {
  const add = <T extends { readonly key: string }>(item: T): T => ({ ...item, key: prefix + item.key });
  const strip = <T extends { readonly key: string }>(item: T): T => ({
    ...item,
    key: item.key.slice(prefix.length),
  });
  return {
    get: async key => {
      const entry = await store.get(prefix + key);
      return entry && strip(entry);
    },
    range: async (inner, from, to, limit) => (await store.range(prefix + inner, from, to, limit)).map(strip),
    commit: commit =>
      store.commit({
        expect: (commit.expect ?? []).map(add),
        put: (commit.put ?? []).map(add),
        delete: (commit.delete ?? []).map(key => prefix + key),
      }),
    close: () => store.close(),
  };
}
