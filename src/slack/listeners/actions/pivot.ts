import { PIVOTS, pivotOf } from '../../../domain/pivot.ts';
import { EVENT_HISTORY_REACH_MS } from '../../../domain/plan.ts';
import { onAnswerClick } from './answer-listener.ts';
import { followUp } from './follow-up.ts';

/** Beginning of CloudTrail (AWS announced it on 13 November 2013): trail logs are not older. */
const CLOUDTRAIL_BEGAN_AT = Date.UTC(2013, 10, 13);

/** `pivot`: a question that follows from one event. */
export const pivot = onAnswerClick(/^pivot$/, 'following up an event', async (context, click) => {
  const { shown, index, choice } = click;
  const name = PIVOTS.find(one => one === choice);
  const event = shown.events[index];
  const now = context.clock.now();
  const oldest = name === 'first' ? CLOUDTRAIL_BEGAN_AT : now - EVENT_HISTORY_REACH_MS;
  const next = name && event && pivotOf(name, event.summary, now, oldest);
  if (!next) return { text: 'That can not be asked of this event.' };
  return followUp(context, click, { ...next, decided: true });
});
