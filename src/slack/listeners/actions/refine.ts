import type { QuestionForm } from '../../../domain/question/refine.ts';
import { renderRefineForm } from '../../blocks/refine.ts';
import type { ReplyTarget } from '../../respond.ts';
import type { ListenerContext } from '../context.ts';
import { onAction } from './listener.ts';

/** `refine`: opens the form with a question that was proposed in the place of one that can't be read. */
export const refine = onAction(
  /^refine$/,
  'opening a question to change it',
  async (context, { body, action, target }) => {
    await openRefineForm(
      context,
      body.trigger_id,
      target,
      context.flows().refining.formOfText(action.value ?? ''),
    );
    return undefined;
  },
);

/** Opens the form with a question taken apart. */
export async function openRefineForm(
  context: ListenerContext,
  triggerId: string,
  target: ReplyTarget,
  form: QuestionForm,
): Promise<void> {
  const metadata = { asks: form.asks, channel: target.channel, url: target.responseUrl };
  const view = renderRefineForm(JSON.stringify(metadata), form);
  await context.client.views.open({ trigger_id: triggerId, view });
}
