import type { DataTableBlock, KnownBlock, RichTextBlock } from '@slack/types';
import type { ShownEvent } from '../../app/asking/shown-answer.ts';
import type { Voice } from '../../domain/coverage.ts';
import { formatInstant } from '../../domain/instant.ts';
import { nameOf } from '../../domain/name-of.ts';
import { confidenceNote } from '../../domain/principal.ts';
import { actionClause } from '../../domain/summary.ts';
import { oneLine } from '../../domain/visible.ts';
import { consoleLink } from './console-link.ts';
import { section } from './elements.ts';
import { clip, code, escape, localTime, words } from './mrkdwn.ts';

/** Rows that are seen at once; Slack pages through the rest. */
const PAGE_SIZE = 10;
/** Most characters that a cell takes, and that all cells of a table may have (Slack, "Data table block": 10,000). */
const MAX_CELL_LENGTH = 120;
const MAX_TABLE_LENGTH = 9_000;
/** Most characters of a section that holds lines. */
const MAX_SECTION_LENGTH = 2_900;

/** Columns beside the time: what they are called, and what each event has there. */
const COLUMNS: readonly (readonly [name: string, of: (row: ShownEvent, voice: Voice) => string])[] = [
  ['Who', who],
  ['What', ({ summary }) => actionClause(summary)],
  ['Where', where],
  ['Outcome', outcome],
];

/** Events as Slack's own table, which readers can sort and page through; times in each reader's zone. A column that is the same in every row is left out. `now` in milliseconds. */
export function renderTable(
  rows: readonly ShownEvent[],
  voice: Voice,
  now: number,
  caption = 'CloudTrail events, newest first',
): DataTableBlock {
  const telling = COLUMNS.filter(
    ([name, of]) => name === 'What' || rows.length < 2 || new Set(rows.map(row => of(row, voice))).size > 1,
  );
  const lines: DataTableBlock['rows'] = [['When', ...telling.map(([name]) => name)].map(cell)];
  let size = 0;
  for (const row of rows) {
    const texts = telling.map(([, of]) => clip(oneLine(of(row, voice)), MAX_CELL_LENGTH));
    size += texts.reduce((sum, text) => sum + text.length, 30);
    if (size > MAX_TABLE_LENGTH) break;
    lines.push([when(row, voice, now), ...texts.map(cell)]);
  }
  return {
    type: 'data_table',
    block_id: 'events',
    caption,
    page_size: Math.min(PAGE_SIZE, Math.max(1, lines.length - 1)),
    rows: lines,
  };
}

/** Where all of several events happened, if that is one place. */
export function commonPlace(rows: readonly ShownEvent[], voice: Voice): string | undefined {
  const places = new Set(rows.map(row => where(row, voice)));
  return rows.length > 1 && places.size === 1 ? [...places][0] : undefined;
}

/** The same events as lines of text, where Slack refuses the table. `withPeople`: their Slack users are mentioned. */
export function renderLines(rows: readonly ShownEvent[], voice: Voice, withPeople: boolean): KnownBlock[] {
  const sections: string[] = [];
  for (const row of rows) {
    const next = line(withPeople ? row : { ...row, slack: null }, voice);
    const last = sections.at(-1);
    if (last !== undefined && last.length + next.length < MAX_SECTION_LENGTH)
      sections[sections.length - 1] = `${last}\n${next}`;
    else sections.push(next);
  }
  return sections.map(text => section(text));
}

function when(
  { summary: { record } }: ShownEvent,
  voice: Voice,
  now: number,
): RichTextBlock | ReturnType<typeof cell> {
  if (record.eventTime === null || record.at === null) return cell('not recorded');
  const url = consoleLink(record, now);
  return {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          {
            type: 'date',
            timestamp: Math.floor(record.at / 1_000),
            format: '{date_short_pretty} {time_secs}',
            fallback: formatInstant(record.eventTime, voice.timeZone),
            ...(url !== undefined && { url }),
          },
        ],
      },
    ],
  };
}

function who({ summary: { principal } }: ShownEvent): string {
  const note = confidenceNote(principal);
  return `${nameOf(principal)}${note === '' ? '' : ` (${note})`}`;
}

function where({ summary: { record } }: ShownEvent, voice: Voice): string {
  return [voice.accountName(record.accountId), record.awsRegion].filter(Boolean).join(' ');
}

function outcome({ summary: { record, denied } }: ShownEvent): string {
  return record.outcome === 'success' ? '✓' : denied ? '✗ denied' : '✗ failed';
}

function line({ summary, slack }: ShownEvent, voice: Voice): string {
  const { record, principal } = summary;
  const time =
    record.eventTime === null
      ? 'time unknown'
      : localTime(record.eventTime, formatInstant(record.eventTime, voice.timeZone));
  const note = confidenceNote(principal);
  const sure = note === '' ? '' : ` _(${note})_`;
  const failed = record.outcome === 'failure' ? ':x: ' : '';
  const person = slack === null ? '' : ` (<@${slack}>)`;
  const done = actionClause(summary, { value: text => code(text), words });
  const place = `${code(voice.accountName(record.accountId))} ${escape(record.awsRegion ?? '')}`;
  return clip(
    `${failed}${time} ${code(nameOf(principal))}${person}${sure} ${done} · ${place}`,
    MAX_SECTION_LENGTH,
  );
}

function cell(text: string) {
  return { type: 'raw_text' as const, text: text === '' ? '–' : text };
}
