import { wordsOf } from './phrase.ts';
import type { Filter, Question } from './question/question.ts';
import { resourceNames } from './resource.ts';
import type { RecordSummary } from './summary.ts';

/** Questions that follow from one event. */
export const PIVOTS = ['principal', 'resource', 'undone', 'first'] as const;
export type Pivot = (typeof PIVOTS)[number];

/** How much before and after an event "around it" is, in milliseconds. */
const AROUND = 30 * 60_000;

/** What undoes what, by the first word of AWS's event names. */
const UNDOING: Readonly<Record<string, readonly string[]>> = {
  accept: ['Delete', 'Reject'],
  add: ['Remove', 'Delete'],
  associate: ['Disassociate', 'Dissassociate'],
  attach: ['Detach'],
  authorize: ['Revoke'],
  create: ['Delete', 'Terminate'],
  delete: ['Create', 'Accept', 'Restore', 'Put'],
  deregister: ['Register'],
  detach: ['Attach'],
  disable: ['Enable'],
  disassociate: ['Associate'],
  dissassociate: ['Associate'],
  enable: ['Disable'],
  put: ['Delete', 'Put'],
  register: ['Deregister'],
  reject: ['Accept'],
  remove: ['Add', 'Put'],
  revoke: ['Authorize'],
  run: ['Terminate'],
  start: ['Stop'],
  stop: ['Start'],
  tag: ['Untag'],
  untag: ['Tag'],
  update: ['Update'],
};

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
  const { record, principal } = summary;
  const at = Date.parse(record.eventTime ?? '');
  if (Number.isNaN(at)) return undefined;
  const source = record.eventSource?.includes('.') ? [filter('source', record.eventSource)] : [];
  const name = summary.resource ?? resourceNames(record)[0];
  switch (pivot) {
    case 'principal': {
      const who = principalFilter(summary);
      const range = { from: at - AROUND, to: Math.min(now, at + AROUND) };
      return who && { question: list([who], range), title: `${principal.name}, half an hour around it` };
    }
    case 'resource':
      return name === undefined
        ? undefined
        : {
            question: list([...source, filter('resource', name)], { from: oldest, to: now }),
            title: `History of ${name}`,
          };
    case 'undone': {
      const undoing = undoingNames(record.eventName ?? '');
      if (record.outcome === 'failure' || undoing.length === 0 || name === undefined) return undefined;
      const filters = [
        ...source,
        { key: 'event' as const, values: undoing, negated: false },
        filter('resource', name),
        filter('outcome', 'success'),
      ];
      return { question: list(filters, { from: at + 1_000, to: now }), title: `What undid it since` };
    }
    case 'first': {
      const who =
        principal.name === ''
          ? undefined
          : principalFilter({ ...summary, principal: { ...principal, accessKeyId: null } });
      if (!who || record.eventName === null) return undefined;
      const filters = [...source, filter('event', record.eventName), who];
      return {
        question: { ...list(filters, { from: oldest, to: now }), pick: 'first', limit: 1 },
        title: `The first ${record.eventName} by ${principal.name}`,
      };
    }
  }
}

/** What finds the same principal again: the session's access key, or the name that AWS vouches for. */
function principalFilter({ principal }: RecordSummary): Filter | undefined {
  if (principal.kind === 'root') return filter('user', 'root');
  if (/^ASIA/i.test(principal.accessKeyId ?? '') && principal.kind !== 'identityCenterUser')
    return filter('key', principal.accessKeyId ?? '');
  const name = principal.identifiers.find(one => one.startsWith('arn:')) ?? principal.identifiers[0];
  const vouched = principal.kind === 'identityCenterUser' ? principal.name : name;
  return vouched === undefined ? undefined : filter('user', vouched);
}

/** Names of the events that undo one: `DeleteConnection` for `AcceptConnection`; the spelling of the rest stays. */
function undoingNames(eventName: string): string[] {
  const [verb = '', ...rest] = wordsOf(eventName);
  const noun = rest.join('');
  return (UNDOING[verb.toLowerCase()] ?? []).map(other => `${other}${turned(noun)}`);
}

/** `AssociateRoleToX` is undone by `DisassociateRoleFromX`: what the preposition is does not matter. */
function turned(noun: string): string {
  return noun.replace(/(?<=[a-z])(To|From|For|to|from|for)(?=[A-Z])/, '*').replace(/s?$/, '*');
}

function filter(key: Filter['key'], value: string): Filter {
  return { key, values: [value], negated: false };
}

function list(filters: readonly Filter[], time: { from: number; to: number }): Question {
  return { asks: 'list', verbs: [], objects: [], filters, time, pick: 'all', limit: null };
}
