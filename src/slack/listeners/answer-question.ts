import { type Reply, renderAnswer, renderUnreadable } from '../blocks/answer.ts';
import { renderHelp } from '../blocks/help.ts';
import type { ListenerParts } from './parts.ts';

/** How long an answer may take; Slack users are promised one within 20 seconds. */
const BUDGET = 18_000;

/** Answers what somebody asked, wherever they asked it: first whether they may, then the question. */
export async function answerQuestion(
  parts: ListenerParts,
  text: string,
  userId: string,
  channel: string | null,
): Promise<Reply> {
  const { askers, questions } = parts.flows();
  const started = Date.now();
  const permission = await askers.mayAsk(userId, channel);
  if (permission.kind === 'refused') return plain(permission.message);
  const timeZone = permission.person.timeZone ?? 'UTC';
  const reading = questions.read(text, timeZone);
  parts.meter.count('cctrail_questions_total', { reading: reading.kind });
  if (reading.kind === 'help') return renderHelp();
  if (reading.kind === 'unreadable') return renderUnreadable(reading.message, reading.suggestion);
  const named = await askers.namesIn(reading.question, permission.person);
  if ('unknown' in named) {
    return plain(
      `I don't know which AWS names belong to ${named.unknown === 'me' ? 'you' : named.unknown}. An administrator can say so under \`people\` in cctrail.yml.`,
    );
  }
  const budget = Math.max(1_000, BUDGET - (Date.now() - started));
  const answer = await questions.answer(reading.question, { timeZone, budget, names: named.names });
  return renderAnswer(answer, reading.guesses, { timeZone, accountName: parts.accountName });
}

function plain(text: string): Reply {
  return { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] };
}
