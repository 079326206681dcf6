import type { FollowUp } from '../../../app/asking/asking.ts';
import type { Question } from '../../../domain/question/question.ts';
import { searching } from '../ask.ts';
import type { Reply } from '../attempt.ts';
import type { ListenerContext } from '../context.ts';
import type { AnswerClick } from './answer-listener.ts';

/** Asks a question that a click in an answer caused; its answer takes the place of the one that was clicked in. */
export function followUp(
  context: ListenerContext,
  { shown, body, actionId, choice, target }: AnswerClick,
  next: Partial<FollowUp> & { readonly question: Question },
): Promise<Reply> {
  const { id, typed } = shown.kept;
  const asked: FollowUp = {
    by: body.user.id,
    typed: `${choice === '' ? actionId : choice} of: ${typed}`,
    guesses: [],
    parent: id,
    thread: target.thread,
    ...next,
  };
  return searching(context, target, true, search => context.flows().asking.followUp(shown, asked, search));
}

/** Asks the question of an answer once more: for other rows, or to search further. */
export function askAgain(
  context: ListenerContext,
  click: AnswerClick,
  next: { readonly offset: number; readonly typed?: string },
): Promise<Reply> {
  const { question, guesses, parent, title, namesakes } = click.shown.kept;
  const decided = namesakes.length === 0;
  return followUp(context, click, { question, guesses, parent, title, decided, ...next });
}
