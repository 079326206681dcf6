import { narrowedTo } from '../../../domain/namesakes.ts';
import { show } from '../ask.ts';
import { onAnswerClick } from './answer-listener.ts';
import { followUp } from './follow-up.ts';

/** `narrow:N`: one of the people whom a name fits, or all of them. */
export const narrow = onAnswerClick(/^narrow:/, 'narrowing a question', async (context, click) => {
  const { shown, actionId } = click;
  const { question, namesakes } = shown.kept;
  const chosen = namesakes[Number(actionId.slice('narrow:'.length))];
  if (!chosen) return { ...show(context, await context.flows().asking.forAll(shown)), replace: true };
  const narrowed = narrowedTo(question, chosen.name);
  return followUp(context, click, { question: narrowed, title: `Only ${chosen.name}`, decided: true });
});
