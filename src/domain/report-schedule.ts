/** When a channel wants to be told what came in since the last time: each day, or each week. */
export interface ReportSchedule {
  /** A Slack channel id. */
  readonly channel: string;
  /** From 0, which is Sunday; null: each day. */
  readonly weekday: number | null;
  readonly hour: number;
  readonly minute: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** Days of the week as they are written, in the order of their numbers. */
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** Reads `09:00`, or `monday 09:00`; undefined where it is neither. */
export function readReportTime(
  text: string,
): Pick<ReportSchedule, 'weekday' | 'hour' | 'minute'> | undefined {
  const match = /^(?:([a-z]+) )?([01]\d|2[0-3]):([0-5]\d)$/i.exec(text);
  if (!match) return undefined;
  const [, day, hour, minute] = match;
  const weekday = day === undefined ? null : WEEKDAYS.findIndex(name => name === day.toLowerCase());
  return weekday === -1 ? undefined : { weekday, hour: Number(hour), minute: Number(minute) };
}
