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
