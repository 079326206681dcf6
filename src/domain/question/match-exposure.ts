import { asBoolean, asObject, type Json, type JsonObject } from '../json.ts';
import type { CloudTrailRecord } from '../record.ts';
import type { Deed } from './question.ts';

/** Whether a deed is that something was made public, of which only the record of a call tells: the same calls make things private. */
export function isExposing({ verbs }: Pick<Deed, 'verbs'>): boolean {
  return verbs.length > 0 && verbs.every(verb => verb === 'expose');
}

/**
 * Whether a call opens something to everyone, as far as a deed asks for that: by a policy for every principal, an ACL for all users, a share with `all`, a database with
 * a public address, or by taking away what blocks public access. A call whose record does not tell is not left out.
 */
export function opensAsAsked(deed: Deed, { eventName, fields }: CloudTrailRecord): boolean {
  if (!isExposing(deed)) return true;
  if (/^Delete\w*PublicAccessBlock$/.test(eventName ?? '')) return true;
  const parameters = asObject(fields['requestParameters']);
  return parameters === undefined || isOpen(parameters);
}

function isOpen(value: Json | undefined, field = ''): boolean {
  if (Array.isArray(value)) return value.some(item => isOpen(item as Json, field));
  const object = asObject(value);
  if (!object) return isOpenValue(value, field);
  if (isForEveryone(object)) return true;
  return Object.entries(object).some(
    ([name, inner]) => !/^remove|ToRemove$/.test(name) && isOpen(inner, name),
  );
}

/** One value: Amazon S3 API Reference (canned ACLs, predefined groups, PublicAccessBlockConfiguration), Amazon EC2 and RDS API References, AWS Lambda API Reference. */
function isOpenValue(value: Json | undefined, field: string): boolean {
  if (/^(blockPublicAcls|ignorePublicAcls|blockPublicPolicy|restrictPublicBuckets)$/i.test(field))
    return asBoolean(value) === false;
  if (/^publiclyAccessible$/i.test(field)) return asBoolean(value) === true;
  if (typeof value !== 'string') return false;
  if (
    /^(public-read|public-read-write|authenticated-read)$|\/groups\/global\/(AllUsers|AuthenticatedUsers)$/.test(
      value,
    )
  )
    return true;
  if (/^(group|groups|valuesToAdd|accountIdsToAdd|userGroup)$/i.test(field)) return value === 'all';
  if (/^authType$/i.test(field)) return value === 'NONE';
  if (/^principal$/.test(field)) return value === '*';
  return value.startsWith('{') && isOpen(parsed(value));
}

/** A statement of a policy that allows something to whoever comes (IAM User Guide, "AWS JSON policy elements: Principal"). */
function isForEveryone({ Effect: effect, Principal: principal }: JsonObject): boolean {
  const whom = asObject(principal)?.['AWS'] ?? principal;
  return effect === 'Allow' && [whom].flat().includes('*');
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
