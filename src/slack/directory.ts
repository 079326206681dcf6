import type { WebClient } from '@slack/web-api';
import type { Clock, Directory } from '../app/ports.ts';
import type { Person } from '../domain/person.ts';
import { slackError } from './errors.ts';

/** Time that owners of e-mail addresses are remembered. */
const REMEMBERED_MS = 3 * 60_000;

/** Most answers that are remembered at once. */
const MAX_ENTRIES = 5_000;

/**
 * Tells who people are through the Web API. Who somebody is, whether they are still a member, and who is in a group is asked anew unless
 * the caller says what age will do. `teamId` is the bot's workspace.
 */
export function slackDirectory(client: WebClient, teamId: string, clock: Clock): Directory {
  const remember = memory<unknown>(clock);
  const people = new Map<string, { at: number; person: Person | undefined }>();
  const ask = async (userId: string): Promise<Person | undefined> => {
    try {
      return toPerson((await client.users.info({ user: userId })).user, teamId);
    } catch (error) {
      if (slackError(error) === 'user_not_found' || slackError(error) === 'user_not_visible')
        return undefined;
      throw error;
    }
  };
  const membersOf = async (group: string, maxAgeMs: number): Promise<string[]> =>
    (await remember(
      `group ${group}`,
      async () => (await client.usergroups.users.list({ usergroup: group })).users ?? [],
      maxAgeMs,
    )) as string[];
  return {
    async person(userId, maxAgeMs = 0) {
      const known = people.get(userId);
      if (known && clock.now() - known.at < maxAgeMs) return known.person;
      const person = await ask(userId);
      if (people.size > MAX_ENTRIES) people.clear();
      people.set(userId, { at: clock.now(), person });
      return person;
    },
    async personByEmail(email) {
      return (await remember(`email ${email}`, async () => {
        try {
          return toPerson((await client.users.lookupByEmail({ email })).user, teamId);
        } catch (error) {
          if (slackError(error) === 'users_not_found') return undefined;
          throw error;
        }
      })) as Person | undefined;
    },
    async inGroup(userId, groups, maxAgeMs = 0) {
      for (const group of groups) if ((await membersOf(group, maxAgeMs)).includes(userId)) return true;
      return false;
    },
    async members(groups) {
      return (await Promise.all(groups.map(group => membersOf(group, REMEMBERED_MS)))).flat();
    },
  };
}

interface SlackUser {
  readonly id?: string;
  readonly team_id?: string;
  readonly name?: string;
  readonly real_name?: string;
  readonly deleted?: boolean;
  readonly is_bot?: boolean;
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_stranger?: boolean;
  readonly tz?: string;
  readonly profile?: { readonly email?: string };
  readonly enterprise_user?: { readonly teams?: readonly string[] };
}

function toPerson(user: SlackUser | undefined, teamId: string): Person | undefined {
  if (!user?.id) return undefined;
  const member =
    user.team_id === undefined ||
    user.team_id === teamId ||
    user.enterprise_user?.teams?.includes(teamId) === true;
  return {
    id: user.id,
    name: user.real_name ?? user.name ?? user.id,
    email: user.profile?.email?.toLowerCase() ?? null,
    timeZone: isTimeZone(user.tz) ? user.tz : null,
    bot: user.is_bot === true || user.id === 'USLACKBOT',
    deactivated: user.deleted === true,
    guest: user.is_restricted === true || user.is_ultra_restricted === true,
    stranger: user.is_stranger === true || !member,
  };
}

/** Slack may know zones that this machine's tables do not. */
function isTimeZone(name: string | undefined): name is string {
  try {
    return name !== undefined && new Intl.DateTimeFormat('en', { timeZone: name }).format() !== '';
  } catch {
    return false;
  }
}

/** Remembers answers for a while; failures are not remembered. */
function memory<T>(clock: Clock): (key: string, ask: () => Promise<T>, maxAgeMs?: number) => Promise<T> {
  const known = new Map<string, { at: number; value: T }>();
  return async (key, ask, maxAgeMs = REMEMBERED_MS) => {
    const found = known.get(key);
    if (found && clock.now() - found.at < maxAgeMs) return found.value;
    const value = await ask();
    if (known.size > MAX_ENTRIES) known.clear();
    known.set(key, { at: clock.now(), value });
    return value;
  };
}
