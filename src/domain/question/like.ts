import type { RecordSummary } from '../summary.ts';
import type { Filter, FilterKey, Pattern } from './question.ts';

/** Patterns that mean an event and others like it, by what they have in common. */
export type Likeness = 'resource' | 'event' | 'who';

/** The patterns that an event suggests, from narrow to wide: this resource, this event by this person, this person. What the record does not tell is left out. */
export function patternsLike(summary: RecordSummary): readonly { likeness: Likeness; pattern: Pattern }[] {
  const { record, resource, entry } = summary;
  const source = record.eventSource === null ? [] : [filter('source', record.eventSource)];
  const who = whoFilter(summary);
  const name = record.eventName === null ? [] : [filter('event', record.eventName)];
  // Reads are meant only where they are asked for.
  const reads = entry.changes ? [] : [filter('readonly', 'true')];
  const all: readonly (readonly [Likeness, readonly Filter[]])[] = [
    ['resource', resource === null ? [] : [filter('resource', resource), ...source, ...reads]],
    ['event', who && name.length > 0 ? [...name, ...source, who] : []],
    ['who', who ? [who, ...reads] : []],
  ];
  return all
    .filter(([, filters]) => filters.length > 0)
    .map(([likeness, filters]) => ({ likeness, pattern: { verbs: [], objects: [], filters } }));
}

/** Who acted, as far as AWS vouches for it: by name, else by the role in use. */
function whoFilter({ principal }: RecordSummary): Filter | undefined {
  if (principal.confidence === 'certain') return filter('user', `=${principal.name.toLowerCase()}`);
  return principal.role === null ? undefined : filter('role', principal.role);
}

function filter(key: FilterKey, value: string): Filter {
  return { key, values: [value], negated: false };
}
