import type { Line, OrderChange } from '../../app/outgoing.ts';
import { formatInstant } from '../../domain/instant.ts';
import { context } from './elements.ts';
import type { Message } from './message.ts';
import { localTime, words } from './mrkdwn.ts';
import { renderReport } from './report.ts';

/** Renders the line in a channel that says what its cards go by from then on, or what came in. */
export function renderLine({ id, says }: Line): Message {
  if ('report' in says) return renderReport(id, says.report);
  const text = lineText(says);
  return {
    text,
    blocks: [context(text)],
    metadata: { event_type: 'cctrail_order', event_payload: { line_id: id } },
  };
}

function lineText({ order, change, number, reading, by, until, reason }: OrderChange): string {
  const what = words(reading, 300);
  const who = words(by, 80);
  if (change === 'ended') return `${who} ended ${order} #${number}: ${what}.`;
  if (order === 'subscription') return `${who} subscribed this channel: ${what}. (#${number})`;
  const why = reason === undefined ? '' : ` Reason: ${words(reason, 300)}.`;
  return `${who} muted until ${localTime(until ?? '', formatInstant(until ?? '', 'UTC'))}: ${what}. (#${number})${why}`;
}
