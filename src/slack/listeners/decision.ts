import type { DecidingClick, Ruling } from '../../app/deciding/open-review.ts';
import { formatInstant } from '../../domain/instant.ts';
import { localTime, mention } from '../blocks/mrkdwn.ts';
import type { EphemeralMessage } from '../respond.ts';
import type { ListenerContext } from './context.ts';

/** Records a decision and brings the card up to date; what the clicker is told where it did not become one. */
export async function decide(
  context: ListenerContext,
  click: DecidingClick,
): Promise<EphemeralMessage | undefined> {
  const { decisions, wake } = context.flows();
  const ruling = await decisions.decide(click);
  context.meter.count('cctrail_decisions_total', { ruling: ruling.kind });
  if (ruling.kind !== 'refused') wake();
  return renderRuling(ruling);
}

/** What the clicker is told; the card itself tells what was recorded. */
export function renderRuling(ruling: Ruling): EphemeralMessage | undefined {
  if (ruling.kind === 'refused') return { text: ruling.message };
  if (ruling.kind === 'recorded') return undefined;
  const { verdict, by, at } = ruling.decision;
  return {
    text: `Already ${verdict} by ${mention(by)} ${localTime(at, formatInstant(at, 'UTC'))}; that stands.`,
  };
}
