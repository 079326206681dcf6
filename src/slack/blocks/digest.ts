import type { DataTableBlock, KnownBlock } from '@slack/types';
import type { Card } from '../../app/outgoing.ts';
import type { Voice } from '../../domain/coverage.ts';
import type { Digest, DigestRow } from '../../domain/digest.ts';
import { formatInstant } from '../../domain/instant.ts';
import type { Story } from '../../domain/story.ts';
import { oneLine } from '../../domain/visible.ts';
import type { EphemeralMessage } from '../respond.ts';
import { actions, button, context, section } from './elements.ts';
import { clip, count, words } from './mrkdwn.ts';
import { storyLocalTime, storyTime } from './story.ts';

/** Most names that a digest's sentence has. */
const MAX_NAMES = 3;
/** Most kinds that it has. */
const MAX_KINDS = 6;
/** Most letters of a cell of its table. */
const MAX_CELL_LENGTH = 80;
/** Most letters that its table has in all (Slack, "Data table block": 10,000), and of a section that holds lines. */
const MAX_TABLE_LENGTH = 9_000;
const MAX_SECTION_LENGTH = 2_900;

/** What a digest tells, as one sentence. */
export function digestText(digest: Digest, story: Story, isPlain = true): string {
  const say = isPlain ? (text: string) => text : (text: string) => `*${text}*`;
  const kinds = sums(digest.rows, ({ kind }) => kind).slice(0, MAX_KINDS);
  const people = sums(digest.rows, ({ who }) => who);
  const named = people.slice(0, MAX_NAMES).map(([who]) => words(who, 100));
  const more = people.length - named.length;
  const by = [...named, ...(more > 0 ? [count(more, 'other')] : [])].join(', ');
  const rest = digest.others > 0 ? [`${digest.others.toLocaleString('en')} more`] : [];
  const each = kinds.map(([kind, events]) => `${events.toLocaleString('en')} ${words(kind, 40)}`);
  const what = [...each, ...rest].join(', ');
  const late =
    digest.late > 0 ? ` ${digest.late.toLocaleString('en')} of them were replayed or came late.` : '';
  const when = isPlain ? storyTime(story) : storyLocalTime(story);
  return `${say(`${count(story.count, 'event')} at once, which ask nothing`)}: ${what}; by ${by}; ${when}.${late}`;
}

/** The body of a digest's card. */
export function digestBody({ notification }: Card): KnownBlock[] {
  const { digest, story } = notification;
  if (!digest || !story) return [];
  return [
    section(digestText(digest, story, false), { block_id: 'what' }),
    context('More came than a channel can take one by one. What asks for something has its own card.', {
      block_id: 'how',
    }),
  ];
}

/** A digest by kind and person, as a table for the thread of its card; `plainer` has lines instead. */
export function renderDigestTable(notificationId: string, digest: Digest, voice: Voice): EphemeralMessage {
  const sorted = digest.rows.toSorted((a, b) => b.count - a.count);
  const cells = sorted.map(row => cellsOf(row, voice));
  const fitting = fittingCount(cells);
  const left = sorted.slice(fitting).reduce((sum, row) => sum + row.count, digest.others);
  const more = left === 0 ? '' : `; ${count(left, 'event')} more are in the file`;
  const text = `${count(fitting, 'row')} by kind and person${more}`;
  const file = actions('members', [button('members:csv', 'All as CSV', `${notificationId}/0`)]);
  return {
    text,
    blocks: [section(text), table(cells.slice(0, fitting)), file],
    plainer: [[section(text), ...lineSections(sorted.slice(0, fitting), voice), file]],
  };
}

function cellsOf(row: DigestRow, voice: Voice): string[] {
  const when = row.lastAt === null ? 'not recorded' : formatInstant(row.lastAt, voice.timeZone);
  return [row.who, row.kind, row.count.toLocaleString('en'), place(row, voice), when].map(text =>
    clip(oneLine(text) || '–', MAX_CELL_LENGTH),
  );
}

/** How many rows a table of Slack's takes. */
function fittingCount(rows: readonly (readonly string[])[]): number {
  let size = 0;
  const tooMany = rows.findIndex(cells => {
    size += cells.reduce((sum, text) => sum + text.length, 0);
    return size > MAX_TABLE_LENGTH;
  });
  return tooMany === -1 ? rows.length : Math.max(1, tooMany);
}

function table(rows: readonly (readonly string[])[]): DataTableBlock {
  const cell = (text: string) => ({ type: 'raw_text' as const, text });
  return {
    type: 'data_table',
    block_id: 'digest',
    caption: 'Events by kind and person, the most first',
    page_size: Math.min(10, Math.max(1, rows.length)),
    rows: [['Who', 'What', 'Events', 'Where', 'Last'], ...rows].map(row => row.map(cell)),
  };
}

/** The same as lines, as many in a section as it takes. */
function lineSections(rows: readonly DigestRow[], voice: Voice): KnownBlock[] {
  const sections: string[] = [];
  for (const row of rows) {
    const line = `• ${words(row.who, 100)}: ${row.count.toLocaleString('en')} ${words(row.kind, 40)} in ${words(place(row, voice), 100)}`;
    const last = sections.at(-1);
    if (last !== undefined && last.length + line.length < MAX_SECTION_LENGTH)
      sections[sections.length - 1] = `${last}\n${line}`;
    else sections.push(line);
  }
  return sections.map(text => section(text));
}

function place({ account }: DigestRow, voice: Voice): string {
  return account === null ? 'an unnamed account' : voice.accountName(account);
}

/** How many events have each value, the most first. */
function sums(rows: readonly DigestRow[], of: (row: DigestRow) => string): [string, number][] {
  const all = new Map<string, number>();
  for (const row of rows) all.set(of(row), (all.get(of(row)) ?? 0) + row.count);
  return [...all].toSorted(([, a], [, b]) => b - a);
}
