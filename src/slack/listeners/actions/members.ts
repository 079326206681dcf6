import type { BlockAction } from '@slack/bolt';
import { eventsCsv } from '../../../app/asking/export-formats.ts';
import { readReviewTarget } from '../../blocks/card-actions.ts';
import { renderDigestTable } from '../../blocks/digest.ts';
import { MEMBERS_SHOWN_COUNT, renderMembers } from '../../blocks/members.ts';
import { failureOf } from '../../errors.ts';
import { postInThread } from '../../post-in-thread.ts';
import type { EphemeralMessage } from '../../respond.ts';
import { sendFile } from '../../send-file.ts';
import type { ListenerContext } from '../context.ts';
import { onAction } from './listener.ts';

/** Most members of a story that a file holds. */
const MAX_FILE_MEMBERS = 10_000;
const GONE = { text: "I don't know this card any more: it may be older than what I keep." };

/** `details:all`: the members of a story, in the thread of its card. */
export const showMembers = onAction(
  /^details:all$/,
  'showing the events of a story',
  async (context, { body, action }) => {
    const { notificationId } = readReviewTarget(action.value);
    return show(context, { notificationId, from: 0 }, body);
  },
);

/** `members:next`: those that come next. */
export const showMoreMembers = onAction(
  /^members:next$/,
  'showing more events of a story',
  async (context, { body, action }) => {
    const [notificationId = '', from] = (action.value ?? '').split('/');
    return show(context, { notificationId, from: Number(from) || 0 }, body);
  },
);

/** `members:csv`: all of them as a file, sent to the clicker. */
export const exportMembers = onAction(
  /^members:csv$/,
  'making a file of the events of a story',
  async (context, { body, action }) => {
    const [notificationId = ''] = (action.value ?? '').split('/');
    const by = body.user.id;
    const wanted = {
      notificationId,
      by,
      channel: body.channel?.id ?? null,
      from: 0,
      count: MAX_FILE_MEMBERS,
    };
    const found = await context.flows().asking.findMembers(wanted);
    if (found.kind === 'refused') return { text: found.message };
    if (found.kind === 'gone') return GONE;
    const { summaries, count, withheld } = found.page;
    const hidden =
      withheld > 0 ? ` ${withheld.toLocaleString('en')} are of accounts that you may not look into.` : '';
    const cut =
      summaries.length < count ? ` The file has ${summaries.length.toLocaleString('en')} of them.` : '';
    const text = `${count.toLocaleString('en')} events of one story.${hidden}${cut}`;
    const file = {
      filename: `cctrail-story-${notificationId.slice(0, 8)}.csv`,
      content: eventsCsv(summaries),
    };
    return (
      (await sendFile(context.client, by, text, file)) ?? {
        text: `The file is in our direct messages: ${text}`,
      }
    );
  },
);

async function show(
  context: ListenerContext,
  { notificationId, from }: { readonly notificationId: string; readonly from: number },
  body: BlockAction,
): Promise<EphemeralMessage | undefined> {
  const channel = body.channel?.id;
  const found = await context.flows().asking.findMembers({
    notificationId,
    by: body.user.id,
    channel: channel ?? null,
    from,
    count: MEMBERS_SHOWN_COUNT,
  });
  if (found.kind === 'refused') return { text: found.message };
  if (found.kind === 'gone' || channel === undefined) return GONE;
  const { summaries, count, digest } = found.page;
  if (summaries.length === 0) return { text: 'There are no more events in this story.' };
  const voice = { timeZone: 'UTC', accountName: context.accountName };
  const message = digest
    ? renderDigestTable(notificationId, digest, voice)
    : renderMembers({ notificationId, summaries, from, count }, voice, context.clock.now());
  const thread = threadOf(body);
  try {
    await postInThread(context.client, { channel, thread }, message);
    return undefined;
  } catch (error) {
    const failure = failureOf(error);
    return failure.kind === 'refused'
      ? { text: `Slack does not let me post in this thread (\`${failure.error}\`).` }
      : {
          text: 'Slack did not say whether the events were posted. Look into the thread, or click again in a moment.',
        };
  }
}

/** The thread of the card: that of the message that was clicked in, or the one which that begins. */
function threadOf({ container, message }: BlockAction): string | undefined {
  return (container['thread_ts'] as string | undefined) ?? message?.ts;
}
