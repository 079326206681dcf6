import { readReviewTarget } from '../../blocks/card-actions.ts';
import { renderDetails } from '../../blocks/views.ts';
import { onAnswerClick } from './answer-listener.ts';
import { onAction } from './listener.ts';

/** `details:answer`: the redacted record of an event of an answer, in a modal. */
export const answerDetails = onAnswerClick(
  /^details:answer$/,
  'opening details',
  async (context, { shown, index, body }) => {
    const event = shown.events[index];
    if (!event) return { text: 'That event is not in this answer.' };
    const { summary } = event;
    await context.client.views.open({ trigger_id: body.trigger_id, view: renderDetails(summary) });
    await context.flows().asking.noteDetails(summary, body.user.id, shown.kept.channel);
    return undefined;
  },
);

/** `details`: the redacted record in a modal. It is a question like any other, so the clicker must be one who may ask. */
export const details = onAction(
  /^details(:(?!(?:answer|all)$)|$)/,
  'opening details',
  async (context, { body, action }) => {
    const { asking } = context.flows();
    const found = await asking.findRecord(
      readReviewTarget(action.value).notificationId,
      body.user.id,
      body.channel?.id ?? null,
    );
    if (found.kind === 'refused') return { text: found.message };
    if (found.kind === 'gone')
      return { text: "I don't know this card any more: it may be older than what I keep." };
    const { summary } = found;
    const opened = await context.client.views.open({
      trigger_id: body.trigger_id,
      view: renderDetails(summary),
    });
    // After the modal, whose trigger is good for three seconds only.
    await found.keep();
    const proven = await found.findBehind();
    const viewId = opened.view?.id;
    if (proven && viewId !== undefined)
      await context.client.views.update({ view_id: viewId, view: renderDetails(proven) });
    return undefined;
  },
);
