import type { TimeRange } from '../../domain/question/question.ts';

const DAY_MS = 86_400_000;
/** Tolerance between the clocks of CloudTrail's machines. */
const CLOCK_SKEW_MS = 60_000;

/**
 * Longest time from its events to the delivery of a log file. Usually it is a quarter of an hour (CloudTrail User Guide,
 * "How CloudTrail works"); an outage can make it hours, and a file that is not opened can't be missed.
 */
export const LATEST_DELIVERY_MS = DAY_MS;

/** The folder of an account's log files of one Region, below the place that holds `AWSLogs/` (CloudTrail User Guide, "CloudTrail log file names"). */
export function regionPrefix(root: string, accountId: string, region: string): string {
  return `${root}${accountId}/CloudTrail/${region}/`;
}

/** The days (UTC) whose folders can hold events of a range, newest first, as `YYYY/MM/DD/`. */
export function* dayPrefixes(range: TimeRange, now: number): Generator<string> {
  const last = Math.min(range.to + LATEST_DELIVERY_MS, now);
  for (let day = Math.floor(last / DAY_MS) * DAY_MS; day + DAY_MS > range.from; day -= DAY_MS)
    yield `${new Date(day).toISOString().slice(0, 10).replaceAll('-', '/')}/`;
}

/**
 * When a log file was delivered, to the minute, in milliseconds: the stamp in `ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHmmZ_RANDOM.json.gz`.
 * Undefined for whatever is no log file.
 */
export function deliveredAt(key: string): number | undefined {
  const match = /_CloudTrail_[a-z0-9-]+_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^/]*\.json(\.gz)?$/.exec(key);
  if (!match) return undefined;
  const [, year, month, day, hour, minute] = match.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute);
}

/** Whether a file delivered at an instant can hold events of a range: none is delivered before it happens, up to a minute of clocks. */
export function canHold(delivered: number, range: TimeRange): boolean {
  return delivered >= range.from - CLOCK_SKEW_MS && delivered < range.to + LATEST_DELIVERY_MS;
}
