import type { KnownBlock } from '@slack/types';
import { barLines } from '../../domain/bars.ts';
import type { Tally } from '../../domain/tally.ts';
import { oneLine } from '../../domain/visible.ts';
import { section } from './elements.ts';
import { escapeWithin } from './mrkdwn.ts';

/** Most points of a chart, and letters of a label and a title (Slack, "Data visualization block"). */
const MAX_POINTS = 20;
const MAX_LABEL_LENGTH = 20;
const MAX_TITLE_LENGTH = 50;
/** Most characters of a section that holds bars of text. */
const MAX_BARS_LENGTH = 2_900;

/** Letters that mrkdwn would read as its own: that labels are shown as they are is said nowhere. */
const MARKUP = /[<>&]/;

/** Most charts of a message (Slack, "Data visualization block"). */
export const MAX_CHARTS = 2;

/** Slack's "Data visualization block" with one series of bars, which `@slack/types` 3.2.0 does not know. */
interface BarChartBlock {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart: {
    readonly type: 'bar';
    readonly series: readonly {
      readonly name: string;
      readonly data: readonly { readonly label: string; readonly value: number }[];
    }[];
    readonly axis_config: { readonly categories: readonly string[]; readonly y_label: string };
  };
}

/**
 * Counts as a chart that Slack draws, each label with its number, as one can't be read off a bar. Undefined where bars of text say more: one count alone, more than it draws,
 * names that a label would cut, as two people whose names begin alike must not look the same, or that hold mark-up.
 */
export function chart(title: string, counts: readonly Tally[]): KnownBlock | undefined {
  const labels = counts.map(({ name, events }) => `${oneLine(name)}: ${events}`);
  if (counts.length < 2 || counts.length > MAX_POINTS || new Set(labels).size < labels.length)
    return undefined;
  if (labels.some(label => label.length > MAX_LABEL_LENGTH || MARKUP.test(label))) return undefined;
  const data = counts.map(({ events: value }, index) => ({ label: labels[index] ?? '', value }));
  const block: BarChartBlock = {
    type: 'data_visualization',
    title: title.slice(0, MAX_TITLE_LENGTH),
    chart: {
      type: 'bar',
      series: [{ name: 'Events', data }],
      axis_config: { categories: labels, y_label: 'Events' },
    },
  };
  return block as unknown as KnownBlock;
}

/** Counts as bars of text, which every client shows. */
export function bars(counts: readonly Tally[]): KnownBlock {
  const lines = barLines(counts).map(line => line.replaceAll('`', ' '));
  return section(`\`\`\`${escapeWithin(lines.join('\n'), MAX_BARS_LENGTH)}\`\`\``);
}
