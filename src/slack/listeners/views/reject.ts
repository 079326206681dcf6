import { asObject, asText, parseJson } from '../../../domain/json.ts';
import { attempt } from '../attempt.ts';
import type { Register } from '../context.ts';
import { decide } from '../decision.ts';

/** Longest reason that is kept, in characters; the modal takes no more. */
const MAX_REASON_LENGTH = 1_000;

/** The submitted modal: the rejection, with its reason. The submitter is judged again. */
export const registerRejectView: Register = (app, context) => {
  app.view('reject', async ({ ack, body, view }) => {
    const reason = view.state.values['reason']?.['reason']?.value?.trim() ?? '';
    if (reason === '') {
      await ack({ response_action: 'errors', errors: { reason: 'Say why; it is kept on record.' } });
      return;
    }
    await ack();
    const { id, shown, revision, channel, url } = readMetadata(view.private_metadata);
    const user = body.user.id;
    const target = { responseUrl: url, channel, user };
    await attempt(context, target, 'recording a rejection', () =>
      decide(context, {
        notificationId: id,
        shown,
        revision,
        verdict: 'rejected',
        userId: user,
        reason: reason.slice(0, MAX_REASON_LENGTH),
      }),
    );
  });
};

function readMetadata(text: string) {
  const metadata = asObject(parseJson(text)) ?? {};
  return {
    id: asText(metadata['id']) ?? '',
    shown: Number(metadata['shown'] ?? 1) || 1,
    revision: Number(metadata['revision'] ?? 0) || 0,
    channel: asText(metadata['channel']),
    url: asText(metadata['url']),
  };
}
