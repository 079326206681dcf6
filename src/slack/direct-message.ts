import type { WebClient } from '@slack/web-api';
import { section } from './blocks/elements.ts';
import { words } from './blocks/mrkdwn.ts';

/** Most characters of a direct message. */
const MAX_LENGTH = 2_900;

/** Sends people a few words in their direct messages with the bot. What is in them of a record is text. @throws what the client throws */
export function directMessages(client: WebClient): (userId: string, text: string) => Promise<void> {
  return async (userId, text) => {
    const said = words(text, MAX_LENGTH);
    await client.chat.postMessage({
      channel: userId,
      text: said,
      blocks: [section(said)],
      unfurl_links: false,
      unfurl_media: false,
    });
  };
}
