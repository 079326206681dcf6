import type { OrderOutcome } from '../../app/ordering/outcome.ts';
import { nearCommand } from '../../domain/order-command.ts';
import { helpAsked, renderHelp } from '../blocks/help.ts';
import { code } from '../blocks/mrkdwn.ts';
import { renderOrderOutcome } from '../blocks/orders.ts';
import { renderPlain, renderUnknownPerson, withCommands } from '../blocks/question-replies.ts';
import { renderSaving } from '../blocks/saved.ts';
import { renderUnreadPattern } from '../blocks/unread-pattern.ts';
import type { EphemeralMessage } from '../respond.ts';
import { type AskedIn, answerTyped, speakerOf } from './ask.ts';
import type { Reply } from './attempt.ts';
import type { ListenerContext } from './context.ts';

/** Replies to what somebody typed, or clicked to have it typed: a call for help, a command about saved questions or about what the bot is to do from now on, or a question. */
export async function replyTo(context: ListenerContext, typed: string, asked: AskedIn): Promise<Reply> {
  const { target, channel, inPlace = false } = asked;
  const topic = helpAsked(typed);
  if (topic) return { ...renderHelp(topic), replace: inPlace };
  const { ordering, saving } = context.flows();
  if (saving.takes(typed)) {
    const outcome = await saving.run(typed, speakerOf(target), channel);
    return { ...renderSaving(outcome), replace: inPlace && outcome.kind !== 'refused' };
  }
  if (!ordering.takes(typed))
    return (await mistyped(context, typed, asked)) ?? answerTyped(context, typed, asked);
  const outcome = await ordering.run(typed, { user: target.user, channel });
  return {
    ...renderOutcome(outcome),
    replace: inPlace && outcome.kind !== 'refused' && outcome.kind !== 'unread',
  };
}

/** What a command with a slip in it is replied with; undefined where it is none: a saved question goes by its name. */
async function mistyped(
  context: ListenerContext,
  typed: string,
  { target }: AskedIn,
): Promise<Reply | undefined> {
  const meant = nearCommand(typed);
  if (meant === undefined || (await context.flows().saving.has(typed, target.user))) return undefined;
  const [word = ''] = typed.trim().split(/\s/);
  return withCommands(`I know no command ${code(word, 40)}. Did you mean this?`, [meant]);
}

/** Renders what became of a command about what the bot is to do from now on. */
export function renderOutcome(outcome: OrderOutcome): EphemeralMessage {
  if (outcome.kind === 'refused') return renderPlain(outcome.message);
  if (outcome.kind !== 'unread') return renderOrderOutcome(outcome);
  const { pattern } = outcome;
  return pattern.kind === 'unknownPerson'
    ? renderUnknownPerson(pattern.word)
    : renderUnreadPattern(pattern, outcome);
}
