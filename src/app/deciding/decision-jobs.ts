import type { Notification } from '../../domain/notification.ts';
import { settled } from '../../domain/review.ts';
import type { Put } from '../ports.ts';
import { BUS_LANE } from '../state/lanes.ts';
import { jobPut, messagePut, updatePut } from '../state/outbox.ts';

/** What the newest decision of a notification causes: the card is updated, its thread told, the event bus as well where one is set. */
export function decisionJobs(decided: Notification, now: number, publishes: boolean): Put[] {
  const { id, channel, decisions } = decided;
  const index = decisions.length - 1;
  const about = { notificationId: id, decision: index };
  const settles = settled(decisions, decided.quorum) !== undefined;
  return [
    updatePut(decided),
    messagePut(channel, 'note', now, `${id}.${index}`, { kind: 'note', ...about }),
    ...(publishes ? [jobPut(BUS_LANE, now, `${id}.${index}`, { kind: 'publish', ...about, settles })] : []),
  ];
}

/** The job that puts on a card of their own what came while somebody decided; none where nothing did. `now` in milliseconds. */
export function splitPuts(
  { id, channel }: Notification,
  rest: { readonly from: number; readonly to: number } | undefined,
  now: number,
): Put[] {
  return rest ? [messagePut(channel, 'note', now, id, { kind: 'split', notificationId: id, ...rest })] : [];
}
