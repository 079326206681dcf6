import type { ActionsBlockElement, KnownBlock, SectionBlock } from '@slack/types';
import type { GivenAnswer, Row } from '../../app/asking/answers.ts';
import type { Progress } from '../../app/search/search.ts';
import { type Coverage, coverageSentence, isReplaced, type Voice } from '../../domain/answer.ts';
import { formatInstant } from '../../domain/instant.ts';
import { PIVOTS, type Pivot, pivotOf } from '../../domain/pivot.ts';
import { nameOf } from '../../domain/session.ts';
import { deed } from '../../domain/summary.ts';
import { renderLines, renderTable } from './answer-table.ts';
import { consoleLink } from './console-link.ts';
import { clip, code, escapeWithin, words } from './mrkdwn.ts';

/** An answer to one person: text and blocks. `plain` is the same without blocks that Slack may not know yet. */
export interface Reply {
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly plain?: KnownBlock[];
}

/** How an answer is shown. */
export interface AnswerView {
  readonly given: GivenAnswer;
  readonly voice: Voice;
  /** Which of the rows the buttons below are about. */
  readonly focus: number;
  /** Who shared it with everybody; null: it is private and has buttons. */
  readonly sharedBy: string | null;
}

/** Reasons for a gap that another search may close. */
const MAY_GO_ON = /used up|cancelled|throttled|in time|not be reached|answered/;

const PIVOT_LABELS: Readonly<Record<Pivot, string>> = {
  principal: 'Same principal ± 30 min',
  resource: 'History of this resource',
  undone: 'Undone since?',
  first: 'First time ever?',
};

/**
 * Renders an answer: how the question was read, the sentence, the events as a table, what was and was not searched, and what can be done
 * next. Pure.
 */
export function renderAnswer(view: AnswerView): Reply {
  const { answered, rows } = view.given;
  const asks = answered.namesakes.length > 1;
  const head: KnownBlock[] = [
    context(readingLine(view)),
    section(asks ? whichOf(answered.namesakes) : `*${words(answered.sentence, 2_900)}*`),
    ...(answered.counts.length > 1 ? [section(bars(answered.counts))] : []),
  ];
  const foot: KnownBlock[] = [
    ...(rows.length > 0 && answered.matched > rows.length && answered.question.pick === 'all'
      ? [context(paging(view))]
      : []),
    context(coverageLine(view)),
    ...(view.sharedBy === null ? buttons(view, asks) : []),
  ];
  const several = rows.length > 1 && !asks;
  const text = asks
    ? escapeWithin(whichOf(answered.namesakes), 2_800)
    : `${escapeWithin(answered.sentence, 2_800)}${hasGaps(answered.coverage) ? ' (Not everything was searched.)' : ''}`;
  return {
    text,
    blocks: [
      ...head,
      ...(several ? [renderTable(rows, view.voice, Date.parse(answered.answeredAt))] : []),
      ...foot,
    ],
    ...(several && { plain: [...head, ...renderLines(rows, view.voice, view.sharedBy === null), ...foot] }),
  };
}

/** What is said to somebody whose question can't be read. */
export function renderUnreadable(message: string, suggestion: string): Reply {
  const text = `${words(message, 1_500)} Try ${code(`/cctrail ${suggestion}`, 500)}, or ${code('/cctrail help')}.`;
  return { text, blocks: [section(text)] };
}

/** What is said where a question has several readings: a button for each. */
export function renderChoices(
  message: string,
  choices: readonly { readonly label: string; readonly text: string }[],
): Reply {
  const text = `${words(message, 1_500)} Which do you mean?`;
  const elements = choices
    .slice(0, 5)
    .map((choice, index) => button(`reading:${index}`, clip(choice.label, 70), choice.text.slice(0, 2_000)));
  return { text, blocks: [section(text), actions('readings', elements)] };
}

/** What is said while a search takes long: how far it is, and a button to end it. */
export function renderProgress(progress: Progress, searchId: string, voice: Voice): Reply {
  const { requests, records, matches, reachedBackTo } = progress;
  const text =
    reachedBackTo === null
      ? 'Still searching: CloudTrail has not answered yet.'
      : `Still searching: ${count(requests, 'look-up')}, ${count(records, 'event')} read, ${count(matches, 'match', 'matches')} so far, back to ${formatInstant(reachedBackTo, voice.timeZone)}.`;
  return {
    text,
    blocks: [
      section(text),
      {
        type: 'actions',
        block_id: 'search',
        elements: [button('cancel', 'Cancel', searchId)],
      },
    ],
  };
}

function hasGaps(coverage: Coverage): boolean {
  return coverage.notSearched.some(gap => !isReplaced(gap));
}

function readingLine({ given: { answered }, sharedBy }: AnswerView): string {
  const asked = sharedBy === null ? '' : `<@${sharedBy}> shares: ${code(answered.typed, 300)} · `;
  const title = answered.title === null ? '' : `*${words(answered.title, 300)}* · `;
  const guessed = answered.guesses.length > 0 ? ` *Guessed:* ${words(answered.guesses.join('; '))}.` : '';
  return `${asked}${title}Read as: ${words(answered.reading, 900)}.${guessed}`;
}

function whichOf(namesakes: readonly { name: string; events: number }[]): string {
  const each = namesakes.slice(0, 5).map(({ name, events }) => `${code(name)} (${count(events, 'event')})`);
  const more = namesakes.length > 5 ? ` and ${namesakes.length - 5} others` : '';
  return `*That name fits several people: ${each.join(', ')}${more}. Which do you mean?*`;
}

/** Counts as bars of text, the longest 20 wide. */
function bars(counts: readonly { name: string; events: number }[]): string {
  const most = Math.max(...counts.map(one => one.events));
  const width = Math.min(40, Math.max(...counts.map(one => one.name.length)));
  const lines = counts.map(({ name, events }) => {
    const bar = '█'.repeat(Math.max(1, Math.round((events / most) * 20)));
    return `${clip(name.replace(/[\p{Cc}\p{Cf}`]/gu, ' '), 40).padEnd(width)} ${bar} ${events}`;
  });
  return `\`\`\`${escapeWithin(lines.join('\n'), 2_900)}\`\`\``;
}

function paging({ given: { answered, rows } }: AnswerView): string {
  const [from, to] = [answered.offset + 1, answered.offset + rows.length];
  const beyond =
    answered.matched > answered.held ? ' Narrow the question to see what is older than those.' : '';
  return `${from}–${to} of ${answered.matched.toLocaleString('en')}, newest first.${beyond}`;
}

function coverageLine({ given: { answered }, voice }: AnswerView): string {
  const warning = hasGaps(answered.coverage) ? ':warning: *Not everything was searched.* ' : '';
  const asOf = `As of ${formatInstant(answered.answeredAt, voice.timeZone)}. `;
  return `${warning}${words(`${asOf}${coverageSentence(answered.coverage, voice)}`, 2_700)}`;
}

function buttons(view: AnswerView, asks: boolean): KnownBlock[] {
  const { answered, rows } = view.given;
  const { id } = answered;
  if (asks) {
    const names = answered.namesakes
      .slice(0, 5)
      .map(({ name }, index) =>
        button(`narrow:${index}`, clip(name.replace(/[\p{Cc}\p{Cf}]/gu, ' ').trim() || '(empty)', 70), id),
      );
    return [actions('narrow', [...names, button('narrow:all', 'All of them', id), ...back(view)])];
  }
  const older = answered.offset + rows.length < answered.held;
  const first = [
    ...(rows.length > 0 || answered.coverage.searched.length > 0
      ? [button('share', 'Share to channel', id)]
      : []),
    ...(older ? [button('older', 'Older', id)] : []),
    ...(answered.offset > 0 ? [button('newer', 'Newer', id)] : []),
    ...(answered.coverage.notSearched.some(gap => MAY_GO_ON.test(gap.reason))
      ? [button('search_on', 'Search on', id)]
      : []),
    ...(rows.length > 0 ? [button('file:csv', 'CSV', id), button('file:json', 'JSON', id)] : []),
    ...back(view),
  ];
  return [...(first.length > 0 ? [actions('answer', first)] : []), ...aboutOne(view)];
}

function back({ given: { answered } }: AnswerView): ActionsBlockElement[] {
  return answered.parent === null ? [] : [button('back', 'Back', answered.parent)];
}

/** What can be done with one event of the answer, and which one it is. */
function aboutOne(view: AnswerView): KnownBlock[] {
  const { answered, rows } = view.given;
  const row = rows[view.focus];
  if (!row) return [];
  const value = `${answered.id}/${view.focus}`;
  const now = Date.parse(answered.answeredAt);
  const pivots = PIVOTS.filter(pivot => pivotOf(pivot, row.summary, now, 0) !== undefined);
  const link = consoleLink(row.summary.record, now);
  const about: SectionBlock = {
    type: 'section',
    block_id: 'about',
    text: { type: 'mrkdwn', text: clip(aboutLine(row, view.voice), 2_900) },
    ...(rows.length > 1 && {
      accessory: {
        type: 'static_select',
        action_id: 'focus',
        placeholder: { type: 'plain_text', text: 'Another event' },
        options: rows.map((one, index) => ({
          text: { type: 'plain_text', text: clip(optionText(one, view.voice), 75) },
          value: `${answered.id}/${index}`,
        })),
        initial_option: {
          text: { type: 'plain_text', text: clip(optionText(row, view.voice), 75) },
          value,
        },
      },
    }),
  };
  const elements: ActionsBlockElement[] = [
    button('details:answer', 'Details', value),
    ...pivots.map(pivot => button(`pivot:${pivot}`, PIVOT_LABELS[pivot], value)),
    ...(link === undefined
      ? []
      : [{ ...button('link:console', 'CloudTrail console', answered.id), url: link }]),
  ];
  return [about, actions('event', elements)];
}

function aboutLine({ summary, slack }: Row, voice: Voice): string {
  const { record, principal } = summary;
  const when = record.eventTime === null ? '' : ` ${formatInstant(record.eventTime, voice.timeZone)}`;
  const who = slack === null ? '' : ` (<@${slack}>)`;
  const note = principal.note === '' ? '' : ` _${words(principal.note)}; ${principal.confidence}._`;
  const done = deed(summary, { value: text => code(text), words });
  return `${code(nameOf(principal))}${who} ${done}${when}.${note}`;
}

function optionText({ summary }: Row, voice: Voice): string {
  const { record, principal } = summary;
  const when =
    record.eventTime === null ? '' : formatInstant(record.eventTime, voice.timeZone).replace(/,| \S+$/g, '');
  return `${when} ${record.eventName ?? 'event'} ${principal.name}`.replace(/[\p{Cc}\p{Cf}]/gu, ' ').trim();
}

function actions(blockId: string, elements: ActionsBlockElement[]): KnownBlock {
  return { type: 'actions', block_id: blockId, elements };
}

function button(actionId: string, text: string, value: string) {
  return {
    type: 'button' as const,
    action_id: actionId,
    text: { type: 'plain_text' as const, text },
    value,
  };
}

function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: clip(text, 3_000), verbatim: true } };
}

function context(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: clip(text, 2_900), verbatim: true }] };
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
