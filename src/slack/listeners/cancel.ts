import type { BlockAction, ButtonAction } from '@slack/bolt';
import { placeOf } from './decide.ts';
import { attempt, type Register } from './parts.ts';

/** `cancel`: ends a search that is under way; what it found by then is the answer, with the rest named as not searched. */
export const registerCancel: Register = (app, parts) => {
  app.action<BlockAction<ButtonAction>>(/^cancel$/, async ({ ack, body, action }) => {
    await ack();
    await attempt(parts, placeOf(body), 'cancelling a search', async () => {
      await parts.flows().answers.cancel(action.value ?? '');
      return undefined;
    });
  });
};
