import type { WebClient } from '@slack/web-api';
import { isContentError } from './errors.ts';
import type { EphemeralMessage } from './respond.ts';

/** Where a message for everybody goes. */
export interface ThreadTarget {
  readonly channel: string;
  /** The message that it belongs to; undefined: to none. */
  readonly thread: string | undefined;
  /** By which the bot finds it again. */
  readonly metadata?: { readonly event_type: string; readonly event_payload: Record<string, string> };
}

/** Posts a message for everybody, plainer where Slack refuses its make-up; gives its id. @throws what the client throws */
export async function postInThread(
  client: WebClient,
  { channel, thread, metadata }: ThreadTarget,
  { text, blocks = [], plainer = [] }: EphemeralMessage,
): Promise<string> {
  const message = {
    channel,
    text,
    unfurl_links: false,
    unfurl_media: false,
    ...(metadata && { metadata }),
    ...(thread !== undefined && { thread_ts: thread }),
  };
  for (const tried of [blocks, ...plainer]) {
    try {
      return (await client.chat.postMessage({ ...message, blocks: tried })).ts ?? '';
    } catch (error) {
      if (!isContentError(error)) throw error;
    }
  }
  return (await client.chat.postMessage(message)).ts ?? '';
}
