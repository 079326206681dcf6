import type { Verdict } from '../../../domain/review.ts';
import { readReviewTarget } from '../../blocks/card-actions.ts';
import { decide } from '../decision.ts';
import { onAction } from './listener.ts';

/** Verdicts of the buttons that decide on the click itself, by their action_id. */
const VERDICTS: Readonly<Record<string, Verdict>> = { acknowledge: 'acknowledged', approve: 'approved' };

/** `acknowledge` and `approve`: decided on the click. */
export const decideOnClick = onAction(
  /^(acknowledge|approve)(:|$)/,
  'recording a decision',
  async (context, { body, action }) => {
    const verdict = VERDICTS[action.action_id.split(':')[0] ?? ''];
    if (verdict === undefined) return undefined;
    return decide(context, { ...readReviewTarget(action.value), verdict, userId: body.user.id });
  },
);
