import { formatDay, formatHour, formatWeek } from './instant.ts';
import { Calendar } from './question/read/time/calendar.ts';
import type { ReportSchedule } from './report-schedule.ts';
import type { Tally } from './tally.ts';

/** What came of a channel in a time: what it was shown, and what it was not. `from` inclusive, `to` exclusive, in milliseconds since 1970. */
export interface Report {
  readonly from: number;
  readonly to: number;
  /** Cards that were posted, and the events on them. */
  readonly cards: number;
  readonly events: number;
  /** Events by what was done (`created`, `denied`), and by whom, the most first. */
  readonly kinds: readonly Tally[];
  readonly people: readonly Tally[];
  /** Events by when they came in: two hours, a day or a week each, also those in which nothing did. */
  readonly times: readonly Tally[];
  readonly denied: number;
  /** Events that no feed had brought in time. */
  readonly late: number;
  /** Events without a card because somebody muted them. */
  readonly muted: number;
  /** Decisions that were made, by their verdict. */
  readonly decided: readonly Tally[];
  /** Reviews that wait for a decision, since whenever. */
  readonly open: number;
  /** Names of accounts that nothing comes from any more. */
  readonly silent: readonly string[];
  /** There was more than was counted. */
  readonly isCut: boolean;
}

/** What came in at an instant, in milliseconds since 1970. */
export interface Arrival {
  readonly at: number;
  readonly events: number;
}

/** Longest times that are told by two hours, and by days. */
const MAX_BY_HOURS_MS = 40 * 3_600_000;
const MAX_BY_DAYS_MS = 20 * 86_400_000;

/** How much came in when, in a time from `from` to `to`, which is exclusive. */
export function arrivalTimes(
  arrivals: readonly Arrival[],
  { from, to }: Pick<Report, 'from' | 'to'>,
  timeZone: string,
): readonly Tally[] {
  const { unit, step, format } = spanOf(to - from);
  const calendar = new Calendar(from, timeZone);
  const tallies: Tally[] = [];
  for (let at = calendar.startOf(unit, from); at < to; ) {
    const next = calendar.add(unit, at, step);
    const within = arrivals.filter(one => one.at >= at && one.at < next);
    tallies.push({ name: format(at, timeZone), events: within.reduce((sum, { events }) => sum + events, 0) });
    at = next;
  }
  return tallies;
}

function spanOf(durationMs: number) {
  if (durationMs <= MAX_BY_HOURS_MS) return { unit: 'hour', step: 2, format: formatHour } as const;
  if (durationMs <= MAX_BY_DAYS_MS) return { unit: 'day', step: 1, format: formatDay } as const;
  return { unit: 'week', step: 1, format: formatWeek } as const;
}

/** The last instant at which a report was due, in milliseconds; `now` itself counts. Where clocks skip its time it is due when they have. */
export function lastDue({ weekday, hour, minute, timeZone }: ReportSchedule, now: number): number {
  const calendar = new Calendar(now, timeZone);
  const day = weekday === null ? calendar.today : calendar.weekdayBefore(now, weekday);
  const due = calendar.atClock(day, [hour, minute]);
  return due <= now
    ? due
    : calendar.atClock(calendar.add('day', day, weekday === null ? -1 : -7), [hour, minute]);
}

/** Whether a report says nothing that anybody would want to read. */
export function saysNothing({ events, muted, decided, open, silent }: Report): boolean {
  return events === 0 && muted === 0 && decided.length === 0 && open === 0 && silent.length === 0;
}
