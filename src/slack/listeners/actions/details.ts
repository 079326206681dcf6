import { asObject, asText, parseJson } from '../../../domain/json.ts';
import { readReviewTarget } from '../../blocks/card-actions.ts';
import { type DetailsView, renderDetails } from '../../blocks/details.ts';
import { attempt } from '../attempt.ts';
import type { ListenerContext } from '../context.ts';
import { replyTo } from '../typed.ts';
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
    await context.client.views.open({
      trigger_id: body.trigger_id,
      view: renderDetails(summary, viewFor(context)),
    });
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
    const view = viewFor(context, body.channel?.id);
    const opened = await context.client.views.open({
      trigger_id: body.trigger_id,
      view: renderDetails(summary, view),
    });
    // After the modal, whose trigger is good for three seconds only.
    await found.keep();
    const more = await found.findMore();
    const viewId = opened.view?.id;
    if (more && viewId !== undefined)
      await context.client.views.update({ view_id: viewId, view: renderDetails(more, view) });
    return undefined;
  },
);

/** `look:…`: a question that follows from an event, asked from its Details; the answer goes to where they were opened. */
export const look = onAction(/^look:/, 'asking from the details of an event', async (context, click) => {
  const { body, action } = click;
  const metadata = asObject(parseJson(body.view?.private_metadata ?? '')) ?? {};
  const channel = asText(metadata['channel']);
  if (channel === undefined) return { text: 'That can not be asked from here. Ask it in a channel.' };
  const target = { channel, user: body.user.id };
  await attempt(context, target, 'answering a question', () =>
    replyTo(context, action.value ?? '', { target, channel }),
  );
  return undefined;
});

function viewFor({ accountName, clock }: ListenerContext, channel?: string): DetailsView {
  return { accountName, now: clock.now(), ...(channel !== undefined && { channel }) };
}
