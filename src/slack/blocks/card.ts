import type { KnownBlock, MessageMetadata } from '@slack/types';
import type { Card, Note } from '../../app/outgoing.ts';
import { formatInstant } from '../../domain/instant.ts';
import { nameOf } from '../../domain/name-of.ts';
import type { Notification } from '../../domain/notification.ts';
import { confidenceNote } from '../../domain/principal.ts';
import { type Decision, type Doubt, settled, type Verdict } from '../../domain/review.ts';
import { actionClause } from '../../domain/summary.ts';
import { cardActions } from './card-actions.ts';
import { accountPlace, cardText, eventIdOf, lateness } from './card-text.ts';
import { digestBody } from './digest.ts';
import { context, section } from './elements.ts';
import { capital, code, localTime, mention, words } from './mrkdwn.ts';
import { isOneThing, storyClause, storyIn, storyLines, storyLocalTime } from './story.ts';

/** A message for chat.postMessage or chat.update, without its channel. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: MessageMetadata;
}

const SEVERITY_SIGNS = {
  low: ':white_circle:',
  medium: ':large_yellow_circle:',
  high: ':large_orange_circle:',
  critical: ':red_circle:',
};
const VERDICT_SIGNS: Readonly<Record<Verdict, string>> = {
  acknowledged: ':eyes:',
  approved: ':white_check_mark:',
  rejected: ':no_entry:',
};
/** Words for why CloudTrail delivered a record late or again (CloudTrail User Guide, "addendum"). */
const ADDENDA: Readonly<Record<string, string>> = {
  DELIVERY_DELAY: 'delivered late',
  UPDATED_DATA: 'corrected by CloudTrail later',
  SERVICE_OUTAGE: 'delivered late, after an outage',
};
/** Most elements of a context block (Slack, "Context block"). */
const MAX_CONTEXT_ELEMENTS = 10;

/** Renders the card of a notification in its present state. Pure. */
export function renderCard(card: Card): Message {
  const { notification, summary } = card;
  const { record } = summary;
  const story = storyIn(card);
  const eventId = notification.corrected?.eventID ?? eventIdOf(record);
  const text = cardText(card);
  return {
    text,
    blocks: [
      ...(notification.short ? [section(text, { block_id: 'what' })] : bodyOf(card)),
      cardActions(notification),
    ],
    metadata: notification.digest
      ? digestMetadata(notification)
      : {
          event_type: 'cctrail_notification',
          event_payload: {
            event_id: eventId.slice(0, 200),
            account: (record.accountId ?? '').slice(0, 64),
            region: (record.awsRegion ?? '').slice(0, 64),
            ...(notification.lateMs !== undefined && { late: true }),
            ...(story && { story_id: notification.id, count: story.count }),
          },
        },
  };
}

function digestMetadata({ id, story }: Notification): MessageMetadata {
  return { event_type: 'cctrail_digest', event_payload: { digest_id: id, count: story?.count ?? 0 } };
}

function bodyOf(card: Card): KnownBlock[] {
  if (card.notification.digest) return digestBody(card);
  const review = reviewLines(card);
  const story = storyIn(card);
  return [
    section(headline(card), { block_id: 'what' }),
    ...(story ? storyLines(story, card.lines ?? []) : []),
    context(circumstances(card), { block_id: 'how' }),
    ...(review.length > 0 ? [section(review.join('\n'), { block_id: 'review' })] : []),
  ];
}

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

function headline(card: Card): string {
  const { notification, summary, accountName } = card;
  const { record, principal } = summary;
  const note = confidenceNote(principal);
  const sure = note === '' ? '' : ` _(${note})_`;
  const story = storyIn(card);
  const writing = { value: (text: string) => code(text), words };
  const clause = story ? storyClause(story, card.lines ?? [], writing) : actionClause(summary, writing);
  const regions = story?.regions ?? [record.awsRegion].filter(one => one !== null);
  const region = regions.map(one => `, ${code(one)}`).join('');
  const where = `in ${code(accountPlace(accountName, record.accountId))}${region}`;
  return `${SEVERITY_SIGNS[notification.severity]} *${code(nameOf(principal))}*${sure} *${clause}* ${where}`;
}

function circumstances(card: Card): string[] {
  const { notification, summary, otherAccounts = [] } = card;
  const { record, principal, category } = summary;
  const story = storyIn(card);
  const at = record.eventTime === null ? 'time not recorded' : instant(record.eventTime);
  // What only the first of several events has is not the story's.
  const isOne = !story || isOneThing(story, card.lines ?? []);
  const name = `${code(record.eventName ?? 'no event name')} ${code(record.eventSource ?? 'no source')}`;
  const lines = [
    story ? storyLocalTime(story) : at,
    capital(notification.severity) + (isOne ? ` · ${category}` : ''),
    ...(isOne ? [name] : []),
  ];
  if (otherAccounts.length > 0) lines.push(`recorded in ${words(otherAccounts.join(', '), 300)} as well`);
  if (principal.note !== '') lines.push(words(principal.note, 300));
  if (isOne && record.sourceIPAddress !== null) lines.push(`from ${code(record.sourceIPAddress, 100)}`);
  if (isOne && record.errorMessage !== null && record.errorCode !== null)
    lines.push(code(record.errorMessage, 300));
  if (notification.route !== 'default') lines.push(`route ${code(notification.route, 60)}`);
  if (notification.lateMs !== undefined) lines.push(`:stopwatch: ${lateness(notification.lateMs)}`);
  if (notification.unknownToCloudTrail !== undefined)
    lines.push(unknownLine(notification.unknownToCloudTrail));
  if (record.replayed) lines.push(':rewind: replayed');
  if (summary.addendum !== null)
    lines.push(`:memo: ${ADDENDA[summary.addendum] ?? words(summary.addendum, 40)}`);
  if (record.conflicts)
    lines.push(':warning: another record came in under the same event ID: one of them is not AWS’s own');
  if (record.claimedBy !== null)
    lines.push(`:warning: sent by account ${words(record.claimedBy, 20)}, not proven`);
  return lines.slice(0, MAX_CONTEXT_ELEMENTS);
}

/** What a card says where CloudTrail does not have what a feed brought. */
function unknownLine(recordKey: string): string {
  const eventID = recordKey.slice(recordKey.indexOf(':') + 1);
  return `:warning: CloudTrail does not have this (event ${code(eventID, 100)}): AWS has not recorded what was sent here`;
}

/** What is asked and by whom it may be given, or what was decided. */
function reviewLines(card: Card): string[] {
  const { decisions, quorum, ask } = card.notification;
  const lines = decisions.map(decisionLine);
  if (ask === 'nothing' || settled(decisions, quorum)) return lines;
  const approvals = decisions.filter(({ voided }) => voided === undefined).length;
  const progress = quorum > 1 ? ` ${approvals} of ${quorum} approvals so far.` : '';
  const anybody = card.approversNamed ? '' : ' No approvers are configured: any full member may decide.';
  return [...lines, `*${capital(ask)} asked.*${progress}${anybody}`, ...actorLines(card)];
}

/** Reasons why two people must approve, and what mends them. */
const DOUBTS: Readonly<Record<Doubt, string>> = {
  unproven:
    'Two people must approve: who acted is not proven, so one of them might be the one. Of sessions of roles, the rule for STS records in deploy/eventbridge.yml shows it at once.',
  untied:
    'Two people must approve: whoever acted is tied to nobody in Slack. An administrator can tie them, under people in cctrail.yml.',
};

function decisionLine({ verdict, by, at, reason, covers, voided }: Decision): string {
  if (voided !== undefined)
    return `:warning: ~${capital(verdict)} by ${mention(by)}~ counts no more: ${words(voided.because, 300)}`;
  const why = reason === undefined ? '' : `: ${code(reason, 500)}`;
  const all = covers === undefined ? '' : ` all ${covers.count}`;
  return `${VERDICT_SIGNS[verdict]} *${capital(verdict)}${all}* by ${mention(by)} ${instant(at)}${why}`;
}

/** Whom in Slack the event is tied to, and what that means for deciding. */
function actorLines({ actor, doubt, fourEyes, notification, summary }: Card): string[] {
  const two =
    notification.ask === 'approval' && fourEyes && doubt !== undefined ? [`_${DOUBTS[doubt]}_`] : [];
  if (actor?.certain) return [...two, `In Slack: ${mention(actor.slack)}, who can't decide on this.`];
  if (actor)
    return [
      ...two,
      `Perhaps in Slack: ${mention(actor.slack)}, by a name that the caller chose; they can't approve this alone.`,
    ];
  if (two.length > 0) return two;
  if (doubt !== undefined)
    return ["_Who acted can't be tied to a Slack user, so I can't keep them from deciding._"];
  return summary.principal.kind === 'service' || summary.principal.kind === 'workflow'
    ? ['_No person acted, so nobody in Slack is barred._']
    : [];
}

/** An instant in each reader's own zone; UTC where a client can't. ISO 8601 in. */
function instant(iso: string): string {
  return localTime(iso, formatInstant(iso, 'UTC'));
}
