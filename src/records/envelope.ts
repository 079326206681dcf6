import { asObject, asText, type JsonObject, parseJson } from '../domain/json.ts';
import { type RecordReading, readRecord } from './read-record.ts';

/** Who can have sent an envelope, as far as the credential tells that it came with. */
export interface Sender {
  /** The one account that can send so; `*`: the only one that is configured, whose id nobody has told; null: nobody knows which. */
  readonly account: string | null;
  /** Whether the credential is bound to that account, so that whatever comes with it is sent by that account. */
  readonly bound: boolean;
}

/** Anybody who may send here. */
const ANYBODY: Sender = { account: null, bound: false };

/** Whether an object has the shape of an EventBridge event (EventBridge User Guide, "AWS service event metadata"). */
export function isEnvelope(value: unknown): value is JsonObject {
  const object = asObject(value);
  return object !== undefined && typeof object['detail-type'] === 'string' && 'detail' in object;
}

/**
 * Reads the record out of an EventBridge event: `{"source":"aws.…","detail-type":"AWS API Call via CloudTrail","detail":{…}}`.
 * `replayed`: it did not come from the live feed. Events of other services, and of whoever is not AWS, are `unsupported`; a `detail` that
 * holds no record is `malformed`.
 */
export function readEnvelope(
  envelope: JsonObject,
  { replayed = false, sender = ANYBODY }: { readonly replayed?: boolean; readonly sender?: Sender } = {},
): RecordReading {
  const detailType = asText(envelope['detail-type']) ?? '';
  const source = asText(envelope['source']) ?? '';
  const detail = openDetail(envelope['detail']);
  // PutEvents refuses such a source from everybody else (EventBridge API Reference, "PutEvents": NotAuthorizedForSourceException).
  if (!source.startsWith('aws.'))
    return unsupported(`source "${source.slice(0, 100)}" is not a service of AWS`, envelope);
  if (!/via CloudTrail$/i.test(detailType) && !isBareRecord(detail))
    return unsupported(`detail-type "${detailType.slice(0, 100)}" carries no CloudTrail record`, envelope);
  const account = asText(envelope['account']);
  const concerned = asText(asObject(detail)?.['recipientAccountId']) ?? account;
  const vouched =
    account !== undefined &&
    account === concerned &&
    (sender.account === '*' || sender.account === concerned);
  return readRecord(detail, {
    accountId: account,
    region: asText(envelope['region']),
    time: asText(envelope['time']),
    replayed: replayed || 'replay-name' in envelope,
    assurance: vouched && !replayed ? 'sender' : 'none',
    sentBy: sender.bound && sender.account !== null ? sender.account : account,
  });
}

function unsupported(reason: string, raw: unknown): RecordReading {
  return { kind: 'unsupported', reason, raw };
}

/** A record that somebody forwarded under a detail-type of their own. */
function isBareRecord(detail: unknown): boolean {
  const object = asObject(detail);
  return ['eventVersion', 'eventID', 'eventName', 'eventSource'].every(field => asText(object?.[field]));
}

function openDetail(detail: unknown): unknown {
  return typeof detail === 'string' ? (parseJson(detail) ?? detail) : detail;
}
