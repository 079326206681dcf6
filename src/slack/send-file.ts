import type { WebClient } from '@slack/web-api';
import { slackError } from './errors.ts';
import type { EphemeralMessage } from './respond.ts';

/**
 * Sends somebody a file in their direct messages with the bot; gives what they are told where Slack does not take it.
 * @throws what is no answer of Slack's
 */
export async function sendFile(
  client: WebClient,
  userId: string,
  text: string,
  file: { readonly filename: string; readonly content: string },
): Promise<EphemeralMessage | undefined> {
  try {
    await upload(client, userId, text, file);
    return undefined;
  } catch (error) {
    const reason = slackError(error);
    if (reason === undefined) throw error;
    const scope =
      reason === 'missing_scope' ? ' An administrator has to give me the scope `files:write`.' : '';
    return { text: `Slack did not take the file (\`${reason}\`).${scope}` };
  }
}

/** A message to a person opens their conversation with the bot and tells its id; the file goes into that message's thread. */
async function upload(
  client: WebClient,
  userId: string,
  text: string,
  { filename, content }: { readonly filename: string; readonly content: string },
): Promise<void> {
  const { channel, ts } = await client.chat.postMessage({ channel: userId, text, unfurl_links: false });
  if (channel === undefined || ts === undefined) throw new Error('Slack did not say where the message went');
  await client.filesUploadV2({ channel_id: channel, thread_ts: ts, filename, content });
}
