import { type Person, type Refusal, refuseOutsider } from '../../domain/person.ts';
import type { AskerRules } from '../../domain/review.ts';
import { errorFields } from '../errors.ts';
import type { Directory, Log } from '../ports.ts';

/** Whether somebody may ask, and who they are or why not. */
export type Permission =
  | { readonly kind: 'allowed'; readonly person: Person }
  | { readonly kind: 'refused'; readonly message: string };

/** What judging askers works with. */
export interface PermissionDeps {
  readonly directory: Directory;
  readonly rules: AskerRules;
  readonly log: Log;
}

/** Age up to which what is known of an asker will do. Decisions ask anew. */
const MAX_AGE_MS = 30_000;

/** Whether a Slack user may ask in a channel; a look-up that fails refuses. `channel` is null where they click on a card, which is where it is. */
export async function mayAsk(
  userId: string,
  channel: string | null,
  deps: PermissionDeps,
): Promise<Permission> {
  try {
    const person = await deps.directory.person(userId, MAX_AGE_MS);
    if (!person) return refused("Slack doesn't tell me who you are, so I can't answer you.");
    const refusal = refuseOutsider(person, 'ask questions') ?? (await refuseByRules(userId, channel, deps));
    return refusal === undefined ? { kind: 'allowed', person } : refused(refusal);
  } catch (error) {
    deps.log.error({ ...errorFields(error), user: userId }, 'could not look up who asks; refused');
    return refused("I couldn't check with Slack whether you may ask. Try again in a minute.");
  }
}

async function refuseByRules(
  userId: string,
  channel: string | null,
  { rules, directory }: PermissionDeps,
): Promise<Refusal> {
  const { users, groups, channels } = rules;
  if (channel !== null && channels.length > 0 && !channels.includes(channel))
    return `Questions are answered only in ${channels.map(id => `<#${id}>`).join(', ')}.`;
  if (users.length + groups.length === 0 || users.includes(userId)) return undefined;
  if (groups.length > 0 && (await directory.inGroup(userId, groups, MAX_AGE_MS))) return undefined;
  const askers = [...users.map(id => `<@${id}>`), ...groups.map(id => `<!subteam^${id}>`)];
  return `You are not among those who may ask. Ask ${askers.join(', ')}.`;
}

function refused(message: string): Permission {
  return { kind: 'refused', message };
}
