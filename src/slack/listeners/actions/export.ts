import type { WebClient } from '@slack/web-api';
import type { ExportedFile } from '../../../app/asking/export.ts';
import type { ExportFormat } from '../../../app/asking/export-formats.ts';
import { words } from '../../blocks/mrkdwn.ts';
import { slackError } from '../../errors.ts';
import { onAnswerClick } from './answer-listener.ts';

/** `file:csv` and `file:json`: all events of an answer as a file, sent to the clicker. */
export const exportAnswer = onAnswerClick(
  /^file:(csv|json)$/,
  'making a file',
  async (context, { shown, body, actionId }) => {
    const format = actionId.slice('file:'.length) as ExportFormat;
    const by = body.user.id;
    const file = await context.flows().asking.exportFile(shown, by, format);
    const { reading } = shown.kept;
    try {
      const text = `${file.events} events: ${words(reading, 2_000)}.${whatIsMissing(file)}`;
      await upload(context.client, by, text, file);
    } catch (error) {
      const reason = slackError(error);
      if (reason === undefined) throw error;
      const scope =
        reason === 'missing_scope' ? ' An administrator has to give me the scope `files:write`.' : '';
      return { text: `Slack did not take the file (\`${reason}\`).${scope}` };
    }
    return {
      text: `The file is in our direct messages: ${file.events} events.${whatIsMissing(file)}`,
    };
  },
);

function whatIsMissing({ truncated, events, matched, complete }: ExportedFile): string {
  const cut = truncated
    ? ` These are the newest ${events.toLocaleString('en')} of ${matched.toLocaleString('en')}.`
    : '';
  return `${cut}${complete ? '' : ' Not everything was searched.'}`;
}

/** A message to a person opens their conversation with the bot and tells its id; the file goes into that message's thread. */
async function upload(
  client: WebClient,
  userId: string,
  text: string,
  { filename, content }: ExportedFile,
): Promise<void> {
  const { channel, ts } = await client.chat.postMessage({ channel: userId, text, unfurl_links: false });
  if (channel === undefined || ts === undefined) throw new Error('Slack did not say where the message went');
  await client.filesUploadV2({ channel_id: channel, thread_ts: ts, filename, content });
}
