import type { TimeRange } from '../../question.ts';

/** A moment or a stretch of the calendar that was read, and how many words it took. */
export interface Moment extends TimeRange {
  readonly words: number;
  /** How much wider it is meant where it does not bound a range, in milliseconds: all of the hour for `2pm`, some minutes for `20 minutes ago`. */
  readonly tolerance?: { readonly before: number; readonly after: number };
  /** The clocks never showed it: they were put forward. */
  readonly skipped?: boolean;
}

/** A moment of so many words; `to` exclusive. */
export function moment(from: number, to: number, words: number): Moment {
  return { from, to, words };
}

/** The same moment where some words stand before it; undefined where there is none. */
export function longer(one: Moment | undefined, words: number): Moment | undefined {
  return one && { ...one, words: one.words + words };
}

/** What begins at a place: looked for once, where `known` does not have it yet. */
export function found<Found>(
  known: Map<number, Found | undefined>,
  at: number,
  look: (at: number) => Found | undefined,
): Found | undefined {
  const before = known.get(at);
  if (before !== undefined || known.has(at)) return before;
  const here = look(at);
  known.set(at, here);
  return here;
}
