import { replyTo } from '../typed.ts';
import { onAction } from './listener.ts';

/** `reading:N`: one of the readings that a question has, or a command; the button holds it as one that has no other. */
export const reading = onAction(/^reading:/, 'answering a question', (context, { action, target }) =>
  replyTo(context, action.value ?? '', { target, channel: target.channel ?? null, inPlace: true }),
);
