import type { KnownBlock } from '@slack/types';
import type { WaitingReview } from '../../app/ordering/open-reviews.ts';
import type { OrderOutcome } from '../../app/ordering/outcome.ts';
import { formatInstant } from '../../domain/instant.ts';
import type { Mute, Subscription } from '../../domain/standing-order.ts';
import type { EphemeralMessage } from '../respond.ts';
import { button, context, section } from './elements.ts';
import { capital, count, localTime, words } from './mrkdwn.ts';
import { withCommands } from './question-replies.ts';

/** Most orders of which each has a button, and most sections of a list that has none: a message takes 50 blocks. */
const MAX_WITH_BUTTONS = 8;
const MAX_SECTIONS = 40;

/** Subscriptions or mutes, each with what ends it. */
export function renderOrders(
  outcome: Extract<OrderOutcome, { kind: 'subscriptions' | 'mutes' }>,
): EphemeralMessage {
  const { orders, channel, kind } = outcome;
  const where = channel === null ? '' : ` in <#${channel}>`;
  if (orders.length === 0)
    return withCommands(
      kind === 'mutes' ? `Nothing is muted${where}.` : `There are no subscriptions${where}.`,
      channel === null ? ['help watch'] : [`${kind} all`, 'help watch'],
    );
  const verb = kind === 'mutes' ? 'unmute' : 'unsubscribe';
  const head = `*${count(orders.length, kind === 'mutes' ? 'mute' : 'subscription')}*${where}`;
  const blocks =
    orders.length <= MAX_WITH_BUTTONS
      ? orders.map(order =>
          section(orderLine(order), {
            accessory: button(`reading:${order.number}`, capital(verb), `${verb} ${order.number}`),
          }),
        )
      : [...chunks(orders.map(orderLine)), context(`End one with \`/cctrail ${verb} N\`.`)];
  return { text: head.replaceAll('*', ''), blocks: [section(head), ...blocks] };
}

function orderLine(order: Subscription | Mute): string {
  const { number, reading, by, at, channel } = order;
  const where = channel === null ? 'everywhere' : `<#${channel}>`;
  const since = `by ${words(by.name, 80)} since ${instant(at)}`;
  if (!('until' in order)) return `*#${number}* ${words(reading, 250)} · ${where} · ${since}`;
  const why = order.reason === null ? '' : ` · ${words(order.reason, 150)}`;
  return `*#${number}* ${words(reading, 250)} · ${where} · until ${instant(order.until)} · ${since}${why}`;
}

/** As many lines as a message takes, and how many are left out. */
function chunks(lines: readonly string[]): KnownBlock[] {
  const texts = fitting(lines);
  const shown = texts.slice(0, MAX_SECTIONS);
  const left = texts.slice(MAX_SECTIONS).reduce((sum, text) => sum + text.split('\n').length, 0);
  const more = left === 0 ? [] : [section(`… and ${left} more: ask in one channel, without \`all\`.`)];
  return [...shown.map(text => section(text)), ...more];
}

/** Lines in as few texts as a section takes. */
function fitting(lines: readonly string[]): string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + line.length < MAX_SECTION_LENGTH)
      texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts;
}

/** Characters that a section takes, less than Slack does. */
const MAX_SECTION_LENGTH = 2_900;

/** What waits for a decision, the oldest first. */
export function renderWaiting(reviews: readonly WaitingReview[], isCut: boolean): EphemeralMessage {
  if (reviews.length === 0) return withCommands('Nothing waits for a decision.', []);
  const head = `*${isCut ? 'More than ' : ''}${count(reviews.length, 'review')}* ${reviews.length === 1 && !isCut ? 'waits' : 'wait'} for a decision, the oldest first`;
  const blocks = reviews.map(review => {
    const { id, ask, sentence, more, channel, at, mutedBy, ts } = review;
    const others = more > 0 ? ` and ${count(more, 'more', 'more')}` : '';
    const hidden = mutedBy === undefined ? '' : ` · muted (${words(mutedBy, 20)}), no card`;
    const text = `${words(sentence, 300)}${others} · ${ask} · <#${channel}> · ${instant(at)}${hidden}`;
    return section(
      text,
      mutedBy !== undefined && ts === undefined
        ? { accessory: button(`show-review:${id.slice(0, 8)}`, 'Show card', id) }
        : {},
    );
  });
  return { text: head.replaceAll('*', ''), blocks: [section(head), ...blocks] };
}

function instant(iso: string): string {
  return localTime(iso, formatInstant(iso, 'UTC'));
}
