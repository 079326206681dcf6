import type { BlockAction, BlockElementAction, ButtonAction, StaticSelectAction } from '@slack/bolt';
import type { GivenAnswer } from '../../../app/asking/answers.ts';
import type { PrivateReply, ReplyPlace } from '../../respond.ts';
import type { ListenerParts } from '../context.ts';
import { type ActionListener, onAction } from './listener.ts';

/** Whoever clicked, in which answer, and on which of its events. */
export interface AnswerClick {
  readonly given: GivenAnswer;
  readonly index: number;
  readonly body: BlockAction;
  readonly actionId: string;
  readonly place: ReplyPlace;
}

/** Listens for clicks in an answer: judges whoever clicked as if they had asked, and finds the answer. `doing` is for the log. */
export function onAnswerClick(
  pattern: RegExp,
  doing: string,
  work: (parts: ListenerParts, click: AnswerClick) => Promise<PrivateReply | undefined>,
): ActionListener {
  return onAction<BlockElementAction>(pattern, doing, async (parts, { body, action, place }) => {
    const [id = '', index = '0'] = valueOf(action).split('/');
    const { askers, answers } = parts.flows();
    const [permission, given] = await Promise.all([askers.mayAsk(body.user.id, null), answers.find(id)]);
    if (permission.kind === 'refused') return { text: permission.message };
    if (!given) return { text: 'This answer is older than what I keep. Ask again.' };
    return work(parts, { given, index: Number(index) || 0, body, actionId: action.action_id, place });
  });
}

function valueOf(action: BlockElementAction): string {
  return (action as StaticSelectAction).selected_option?.value ?? (action as ButtonAction).value ?? '';
}
