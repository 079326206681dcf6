import type { Card } from '../../app/outgoing.ts';
import { exposuresOf } from '../../domain/exposure.ts';
import { formatInstant } from '../../domain/instant.ts';
import type { Doubt } from '../../domain/review.ts';
import { settled } from '../../domain/review.ts';
import { addressOf, whenceOf } from '../../domain/whence.ts';
import { lateness } from './card-text.ts';
import { capital, code, localTime, words } from './mrkdwn.ts';
import { isOneThing, storyIn, storyLocalTime } from './story.ts';

/** Most facts of a line. */
const MAX_FACTS = 12;
/** Words for why CloudTrail delivered a record late or again (CloudTrail User Guide, "addendum"). */
const ADDENDA: Readonly<Record<string, string>> = {
  DELIVERY_DELAY: 'delivered late',
  UPDATED_DATA: 'corrected by CloudTrail later',
  SERVICE_OUTAGE: 'delivered late, after an outage',
};
/** Reasons why two people must approve, and what mends them. */
const DOUBTS: Readonly<Record<Doubt, string>> = {
  unproven:
    'Two people must approve: who acted is not proven, so one of them might be the one. Of sessions of roles, the rule for STS records in deploy/eventbridge.yml shows it at once.',
  untied:
    'Two people must approve: whoever acted is tied to nobody in Slack. An administrator can tie them, under people in cctrail.yml.',
};

/** When, where and with what, in one line; then what is odd about the record. */
export function factsOf(card: Card): string {
  const { notification, summary, otherAccounts = [] } = card;
  const { record, principal } = summary;
  const story = storyIn(card);
  const at = record.eventTime === null ? 'time not recorded' : instant(record.eventTime);
  // What only the first of several events has is not the story's.
  const isOne = !story || isOneThing(story, card.lines ?? []);
  const regions = story?.regions ?? [record.awsRegion].filter(one => one !== null);
  const facts = [
    story ? storyLocalTime(story) : at,
    ...regions.slice(0, 3).map(region => words(region, 40)),
    ...(isOne ? [words(whenceOf(record), 80), address(card)] : []),
    ...(isOne && notification.firstSeen?.includes('event') ? ['the first time they do this'] : []),
    ...(otherAccounts.length > 0 ? [`recorded in ${words(otherAccounts.join(', '), 300)} as well`] : []),
    words(principal.note, 300),
    ...(isOne && record.errorMessage !== null && record.errorCode !== null
      ? [words(record.errorMessage, 300)]
      : []),
    ...(notification.lateMs === undefined ? [] : [`:stopwatch: ${lateness(notification.lateMs)}`]),
    ...(notification.unknownToCloudTrail === undefined
      ? []
      : [unknownLine(notification.unknownToCloudTrail)]),
    ...(record.replayed ? [':rewind: replayed'] : []),
    ...(summary.addendum === null
      ? []
      : [`:memo: ${ADDENDA[summary.addendum] ?? words(summary.addendum, 40)}`]),
    ...(record.conflicts
      ? [':warning: another record came in under the same event ID: one of them is not AWS’s own']
      : []),
    ...(record.claimedBy === null
      ? []
      : [`:warning: sent by account ${words(record.claimedBy, 20)}, not proven`]),
  ];
  return facts.filter(Boolean).slice(0, MAX_FACTS).join(' · ');
}

/** What somebody who decides should know beside the facts: what it opens, why two must approve, and what the configuration says of such events. */
export function notesOf(card: Card): readonly string[] {
  const { summary, notification, route, accountNote, doubt, fourEyes } = card;
  const story = storyIn(card);
  const exposures = story
    ? []
    : exposuresOf(summary.record).map(({ says }) => `:warning: ${words(capital(says), 200)}`);
  const isOpen = notification.ask === 'approval' && !settled(notification.decisions, notification.quorum);
  const doubts = isOpen && fourEyes && doubt !== undefined ? [DOUBTS[doubt]] : [];
  const said = [
    ...(route?.runbook === undefined
      ? []
      : [`<${route.runbook.replace(/[<>|]/g, encodeURIComponent)}|Runbook>`]),
    ...[route?.note, accountNote].flatMap(note => (note === undefined ? [] : [words(note, 300)])),
  ];
  const usual = route?.follows ?? (story ? undefined : card.follows);
  const follows = usual === undefined ? [] : [words(usual, 300)];
  return [...exposures, ...follows, ...doubts, ...(said.length > 0 ? [said.join(' · ')] : [])];
}

/** The address, and whether it is seen for the first time. */
function address({ summary, notification }: Card): string {
  const from = addressOf(summary.record);
  if (from === null) return '';
  return notification.firstSeen?.includes('address') ? `${from}, new for them` : from;
}

/** What a card says where CloudTrail does not have what a feed brought. */
function unknownLine(recordKey: string): string {
  const eventID = recordKey.slice(recordKey.indexOf(':') + 1);
  return `:warning: CloudTrail does not have this (event ${code(eventID, 100)}): AWS has not recorded what was sent here`;
}

function instant(iso: string): string {
  return localTime(iso, formatInstant(iso, 'UTC'), 'to the minute');
}
