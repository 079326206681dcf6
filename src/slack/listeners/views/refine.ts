import type { WrongSlot } from '../../../app/asking/refining.ts';
import { asObject, asText, parseJson } from '../../../domain/json.ts';
import { type QuestionForm, textOfForm } from '../../../domain/question/refine.ts';
import { readRefineForm } from '../../blocks/refine.ts';
import { answerTyped } from '../ask.ts';
import { attempt } from '../attempt.ts';
import type { ListenerContext, Register } from '../context.ts';

/** The submitted form: the question that it says is asked, in the place of the message that the form was opened from. */
export const registerRefineView: Register = (app, context) => {
  app.view('refine', async ({ ack, body, view }) => {
    const metadata = asObject(parseJson(view.private_metadata)) ?? {};
    const form = readRefineForm(asText(metadata['asks']) ?? 'list', view.state.values);
    const wrong = wrongSlotOf(form, context);
    if (wrong) {
      await ack({ response_action: 'errors', errors: { [wrong.slot]: wrong.message } });
      return;
    }
    await ack();
    const channel = asText(metadata['channel']);
    const target = { responseUrl: asText(metadata['url']), channel, user: body.user.id };
    await attempt(context, target, 'answering a question', () =>
      answerTyped(context, textOfForm(form), { target, channel: channel ?? null, inPlace: true }),
    );
  });
};

/** What is wrong with a form. Where that can't be told yet, asking says why. */
function wrongSlotOf(form: QuestionForm, { flows }: ListenerContext): WrongSlot | undefined {
  try {
    return flows().refining.wrongSlot(form);
  } catch {
    return undefined;
  }
}
