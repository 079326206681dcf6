import type { QuestionForm } from '../../../domain/question/refine.ts';
import { renderRefineForm } from '../../blocks/refine.ts';
import type { ReplyTarget } from '../../respond.ts';
import type { ListenerContext } from '../context.ts';
import { onAnswerClick } from './answer-listener.ts';
import { onAction } from './listener.ts';

/** `refine:answer`: opens the form with the question of an answer. */
export const refineAnswer = onAnswerClick(
  /^refine:answer$/,
  'opening a question to change it',
  async (context, { shown, body, target }) => {
    await open(context, body.trigger_id, target, context.flows().refining.formOfAnswer(shown.kept));
    return undefined;
  },
);

/** `refine`: the same with a question that was proposed in the place of one that can't be read. */
export const refine = onAction(
  /^refine$/,
  'opening a question to change it',
  async (context, { body, action, target }) => {
    await open(context, body.trigger_id, target, context.flows().refining.formOfText(action.value ?? ''));
    return undefined;
  },
);

async function open(
  context: ListenerContext,
  triggerId: string,
  target: ReplyTarget,
  form: QuestionForm,
): Promise<void> {
  const metadata = { asks: form.asks, channel: target.channel, url: target.responseUrl };
  const view = renderRefineForm(JSON.stringify(metadata), form);
  await context.client.views.open({ trigger_id: triggerId, view });
}
