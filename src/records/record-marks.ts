import { asObject, asText, type JsonObject } from '../domain/json.ts';
import { redactText } from './redact.ts';

/** Fields of which a record has two at least, or one and an identity. */
const MARKS = [
  'eventVersion',
  'eventName',
  'eventID',
  'eventType',
  'eventCategory',
  'insightDetails',
] as const;

/** Whether an object has what makes a CloudTrail record, whatever else it is. */
export function looksLikeRecord(raw: JsonObject): boolean {
  // S3 and others notify in a shape of their own that looks alike.
  if (asText(raw['eventSource'])?.startsWith('aws:')) return false;
  let found = 0;
  for (const mark of MARKS)
    if (typeof raw[mark] === 'string' || typeof asObject(raw[mark]) === 'object') found += 1;
  return found >= 2 || (found === 1 && 'userIdentity' in raw);
}

/** Why an object is no record, where that can be told. */
export function whyNoRecord(raw: JsonObject): string {
  if (asText(raw['Type']) === 'SubscriptionConfirmation')
    return 'SNS asks to confirm a subscription, without which nothing comes: open the SubscribeURL of this message';
  const names = Object.keys(raw)
    .slice(0, 8)
    .map(name => redactText(name.slice(0, 40)))
    .join(', ');
  if ('eventversion' in raw || 'eventname' in raw)
    return 'a row of a query, with names in lower case: export the records as they are, or ask Athena for JSON of the original names';
  if ('eventName' in raw || 'eventTime' in raw)
    return 'only some columns of a record: ask CloudTrail Lake for eventJson';
  return `none of the fields that make a CloudTrail record${names === '' ? '' : ` (it has ${names})`}`;
}
