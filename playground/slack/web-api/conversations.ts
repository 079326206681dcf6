import type { Workspace } from '../workspace.ts';
import type { Answer, Arguments } from './types.ts';

/** Most messages of a page that we give; Slack's own limit is higher. */
const MAX_PAGE_SIZE = 200;

/** conversations.history, and conversations.replies with the `ts` of a thread. */
export function history(workspace: Workspace, args: Arguments, thread?: string): Answer {
  const channel = workspace.channel(String(args['channel']));
  if (!channel) return { ok: false, error: 'channel_not_found' };
  if (!channel.member) return { ok: false, error: 'not_in_channel' };
  const oldest = Number(args['oldest'] ?? 0);
  const all = workspace.messages
    .filter(one => one.channel === channel.id && !one.visibleTo && Number(one.ts) >= oldest)
    .filter(one =>
      thread === undefined ? one.thread_ts === undefined : one.thread_ts === thread || one.ts === thread,
    )
    .toSorted((a, b) => Number(b.ts) - Number(a.ts));
  const start = Number(args['cursor'] ?? 0);
  const limit = Math.min(Number(args['limit'] ?? 100), MAX_PAGE_SIZE);
  const withMetadata = String(args['include_all_metadata']) === 'true';
  const messages = all
    .slice(start, start + limit)
    .map(({ metadata, ...rest }) => (withMetadata && metadata ? { ...rest, metadata } : rest));
  const more = start + limit < all.length;
  return {
    ok: true,
    messages,
    has_more: more,
    response_metadata: { next_cursor: more ? String(start + limit) : '' },
  };
}

/** conversations.info. A private channel that the bot is not in does not exist for it. */
export function channelInfo(workspace: Workspace, args: Arguments): Answer {
  const channel = workspace.channel(String(args['channel']));
  if (!channel || (!channel.member && channel.people !== undefined))
    return { ok: false, error: 'channel_not_found' };
  const { id, name, member, archived } = channel;
  return { ok: true, channel: { id, name, is_member: member, is_archived: archived } };
}

/** conversations.members. */
export function channelMembers(workspace: Workspace, args: Arguments): Answer {
  const channel = workspace.channel(String(args['channel']));
  if (!channel) return { ok: false, error: 'channel_not_found' };
  const people = channel.people ?? workspace.members.map(({ id }) => id);
  const start = Number(args['cursor'] ?? 0);
  const end = start + Math.min(Number(args['limit'] ?? 100), MAX_PAGE_SIZE);
  return {
    ok: true,
    members: people.slice(start, end),
    response_metadata: { next_cursor: end < people.length ? String(end) : '' },
  };
}
