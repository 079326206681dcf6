import type { Coverage } from '../../domain/coverage.ts';
import type { Gap } from '../../domain/gap.ts';
import type { RecordSummary } from '../../domain/summary.ts';
import type { Followed } from '../identity/who-is-behind.ts';
import type { RunTies } from './run-ties.ts';

/** Words beside an empty answer about what CloudTrail hardly has. */
export const NOT_IN_CLOUDTRAIL =
  'Most of this is only in the log of a CodeCatalyst space, and none is connected: set space in cctrail.yml.';

/** A coverage where more events of sessions were come across than are kept until it shows whose they are. */
export function withTooMany(coverage: Coverage): Coverage {
  const { from, to } = coverage.searched[0] ?? { from: coverage.settledUntil, to: coverage.settledUntil };
  const reason = 'more was done in sessions of roles than can be told apart: narrow the question';
  const gap: Gap = { history: 'Event history', from, to, cause: 'tooMany', reason, about: 'sessions' };
  return { ...coverage, complete: false, notSearched: [...coverage.notSearched, gap] };
}

/** A coverage with what tying events to runs took, and with what of it was not found out. */
export function withRuns(coverage: Coverage, { requests, gap }: RunTies): Coverage {
  const spent = { ...coverage, requests: coverage.requests + requests };
  return gap ? { ...spent, complete: false, notSearched: [...coverage.notSearched, gap] } : spent;
}

/** A coverage with what following sessions took, and with those that there was no time for. */
export function withFollowing(
  coverage: Coverage,
  { requests, late }: Followed,
  events: readonly RecordSummary[],
): Coverage {
  const spent = { ...coverage, requests: coverage.requests + requests };
  const times = events.flatMap(({ record }) => record.eventTime ?? []).toSorted();
  const [from, to] = [times[0], times.at(-1)];
  if (late === 0 || from === undefined || to === undefined) return spent;
  const sessions = late === 1 ? 'a session' : `${late} sessions`;
  const reason = `who obtained ${sessions} was not found out: the time for an answer was used up`;
  const gap: Gap = { history: 'Event history', from, to, cause: 'time', reason, about: 'sessions' };
  return { ...spent, complete: false, notSearched: [...coverage.notSearched, gap] };
}
