import type { BlockAction, BlockElementAction, ButtonAction, StaticSelectAction } from '@slack/bolt';
import type { ShownAnswer } from '../../../app/asking/shown-answer.ts';
import type { ReplyTarget } from '../../respond.ts';
import type { Reply } from '../attempt.ts';
import type { ListenerContext } from '../context.ts';
import { type ActionListener, onAction } from './listener.ts';

/** A click in an answer: which answer, which of its events, and by whom. */
export interface AnswerClick {
  readonly shown: ShownAnswer;
  readonly index: number;
  readonly body: BlockAction;
  readonly actionId: string;
  /** Which row of a menu was chosen; empty for a button. */
  readonly choice: string;
  readonly target: ReplyTarget;
}

/** Listens for clicks in an answer: judges the clicker as if they had asked, and finds the answer. `doing` is for the log. */
export function onAnswerClick(
  pattern: RegExp,
  doing: string,
  work: (context: ListenerContext, click: AnswerClick) => Promise<Reply | undefined>,
): ActionListener {
  return onAction<BlockElementAction>(pattern, doing, async (context, { body, action, target }) => {
    const value = valueOf(action);
    const [choice, about] = value.includes('#') ? (value.split('#', 2) as [string, string]) : ['', value];
    const [id = '', index = '0'] = about.split('/');
    const found = await context.flows().asking.find(id, body.user.id, target.channel ?? null);
    if (found.kind === 'refused') return { text: found.message };
    if (found.kind === 'gone') return { text: 'This answer is older than what I keep. Ask again.' };
    const { shown } = found;
    const { action_id: actionId } = action;
    return work(context, { shown, index: Number(index) || 0, body, actionId, choice, target });
  });
}

function valueOf(action: BlockElementAction): string {
  return (action as StaticSelectAction).selected_option?.value ?? (action as ButtonAction).value ?? '';
}
