import type { ExportedFile } from '../../../app/asking/export.ts';
import type { ExportFormat } from '../../../app/asking/export-formats.ts';
import { words } from '../../blocks/mrkdwn.ts';
import { sendFile } from '../../send-file.ts';
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
    const text = `${file.events} events: ${words(reading, 2_000)}.${whatIsMissing(file)}`;
    const refusal = await sendFile(context.client, by, text, file);
    if (refusal) return refusal;
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
