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
