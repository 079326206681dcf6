import type { BlockAction, ButtonAction } from '@slack/bolt';
import { renderDetails } from '../blocks/modals.ts';
import { placeOf } from './decide.ts';
import { attempt, type Register } from './parts.ts';

/** `details`: the redacted record in a modal. It is a question like any other, so whoever clicks must be one who may ask. */
export const registerDetails: Register = (app, parts) => {
  app.action<BlockAction<ButtonAction>>(/^details(:|$)/, async ({ ack, body, action }) => {
    await ack();
    await attempt(parts, placeOf(body), 'opening details', async () => {
      const { askers, cards } = parts.flows();
      const [permission, summary] = await Promise.all([
        askers.mayAsk(body.user.id, null),
        cards.behind(action.value ?? ''),
      ]);
      if (permission.kind === 'refused') return { text: permission.message };
      if (!summary) return { text: "I don't know this card any more: it may be older than what I keep." };
      await parts.client.views.open({ trigger_id: body.trigger_id, view: renderDetails(summary) });
      return undefined;
    });
  });
};

/** Any other button: from an older version, or not ours. */
export const registerUnknownAction: Register = (app, parts) => {
  app.action<BlockAction>(/^(?!(acknowledge|approve|reject|details)(:|$))/, async ({ ack, body, action }) => {
    await ack();
    parts.log.warn({ action: action.action_id }, 'a button that is not known was clicked');
    await parts.whisper(placeOf(body), {
      text: "I don't know this button. It may come from an older version of me; nothing was recorded.",
    });
  });
};
