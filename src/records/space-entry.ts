import { asObject, asText, type Json, type JsonObject, parseJson } from '../domain/json.ts';
import { spacePlace } from '../domain/space.ts';
import { type RecordReading, readRecord } from './read-record.ts';
import { REDACTED } from './redact.ts';

/** Latest instant that can be written, in seconds since 1970: the end of the year 9999. */
const MAX_SECONDS = 253_402_300_799;

/** Types of users in a space's log, and what CloudTrail's `userIdentity` has for them; people of CodeCatalyst are none of CloudTrail's own. */
const IDENTITY_TYPES: Readonly<Record<string, string>> = {
  USER: 'CodeCatalystUser',
  AWS_ACCOUNT: 'AWSAccount',
};

/** Names of events about secrets, whatever they are called. */
const OF_SECRETS = /secret|credential|token|password|ssh_?key/i;
/** Fields of such events that name something. */
const NAMING =
  /(?:name|ids?|type|kind|status|state|space|project|environment|scope|arn|time|date|expires?|version|[a-z]At)$/;

/**
 * Reads an entry of a space's log as a record of the house, without its secrets (Amazon CodeCatalyst API Reference, "EventLogEntry"): its name in CloudTrail's spelling, the
 * space where CloudTrail has the account, and what it has no field for in `additionalEventData`. Never throws.
 */
export function readSpaceEntry(input: unknown, space: string): RecordReading {
  const entry = asObject(input);
  if (!entry) return { kind: 'malformed', reason: 'not a JSON object', raw: input };
  const name = asText(entry['eventName']);
  if (name === undefined) return { kind: 'malformed', reason: 'an entry without a name', raw: input };
  const raw = {
    eventID: entry['id'],
    eventName: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    eventSource: 'codecatalyst.amazonaws.com',
    eventTime: timeOf(entry['eventTime']),
    eventType: 'AwsApiCall',
    userIdentity: identityOf(asObject(entry['userIdentity'])),
    requestID: entry['requestId'],
    requestParameters: payloadOf(entry['requestPayload'], OF_SECRETS.test(name)),
    responseElements: payloadOf(entry['responsePayload'], OF_SECRETS.test(name)),
    errorCode: entry['errorCode'],
    sourceIPAddress: entry['sourceIpAddress'],
    userAgent: entry['userAgent'],
    readOnly: entry['operationType'] === 'READONLY',
    additionalEventData: {
      spaceName: space,
      ...projectOf(asObject(entry['projectInformation'])),
      ...said({ eventCategory: entry['eventCategory'], eventType: entry['eventType'] }),
    },
  };
  return readRecord(said(raw), { accountId: spacePlace(space), assurance: 'history' });
}

/** When it happened, as CloudTrail writes it: a number is seconds since 1970. */
function timeOf(time: Json | undefined): Json | undefined {
  return typeof time === 'number' && Math.abs(time) < MAX_SECONDS
    ? new Date(time * 1_000).toISOString()
    : time;
}

function identityOf(user: JsonObject | undefined): JsonObject | undefined {
  if (!user) return undefined;
  const type = asText(user['userType']) ?? '';
  return said({
    type: IDENTITY_TYPES[type] ?? 'Unknown',
    principalId: user['principalId'],
    userName: user['userName'],
    accountId: user['awsAccountId'],
  });
}

function projectOf(project: JsonObject | undefined): JsonObject {
  return said({ projectName: project?.['name'], projectId: project?.['projectId'] });
}

/** What was sent or given, which is JSON text as a rule; other text is kept as it is, unless the entry is about a secret. */
function payloadOf(payload: Json | undefined, isOfSecret: boolean): Json | undefined {
  const data = asObject(payload)?.['data'];
  const text = asText(data);
  const isText = text !== undefined && text.trim() !== '';
  const fields = asObject(isText ? parseJson(text) : data);
  if (!fields) return isText ? { data: isOfSecret ? REDACTED : text } : undefined;
  return isOfSecret ? withoutValues(fields) : fields;
}

/** A payload with nothing but names, ids and the like: in which field the secret is, nothing tells. */
function withoutValues(value: Json | undefined, field = ''): Json | undefined {
  if (Array.isArray(value)) return (value as Json[]).map(item => withoutValues(item, field) ?? null);
  if (typeof value === 'string' || typeof value === 'number') return NAMING.test(field) ? value : REDACTED;
  const object = asObject(value);
  return object === undefined
    ? value
    : Object.fromEntries(
        Object.entries(object).map(([key, inner]) => [key, withoutValues(inner, key) ?? null]),
      );
}

/** An object without what is not said. */
function said(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  );
}
