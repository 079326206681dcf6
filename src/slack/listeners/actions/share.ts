import type { WebClient } from '@slack/web-api';
import type { ShareOutcome } from '../../../app/asking/share.ts';
import type { PostResult } from '../../../app/ports.ts';
import { renderAnswer } from '../../blocks/answer.ts';
import { failureOf } from '../../errors.ts';
import { postInThread } from '../../post-in-thread.ts';
import type { EphemeralMessage } from '../../respond.ts';
import { onAnswerClick } from './answer-listener.ts';

/** `share`: what was answered to one person, shown to the channel that they are in, once. */
export const shareAnswer = onAnswerClick(
  /^share$/,
  'sharing an answer',
  async (context, { shown, body, target }) => {
    const { kept } = shown;
    const channel = target.channel ?? kept.channel;
    if (channel == null) return { text: "I can't tell which channel to share this to." };
    const by = body.user.id;
    // The sentence is in the zone of its asker, and names it; the rest of the message must not speak of another.
    const voice = { timeZone: kept.timeZone, accountName: context.accountName };
    const message = renderAnswer({ shown, voice, focus: null, sharedBy: by });
    const thread = body.container?.['thread_ts'] as string | undefined;
    const outcome = await context
      .flows()
      .asking.share(shown, { by, channel }, () =>
        post(context.client, { channel, thread, answerId: kept.id }, message),
      );
    return renderOutcome(outcome, channel);
  },
);

function renderOutcome(outcome: ShareOutcome, channel: string): EphemeralMessage | undefined {
  switch (outcome.kind) {
    case 'shared':
      return undefined;
    case 'already':
      return { text: 'This answer was shared here already.' };
    case 'ambiguous':
      return { text: 'Slack did not say whether the answer was posted. Look into the channel.' };
    case 'rateLimited':
      return { text: 'Slack is busy. Share it again in a moment.' };
    case 'refused':
      return {
        text: /not_in_channel|channel_not_found/.test(outcome.error)
          ? `I am not in <#${channel}>. Invite me with \`/invite @cctrail\`, then share again.`
          : `Slack does not let me post there (\`${outcome.error}\`).`,
      };
  }
}

async function post(
  client: WebClient,
  to: { readonly channel: string; readonly thread: string | undefined; readonly answerId: string },
  message: EphemeralMessage,
): Promise<PostResult> {
  const metadata = { event_type: 'cctrail_answer', event_payload: { answer_id: to.answerId } };
  try {
    return { kind: 'posted', ts: await postInThread(client, { ...to, metadata }, message) };
  } catch (error) {
    return failureOf(error);
  }
}
