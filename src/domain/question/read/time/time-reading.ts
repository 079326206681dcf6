import type { TimeRange } from '../../question.ts';

/** A time phrase that was read: its range and how many words it took. */
export interface TimeReading {
  readonly range: TimeRange;
  readonly words: number;
  /** It speaks of an hour that the clocks skipped. */
  readonly skipped?: boolean | undefined;
  /** It names a day that the calendar does not have. */
  readonly isNoDay?: boolean | undefined;
}

/** Words between the two ends of a range. */
export const JOINT = /^(and|to|until|till|through|thru|-)$/;

/** A range that so many words say. */
export function reading(from: number, to: number, words: number): TimeReading {
  return { range: { from, to }, words };
}
