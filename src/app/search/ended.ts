import type { GapCause } from '../../domain/gap.ts';

/** Most matches that one answer gathers; nobody reads more, and memory must not grow with the trail. */
export const MAX_MATCHES = 10_000;

/** Why a look-up ended before its range did. */
export interface Ended {
  readonly cause: GapCause;
  readonly reason: string;
}
/** The usual reasons. */
export const ENDED = {
  time: { cause: 'time', reason: 'the time for an answer was used up' },
  cancelled: { cause: 'cancelled', reason: 'the search was cancelled' },
  requests: { cause: 'limit', reason: 'the look-ups for one answer were used up' },
  matches: {
    cause: 'tooMany',
    reason: `more than ${MAX_MATCHES.toLocaleString('en')} events match: narrow the question`,
  },
  fault: { cause: 'unreadable', reason: 'an internal error; the log has it' },
} as const satisfies Readonly<Record<string, Ended>>;
