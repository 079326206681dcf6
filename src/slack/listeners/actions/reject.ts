import { readReviewTarget } from '../../blocks/card-actions.ts';
import { renderRejectModal } from '../../blocks/reject-form.ts';
import { renderRuling } from '../decision.ts';
import { onAction } from './listener.ts';

/** `reject`: opens a modal that asks why, unless it is clear already that the clicker may not. */
export const reject = onAction(
  /^reject(:|$)/,
  'opening the modal for a rejection',
  async (context, { body, action, target }) => {
    const reviewed = readReviewTarget(action.value);
    const { decisions, wake } = context.flows();
    const admission = await decisions.mayDecide({
      ...reviewed,
      verdict: 'rejected',
      userId: body.user.id,
    });
    if (admission.kind !== 'admitted') {
      wake();
      return renderRuling(admission);
    }
    const metadata = JSON.stringify({
      id: reviewed.notificationId,
      shown: reviewed.shown,
      revision: reviewed.revision,
      channel: target.channel,
      url: target.responseUrl,
    });
    const view = renderRejectModal(metadata, admission.summary, admission.count);
    await context.client.views.open({ trigger_id: body.trigger_id, view });
    return undefined;
  },
);
