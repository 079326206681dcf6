import { renderPlain } from '../../blocks/question-replies.ts';
import { onAction } from './listener.ts';

/** `show-review:ID`: has the card of a review posted that was muted, so that it can be decided. */
export const showReview = onAction(
  /^show-review(:|$)/,
  'showing a review that was muted',
  async (context, { action, target }) => {
    const { ordering } = context.flows();
    const message = await ordering.showReview(action.value ?? '', target.user, target.channel ?? null);
    return renderPlain(message);
  },
);
