import type { KnownBlock } from '@slack/types';
import type { OrderOutcome } from '../../app/ordering/outcome.ts';
import type { Preview } from '../../app/ordering/previewing.ts';
import { formatInstant } from '../../domain/instant.ts';
import { nameOf } from '../../domain/name-of.ts';
import { actionClause } from '../../domain/summary.ts';
import type { EphemeralMessage } from '../respond.ts';
import { actions, button, context, section } from './elements.ts';
import { code, count, localTime, words } from './mrkdwn.ts';
import { renderOrders, renderWaiting } from './order-list.ts';
import { renderPlain, withCommands } from './question-replies.ts';

/** Most characters of a button's value. */
const MAX_VALUE_LENGTH = 2_000;

/** Renders what became of a command, for whoever typed it; nothing for what is rendered elsewhere. */
export function renderOrderOutcome(
  outcome: Exclude<OrderOutcome, { readonly kind: 'refused' | 'unread' }>,
): EphemeralMessage {
  switch (outcome.kind) {
    case 'usage':
      return withCommands(words(outcome.message), outcome.examples);
    case 'previewed':
      return previewed(outcome);
    case 'subscribed':
      return subscribed(outcome);
    case 'muted':
      return muted(outcome);
    case 'ended': {
      const kind = 'until' in outcome.order ? 'Mute' : 'Subscription';
      return renderPlain(`${kind} #${outcome.order.number} has ended: ${words(outcome.order.reading, 300)}.`);
    }
    case 'subscriptions':
    case 'mutes':
      return renderOrders(outcome);
    case 'open':
      return renderWaiting(outcome.reviews, outcome.isCut);
  }
}

function previewed({
  text,
  reading,
  setAside,
  preview,
  timeZone,
}: Extract<OrderOutcome, { kind: 'previewed' }>): EphemeralMessage {
  const head = `*${words(reading, 300)}*\n${sawSentence(preview, timeZone, 'would have shown')}`;
  return {
    text: head.replaceAll('*', ''),
    blocks: [
      section(head),
      ...eventLines(preview),
      ...asideNote(setAside),
      actions('readings', [
        button('reading:0', 'Subscribe this channel', `subscribe ${text}`.slice(0, MAX_VALUE_LENGTH)),
        button('reading:1', 'Ask', text.slice(0, MAX_VALUE_LENGTH)),
      ]),
    ],
  };
}

function subscribed({
  order,
  setAside,
  preview,
  timeZone,
}: Extract<OrderOutcome, { kind: 'subscribed' }>): EphemeralMessage {
  const head = `*Subscribed* <#${order.channel}>: ${words(order.reading, 300)}. (#${order.number})\n${sawSentence(preview, timeZone, 'would have shown')}`;
  return {
    text: head.replaceAll('*', ''),
    blocks: [
      section(head),
      ...asideNote(setAside),
      actions('readings', [button('reading:0', 'Unsubscribe', `unsubscribe ${order.number}`)]),
    ],
  };
}

function muted({
  order,
  setAside,
  preview,
  shown,
  timeZone,
}: Extract<OrderOutcome, { kind: 'muted' }>): EphemeralMessage {
  const where = order.channel === null ? 'everywhere' : `in <#${order.channel}>`;
  const head = `*Muted* ${where} until ${instant(order.until)}: ${words(order.reading, 300)}. (#${order.number})\n${shown > 0 ? hidesNothing(shown) : sawSentence(preview, timeZone, 'it would have hidden')}`;
  const stays =
    order.byManager && order.reason !== null
      ? 'Critical events are shown all the same; what asks for a decision waits in `/cctrail open`.'
      : `Critical events and what asks for a decision are shown all the same${order.byManager ? '; with a reason, the latter would be hidden, too' : ''}.`;
  return {
    text: head.replaceAll('*', ''),
    blocks: [
      section(head),
      context(stays),
      ...asideNote(setAside),
      actions('readings', [button('reading:0', 'Unmute', `unmute ${order.number}`)]),
    ],
  };
}

function hidesNothing(shown: number): string {
  const all = shown === 1 ? 'the one event' : `all ${shown.toLocaleString('en')} events`;
  return `*It would have hidden nothing:* ${all} like it that came in lately are shown all the same. They are critical, ask for a decision, or are meant by who acted, and that is not proven of them: name the thing instead.`;
}

/** What of a week it would have been, as far as the store knows. */
function sawSentence({ matched, since, isCut }: Preview, timeZone: string, did: string): string {
  const number = isCut ? `at least ${count(matched, 'event')}` : count(matched, 'event');
  const from = `Since ${localTime(new Date(since).toISOString(), formatInstant(since, timeZone))} (I know of nothing before)`;
  return matched === 0
    ? `${from} nothing like it came in. Only what EventBridge rules forward comes in at all.`
    : `${from} ${did === 'would have shown' ? 'that would have been' : did} *${number}*.`;
}

function eventLines({ events, matched }: Preview): KnownBlock[] {
  if (events.length === 0) return [];
  const lines = events.map(summary => {
    const { record, principal } = summary;
    const when = record.eventTime === null ? '' : `${instant(record.eventTime)} · `;
    const clause = actionClause(summary, { value: text => code(text, 120), words });
    return `• ${when}*${words(nameOf(principal), 120)}* ${clause}`;
  });
  const more = matched > events.length ? [`… and ${count(matched - events.length, 'more', 'more')}`] : [];
  return [section([...lines, ...more].join('\n'))];
}

function asideNote(setAside: readonly string[]): KnownBlock[] {
  return setAside.length === 0 ? [] : [context(`Set aside: ${words(setAside.join('; '), 300)}`)];
}

function instant(iso: string): string {
  return localTime(iso, formatInstant(iso, 'UTC'));
}
