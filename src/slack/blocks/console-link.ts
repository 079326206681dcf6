import type { CloudTrailRecord } from '../../domain/record.ts';

/** How long the console shows an event, in milliseconds: as long as Event history keeps it. */
const KEPT = 90 * 86_400_000;

/** The page of an event in the CloudTrail console, or undefined where there can't be one. `now` in milliseconds. */
export function consoleLink(record: CloudTrailRecord, now: number): string | undefined {
  const { eventID, awsRegion, eventTime } = record;
  if (!/^[\da-f-]{36}$/i.test(eventID ?? '') || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(awsRegion ?? ''))
    return undefined;
  if (!(now - Date.parse(eventTime ?? '') < KEPT)) return undefined;
  const domain = awsRegion?.startsWith('cn-')
    ? 'console.amazonaws.cn'
    : awsRegion?.startsWith('us-gov-')
      ? 'console.amazonaws-us-gov.com'
      : 'console.aws.amazon.com';
  return `https://${awsRegion}.${domain}/cloudtrailv2/home?region=${awsRegion}#/events/${eventID}`;
}
