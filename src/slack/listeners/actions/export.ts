import { type ExportFormat, eventsCsv, eventsJson } from '../../../app/asking/export.ts';
import { words } from '../../blocks/mrkdwn.ts';
import { slackError } from '../../errors.ts';
import { onAnswerClick } from './answer-listener.ts';

/** How long asking again for a file may take, in milliseconds; what was settled comes from the cache. */
const BUDGET = 17_000;

/** `file:csv` and `file:json`: all events of an answer as a file, sent to whoever clicked. */
export const file = onAnswerClick(
  /^file:(csv|json)$/,
  'making a file',
  async (parts, { given, body, actionId }) => {
    const format = actionId.slice('file:'.length) as ExportFormat;
    const { answers } = parts.flows();
    const answer = await answers.again(given.answered, BUDGET);
    const { events, coverage } = answer;
    const content = format === 'csv' ? eventsCsv(events) : eventsJson(events);
    const filename = `cctrail-${answer.answeredAt.slice(0, 19).replaceAll(':', '')}Z.${format}`;
    const cut = answer.truncated
      ? ` These are the newest ${events.length.toLocaleString('en')} of ${answer.matched.toLocaleString('en')}.`
      : '';
    const gaps = `${cut}${coverage.complete ? '' : ' Not everything was searched.'}`;
    const { reading, typed, channel: asked } = given.answered;
    await answers.note({
      by: body.user.id,
      channel: asked,
      asked: `${format} file of: ${typed}`,
      reading,
      results: events.length,
      complete: coverage.complete,
    });
    try {
      // A message to a person opens their conversation with the bot and tells its id; the file goes into that message's thread.
      const { channel, ts } = await parts.client.chat.postMessage({
        channel: body.user.id,
        text: `${events.length} events: ${words(reading, 2_000)}.${gaps}`,
        unfurl_links: false,
      });
      if (channel === undefined || ts === undefined)
        throw new Error('Slack did not say where the message went');
      await parts.client.filesUploadV2({ channel_id: channel, thread_ts: ts, filename, content });
    } catch (error) {
      const reason = slackError(error);
      if (reason === undefined) throw error;
      const scope =
        reason === 'missing_scope' ? ' An administrator has to give me the scope `files:write`.' : '';
      return { text: `Slack did not take the file (\`${reason}\`).${scope}` };
    }
    return { text: `The file is in our direct messages: ${events.length} events.${gaps}` };
  },
);
