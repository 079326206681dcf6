import type { KnownBlock, MessageAttachment, MessageMetadata } from '@slack/types';

/** A message for chat.postMessage or chat.update, without its channel. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
  /** A bar of colour, with a few words beside it. */
  readonly attachments?: MessageAttachment[];
  readonly metadata: MessageMetadata;
}
