import { show } from '../ask.ts';
import { onAnswerClick } from './answer-listener.ts';

/** `focus`: another event of the same answer. */
export const focus = onAnswerClick(/^focus$/, 'choosing an event', async (context, { shown, index }) => ({
  ...show(context, shown, index),
  replace: true,
}));

/** `back`: the answer that this one was clicked in. */
export const back = onAnswerClick(/^back$/, 'going back', async (context, { shown }) => ({
  ...show(context, shown),
  replace: true,
}));
