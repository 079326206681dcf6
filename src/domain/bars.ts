import type { Tally } from './tally.ts';
import { oneLine } from './visible.ts';

/** Longest bar of a count, and longest name before it, in characters. */
const MAX_BAR_WIDTH = 20;
const MAX_NAME_WIDTH = 40;

/** Counts as lines of text of one width: the name, a bar as long as it has a share of the most, the number. */
export function barLines(tallies: readonly Tally[]): readonly string[] {
  const names = tallies.map(({ name }) => shortened(oneLine(name)));
  const width = Math.max(0, ...names.map(name => name.length));
  const most = Math.max(1, ...tallies.map(({ events }) => events));
  return tallies.map(({ events }, index) => {
    const length = events === 0 ? 0 : Math.max(1, Math.round((events / most) * MAX_BAR_WIDTH));
    const bar = length === 0 ? '' : ` ${'█'.repeat(length)}`;
    return `${(names[index] ?? '').padEnd(width)}${bar} ${events}`;
  });
}

function shortened(name: string): string {
  return name.length <= MAX_NAME_WIDTH ? name : `${name.slice(0, MAX_NAME_WIDTH - 1)}…`;
}
