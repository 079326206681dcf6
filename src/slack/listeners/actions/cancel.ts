import { onAction } from './listener.ts';

/** `cancel`: ends a search that is under way; what it found by then is the answer, with the rest named as not searched. */
export const cancel = onAction(/^cancel$/, 'cancelling a search', async (context, { action }) => {
  await context.flows().asking.cancel(action.value ?? '');
  return undefined;
});
