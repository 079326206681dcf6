import type { ExportedFile } from '../../../app/asking/export.ts';
import type { ExportFormat } from '../../../app/asking/export-formats.ts';
import { renderCoverage } from '../../blocks/coverage.ts';
import { words } from '../../blocks/mrkdwn.ts';
import { sendFile } from '../../send-file.ts';
import type { Reply } from '../attempt.ts';
import type { ListenerContext } from '../context.ts';
import { type AnswerClick, onAnswerClick } from './answer-listener.ts';
import { openRefineForm } from './refine.ts';

/** `more:answer`, and `why:answer`: what else can be done with an answer: change its question, see what was searched, have all of it as a file. */
export const moreOfAnswer = onAnswerClick(
  /^(more|why):answer$/,
  'doing more with an answer',
  async (context, click) => {
    const { shown, body, actionId, target } = click;
    const choice = actionId === 'why:answer' ? 'why' : click.choice;
    switch (choice) {
      case 'refine':
        await openRefineForm(
          context,
          body.trigger_id,
          target,
          context.flows().refining.formOfAnswer(shown.kept),
        );
        return undefined;
      case 'why': {
        const voice = { timeZone: shown.kept.timeZone, accountName: context.accountName };
        const view = renderCoverage(shown.kept, voice);
        await context.client.views.open({ trigger_id: body.trigger_id, view });
        return undefined;
      }
      case 'csv':
      case 'json':
        return sendAll(context, click, choice);
      default:
        return { text: "I don't know that choice. It may come from an older version of me." };
    }
  },
);

/** Sends all events of an answer as a file to whoever clicked. */
async function sendAll(
  context: ListenerContext,
  { shown, body }: AnswerClick,
  format: ExportFormat,
): Promise<Reply> {
  const by = body.user.id;
  const file = await context.flows().asking.exportFile(shown, by, format);
  const { reading } = shown.kept;
  const text = `${file.events} events: ${words(reading, 2_000)}.${whatIsMissing(file)}`;
  const refusal = await sendFile(context.client, by, text, file);
  if (refusal) return refusal;
  return {
    text: `The file is in our direct messages: ${file.events} events.${whatIsMissing(file)}`,
  };
}

function whatIsMissing({ truncated, events, matched, complete }: ExportedFile): string {
  const cut = truncated
    ? ` These are the newest ${events.toLocaleString('en')} of ${matched.toLocaleString('en')}.`
    : '';
  return `${cut}${complete ? '' : ' Not everything was searched.'}`;
}
