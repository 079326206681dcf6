import type { Voice } from '../../domain/coverage.ts';
import type { RecordSummary } from '../../domain/summary.ts';
import type { EphemeralMessage } from '../respond.ts';
import { renderLines, renderTable } from './answer-table.ts';
import { actions, button, section } from './elements.ts';

/** Most members of a story that are shown at once. */
export const MEMBERS_SHOWN_COUNT = 100;

/** Some members of a story and where they stand in it, the first at 0. */
export interface ShownMembers {
  readonly notificationId: string;
  readonly summaries: readonly RecordSummary[];
  readonly from: number;
  /** How many the story has in all. */
  readonly count: number;
}

/** Members of a story as a table for the thread of its card, with buttons for those that come next and for a file of all. `now` in milliseconds. */
export function renderMembers(members: ShownMembers, voice: Voice, now: number): EphemeralMessage {
  const { notificationId, summaries, from, count } = members;
  const rows = summaries.map(summary => ({ summary, slack: null }));
  const table = renderTable(rows, voice, now, 'CloudTrail events of this story, as they came in');
  // A table takes only so many letters.
  const next = from + table.rows.length - 1;
  const text = `Events ${(from + 1).toLocaleString('en')} to ${next.toLocaleString('en')} of ${count.toLocaleString('en')}`;
  const more = button('members:next', 'Show more', `${notificationId}/${next}`);
  const file = button('members:csv', 'All as CSV', `${notificationId}/0`);
  const buttons = actions('members', [...(next < count ? [more] : []), file]);
  const shown = rows.slice(0, next - from);
  return {
    text,
    blocks: [section(text), table, buttons],
    plainer: [[section(text), ...renderLines(shown, voice, false), buttons]],
  };
}
