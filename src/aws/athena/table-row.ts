import { asObject, asText, type Json, type JsonObject, parseJson } from '../../domain/json.ts';
import { type RecordReading, readRecord } from '../../records/read-record.ts';
import { COLUMNS } from './table-sql.ts';

/** Names inside `userIdentity` and `resources`, which structures of a table have in small letters. */
const INNER_NAMES: ReadonlyMap<string, string> = new Map(
  `principalId accountId accessKeyId userName invokedBy onBehalfOf userId identityStoreArn sessionContext mfaAuthenticated creationDate sessionIssuer ec2RoleDelivery webIdFederationData
  federatedProvider sourceIdentity assumedRoot identityProvider inScopeOf credentialId`
    .split(/\s+/)
    .map(name => [name.toLowerCase(), name] as const),
);

/** Columns whose text may be an object of a record. */
const MAY_BE_OBJECTS: ReadonlySet<string> = new Set([
  'userIdentity',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'resources',
  'serviceEventDetails',
]);

/** Reads a row of the table as a record. Never throws. */
export function readRow(
  row: Readonly<Record<string, string | undefined>>,
  carrier: { readonly accountId: string; readonly region: string },
): RecordReading {
  const fields: Record<string, Json> = {};
  for (const [column, name] of COLUMNS) {
    const text = row[column];
    if (text === undefined) continue;
    fields[name] = MAY_BE_OBJECTS.has(name) ? opened(text) : text;
  }
  const { resources } = fields;
  if (Array.isArray(resources)) fields['resources'] = resources.map(withArn);
  // A structure that was read by an old engine is a list without names, of which nothing can be told.
  if (Array.isArray(fields['userIdentity']))
    return { kind: 'malformed', reason: 'the identity has no names: use Athena engine version 3', raw: row };
  return readRecord(fields, { ...carrier, assurance: 'history' });
}

/** A resource under the name that CloudTrail writes in capitals. */
function withArn(resource: Json): Json {
  const { arn, ...rest } = asObject(resource) ?? {};
  return arn === undefined ? resource : { ...rest, ARN: arn };
}

/** What text holds: JSON, JSON text of JSON, or text. */
function opened(text: string): Json {
  const parsed = parseJson(text);
  if (typeof parsed === 'string') return opened(parsed);
  return parsed === undefined || typeof parsed !== 'object' || parsed === null ? text : named(parsed as Json);
}

/** The same with CloudTrail's names where a structure has them in small letters. */
function named(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(named);
  const object = asObject(value);
  if (!object) return value;
  const isStructure =
    Object.keys(object).every(key => key === key.toLowerCase()) && asText(object['type']) !== undefined;
  return isStructure ? renamed(object) : value;
}

function renamed(object: JsonObject): JsonObject {
  const entries = Object.entries(object)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]): [string, Json | undefined] => {
      const inner = asObject(value);
      return [INNER_NAMES.get(key) ?? key, inner ? renamed(inner) : value];
    });
  return Object.fromEntries(entries);
}
