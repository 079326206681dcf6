import { type Reply, renderAnswer } from '../../blocks/answer.ts';
import { failureOf, isContentError } from '../../errors.ts';
import type { ListenerParts } from '../context.ts';
import { onAnswerClick } from './answer-listener.ts';

/** `share`: what was answered to one person, shown to the channel that they are in, once. */
export const share = onAnswerClick(/^share$/, 'sharing an answer', async (parts, { given, body, place }) => {
  const { answered, rows } = given;
  const channel = place.channel ?? answered.channel;
  if (channel == null) return { text: "I can't tell which channel to share this to." };
  const { answers } = parts.flows();
  const what = `share/${answered.id}/${channel}`;
  if (!(await answers.once(what))) return { text: 'This answer was shared here already.' };
  // The sentence is in the zone of whoever asked, and names it; the rest of the message must not speak of another.
  const voice = { timeZone: answered.timeZone, accountName: parts.accountName };
  const reply = renderAnswer({ given, voice, focus: 0, sharedBy: body.user.id });
  const thread = body.container?.['thread_ts'] as string | undefined;
  const { reading, typed, coverage } = answered;
  const asked = `shared to ${channel}: ${typed}`;
  // Before it is shown: what was given out must be in the ledger, whatever becomes of Slack's answer.
  await answers.note({
    by: body.user.id,
    channel,
    asked,
    reading,
    results: rows.length,
    complete: coverage.complete,
  });
  try {
    await post(parts, channel, reply, answered.id, thread);
    return undefined;
  } catch (error) {
    const failure = failureOf(error);
    // Once more would be twice, where it may have been shown.
    if (failure.kind === 'ambiguous')
      return { text: 'Slack did not say whether the answer was posted. Look into the channel.' };
    await answers.undo(what);
    if (failure.kind === 'rateLimited') return { text: 'Slack is busy. Share it again in a moment.' };
    return {
      text: /not_in_channel|channel_not_found/.test(failure.error)
        ? `I am not in <#${channel}>. Invite me with \`/invite @cctrail\`, then share again.`
        : `Slack does not let me post there (\`${failure.error}\`).`,
    };
  }
});

async function post(
  parts: ListenerParts,
  channel: string,
  reply: Reply,
  answerId: string,
  thread: string | undefined,
): Promise<void> {
  const message = {
    channel,
    text: reply.text,
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: 'cctrail_answer', event_payload: { answer_id: answerId } },
    ...(thread !== undefined && { thread_ts: thread }),
  };
  try {
    await parts.client.chat.postMessage({ ...message, blocks: reply.blocks });
  } catch (error) {
    if (!isContentError(error)) throw error;
    await parts.client.chat.postMessage({ ...message, blocks: reply.plain ?? [] });
  }
}
