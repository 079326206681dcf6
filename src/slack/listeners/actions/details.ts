import type { RecordSummary } from '../../../domain/summary.ts';
import { renderDetails } from '../../blocks/views.ts';
import type { ListenerParts } from '../context.ts';
import { onAnswerClick } from './answer-listener.ts';
import { onAction } from './listener.ts';

/** `details:answer`: the redacted record of an event of an answer, in a modal. */
export const answerDetails = onAnswerClick(
  /^details:answer$/,
  'opening details',
  async (parts, { given, index, body }) => {
    const row = given.rows[index];
    if (!row) return { text: 'That event is not in this answer.' };
    await parts.client.views.open({ trigger_id: body.trigger_id, view: renderDetails(row.summary) });
    await noteDetails(parts, body.user.id, given.answered.channel, row.summary);
    return undefined;
  },
);

/** `details`: the redacted record in a modal. It is a question like any other, so whoever clicks must be one who may ask. */
export const details = onAction(
  /^details(:(?!answer$)|$)/,
  'opening details',
  async (parts, { body, action }) => {
    const { askers, cards } = parts.flows();
    const [permission, summary] = await Promise.all([
      askers.mayAsk(body.user.id, null),
      cards.behind(action.value ?? ''),
    ]);
    if (permission.kind === 'refused') return { text: permission.message };
    if (!summary) return { text: "I don't know this card any more: it may be older than what I keep." };
    await parts.client.views.open({ trigger_id: body.trigger_id, view: renderDetails(summary) });
    await noteDetails(parts, body.user.id, body.channel?.id ?? null, summary);
    return undefined;
  },
);

/** Whose record was looked at is on record too; after the modal, whose trigger is good for three seconds only. */
async function noteDetails(
  parts: ListenerParts,
  by: string,
  channel: string | null,
  summary: RecordSummary,
): Promise<void> {
  const asked = `details of event ${summary.record.eventID ?? 'without an id'}`;
  await parts.flows().answers.note({ by, channel, asked, reading: asked, results: 1, complete: true });
}
