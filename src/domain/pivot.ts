import { eachText, type JsonObject } from './json.ts';
import { wordsOf } from './phrase.ts';
import { EVERYTHING, type Filter, type Question } from './question/question.ts';
import { resourceNames } from './resource.ts';
import type { RecordSummary } from './summary.ts';

/** Questions that follow from one event. */
export const PIVOTS = ['principal', 'resource', 'undone', 'first'] as const;
export type Pivot = (typeof PIVOTS)[number];

/** Time before and after an event that is "around it". */
const AROUND_MS = 30 * 60_000;

/** Verbs that undo others, by the first word of AWS's event names. Changes that can be undone in part only are left out. */
const UNDOING: ReadonlyMap<string, readonly string[]> = new Map([
  ['accept', ['Delete', 'Reject']],
  ['add', ['Remove', 'Delete']],
  ['associate', ['Disassociate', 'Dissassociate']],
  ['attach', ['Detach']],
  ['create', ['Delete']],
  ['delete', ['Create', 'Accept', 'Restore']],
  ['deregister', ['Register']],
  ['detach', ['Attach']],
  ['disable', ['Enable']],
  ['disassociate', ['Associate']],
  ['dissassociate', ['Associate']],
  ['enable', ['Disable']],
  ['register', ['Deregister']],
  ['reject', ['Accept']],
  ['remove', ['Add']],
  ['run', ['Terminate']],
  ['start', ['Stop']],
  ['stop', ['Start']],
]);
/** Verbs that tie two things, so that both must be named by what undoes it. */
const TYING = /^(add|associate|attach|detach|disassociate|dissassociate|remove)$/;

/** A question that follows from an event, and the words that say so. */
export interface PivotQuestion {
  readonly question: Question;
  readonly title: string;
}

/**
 * The question that a pivot asks of an event; undefined where it makes no sense, as what undoes a read. `now` and `oldest` (milliseconds)
 * say how far there is anything to search.
 */
export function pivotOf(
  pivot: Pivot,
  summary: RecordSummary,
  now: number,
  oldest: number,
): PivotQuestion | undefined {
  const { record } = summary;
  const { at } = record;
  if (at === null) return undefined;
  const name = nameOfResource(summary);
  // What is called the same elsewhere is something else.
  const place = [...same('source', record.eventSource), ...same('account', record.accountId)];
  switch (pivot) {
    case 'principal': {
      const who = sessionOrPerson(summary);
      const range = { from: at - AROUND_MS, to: Math.min(now, at + AROUND_MS) };
      return who && { question: list(who.filters, range), title: `${who.title}, half an hour around it` };
    }
    case 'resource': {
      if (name === undefined) return undefined;
      const filters = [...place, ...same('region', record.awsRegion), filter('resource', name)];
      return { question: list(filters, { from: oldest, to: now }), title: `History of ${name}` };
    }
    case 'undone': {
      const undoing = undoingNames(record.eventName ?? '');
      const ties = TYING.test(wordsOf(record.eventName ?? '')[0]?.toLowerCase() ?? '');
      const names = ties ? namesGiven(record.fields['requestParameters']) : [name];
      if (record.outcome === 'failure' || undoing.length === 0 || name === undefined) return undefined;
      const filters = [
        ...place,
        ...same('region', record.awsRegion),
        { key: 'event' as const, values: undoing, negated: false },
        ...names.map(one => filter('resource', one ?? name)),
        filter('outcome', 'success'),
      ];
      return { question: list(filters, { from: at + 1_000, to: now }), title: 'What may have undone it' };
    }
    case 'first': {
      const who = personOrRole(summary);
      if (!who || record.eventName === null) return undefined;
      const filters = [...place, filter('event', record.eventName), ...who.filters];
      return {
        question: { ...list(filters, { from: oldest, to: now }), pick: 'first', limit: 1 },
        title: `The first ${record.eventName} by ${who.title}`,
      };
    }
  }
}

interface Who {
  readonly filters: readonly Filter[];
  readonly title: string;
}

/** The session for a role, whose other sessions are other people's; the person for everybody else. A service is neither. */
function sessionOrPerson(summary: RecordSummary): Who | undefined {
  const { principal } = summary;
  const key = principal.accessKeyId ?? '';
  if (!/^(role|workflow)$/.test(principal.kind)) return personOrRole(summary);
  return /^ASIA/i.test(key)
    ? { filters: [filter('key', key)], title: `The session of ${principal.name}` }
    : undefined;
}

/** The role that was used, whoever used it; or the person. */
function personOrRole({ principal, record }: RecordSummary): Who | undefined {
  const account = same('account', record.accountId);
  switch (principal.kind) {
    case 'role':
    case 'workflow':
      return principal.role === null
        ? undefined
        : { filters: [...account, filter('role', principal.role)], title: `role ${principal.role}` };
    case 'root':
      return { filters: [...account, filter('user', 'root')], title: principal.name };
    case 'user':
    case 'identityCenterUser': {
      const arn = principal.identifiers.find(one => /:user\//.test(one));
      const name = principal.kind === 'user' ? (arn ?? principal.name) : principal.name;
      return { filters: [filter('user', `=${name.toLowerCase()}`)], title: principal.name };
    }
    default:
      return undefined;
  }
}

function nameOfResource({ resource, record }: RecordSummary): string | undefined {
  const name = resource ?? resourceNames(record)[0];
  // In a question a star stands for anything.
  return name === undefined || name.includes('*') ? undefined : name;
}

/** Names and ids among what a call was given. */
function namesGiven(parameters: JsonObject[string]): string[] {
  const names = new Set<string>();
  eachText(parameters, (text, field) => {
    if (/(name|id|arn)$/i.test(field) && text.trim() !== '' && !text.includes('*')) names.add(text.trim());
  });
  return [...names].slice(0, 4);
}

/** Names of the events that undo one: `DeleteConnection` for `AcceptConnection`, `DisassociateRoleFromX` for `AssociateRoleToX`. */
function undoingNames(eventName: string): string[] {
  const [verb = '', ...rest] = wordsOf(eventName);
  const noun = rest.join('');
  const nouns = new Set(
    ['To', 'From', 'For', 'to', 'from', 'for'].flatMap(preposition => [
      noun,
      noun.replace(/(?<=[a-z])(To|From|For)(?=[A-Z])/, preposition),
    ]),
  );
  return (UNDOING.get(verb.toLowerCase()) ?? []).flatMap(other => [...nouns].map(one => `${other}${one}`));
}

function same(key: 'source' | 'account' | 'region', value: string | null): Filter[] {
  return value === null || (key === 'source' && !value.includes('.')) ? [] : [filter(key, value)];
}

function filter(key: Filter['key'], value: string): Filter {
  return { key, values: [value], negated: false };
}

function list(filters: readonly Filter[], time: { from: number; to: number }): Question {
  return { ...EVERYTHING, filters, time };
}
