import type { Message, Workspace } from '../workspace.ts';
import { json } from './arguments.ts';
import type { Answer, Arguments } from './types.ts';

/** Messages that a channel takes at once, above one a second (Slack, "Rate limits"). */
const BURST_MESSAGES = 3;
/** Most messages that an app may change in a workspace within a minute (Slack, "Rate limits": Tier 3). */
const MAX_UPDATES_PER_MINUTE = 50;
const MINUTE_MS = 60_000;
/** Most characters of a message's text (Slack Web API, "chat.postMessage"). */
const MAX_TEXT_LENGTH = 40_000;

/** The chat methods, with Slack's rules for content and pace. */
export class Chat {
  readonly #workspace: Workspace;
  readonly #refuses: (blocks: unknown) => boolean;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  readonly #updates: number[] = [];
  /** Whether chat.postMessage is held to one a second and channel, and chat.update to fifty a minute, as Slack does. */
  strictRates = true;

  constructor(workspace: Workspace, refuses: (blocks: unknown) => boolean) {
    this.#workspace = workspace;
    this.#refuses = refuses;
  }

  postMessage(args: Arguments): Answer {
    // A message to a person goes into their conversation with the bot.
    if (String(args['channel']).startsWith('U'))
      args['channel'] = this.#workspace.directMessages(String(args['channel'])).id;
    const content = this.#content(args);
    if ('error' in content) return { ok: false, error: content.error };
    const channel = this.#workspace.channel(String(args['channel']))?.id ?? '';
    if (this.strictRates && !this.#takeToken(channel)) return { ok: false, retryAfterS: 1 };
    const threadTs = args['thread_ts'];
    const message = this.#workspace.add({
      channel,
      user: this.#workspace.bot.userId,
      ...content,
      ...(typeof threadTs === 'string' && { thread_ts: threadTs }),
    });
    return { ok: true, channel, ts: message.ts, message };
  }

  postEphemeral(args: Arguments): Answer {
    const content = this.#content(args);
    if ('error' in content) return { ok: false, error: content.error };
    const message = this.#workspace.add({
      channel: String(args['channel']),
      user: this.#workspace.bot.userId,
      visibleTo: String(args['user']),
      ...content,
    });
    return { ok: true, message_ts: message.ts };
  }

  update(args: Arguments): Answer {
    const content = this.#content(args);
    if (this.strictRates && !this.#mayUpdate()) return { ok: false, retryAfterS: 10 };
    if ('error' in content) return { ok: false, error: content.error };
    const message = this.#workspace.message(String(args['channel']), String(args['ts']));
    if (!message) return { ok: false, error: 'message_not_found' };
    Object.assign(message, content, { edited: true });
    this.#workspace.changed();
    return { ok: true, channel: message.channel, ts: message.ts, text: message.text };
  }

  delete(args: Arguments): Answer {
    const removed = this.#workspace.remove(String(args['channel']), String(args['ts']));
    return removed ? { ok: true } : { ok: false, error: 'message_not_found' };
  }

  #content(
    args: Arguments,
  ): Pick<Message, 'text' | 'blocks' | 'attachments' | 'metadata'> | { error: string } {
    const channel = this.#workspace.channel(String(args['channel']));
    if (!channel) return { error: 'channel_not_found' };
    if (channel.archived) return { error: 'is_archived' };
    if (!channel.member) return { error: 'not_in_channel' };
    const blocks = json(args['blocks']);
    const attachments = json(args['attachments']) as { blocks?: unknown }[] | undefined;
    const text = String(args['text'] ?? '');
    if (text === '' && blocks === undefined) return { error: 'no_text' };
    if (blocks !== undefined && this.#refuses(blocks)) return { error: 'invalid_blocks' };
    for (const { blocks: inner } of attachments ?? [])
      if (inner !== undefined && this.#refuses(inner)) return { error: 'invalid_blocks' };
    if (text.length > MAX_TEXT_LENGTH) return { error: 'msg_too_long' };
    const metadata = json(args['metadata']) as Message['metadata'] | undefined;
    return {
      text,
      ...(blocks !== undefined && { blocks: blocks as unknown[] }),
      ...(attachments !== undefined && { attachments }),
      ...(metadata && { metadata }),
    };
  }

  #mayUpdate(): boolean {
    const now = Date.now();
    while ((this.#updates[0] ?? now) <= now - MINUTE_MS) this.#updates.shift();
    if (this.#updates.length >= MAX_UPDATES_PER_MINUTE) return false;
    this.#updates.push(now);
    return true;
  }

  #takeToken(channel: string): boolean {
    const now = Date.now();
    const bucket = this.#buckets.get(channel) ?? { tokens: BURST_MESSAGES, at: now };
    const tokens = Math.min(BURST_MESSAGES, bucket.tokens + (now - bucket.at) / 1_000);
    this.#buckets.set(channel, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }
}
