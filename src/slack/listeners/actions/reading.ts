import { answerTyped } from '../ask.ts';
import { onAction } from './listener.ts';

/** `reading:N`: one of the readings that a question has; the button holds it as a question that has no other. */
export const reading = onAction(/^reading:/, 'answering a question', (context, { action, target }) =>
  answerTyped(context, action.value ?? '', { target, channel: target.channel ?? null, inPlace: true }),
);
