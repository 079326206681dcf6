import { nameInArn } from './arn.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { asName, asObject, eachText, type Json, type JsonObject } from './json.ts';
import { singular, wordsOf } from './phrase.ts';
import type { CloudTrailRecord } from './record.ts';
import { remembering } from './remember.ts';
import { displayName, nameOfLoadBalancing, queueInUrl } from './resource-name.ts';

/** What a record is about. */
export interface Parties {
  /** As a reader would name it: a connection id, a role name, a stack. Null where nothing tells. */
  readonly resource: string | null;
  /** To whom it was attached, for whom it was made, with what it was connected; null where there is nobody, or the record does not tell. */
  readonly second: string | null;
  /** Further resources of the same kind in the same call. */
  readonly others: readonly string[];
}

const PLACES = [
  'requestParameters',
  'responseElements',
  'serviceEventDetails',
  'additionalEventData',
] as const;

/**
 * What a record is about. The shapes of CodeCatalyst's parameters are not documented, so it is looked for in the fields that may hold it,
 * then anywhere; of other services in those that the event's name suggests, then in fields that usually name something, and for a call that
 * was refused in its message.
 */
export function partiesOf(
  record: CloudTrailRecord,
  entry: Pick<CatalogueEntry, 'resourceFields' | 'secondFields'>,
): Parties {
  const places = PLACES.map(place => record.fields[place]);
  const texts = places.map(textsByField);
  const isKnown = entry.resourceFields.length > 0;
  const fields = isKnown ? entry.resourceFields : likelyFields(record.eventName ?? '');
  const found = firstOf(fields, texts, isKnown ? () => true : isName);
  if (found) {
    const [resource = null, ...others] = found;
    return { resource, others, second: firstOf(entry.secondFields, texts)?.[0] ?? null };
  }
  const elsewhere = connectionAnywhere(places) ?? listedResource(record) ?? refusedResource(record) ?? null;
  return { resource: elsewhere, others: [], second: firstOf(entry.secondFields, texts)?.[0] ?? null };
}

/** The texts of the first field that has any, as they are shown. */
function firstOf(
  fields: readonly string[],
  texts: readonly ReadonlyMap<string, Named>[],
  isWanted: (text: string) => boolean = () => true,
): string[] | undefined {
  for (const field of fields) {
    for (const place of texts) {
      const found = place.get(field)?.texts.filter(isWanted);
      if (found !== undefined && found.length > 0) return [...new Set(found.map(displayName))];
    }
  }
  return undefined;
}

/** Whether a text can be the name of something: a policy document, a public key or a description is none. */
function isName(text: string): boolean {
  return text.length <= 256 && !/[{\s]/.test(text);
}

/** Every name under which a record's resources may be asked for, lower case: names, ids and ARNs, from anywhere in it. */
export function resourceNames(record: CloudTrailRecord): string[] {
  const names = new Set<string>();
  const add = (text: string) => {
    const trimmed = text.trim().toLowerCase();
    if (trimmed === '' || trimmed.length > 512) return;
    names.add(trimmed);
    // DNS names end with a point that nobody types.
    if (trimmed.endsWith('.')) names.add(trimmed.slice(0, -1));
    const balancing = nameOfLoadBalancing(trimmed);
    if (balancing !== undefined) names.add(balancing);
    const last = nameInArn(trimmed) ?? queueInUrl(trimmed);
    if (last !== undefined) names.add(last);
    // Secrets Manager ends the ARN of a secret with six random characters (Secrets Manager User Guide, "What's in a secret").
    const secret = /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:(.+)-[a-z0-9]{6}$/.exec(trimmed)?.[1];
    if (secret !== undefined) names.add(secret);
  };
  eachText(record.fields['requestParameters'], (text, field) => {
    if (NAMING.test(field)) add(text);
  });
  eachText(record.fields['responseElements'], (text, field) => {
    if (/(name|id|arn)$/i.test(field)) add(text);
  });
  eachText(record.fields['resources'], add);
  return [...names];
}

/** Fields of a call that name something (Service Authorization Reference, resource types and their condition keys). */
const NAMING =
  /(name|id|ids|arn|arns|identifier|bucket|stack|key|alias|rule|resource|resources|items|family|target|cluster|service|task|taskDefinition|function|queue|queueUrl|topic|table|document|secret|domain|repository|email|emailAddress|instanceType|instanceClass)$/i;

/** Field names that an event name suggests: `DeleteStack` suggests stackName, stackId, stackArn, stack. */
const likelyFields = remembering((eventName): string[] => {
  if (eventName === '') return [];
  const nouns = wordsOf(eventName).slice(1, 7);
  const stems: string[] = [];
  // Runs of words, those that reach the end first: AssumeRolePolicy suggests a policy before it suggests a role.
  for (let to = nouns.length; to > 0; to--) {
    for (let from = 0; from < to; from++) stems.push(singular(nouns.slice(from, to).join('')));
  }
  const named = stems.flatMap(stem => ENDINGS.map(ending => `${stem}${ending}`));
  // What ends so names something; a bare word may be anything, `attribute` above all.
  const fields = [...named, ...stems, 'name', 'resourceArn', 'arn', ...USUAL_FIELDS].map(field =>
    field.toLowerCase(),
  );
  return fields.filter(field => !NEVER_NAMES.has(field));
});

/** Endings of fields that name something. */
const ENDINGS = ['Name', 'Id', 'Arn', 'Identifier', 'Url'] as const;
/** Fields that name what a call is about, whatever it is called. */
const USUAL_FIELDS = [
  'instanceId',
  'functionName',
  'secretId',
  'routeTableId',
  'keyId',
  'queueUrl',
  'pipelineName',
  'roleName',
  'userName',
  'groupName',
  'resourceId',
  'flowLogId',
  'allocationId',
  'publicIp',
  'associationId',
] as const;
/** Fields that say which part of a thing is meant, not which thing. */
const NEVER_NAMES: ReadonlySet<string> = new Set([
  'attribute',
  'attributename',
  'status',
  'visibility',
  'state',
  'action',
  'type',
]);
/** Parts of a request that only choose among many things. */
const CHOOSING: ReadonlySet<string> = new Set(['filterset', 'filters', 'filter']);

/** Texts under one name, of the level where it stands first. */
interface Named {
  readonly depth: number;
  readonly texts: string[];
}

/** The texts under each name of a field (lower case), those that are least deep; those of one list together. */
function textsByField(value: Json | undefined): ReadonlyMap<string, Named> {
  const found = new Map<string, Named>();
  if (typeof value !== 'object' || value === null) return found;
  let level: Inner[] = [{ value, of: '' }];
  for (let depth = 0; depth < 6 && level.length > 0; depth++) {
    const next: Inner[] = [];
    for (const node of level) {
      if (Array.isArray(node.value))
        next.push(...(node.value as Json[]).slice(0, 50).map(item => ({ value: item, of: node.of })));
      else if (typeof node.value === 'object' && node.value !== null)
        takeFields(node.value as JsonObject, node.of, { depth, found, next });
    }
    level = next.slice(0, 200);
  }
  return found;
}

/** A part of a record, and the field that it stands in (lower case); empty for the whole. */
interface Inner {
  readonly value: Json;
  readonly of: string;
}

/** Names of which only the object around them tells whose they are. */
const BARE: ReadonlySet<string> = new Set(['name', 'arn', 'id']);
/** Objects that stand for the call itself, or hold its parts. */
const WRAPPING = /^$|(?:request|input|output|result|response|set|items?|details|body|params|parameters)$/;

function takeFields(
  object: JsonObject,
  of: string,
  { depth, found, next }: { depth: number; found: Map<string, Named>; next: Inner[] },
): void {
  for (const name in object) {
    const inner = object[name];
    const field = name.toLowerCase();
    if (typeof inner !== 'object' || inner === null) {
      const text = asName(inner);
      if (text === undefined) continue;
      if (!BARE.has(field) || WRAPPING.test(of)) add(field, text);
      // `"cluster": { "name": "blue" }` names a cluster.
      if (BARE.has(field) && !WRAPPING.test(of)) add(`${singular(of)}${field}`, text);
      continue;
    }
    if (!CHOOSING.has(field)) next.push({ value: inner, of: field });
    if (Array.isArray(inner)) {
      for (const item of inner.slice(0, 50))
        if (typeof item === 'string') {
          add(field, item);
          add(singular(field), item);
        }
    } else {
      // An XML element as EC2 writes it: `{ "tag": 1, "content": "fl-1" }`.
      const text = asName((inner as JsonObject)['content']);
      if (text !== undefined) add(field, text);
    }
  }

  function add(field: string, text: string): void {
    const known = found.get(field);
    if (!known) found.set(field, { depth, texts: [text] });
    else if (known.depth === depth) known.texts.push(text);
  }
}

/** The resource that AWS's message names, where a call was refused before its parameters were recorded. */
function refusedResource({ errorMessage }: CloudTrailRecord): string | undefined {
  const arn = /\bon resource: (arn:[^\s"]+)/.exec(errorMessage ?? '')?.[1];
  return arn === undefined ? undefined : displayName(arn);
}

function connectionAnywhere(places: readonly (Json | undefined)[]): string | undefined {
  let found: string | undefined;
  for (const place of places) {
    eachText(place, text => {
      found ??= /\/connections\/([\w-]+)/.exec(text)?.[1];
    });
  }
  return found;
}

/** `resources[]` of the record; a key or role that served the call comes last, for it is seldom what the call was about. */
function listedResource(record: CloudTrailRecord): string | undefined {
  const listed = record.fields['resources'];
  if (!Array.isArray(listed)) return undefined;
  const arns = listed
    .map(item => asName(asObject(item)?.['ARN']) ?? asName(asObject(item)?.['resourceName']))
    .filter(arn => arn !== undefined);
  const first = arns.find(arn => !/:(key|role)\//.test(arn)) ?? arns[0];
  return first === undefined ? undefined : displayName(first);
}
