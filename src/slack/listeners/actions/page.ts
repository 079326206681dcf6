import { SHOWN_COUNT } from '../../../app/asking/shown-answer.ts';
import { onAnswerClick } from './answer-listener.ts';
import { askAgain } from './follow-up.ts';

/** `older` and `newer`: the same question, other rows. */
export const page = onAnswerClick(/^(older|newer)$/, 'paging through an answer', (context, click) => {
  const { offset, typed } = click.shown.kept;
  const step = click.actionId === 'older' ? SHOWN_COUNT : -SHOWN_COUNT;
  return askAgain(context, click, { offset: Math.max(0, offset + step), typed });
});

/** `search_on`: the same question once more; what was searched is cached, so the search goes on where it ended. */
export const searchOn = onAnswerClick(/^search_on$/, 'searching on', (context, click) =>
  askAgain(context, click, { offset: 0 }),
);
