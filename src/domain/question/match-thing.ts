import { serviceOf } from '../catalogue.ts';
import { eachText } from '../json.ts';
import type { CloudTrailRecord } from '../record.ts';
import { OBJECTS } from './lexicon/nouns.ts';
import type { ObjectNoun } from './lexicon/object-noun.ts';
import type { NamedEvent } from './match-deed.ts';
import { isNamed } from './match-names.ts';
import type { Deed, Filter } from './question.ts';

/** Things of which whoever asks has questions of their own about what is given to them. */
const OTHERS: ReadonlySet<string> = new Set(['role', 'user', 'group', 'member']);

/**
 * Whether an event may be about the thing that a question asks for without being called after it, as CreateDBSnapshot is about its database and AddPermission about a
 * function: only where no deed is asked for.
 */
export function mayConcern(deed: Deed, filters: readonly Filter[], event: NamedEvent): boolean {
  return namesOf(deed, filters).length > 0 && nounsOf(deed, event).length > 0;
}

/** Whether a parameter of a call that is called after such a thing holds one of the names that a question has for it. */
export function concerns(deed: Deed, filters: readonly Filter[], record: CloudTrailRecord): boolean {
  const names = namesOf(deed, filters);
  if (names.length === 0) return false;
  const nouns = nounsOf(deed, record);
  let found = false;
  eachText(record.fields['requestParameters'], (text, field) => {
    found ||= nouns.some(noun => isCalledAfter(field, noun)) && isOneOf(names, text.toLowerCase());
  });
  return found;
}

function namesOf({ verbs, indirect = [] }: Deed, filters: readonly Filter[]): readonly string[] {
  if (verbs.length + indirect.length > 0) return [];
  return filters
    .filter(({ key, negated }) => key === 'resource' && !negated)
    .flatMap(({ values }) => values.map(value => value.toLowerCase()));
}

function nounsOf({ objects }: Deed, event: NamedEvent): readonly ObjectNoun[] {
  const source = serviceOf(event);
  return objects.flatMap(name => {
    const noun = OTHERS.has(name) ? undefined : OBJECTS.get(name);
    return noun?.sources.includes(source) ? [noun] : [];
  });
}

/** `dBInstanceIdentifier` is called after a "db instance", `functionName` after a function. */
function isCalledAfter(field: string, { words }: ObjectNoun): boolean {
  const stem = field.toLowerCase().replace(/(name|id|arn|identifier|url)$/, '');
  return words.some(run => run.join('') === stem);
}

function isOneOf(names: readonly string[], text: string): boolean {
  return names.some(name => isNamed(name, text) || text.endsWith(`:${name}`) || text.endsWith(`/${name}`));
}
