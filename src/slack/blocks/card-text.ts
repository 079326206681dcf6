import type { Card } from '../../app/outgoing.ts';
import { formatInstant } from '../../domain/instant.ts';
import { nameOf } from '../../domain/name-of.ts';
import { confidenceNote } from '../../domain/principal.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { actionClause } from '../../domain/summary.ts';
import { stateText } from './card-state.ts';
import { digestText } from './digest.ts';
import { capital, words } from './mrkdwn.ts';
import { storyClause, storyIn, storyRegions, storyTime } from './story.ts';

/** Most characters of the sentence. */
const MAX_LENGTH = 2_800;

/** The card as plain text, for notifications, for screen readers and for when Slack refuses the blocks. Stands alone. */
export function cardText(card: Card): string {
  const { notification, summary } = card;
  const { record } = summary;
  const story = storyIn(card);
  const { digest } = notification;
  if (digest && story && !notification.short) return digestText(digest, story);
  const { severity } = notification;
  const state = stateText(notification);
  if (notification.short)
    return `${story ? `${story.count} events` : 'An event'} could not be shown: id ${words(eventIdOf(record), 200)}${story ? ' and later' : ''}. Slack does not take its card.${state === '' ? '' : ` ${state}.`}`;
  const unknown = notification.unknownToCloudTrail === undefined ? '' : ' CloudTrail does not have this.';
  const lead = [state, state === '' || severity === 'critical' ? capital(severity) : '']
    .filter(Boolean)
    .join(', ');
  return `${lead}: ${words(sentenceOf(card).replace(/\s+/g, ' '), MAX_LENGTH)}${unknown}`;
}

/** Who did what to what, where and when, as plain text. */
export function sentenceOf(card: Card): string {
  const { notification, summary, accountName } = card;
  const { record, principal } = summary;
  const story = storyIn(card);
  const at = record.eventTime === null ? 'time unknown' : formatInstant(record.eventTime, 'UTC');
  const when = story ? storyTime(story) : at;
  const note = confidenceNote(principal);
  const who = `${nameOf(principal)}${note === '' ? '' : ` (${note})`}`;
  const where = `${accountPlace(accountName, record.accountId)}, ${story ? storyRegions(story) : (record.awsRegion ?? 'no Region')}`;
  const what = story ? storyClause(story, card.lines ?? []) : actionClause(summary);
  const comma = nameOf(principal) === principal.name ? '' : ',';
  const late = notification.lateMs === undefined ? '' : ` (${lateness(notification.lateMs)})`;
  return `${who}${comma} ${what} in ${where}, ${when}${late}.`;
}

/** How late an event is shown that no feed brought: `3 h late`. */
export function lateness(lateMs: number): string {
  const minutes = Math.max(1, Math.round(lateMs / 60_000));
  return minutes < 90 ? `${minutes} min late` : `${Math.round(minutes / 60)} h late`;
}

/** What a card is found again by: the event ID, and more where another record has the same. */
export function eventIdOf({ eventID, key, conflicts }: CloudTrailRecord): string {
  return conflicts ? key.slice(key.indexOf(':') + 1) : (eventID ?? key);
}

/** How an account is called on a card: its name, else its id. Details has both. */
export function accountPlace(name: string, accountId: string | null): string {
  return accountId === null ? 'an unnamed account' : name;
}
