import { type Inquiry, SHOWN } from '../../../app/asking/answers.ts';
import { narrowedTo } from '../../../domain/namesakes.ts';
import { PIVOTS, pivotOf } from '../../../domain/pivot.ts';
import { EVENT_HISTORY_REACH } from '../../../domain/plan.ts';
import type { PrivateReply } from '../../respond.ts';
import { answerQuestion, inquire, show } from '../ask.ts';
import type { ListenerParts } from '../context.ts';
import { type AnswerClick, onAnswerClick } from './answer-listener.ts';
import { onAction } from './listener.ts';

/** When CloudTrail began (AWS announced it on 13 November 2013): trail logs are not older. */
const BEGINNING = Date.UTC(2013, 10, 13);

/** `older` and `newer`: the same question, other rows. */
export const paging = onAnswerClick(/^(older|newer)$/, 'paging through an answer', (parts, click) => {
  const { offset } = click.given.answered;
  return again(parts, click, Math.max(0, offset + (click.actionId === 'older' ? SHOWN : -SHOWN)));
});

/** `search_on`: the same question once more; what was searched is cached, so the search goes on where it ended. */
export const searchOn = onAnswerClick(/^search_on$/, 'searching on', (parts, click) =>
  again(parts, click, 0),
);

/** `narrow:N`: one of the people whom a name fits, or all of them. */
export const narrow = onAnswerClick(/^narrow:/, 'narrowing a question', async (parts, click) => {
  const { answered } = click.given;
  const chosen = answered.namesakes[Number(click.actionId.slice('narrow:'.length))];
  if (!chosen) return { ...show(parts, await parts.flows().answers.forAll(click.given)), replace: true };
  const question = narrowedTo(answered.question, chosen.name);
  return follow(parts, click, { question, title: `Only ${chosen.name}`, decided: true });
});

/** `pivot:…`: a question that follows from one event. */
export const pivot = onAnswerClick(/^pivot:/, 'following up an event', async (parts, click) => {
  const { given, index, actionId } = click;
  const name = PIVOTS.find(one => actionId === `pivot:${one}`);
  const row = given.rows[index];
  const now = parts.now();
  const oldest = name === 'first' ? BEGINNING : now - EVENT_HISTORY_REACH;
  const next = name && row && pivotOf(name, row.summary, now, oldest);
  if (!next) return { text: 'That can not be asked of this event.' };
  return follow(parts, click, { ...next, decided: true });
});

/** `reading:N`: one of the readings that a question has; the button holds it as a question that has no other. */
export const reading = onAction(/^reading:/, 'answering a question', (parts, { action, place }) =>
  answerQuestion(parts, action.value ?? '', place, null, true),
);

/** `focus`: another event of the same answer. */
export const focus = onAnswerClick(/^focus$/, 'choosing an event', async (parts, { given, index }) => ({
  ...show(parts, given, index),
  replace: true,
}));

/** `back`: the answer that this one was clicked in. */
export const back = onAnswerClick(/^back$/, 'going back', async (parts, { given }) => ({
  ...show(parts, given),
  replace: true,
}));

/** Asks the question of an answer once more, for other rows or to search further. */
function again(parts: ListenerParts, click: AnswerClick, offset: number): Promise<PrivateReply> {
  const { question, guesses, parent, title, namesakes } = click.given.answered;
  const decided = namesakes.length === 0;
  return follow(parts, click, { question, guesses, parent, title, offset, decided });
}

/** Asks a question that a click caused; its answer takes the place of the one that was clicked in. */
function follow(
  parts: ListenerParts,
  { given, body, actionId, place }: AnswerClick,
  next: Pick<Inquiry, 'question' | 'offset' | 'decided'> & {
    title?: string | null;
    parent?: string | null;
    guesses?: readonly string[];
  },
): Promise<PrivateReply> {
  const { answered } = given;
  const { title, parent = answered.id, guesses = [], ...rest } = next;
  const inquiry: Inquiry = {
    ...rest,
    by: body.user.id,
    channel: answered.channel,
    typed:
      actionId === 'older' || actionId === 'newer' ? answered.typed : `${actionId} of: ${answered.typed}`,
    guesses,
    ...(title != null && { title }),
    ...(parent !== null && { parent }),
  };
  return inquire(parts, place, inquiry, { timeZone: answered.timeZone }, true);
}
