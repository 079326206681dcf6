import type { Person } from '../../domain/person.ts';
import { mayAsk, type PermissionDeps } from '../asking/permission.ts';
import { errorFields } from '../errors.ts';

/** `managers` of the configuration. */
export interface ManagerRules {
  /** Slack user ids. */
  readonly users: readonly string[];
  /** Slack user group ids. */
  readonly groups: readonly string[];
}

/** Whether somebody may have the bot do things from now on, and who they are or why not. */
export type OrderPermission =
  | { readonly kind: 'allowed'; readonly person: Person; readonly isManager: boolean }
  | { readonly kind: 'refused'; readonly message: string };

/** What judging them works with. */
export interface OrderPermissionDeps extends PermissionDeps {
  readonly managers: ManagerRules;
}

/** Whether managers are configured; where none are, any full member may subscribe and mute. */
function hasManagers({ users, groups }: ManagerRules): boolean {
  return users.length + groups.length > 0;
}

/** Whether a Slack user may look at events, and whether they are a configured manager; a look-up that fails refuses. */
export async function mayLook(
  userId: string,
  channel: string | null,
  deps: OrderPermissionDeps,
): Promise<OrderPermission> {
  const permission = await mayAsk(userId, channel, deps);
  if (permission.kind === 'refused') return permission;
  const { managers, directory, log } = deps;
  const { person } = permission;
  try {
    const isManager =
      managers.users.includes(userId) ||
      (managers.groups.length > 0 && (await directory.inGroup(userId, managers.groups)));
    return { kind: 'allowed', person, isManager };
  } catch (error) {
    log.error({ ...errorFields(error), user: userId }, 'could not look up whether somebody is a manager');
    return {
      kind: 'refused',
      message: "I couldn't check with Slack whether you are a manager. Try again in a minute.",
    };
  }
}

/** Whether somebody who may look may also change what goes on; `doing` completes "Only managers may …". */
export function refuseNoManager(
  { isManager }: { readonly isManager: boolean },
  { managers }: Pick<OrderPermissionDeps, 'managers'>,
  doing: string,
): string | undefined {
  if (isManager || !hasManagers(managers)) return undefined;
  const who = [...managers.users.map(id => `<@${id}>`), ...managers.groups.map(id => `<!subteam^${id}>`)];
  return `Only managers may ${doing}. Ask ${who.join(', ')}.`;
}
