/** Causes for which a part of what should have been searched was not. */
export const GAP_CAUSES = [
  /** The time for an answer was used up. */
  'time',
  /** Its asker ended the search. */
  'cancelled',
  /** The look-ups for one answer were used up. */
  'limit',
  /** More matches than one answer holds: the question has to be narrowed. */
  'tooMany',
  'throttled',
  'unreachable',
  'denied',
  /** A setting has to be changed before it can be searched. */
  'misconfigured',
  /** What is there can't be read, or is not all there. */
  'unreadable',
  /** There is nothing to read, though something would be expected: no log files of this time. */
  'silent',
  /** Older than what the history keeps. */
  'tooOld',
] as const;
export type GapCause = (typeof GAP_CAUSES)[number];

/** A part of one account and Region that should have been searched and was not; instants are ISO 8601. */
export interface Gap {
  readonly history: string;
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly cause: GapCause;
  /** Why, in words for people. */
  readonly reason: string;
  /** What is missing: events, or only who obtained the sessions of some, or in which runs some were done. */
  readonly about?: 'sessions' | 'runs' | undefined;
  /** The history that was searched in its place: then nothing is missing, but where it came from matters. */
  readonly replacedBy?: string | undefined;
}

/** Causes that pass, so that searching once more may close the gap. */
const PASSING: ReadonlySet<GapCause> = new Set<GapCause>([
  'time',
  'cancelled',
  'limit',
  'throttled',
  'unreachable',
]);

/** Whether searching once more may close a gap. */
export function mayClose({ cause, replacedBy }: Gap): boolean {
  return replacedBy === undefined && PASSING.has(cause);
}

/** The cause of a gap that has several: one that passes, if there is one, since searching once more may then find something. */
export function causeOf(causes: readonly GapCause[]): GapCause | undefined {
  return causes.find(cause => PASSING.has(cause)) ?? causes[0];
}

/** Whether anything is missing for it: not where another history was searched instead. */
export function isOpenGap({ replacedBy }: Gap): boolean {
  return replacedBy === undefined;
}
