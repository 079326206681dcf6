import { barLines } from '../../domain/bars.ts';
import type { Tally } from '../../domain/tally.ts';
import { escapeWithin } from './mrkdwn.ts';

/** Counts as bars of text, which every client shows. */
export function bars(counts: readonly Tally[]): string {
  const lines = barLines(counts).map(line => line.replaceAll('`', ' '));
  return `\`\`\`${escapeWithin(lines.join('\n'), 2_900)}\`\`\``;
}
