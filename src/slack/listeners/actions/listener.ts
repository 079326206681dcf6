import type { BlockAction, BlockElementAction, ButtonAction } from '@slack/bolt';
import type { PrivateReply, ReplyPlace } from '../../respond.ts';
import { attempt, type ListenerParts, type Register } from '../context.ts';

/** A click on a button, or a choice in a menu, and where its private answer goes. */
export interface Click<Action extends BlockElementAction = ButtonAction> {
  readonly body: BlockAction<Action>;
  readonly action: Action;
  readonly place: ReplyPlace;
}

/** A listener for actions, and which `action_id`s are its own. */
export interface ActionListener {
  readonly pattern: RegExp;
  readonly register: Register;
}

/** Listens for actions: acknowledges first, then works inside {@link attempt}. `doing` is for the log. */
export function onAction<Action extends BlockElementAction = ButtonAction>(
  pattern: RegExp,
  doing: string,
  work: (parts: ListenerParts, click: Click<Action>) => Promise<PrivateReply | undefined>,
): ActionListener {
  return {
    pattern,
    register: (app, parts) => {
      app.action<BlockAction>(pattern, async ({ ack, body, action }) => {
        await ack();
        const place = placeOf(body);
        const click = { body: body as BlockAction<Action>, action: action as Action, place };
        await attempt(parts, place, doing, () => work(parts, click));
      });
    },
  };
}

/** A button that is only a link: Slack tells of the click all the same. */
export const link = onAction(/^link:/, 'following a link', async () => undefined);

/** Any action that none of the others knows: from an older version, or not ours. */
export function unknownAction(known: readonly ActionListener[]): ActionListener {
  const pattern = new RegExp(`^(?!${known.map(one => `(?:${one.pattern.source})`).join('|')})`);
  return onAction<BlockElementAction>(pattern, 'answering an unknown button', async (parts, { action }) => {
    parts.log.warn({ action: action.action_id }, 'a button that is not known was clicked');
    return {
      text: "I don't know this button. It may come from an older version of me; nothing was recorded.",
    };
  });
}

/** Where a click came from, for private answers. */
function placeOf(body: BlockAction): ReplyPlace {
  return {
    responseUrl: body.response_url,
    channel: body.channel?.id ?? body.container?.['channel_id'],
    user: body.user.id,
  };
}
