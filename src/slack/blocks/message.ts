import type { KnownBlock, MessageAttachment, MessageMetadata } from '@slack/types';

/** A message for chat.postMessage or chat.update, without its channel. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
  /** The same with less of what Slack may not know yet, one after another: the next is sent where it refuses the one before. */
  readonly plainer?: readonly KnownBlock[][];
  /** A bar of colour, with a few words beside it. */
  readonly attachments?: MessageAttachment[];
  readonly metadata: MessageMetadata;
}
