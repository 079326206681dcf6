import type { Member, Workspace } from '../workspace.ts';
import type { Answer, Arguments } from './types.ts';

/** users.info; `hidesEmails`: addresses are left out, as workspaces can have it. */
export function userInfo(workspace: Workspace, args: Arguments, hidesEmails: boolean): Answer {
  const member = workspace.member(String(args['user']));
  if (!member) return { ok: false, error: 'user_not_found' };
  const { email: _, ...withoutEmail } = member;
  return { ok: true, user: userObject(hidesEmails ? withoutEmail : member) };
}

/** users.lookupByEmail. */
export function userByEmail(workspace: Workspace, args: Arguments): Answer {
  const member = workspace.members.find(
    one => one.email?.toLowerCase() === String(args['email']).toLowerCase() && !one.deleted,
  );
  return member ? { ok: true, user: userObject(member) } : { ok: false, error: 'users_not_found' };
}

/** usergroups.users.list. */
export function usersOfGroup(workspace: Workspace, args: Arguments): Answer {
  const users = workspace.groups.get(String(args['usergroup']));
  return users ? { ok: true, users } : { ok: false, error: 'no_such_subteam' };
}

function userObject({ name, email, ...member }: Member): Answer {
  return {
    ...member,
    name: name.toLowerCase(),
    real_name: name,
    profile: { real_name: name, ...(email !== undefined && { email }) },
  };
}
