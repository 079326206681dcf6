import type { WebClient } from '@slack/web-api';
import type { Card, Note } from '../app/outgoing.ts';
import type { LocateResult, Log, Messenger, PostResult } from '../app/ports.ts';
import { type Message, renderCard, renderNote } from './blocks/card.ts';
import { failureOf, isContentError, slackError } from './errors.ts';

/** Longest that one message is looked for, and that each plain-text repetition may take: both fit into a delivery lease. */
const LOCATE_WITHIN_MS = 9_000;
const REPEAT_WITHIN_MS = 2_500;
/** Time after an attempt in which its message may appear. */
const ARRIVES_WITHIN_MS = 15 * 60_000;

/**
 * Shows cards through the Web API. `client` must not retry by itself: a retried post is a double post.
 * Where Slack refuses the make-up of a message it is sent again at once as plain text.
 */
export function slackMessenger(client: WebClient, log: Log): Messenger {
  const send = async (
    message: Message,
    call: (content: Partial<Message> & { text: string }) => Promise<{ ts?: string }>,
  ): Promise<PostResult> => {
    try {
      return { kind: 'posted', ts: tsOf(await call(message)) };
    } catch (error) {
      if (!isContentError(error)) return failureOf(error);
      log.error(
        { error: slackError(error) },
        'Slack refuses the make-up of a message; sending it as plain text',
      );
    }
    const text = message.text.slice(0, 3_000);
    // Metadata stays where it is not what was refused: the message must be found again after a crash.
    try {
      return { kind: 'posted', ts: tsOf(await soon(call({ text, metadata: message.metadata }))) };
    } catch (error) {
      if (!isContentError(error)) return failureOf(error);
    }
    try {
      return { kind: 'posted', ts: tsOf(await soon(call({ text }))) };
    } catch (error) {
      return failureOf(error);
    }
  };
  const quiet = { unfurl_links: false, unfurl_media: false };

  return {
    post: card =>
      send(renderCard(card), content =>
        client.chat.postMessage({
          channel: card.notification.channel,
          ...quiet,
          // The text beside blocks is for notifications, which show no mark-up.
          ...(content.blocks && { mrkdwn: false }),
          ...content,
        }),
      ),
    update: (card, ts) =>
      send(renderCard(card), content =>
        client.chat.update({ channel: card.notification.channel, ts, blocks: [], ...content }),
      ),
    note: (note, thread) =>
      send(renderNote(note), content =>
        client.chat.postMessage({
          channel: note.notification.channel,
          thread_ts: thread,
          ...quiet,
          ...content,
        }),
      ),
    locate: (message, since, thread) => locate(client, message, since, thread),
  };
}

async function locate(
  client: WebClient,
  message: Card | Note,
  since: number,
  thread: string | undefined,
): Promise<LocateResult> {
  const wanted = ('decision' in message ? renderNote(message) : renderCard(message)).metadata;
  const seconds = (milliseconds: number) => String(milliseconds / 1_000);
  const window = { oldest: seconds(since), latest: seconds(since + ARRIVES_WITHIN_MS) };
  const common = { channel: message.notification.channel, ...window, limit: 200, include_all_metadata: true };
  const deadline = Date.now() + LOCATE_WITHIN_MS;
  let cursor: string | undefined;
  try {
    for (;;) {
      const next = { ...common, ...(cursor !== undefined && { cursor }) };
      const answer =
        thread === undefined
          ? await client.conversations.history(next)
          : await client.conversations.replies({ ...next, ts: thread });
      const found = (answer.messages ?? []).find(one =>
        sameMetadata((one as { metadata?: unknown }).metadata, wanted),
      );
      if (found?.ts !== undefined) return { kind: 'found', ts: found.ts };
      cursor = answer.response_metadata?.next_cursor || undefined;
      if (cursor === undefined) return { kind: 'absent' };
      if (Date.now() > deadline)
        return { kind: 'ambiguous', error: 'the channel is too busy to find a message in time' };
    }
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
  return Object.entries(wanted.event_payload).every(([key, value]) => payload[key] === value);
}

/** Slack's own id of a message. @throws where an answer with `ok: true` has none: then nobody knows what happened */
function tsOf(answer: { ts?: string }): string {
  if (typeof answer.ts !== 'string') throw new Error('Slack answered without the ts of the message');
  return answer.ts;
}
