import { asObject, asText, type JsonObject } from '../domain/json.ts';

/** Log files that a notice tells of. */
interface LogFiles {
  readonly bucket: string;
  readonly keys: readonly string[];
}

/**
 * The log files of a notice, whoever sent it: S3 (`{"Records":[{"eventSource":"aws:s3","s3":{…}}]}`, or as an EventBridge event), or CloudTrail
 * itself (`{"s3Bucket":…,"s3ObjectKey":[…]}`; CloudTrail User Guide, "Configuring Amazon SNS notifications for CloudTrail").
 */
export function noticeIn(object: JsonObject): LogFiles | undefined {
  const bucket = asText(object['s3Bucket']);
  const keys = object['s3ObjectKey'];
  if (bucket !== undefined && Array.isArray(keys)) {
    const names = keys.flatMap(key => (typeof key === 'string' ? [key] : []));
    return names.length === 0 ? undefined : { bucket, keys: names };
  }
  if (asText(object['source']) === 'aws.s3') return placeIn(object['detail']);
  if (!asText(object['eventSource'])?.startsWith('aws:s3')) return undefined;
  return placeIn(object['s3'], decoded);
}

function placeIn(value: unknown, read = (key: string) => key): LogFiles | undefined {
  const place = asObject(value);
  const bucket = asText(asObject(place?.['bucket'])?.['name']);
  const key = asText(asObject(place?.['object'])?.['key']);
  return bucket === undefined || key === undefined ? undefined : { bucket, keys: [read(key)] };
}

/** A key as S3 writes it into its notices: encoded as in a URL, blanks as plus signs (S3 User Guide, "Event message structure"). */
function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}

/** What an object is that is known to hold no record; undefined where it may be one. */
export function notReadable(object: JsonObject): string | undefined {
  if ('digestStartTime' in object && 'logFiles' in object)
    return 'a digest file of CloudTrail, which holds no records';
  if (asText(object['Event']) === 's3:TestEvent') return 'a message by which S3 tries out a queue';
  if (asText(object['eventSource'])?.startsWith('aws:'))
    return `a notification of ${asText(object['eventSource'])}, not a record of CloudTrail`;
  if (asText(object['messageType']) === 'CONTROL_MESSAGE')
    return 'a message by which CloudWatch Logs tries out a destination';
  return undefined;
}
