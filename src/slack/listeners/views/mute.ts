import { asObject, asText, parseJson } from '../../../domain/json.ts';
import { readMuteForm } from '../../blocks/mute-form.ts';
import { attempt } from '../attempt.ts';
import type { Register } from '../context.ts';
import { renderOutcome } from '../typed.ts';

/** The submitted form: events like that of a card are muted. The submitter is judged again. */
export const registerMuteView: Register = (app, context) => {
  app.view('mute', async ({ ack, body, view }) => {
    await ack();
    const metadata = asObject(parseJson(view.private_metadata)) ?? {};
    const channel = asText(metadata['channel']);
    const user = body.user.id;
    const target = { responseUrl: asText(metadata['url']), channel, user };
    const chosen = { ...readMuteForm(view.state.values), notificationId: asText(metadata['id']) ?? '' };
    await attempt(context, target, 'muting', async () => {
      const where = { user, channel: channel ?? null };
      return renderOutcome(await context.flows().ordering.muteLike(chosen, where));
    });
  });
};
