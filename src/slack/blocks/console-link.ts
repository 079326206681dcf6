import { EVENT_HISTORY_REACH_MS } from '../../domain/plan.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { consoleHost } from '../../domain/region.ts';

/** The page of an event in the CloudTrail console, or undefined where there can't be one. `now` in milliseconds. */
export function consoleLink(record: CloudTrailRecord, now: number): string | undefined {
  const { eventID, awsRegion, at } = record;
  const host = consoleHost(awsRegion ?? '');
  const isKept = at !== null && now - at < EVENT_HISTORY_REACH_MS;
  if (host === undefined || !isKept || !/^[\da-f-]{36}$/i.test(eventID ?? '')) return undefined;
  return `https://${host}/cloudtrailv2/home?region=${awsRegion}#/events/${eventID}`;
}
