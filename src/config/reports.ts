import { type ReportSchedule, readReportTime } from '../domain/report-schedule.ts';
import type { ConfigFile } from './file.ts';

/** When which channels want to be told what came in: `digest` of the file. */
export function reportsOf({ digest = [] }: ConfigFile): readonly ReportSchedule[] {
  return digest.flatMap(({ channel, at, timeZone = 'UTC' }) => {
    const time = readReportTime(at);
    return time ? [{ channel, ...time, timeZone }] : [];
  });
}
