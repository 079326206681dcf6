import type { TimeRange } from '../question.ts';

/** A moment or a stretch of the calendar that was read, and how many words it took. */
export interface Moment extends TimeRange {
  readonly words: number;
  /** A time of day that was said to the hour only: where it does not bound a range, all of the hour is meant. */
  readonly hourly?: boolean;
}

/** A moment of so many words; `to` exclusive. */
export function moment(from: number, to: number, words: number): Moment {
  return { from, to, words };
}
