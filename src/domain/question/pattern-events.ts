import { wantedOf } from './filters.ts';
import { withNamesakes } from './implied-thing.ts';
import { servicesOf } from './lexicon/nouns.ts';
import { needsParameters } from './match-parameters.ts';
import type { Pattern } from './question.ts';

/** Whether an event's source and name alone tell whether a pattern means it. */
export function tellsByName(pattern: Pattern): boolean {
  const { filters, or = [], without = [] } = pattern;
  const own = [...filters, ...or.flatMap(deed => deed.filters)];
  return (
    own.every(({ key }) => key === 'event' || key === 'source') &&
    ![pattern, ...or, ...without].some(deed => needsParameters(deed, wantedOf(pattern, 'source') ?? []))
  );
}

/** The services whose events a pattern may mean; null: any. */
export function sourcesOf(pattern: Pattern): readonly string[] | null {
  const named = wantedOf(pattern, 'source');
  if (named) return named.some(source => source.includes('*')) ? null : [...new Set(named)];
  const deeds = [pattern, ...(pattern.or ?? [])];
  const objects = deeds.map(
    deed => withNamesakes(deed, [...pattern.filters, ...('filters' in deed ? deed.filters : [])]).objects,
  );
  if (objects.some(nouns => nouns.length === 0)) return null;
  const sources = servicesOf(objects.flat());
  // CodeCatalyst's own events may come with a source that is no host name, or with none.
  const bare = sources.includes('codecatalyst.amazonaws.com') ? ['codecatalyst', ''] : [];
  return [...new Set([...sources, ...bare])];
}
