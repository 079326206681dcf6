import { errorFields } from '../errors.ts';
import type { Directory, Log, Store } from '../ports.ts';
import { KEYS } from '../state/keys.ts';

/** Time for which managers are not told the same again, in milliseconds. */
const TOLD_TTL_MS = 7 * 86_400_000;

/** Who is told of what only they can mend: `managers` in the configuration. */
interface Managers {
  /** Slack user ids. */
  readonly users: readonly string[];
  /** Slack user group ids. */
  readonly groups: readonly string[];
}

/** Tells managers something once; `about` is by what it is known again. Never rejects. */
export type TellManagers = (about: string, text: string) => Promise<void>;

/** What telling managers works with. */
export interface TellingDeps {
  readonly store: Store;
  readonly managers: Managers;
  readonly directory: Directory;
  /** Sends somebody a direct message. @throws where Slack does not take it */
  readonly send: (userId: string, text: string) => Promise<void>;
  readonly log: Log;
}

/** Tells managers in direct messages, over all replicas once. Where it can't be sent it is told the next time. */
export function managersTold({ store, managers, directory, send, log }: TellingDeps): TellManagers {
  return async (about, text) => {
    if (managers.users.length + managers.groups.length === 0) return;
    const key = KEYS.once(`told/${about}`);
    try {
      const claim = await store.commit({
        expect: [{ key, version: null }],
        put: [{ key, value: '1', ttl: TOLD_TTL_MS }],
      });
      if (claim.kind === 'conflict') return;
      const members = managers.groups.length === 0 ? [] : await directory.members(managers.groups);
      for (const user of new Set([...managers.users, ...members])) await send(user, text);
    } catch (error) {
      log.warn({ about, ...errorFields(error) }, 'managers could not be told; trying again later');
      await store.commit({ delete: [key] }).catch(() => undefined);
    }
  };
}
