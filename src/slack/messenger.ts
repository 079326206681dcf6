import type { WebClient } from '@slack/web-api';
import type { Card, Note } from '../app/messages.ts';
import type { LocateResult, Log, Messenger, PostResult } from '../app/ports.ts';
import { type Message, renderCard, renderNote } from './blocks/card.ts';
import { failureOf, isContentError, slackError } from './errors.ts';

/** Most pages of a channel's history that are searched for one message. */
const MOST_PAGES = 20;

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
      return { kind: 'posted', ts: tsOf(await call({ text, metadata: message.metadata })) };
    } catch (error) {
      if (!isContentError(error)) return failureOf(error);
    }
    try {
      return { kind: 'posted', ts: tsOf(await call({ text })) };
    } catch (error) {
      return failureOf(error);
    }
  };
  const quiet = { unfurl_links: false, unfurl_media: false };

  return {
    post: card =>
      send(renderCard(card), content =>
        client.chat.postMessage({ channel: card.notification.channel, ...quiet, ...content }),
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
  const common = {
    channel: message.notification.channel,
    oldest: String(since / 1_000),
    limit: 200,
    include_all_metadata: true,
  };
  let cursor: string | undefined;
  try {
    for (let page = 0; page < MOST_PAGES; page++) {
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
    }
    return { kind: 'failed', error: `not among the newest ${MOST_PAGES * 200} messages` };
  } catch (error) {
    const code = slackError(error);
    if (
      code === 'missing_scope' ||
      code === 'method_not_supported_for_channel_type' ||
      code === 'not_allowed_token_type'
    ) {
      return { kind: 'impossible', error: code };
    }
    // A channel that can't be read can't be posted to either; the post will tell and park it.
    if (code === 'channel_not_found' || code === 'not_in_channel') return { kind: 'impossible', error: code };
    return { kind: 'failed', error: code ?? (error as Error).message };
  }
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
