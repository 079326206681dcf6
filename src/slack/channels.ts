import type { WebClient } from '@slack/web-api';
import { MissingScopeError } from '../app/errors.ts';
import type { Channels } from '../app/ports.ts';
import { slackError } from './errors.ts';

/** Members of a page, and pages that are looked through: Slack gives up to a thousand at once. */
const PAGE_SIZE = 1_000;
const MAX_PAGES = 50;

/** Errors by which the app may not ask who is in a channel. */
const MAY_NOT_ASK: ReadonlySet<string> = new Set([
  'missing_scope',
  'not_allowed_token_type',
  'unknown_method',
]);

/** Tells who is in channels through the Web API (Slack, "conversations.info", "conversations.members"). */
export function slackChannels(client: WebClient): Channels {
  return {
    async membership(channel, userId) {
      try {
        const { channel: info } = await client.conversations.info({ channel });
        return { bot: info?.is_member === true, person: await isMember(client, channel, userId) };
      } catch (error) {
        const code = slackError(error);
        if (code === 'channel_not_found') return undefined;
        if (code !== undefined && MAY_NOT_ASK.has(code))
          throw new MissingScopeError('channels:read and groups:read', { cause: error });
        throw error;
      }
    },
  };
}

async function isMember(client: WebClient, channel: string, userId: string): Promise<boolean> {
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const next = { channel, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) };
    const answer = await client.conversations.members(next);
    if (answer.members?.includes(userId)) return true;
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return false;
  }
  return false;
}
