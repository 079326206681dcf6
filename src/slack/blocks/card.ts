import type { KnownBlock, MessageMetadata } from '@slack/types';
import { asDecision } from '../../app/deciding/decide.ts';
import type { Card, Note } from '../../app/outgoing.ts';
import { formatInstant } from '../../domain/instant.ts';
import { settled, type Verdict } from '../../domain/review.ts';
import { deed } from '../../domain/summary.ts';
import { code, escapeWithin, localTime, mention, words } from './mrkdwn.ts';

/** A message for chat.postMessage or chat.update, without its channel. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: MessageMetadata;
}

const SEVERITY_SIGN = {
  low: ':white_circle:',
  medium: ':large_yellow_circle:',
  high: ':large_orange_circle:',
  critical: ':red_circle:',
};
const VERDICT_SIGN: Readonly<Record<Verdict, string>> = {
  acknowledged: ':eyes:',
  approved: ':white_check_mark:',
  rejected: ':no_entry:',
};

/** Renders the card of a notification in its present state. Pure. */
export function renderCard(card: Card): Message {
  const { notification, summary } = card;
  const decision = settled(notification.decisions.map(asDecision), notification.quorum);
  const blocks: KnownBlock[] = [
    { type: 'section', block_id: 'what', text: { type: 'mrkdwn', text: headline(card) } },
    {
      type: 'context',
      block_id: 'how',
      elements: circumstances(card).map(text => ({ type: 'mrkdwn', text })),
    },
  ];
  const state = reviewLines(card);
  if (state.length > 0)
    blocks.push({ type: 'section', block_id: 'review', text: { type: 'mrkdwn', text: state.join('\n') } });
  blocks.push(buttons(card, decision !== undefined));
  return {
    text: fallback(card),
    blocks,
    metadata: {
      event_type: 'cctrail_notification',
      event_payload: {
        event_id: (summary.record.eventID ?? summary.record.key).slice(0, 200),
        account: (summary.record.accountId ?? '').slice(0, 64),
        region: (summary.record.awsRegion ?? '').slice(0, 64),
      },
    },
  };
}

/** The card as plain text, for notifications, for screen readers and for when Slack refuses the blocks. Stands alone. */
export function fallback({ notification, summary, accountName }: Card): string {
  const { record, principal } = summary;
  const when = record.eventTime === null ? 'time unknown' : formatInstant(record.eventTime, 'UTC');
  const sure =
    principal.confidence === 'certain'
      ? ''
      : ` (${principal.confidence === 'likely' ? 'likely' : 'not known'})`;
  const settledBy = settled(notification.decisions.map(asDecision), notification.quorum);
  const state = settledBy
    ? ` ${capital(settledBy.verdict)} by ${mention(settledBy.by)}.`
    : notification.ask === 'nothing'
      ? ''
      : ` ${capital(notification.ask)} asked.`;
  const sentence = `${capital(notification.severity)}: ${principal.name}${sure} ${deed(summary)} in ${place(accountName, record.accountId)}, ${record.awsRegion ?? 'no Region'}, ${when}.`;
  return `${escapeWithin(sentence.replace(/\s+/g, ' '), 2_800)}${state}`;
}

/** Renders the line in a card's thread that says what somebody decided. */
export function renderNote({ notification, index, decision }: Note): Message {
  const reason = decision.reason === undefined ? '' : ` Reason: ${code(decision.reason, 1_000)}`;
  const progress =
    decision.verdict === 'approved' && notification.quorum > 1
      ? ` (${index + 1} of ${notification.quorum} approvals)`
      : '';
  const text = `${VERDICT_SIGN[decision.verdict]} ${mention(decision.by)} ${decision.verdict} this${progress} ${localTime(decision.at, formatInstant(decision.at, 'UTC'))}.${reason}`;
  return {
    text,
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
    metadata: {
      event_type: 'cctrail_decision',
      event_payload: { notification_id: notification.id, decision: index },
    },
  };
}

function headline({ notification, summary, accountName }: Card): string {
  const { record, principal } = summary;
  const sure =
    principal.confidence === 'certain'
      ? ''
      : ` _(${principal.confidence === 'likely' ? 'likely' : 'not known for certain'})_`;
  const done = deed(summary, { value: text => code(text), words });
  const where = `in ${code(place(accountName, record.accountId))}${record.awsRegion === null ? '' : `, ${code(record.awsRegion)}`}`;
  return `${SEVERITY_SIGN[notification.severity]} *${code(principal.name)}*${sure} *${done}* ${where}`;
}

function circumstances({ notification, summary }: Card): string[] {
  const { record, principal } = summary;
  const lines = [
    record.eventTime === null
      ? 'time not recorded'
      : localTime(record.eventTime, formatInstant(record.eventTime, 'UTC')),
    `${capital(notification.severity)} · ${summary.category}`,
    `${code(record.eventName ?? 'no event name')} ${code(record.eventSource ?? 'no source')}`,
  ];
  if (principal.note !== '') lines.push(words(principal.note, 300));
  if (record.sourceIPAddress !== null) lines.push(`from ${code(record.sourceIPAddress, 100)}`);
  if (record.errorMessage !== null && record.errorCode !== null) lines.push(code(record.errorMessage, 300));
  if (notification.route !== 'default') lines.push(`route ${code(notification.route, 60)}`);
  if (record.replayed) lines.push(':rewind: replayed');
  return lines.slice(0, 10);
}

/** What is asked and by whom it may be given, or what was decided. */
function reviewLines({ notification, summary, actor, approversNamed }: Card): string[] {
  const { decisions, quorum, ask } = notification;
  const lines = decisions.map(decision => {
    const reason = decision.reason === undefined ? '' : `: ${code(decision.reason, 500)}`;
    return `${VERDICT_SIGN[decision.verdict]} *${capital(decision.verdict)}* by ${mention(decision.by)} ${localTime(decision.at, formatInstant(decision.at, 'UTC'))}${reason}`;
  });
  if (ask === 'nothing' || settled(decisions.map(asDecision), quorum)) return lines;
  const progress = quorum > 1 ? ` ${decisions.length} of ${quorum} approvals so far.` : '';
  lines.push(
    `*${capital(ask)} asked.*${progress}${approversNamed ? '' : ' No approvers are configured: any full member may decide.'}`,
  );
  if (actor === null) {
    const service = summary.principal.kind === 'service';
    lines.push(
      service
        ? '_An AWS service acted; nobody in Slack is barred._'
        : "_Who acted can't be tied to a Slack user, so I can't keep them from deciding._",
    );
  } else
    lines.push(
      `${actor.certain ? 'In Slack' : 'Likely in Slack'}: ${mention(actor.slack)}, who can't decide on this.`,
    );
  return lines;
}

function buttons({ notification }: Card, decided: boolean): KnownBlock {
  const value = notification.id;
  const details = {
    type: 'button' as const,
    action_id: 'details',
    value,
    text: { type: 'plain_text' as const, text: 'Details' },
  };
  const open = decided ? 'nothing' : notification.ask;
  if (open === 'acknowledgement') {
    return {
      type: 'actions',
      block_id: 'decide',
      elements: [
        {
          type: 'button',
          action_id: 'acknowledge',
          style: 'primary',
          value,
          text: { type: 'plain_text', text: 'Acknowledge' },
        },
        details,
      ],
    };
  }
  if (open === 'approval') {
    return {
      type: 'actions',
      block_id: 'decide',
      elements: [
        {
          type: 'button',
          action_id: 'approve',
          style: 'primary',
          value,
          text: { type: 'plain_text', text: 'Approve' },
          confirm: {
            title: { type: 'plain_text', text: 'Approve this?' },
            text: {
              type: 'plain_text',
              text: 'Your name is kept on record as having approved what happened. Nothing changes inside AWS or CodeCatalyst.',
            },
            confirm: { type: 'plain_text', text: 'Approve' },
            deny: { type: 'plain_text', text: 'Not yet' },
          },
        },
        {
          type: 'button',
          action_id: 'reject',
          style: 'danger',
          value,
          text: { type: 'plain_text', text: 'Reject' },
        },
        details,
      ],
    };
  }
  return { type: 'actions', block_id: 'decide', elements: [details] };
}

function place(name: string, accountId: string | null): string {
  if (accountId === null) return 'an unnamed account';
  return name === accountId ? accountId : `${name} (${accountId})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
