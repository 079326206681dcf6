import type { KnownBlock } from '@slack/types';
import { formatInstant } from '../../domain/instant.ts';
import type { Report } from '../../domain/report.ts';
import { bars, chart, MAX_CHARTS } from './chart.ts';
import { context, section } from './elements.ts';
import type { Message } from './message.ts';
import { count, localTime, words } from './mrkdwn.ts';

/** Most silent accounts that are named. */
const MAX_SILENT_COUNT = 10;

/** Renders what came of a channel in a day or a week: a sentence, who did what as bars, and what needs somebody. */
export function renderReport(id: string, report: Report): Message {
  const text = sentence(report);
  const needs = needsOf(report);
  const around = (charts: readonly KnownBlock[]) => [
    section(`*Digest.* ${text}`),
    ...charts,
    ...(needs.length > 0 ? [section(needs.map(line => `• ${line}`).join('\n'))] : []),
    ...(report.isCut ? [context('There was more than I counted.')] : []),
  ];
  return {
    text: `Digest: ${text}`,
    blocks: around(chartsOf(report, MAX_CHARTS)),
    plainer: [around(chartsOf(report, 0))],
    metadata: { event_type: 'cctrail_digest', event_payload: { digest_id: id } },
  };
}

function sentence({ from, to, events, cards, isCut }: Report): string {
  const time = (at: number) =>
    localTime(new Date(at).toISOString(), formatInstant(at, 'UTC'), 'to the minute');
  const what = `${isCut ? 'at least ' : ''}${count(events, 'event')} on ${count(cards, 'card')}`;
  return `From ${time(from)} to ${time(to)}: ${events === 0 ? 'no cards' : what}.`;
}

/** What was done, by whom, and when where that differs: as many charts as Slack draws, the others as bars of text. */
function chartsOf({ kinds, people, times }: Report, mayDraw: number): KnownBlock[] {
  const isEven = times.filter(({ events }) => events > 0).length < 2;
  const what = ['What was done', kinds] as const;
  const who = ['Who did it', people] as const;
  const when = ['When it came in', isEven ? [] : times] as const;
  // A name is read as well beside a bar of text; hours are not.
  const drawn = new Map<string, KnownBlock>();
  for (const [title, counts] of [when, what, who]) {
    const block = drawn.size < mayDraw ? chart(title, counts) : undefined;
    if (block) drawn.set(title, block);
  }
  return [what, who, when].flatMap(([title, counts]) => {
    const block = drawn.get(title);
    if (block) return [block];
    return counts.length === 0 ? [] : [context(`*${title}*`), bars(counts)];
  });
}

/** What somebody may have to do something about, a line each. */
function needsOf({ denied, late, muted, decided, open, silent }: Report): string[] {
  const decisions = decided.map(({ name, events }) => `${events.toLocaleString('en')} ${words(name, 40)}`);
  const named = silent.slice(0, MAX_SILENT_COUNT).map(name => words(name, 80));
  const more = silent.length > named.length ? ` and ${silent.length - named.length} more` : '';
  return [
    ...(open > 0
      ? [`*${count(open, 'review')}* ${open === 1 ? 'waits' : 'wait'} for a decision: \`/cctrail open\``]
      : []),
    ...(decisions.length > 0 ? [`Decided: ${decisions.join(', ')}`] : []),
    ...(denied > 0 ? [`${count(denied, 'call')} denied: \`/cctrail show denied attempts this week\``] : []),
    ...(muted > 0 ? [`${count(muted, 'event')} muted: \`/cctrail mutes\``] : []),
    ...(late > 0 ? [`${count(late, 'event')} came late`] : []),
    ...(named.length > 0 ? [`Nothing comes from ${named.join(', ')}${more} any more`] : []),
  ];
}
