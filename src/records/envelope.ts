import { asObject, asText, type JsonObject, parseJson } from '../domain/json.ts';
import { type RecordReading, readRecord } from './read-record.ts';

/** Whether an object has the shape of an EventBridge event (EventBridge User Guide, "AWS service event metadata"). */
export function isEnvelope(value: unknown): value is JsonObject {
  const object = asObject(value);
  return object !== undefined && typeof object['detail-type'] === 'string' && 'detail' in object;
}

/**
 * Reads the record out of an EventBridge event: `{"detail-type":"AWS API Call via CloudTrail","detail":{…}}`.
 * `replayed`: it did not come from the live feed. Events of other services are `unsupported`; a `detail` that holds no record is `malformed`.
 */
export function readEnvelope(envelope: JsonObject, replayed = false): RecordReading {
  const detailType = asText(envelope['detail-type']) ?? '';
  const detail = envelope['detail'];
  if (!/via CloudTrail$/i.test(detailType) && !isBareRecord(detail)) {
    return {
      kind: 'unsupported',
      reason: `detail-type "${detailType}" carries no CloudTrail record`,
      raw: envelope,
    };
  }
  return readRecord(openDetail(detail), {
    accountId: asText(envelope['account']),
    region: asText(envelope['region']),
    time: asText(envelope['time']),
    replayed: replayed || 'replay-name' in envelope,
  });
}

/** A record that somebody forwarded under a detail-type of their own. */
function isBareRecord(detail: unknown): boolean {
  const object = asObject(detail);
  return ['eventVersion', 'eventID', 'eventName', 'eventSource'].every(field => asText(object?.[field]));
}

function openDetail(detail: unknown): unknown {
  return typeof detail === 'string' ? (parseJson(detail) ?? detail) : detail;
}
