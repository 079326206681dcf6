import type { WebClient } from '@slack/web-api';
import { channelFor, type Outgoing } from '../app/outgoing.ts';
import type { LocateResult, Log, Messenger, PostResult } from '../app/ports.ts';
import { renderCard } from './blocks/card.ts';
import { section } from './blocks/elements.ts';
import type { Message } from './blocks/message.ts';
import { renderNote } from './blocks/note.ts';
import { renderLine } from './blocks/order-line.ts';
import { failureOf, isContentError, slackError } from './errors.ts';

/** Time after which no further page is looked through, and that each plainer repetition may take: all fit into a delivery lease. */
const LOCATE_WITHIN_MS = 6_000;
const REPEAT_WITHIN_MS = 2_000;
/** Most characters of a message that is sent as plain text. */
const MAX_PLAIN_LENGTH = 3_000;

/** What a message is sent as: whole, or plainer where Slack refuses its make-up. */
type Content = Pick<Message, 'text'> & Partial<Omit<Message, 'plainer'>>;

/**
 * Shows cards through the Web API. `client` must not retry by itself: a retried post is a double post.
 * Where Slack refuses the make-up of a message it is sent again at once as plain text with its buttons, and then without.
 * `mayLook` takes one look at a channel's messages from what the workspace allows in a minute: it gives 0, or the milliseconds until there is one.
 */
export function slackMessenger(client: WebClient, log: Log, mayLook: () => Promise<number>): Messenger {
  const send = async (
    message: Message,
    call: (content: Content) => Promise<{ ts?: string }>,
  ): Promise<PostResult> => {
    let last: unknown;
    for (const [index, content] of contentsOf(message).entries()) {
      try {
        const sending = call(content);
        return { kind: 'posted', ts: tsOf(await (index === 0 ? sending : soon(sending))) };
      } catch (error) {
        if (!isContentError(error)) return failureOf(error);
        last = error;
        if (index === 0)
          log.error(
            { error: slackError(error) },
            'Slack refuses the make-up of a message; sending it as plain text',
          );
      }
    }
    return failureOf(last);
  };
  const quiet = { unfurl_links: false, unfurl_media: false };

  return {
    post: (message, thread) =>
      send(rendered(message), content =>
        client.chat.postMessage({
          channel: channelFor(message),
          ...(thread !== undefined && { thread_ts: thread }),
          ...quiet,
          // The text beside the blocks of a card is for notifications, which show no mark-up.
          ...(content.blocks && 'accountName' in message && { mrkdwn: false }),
          ...content,
        }),
      ),
    update: (card, ts) =>
      send(renderCard(card), content =>
        client.chat.update({
          channel: card.notification.channel,
          ts,
          blocks: [],
          attachments: [],
          ...content,
        }),
      ),
    remove: async (channel, ts) => {
      try {
        await client.chat.delete({ channel, ts });
        return { kind: 'posted', ts };
      } catch (error) {
        return failureOf(error);
      }
    },
    locate: (message, within, thread) => locate({ client, mayLook }, message, within, thread),
  };
}

function rendered(message: Outgoing): Message {
  if ('says' in message) return renderLine(message);
  return 'decision' in message ? renderNote(message) : renderCard(message);
}

/** A message, and what is sent where Slack refuses its make-up. Metadata stays while it may not be what is refused: by it the message is found again. */
function contentsOf({ plainer = [], ...message }: Message): Content[] {
  const { metadata } = message;
  const text = message.text.slice(0, MAX_PLAIN_LENGTH);
  const buttons = message.blocks.filter(({ type }) => type === 'actions');
  const spoken = { text, blocks: [section(text), ...buttons], metadata };
  return [
    message,
    ...plainer.map(blocks => ({ ...message, blocks })),
    ...(buttons.length > 0 ? [spoken] : []),
    { text, metadata },
    { text },
  ];
}

async function locate(
  { client, mayLook }: { client: WebClient; mayLook: () => Promise<number> },
  message: Outgoing,
  { from, to }: { from: number; to: number },
  thread: string | undefined,
): Promise<LocateResult> {
  const wanted = rendered(message).metadata;
  const seconds = (milliseconds: number) => String(milliseconds / 1_000);
  const window = { oldest: seconds(from), latest: seconds(to) };
  const common = { channel: channelFor(message), ...window, limit: 200, include_all_metadata: true };
  const deadline = Date.now() + LOCATE_WITHIN_MS;
  const found: string[] = [];
  let cursor: string | undefined;
  try {
    for (;;) {
      const retryAfterMs = await mayLook();
      if (retryAfterMs > 0) return { kind: 'rateLimited', retryAfterMs };
      const next = { ...common, ...(cursor !== undefined && { cursor }) };
      const answer =
        thread === undefined
          ? await client.conversations.history(next)
          : await client.conversations.replies({ ...next, ts: thread });
      const copies = (answer.messages ?? []).filter(one =>
        sameMetadata((one as { metadata?: unknown }).metadata, wanted),
      );
      found.push(...copies.flatMap(({ ts }) => ts ?? []));
      cursor = answer.response_metadata?.next_cursor || undefined;
      // Copies may lie on several pages.
      if (cursor === undefined || Date.now() > deadline) break;
    }
    const [first, ...others] = found.toSorted((a, b) => Number(a) - Number(b));
    if (first !== undefined) return { kind: 'found', ts: [first, ...others] };
    return cursor === undefined
      ? { kind: 'absent' }
      : { kind: 'ambiguous', error: 'the channel is too busy to find a message in time' };
  } catch (error) {
    const code = slackError(error) ?? '';
    if (UNREADABLE.has(code)) return { kind: 'impossible', error: code };
    return failureOf(error);
  }
}

/** Errors by which a channel can't be read, for lack of a scope or of membership; whether it can be posted to is another matter. */
const UNREADABLE = new Set([
  'channel_not_found',
  'method_not_supported_for_channel_type',
  'missing_scope',
  'not_allowed_token_type',
  'not_in_channel',
]);

/** Gives a repetition up in time for the lease; it may have been done all the same. */
function soon<T>(call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Slack did not answer in time')), REPEAT_WITHIN_MS);
  });
  return Promise.race([call, late]).finally(() => clearTimeout(timer));
}

function sameMetadata(actual: unknown, wanted: Message['metadata']): boolean {
  const { event_type: type, event_payload: payload } = (actual ?? {}) as {
    event_type?: unknown;
    event_payload?: Record<string, unknown>;
  };
  if (type !== wanted.event_type || !payload) return false;
  // A story grows; what was posted before it was one is known by its first member.
  const { story_id: story, count: _, ...rest } = wanted.event_payload;
  if (story !== undefined && payload['story_id'] !== undefined) return payload['story_id'] === story;
  return Object.entries(rest).every(([key, value]) => payload[key] === value);
}

/** Slack's own id of a message. @throws where an answer with `ok: true` has none: then nobody knows what happened */
function tsOf(answer: { ts?: string }): string {
  if (typeof answer.ts !== 'string') throw new Error('Slack answered without the ts of the message');
  return answer.ts;
}
