import * as z from 'zod';
import { errorFields } from '../errors.ts';
import type { Clock, Directory, Log, Store } from '../ports.ts';
import { codec } from '../state/codec.ts';
import { KEYS } from '../state/keys.ts';

/** Time for which managers are not told the same again, in milliseconds. */
const TOLD_TTL_MS = 7 * 86_400_000;
/** Interval at which what could not be sent is tried again, and most notices that are looked at. */
const TRY_EVERY_MS = 60_000;
const MAX_NOTICES = 50;

/** Who is told of what only they can mend: `managers` in the configuration. */
interface Managers {
  /** Slack user ids. */
  readonly users: readonly string[];
  /** Slack user group ids. */
  readonly groups: readonly string[];
}

/** What telling managers works with. */
export interface TellingDeps {
  readonly store: Store;
  readonly managers: Managers;
  readonly directory: Directory;
  /** Sends somebody a direct message. @throws where Slack does not take it */
  readonly send: (userId: string, text: string) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Tells managers in direct messages, over all replicas once each. */
export interface ManagersNotices {
  /** Tells them something once; `about` is by what it is known again. Never rejects. */
  tell(about: string, text: string): Promise<void>;
  /** Sends what could not be sent, again and again until the signal is aborted. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

/** What is to be told, and whom it was told to already. */
const noticeCodec = codec(z.object({ text: z.string(), told: z.array(z.string()) }));

/** Notices for managers. What one of them does not get keeps nothing from the others, and is sent when that works again. */
export function managersNotices(deps: TellingDeps): ManagersNotices {
  const { store, managers, clock, log } = deps;
  const isNobody = managers.users.length + managers.groups.length === 0;
  return {
    async tell(about, text) {
      if (isNobody) return;
      const [once, key] = [KEYS.once(`told/${about}`), `${KEYS.notices}${about}`];
      try {
        const result = await store.commit({
          expect: [{ key: once, version: null }],
          put: [
            { key: once, value: '1', ttl: TOLD_TTL_MS },
            { key, value: noticeCodec.encode({ text, told: [] }), ttl: TOLD_TTL_MS },
          ],
        });
        if (result.kind === 'done') await deliver(key, deps);
      } catch (error) {
        log.warn({ about, ...errorFields(error) }, 'managers could not be told; trying again');
      }
    },
    async run(signal) {
      if (isNobody) return;
      while (!signal.aborted) {
        try {
          for (const { key } of await store.range(KEYS.notices, '', null, MAX_NOTICES))
            await deliver(key, deps);
        } catch (error) {
          log.debug({ ...errorFields(error) }, 'what managers are to be told could not be read');
        }
        await clock.sleep(TRY_EVERY_MS, signal);
      }
    },
  };
}

/** Sends a notice to all who have not got it; it is gone once they all have. */
async function deliver(key: string, { store, managers, directory, send, log }: TellingDeps): Promise<void> {
  const entry = await store.get(key);
  const notice = entry && noticeCodec.tryDecode(entry.value);
  if (!entry || !notice) return;
  const members = managers.groups.length === 0 ? [] : await directory.members(managers.groups);
  const all = [...new Set([...managers.users, ...members])];
  let { version } = entry;
  let { told } = notice;
  for (const user of all.filter(one => !told.includes(one))) {
    const next = { ...notice, told: [...told, user] };
    // Noted first: telling somebody twice is worse than once too seldom, and another replica may be at it.
    const noted = await store.commit({
      expect: [{ key, version }],
      put: [{ key, value: noticeCodec.encode(next), ttl: TOLD_TTL_MS }],
    });
    if (noted.kind === 'conflict') return;
    version = noted.versions.get(key) ?? version;
    try {
      await send(user, notice.text);
      told = next.told;
    } catch (error) {
      log.warn({ user, ...errorFields(error) }, 'a manager could not be told; trying again');
      const back = await store.commit({
        expect: [{ key, version }],
        put: [{ key, value: noticeCodec.encode({ ...notice, told }), ttl: TOLD_TTL_MS }],
      });
      if (back.kind === 'conflict') return;
      version = back.versions.get(key) ?? version;
    }
  }
  if (all.every(user => told.includes(user)))
    await store.commit({ expect: [{ key, version }], delete: [key] });
}
