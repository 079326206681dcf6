import { type Reply, renderAnswer } from '../blocks/answer.ts';
import { isContentError, slackError } from '../errors.ts';
import { onAnswerClick } from './browse.ts';
import { placeOf } from './decide.ts';
import type { ListenerParts } from './parts.ts';

/** `share`: what was answered to one person, shown to the channel that they are in, once. */
export const registerShare = onAnswerClick(/^share$/, 'sharing an answer', async (parts, { given, body }) => {
  const channel = placeOf(body).channel ?? given.answered.channel;
  if (channel == null) return { text: "I can't tell which channel to share this to." };
  const { answers } = parts.flows();
  const what = `share/${given.answered.id}/${channel}`;
  if (!(await answers.once(what))) return { text: 'This answer was shared here already.' };
  const voice = { timeZone: 'UTC', accountName: parts.accountName };
  const reply = renderAnswer({ given, voice, focus: 0, sharedBy: body.user.id });
  const thread = body.container?.['thread_ts'] as string | undefined;
  try {
    await post(parts, channel, reply, given.answered.id, thread);
  } catch (error) {
    const reason = slackError(error);
    // A refusal means that nothing was shown; after anything else it may have been, and once more would be twice.
    if (reason === undefined) throw error;
    await answers.undo(what);
    return {
      text: /not_in_channel|channel_not_found/.test(reason)
        ? `I am not in <#${channel}>. Invite me with \`/invite @cctrail\`, then share again.`
        : `Slack does not let me post there (\`${reason}\`).`,
    };
  }
  await answers.note(
    given.answered,
    body.user.id,
    `shared to ${channel}: ${given.answered.typed}`,
    given.rows.length,
  );
  return undefined;
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
