import { helpAsked, renderHelp } from '../blocks/help.ts';
import { renderOrderOutcome } from '../blocks/orders.ts';
import { renderPlain, renderUnknownPerson } from '../blocks/question-replies.ts';
import { renderUnreadPattern } from '../blocks/unread-pattern.ts';
import { type AskedIn, answerTyped } from './ask.ts';
import type { Reply } from './attempt.ts';
import type { ListenerContext } from './context.ts';

/** Replies to what somebody typed, or clicked to have it typed: a call for help, a command about what the bot is to do from now on, or a question. */
export async function replyTo(context: ListenerContext, typed: string, asked: AskedIn): Promise<Reply> {
  const { target, channel, inPlace = false } = asked;
  const topic = helpAsked(typed);
  if (topic) return { ...renderHelp(topic), replace: inPlace };
  const { ordering } = context.flows();
  if (!ordering.takes(typed)) return answerTyped(context, typed, asked);
  const outcome = await ordering.run(typed, { user: target.user, channel });
  switch (outcome.kind) {
    case 'refused':
      return { ...renderPlain(outcome.message), replace: false };
    case 'unread':
      return outcome.pattern.kind === 'unknownPerson'
        ? renderUnknownPerson(outcome.pattern.word)
        : renderUnreadPattern(outcome.pattern, outcome);
    default:
      return { ...renderOrderOutcome(outcome), replace: inPlace };
  }
}
