import type { Note } from '../../app/outgoing.ts';
import { formatInstant } from '../../domain/instant.ts';
import type { Notification } from '../../domain/notification.ts';
import { type Decision, settled } from '../../domain/review.ts';
import { VERDICT_SIGNS } from './card-state.ts';
import { section } from './elements.ts';
import type { Message } from './message.ts';
import { capital, code, localTime, mention, words } from './mrkdwn.ts';

/** Renders the line in a card's thread that says what somebody decided, or that it counts no more. */
export function renderNote({ notification, index, decision, voided }: Note): Message {
  const { id, quorum } = notification;
  if (voided) return renderVoided(notification, index, decision);
  const reason = decision.reason === undefined ? '' : ` Reason: ${code(decision.reason, 1_000)}`;
  const progress =
    decision.verdict === 'approved' && quorum > 1 ? ` (${index + 1} of ${quorum} approvals)` : '';
  const what = decision.covers === undefined ? 'this' : `all ${decision.covers.count} events of this`;
  const text = `${VERDICT_SIGNS[decision.verdict]} ${mention(decision.by)} ${decision.verdict} ${what}${progress} ${instant(decision.at)}.${reason}`;
  return {
    text,
    blocks: [section(text)],
    metadata: {
      event_type: 'cctrail_decision',
      event_payload: { notification_id: id, decision: index },
    },
  };
}

function renderVoided(
  { id, decisions, quorum }: Notification,
  index: number,
  { by, voided }: Decision,
): Message {
  const why = voided === undefined ? '' : ` ${words(capital(voided.because), 300)}.`;
  const text = `:warning: The approval of ${mention(by)} counts no more: they turned out to be the one behind this.${why}${settled(decisions, quorum) ? '' : ' The card is open again.'}`;
  return {
    text,
    blocks: [section(text)],
    metadata: {
      event_type: 'cctrail_decision',
      event_payload: { notification_id: id, decision: index, voided: true },
    },
  };
}

/** An instant in each reader's own zone; UTC where a client can't. ISO 8601 in. */
function instant(iso: string): string {
  return localTime(iso, formatInstant(iso, 'UTC'));
}
