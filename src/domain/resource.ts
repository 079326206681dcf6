import { nameInArn } from './arn.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { asObject, asText, eachText, type Json } from './json.ts';
import { singular, wordsOf } from './phrase.ts';
import type { CloudTrailRecord } from './record.ts';
import { remembering } from './remember.ts';

/**
 * The resource a record is about, as a reader would name it: a connection id, a role name, a stack. Null where nothing tells.
 * The shapes of CodeCatalyst's parameters are not documented, so it is looked for in the fields that may hold it, then anywhere.
 */
export function resourceOf(record: CloudTrailRecord, entry: CatalogueEntry): string | null {
  const places = ['requestParameters', 'responseElements', 'serviceEventDetails', 'additionalEventData'].map(
    place => record.fields[place],
  );
  const texts = places.map(textsByField);
  const fields =
    entry.resourceFields.length > 0 ? entry.resourceFields : likelyFields(record.eventName ?? '');
  for (const field of fields) {
    for (const place of texts) {
      const found = place.get(field.toLowerCase());
      if (found !== undefined) return displayName(found);
    }
  }
  return connectionAnywhere(places) ?? listedResource(record) ?? null;
}

/** Every name under which a record's resources may be asked for, lower case: names, ids and ARNs, from anywhere in it. */
export function resourceNames(record: CloudTrailRecord): string[] {
  const names = new Set<string>();
  const add = (text: string) => {
    const trimmed = text.trim().toLowerCase();
    if (trimmed === '' || trimmed.length > 512) return;
    names.add(trimmed);
    const last = nameInArn(trimmed);
    if (last !== undefined) names.add(last);
  };
  eachText(record.fields['requestParameters'], (text, field) => {
    if (/(name|id|ids|arn|arns|bucket|stack|key|alias|rule|resource|resources|items)$/i.test(field))
      add(text);
  });
  eachText(record.fields['responseElements'], (text, field) => {
    if (/(name|id|arn)$/i.test(field)) add(text);
  });
  eachText(record.fields['resources'], add);
  return [...names];
}

/** Field names that an event name suggests: `DeleteStack` suggests stackName, stackId, stackArn, stack. */
const likelyFields = remembering((eventName): string[] => {
  if (eventName === '') return [];
  const nouns = wordsOf(eventName).slice(1, 7);
  const stems: string[] = [];
  // Runs of words, those that reach the end first: AssumeRolePolicy suggests a policy before it suggests a role.
  for (let to = nouns.length; to > 0; to--) {
    for (let from = 0; from < to; from++) stems.push(singular(nouns.slice(from, to).join('')));
  }
  const endings = ['Name', 'Id', 'Arn', '', 'Identifier'];
  return [
    ...stems.flatMap(stem => endings.map(ending => `${stem}${ending}`)),
    'name',
    'resourceArn',
    'arn',
  ].map(field => field.toLowerCase());
});

/** The first text under each name of a field (lower case), level by level. */
function textsByField(value: Json | undefined): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  let level: (Json | undefined)[] = [value];
  for (let depth = 0; depth < 6 && level.length > 0; depth++) {
    const next: (Json | undefined)[] = [];
    for (const node of level) {
      if (Array.isArray(node)) next.push(...node.slice(0, 50));
      const object = asObject(node);
      if (!object) continue;
      for (const name in object) {
        const inner = object[name];
        if (typeof inner === 'object') next.push(inner);
        const text = asText(inner);
        const field = name.toLowerCase();
        if (text !== undefined && !texts.has(field)) texts.set(field, text);
      }
    }
    level = next.slice(0, 200);
  }
  return texts;
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
    .map(item => asText(asObject(item)?.['ARN']) ?? asText(asObject(item)?.['resourceName']))
    .filter(arn => arn !== undefined);
  const first = arns.find(arn => !/:(key|role)\//.test(arn)) ?? arns[0];
  return first === undefined ? undefined : displayName(first);
}

/** An ARN is shown by its last part, which is what people call the thing; anything else as it stands. */
function displayName(text: string): string {
  return /^arn:[^:]*:(codecatalyst|iam|cloudtrail):/.test(text) ? (nameInArn(text) ?? text) : text;
}
