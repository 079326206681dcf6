import type { BlockAction, BlockElementAction, ButtonAction } from '@slack/bolt';
import type { ReplyTarget } from '../../respond.ts';
import { attempt, type Reply } from '../attempt.ts';
import type { ListenerContext, Register } from '../context.ts';

/** A click on a button, or a choice in a menu, and where its private answer goes. */
export interface ActionClick<Action extends BlockElementAction = ButtonAction> {
  readonly body: BlockAction<Action>;
  readonly action: Action;
  readonly target: ReplyTarget;
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
  work: (context: ListenerContext, click: ActionClick<Action>) => Promise<Reply | undefined>,
): ActionListener {
  return {
    pattern,
    register: (app, context) => {
      app.action<BlockAction>(pattern, async ({ ack, body, action }) => {
        await ack();
        const target = targetOf(body);
        const click = { body: body as BlockAction<Action>, action: action as Action, target };
        await attempt(context, target, doing, () => work(context, click));
      });
    },
  };
}

/** Where the private answer to a click goes. */
function targetOf(body: BlockAction): ReplyTarget {
  const container = body.container as { thread_ts?: string; message_ts?: string } | undefined;
  // A card with notes in its thread begins it, and is not in it.
  const thread = container?.thread_ts === container?.message_ts ? undefined : container?.thread_ts;
  return {
    responseUrl: body.response_url,
    channel: body.channel?.id ?? body.container?.['channel_id'],
    user: body.user.id,
    thread,
  };
}
