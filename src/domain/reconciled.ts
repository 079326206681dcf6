import { CATALOGUE, CODECATALYST, TRUST_CATALOGUE } from './catalogue.ts';
import type { LookupAttribute } from './plan.ts';
import type { Routing } from './route.ts';

/**
 * What Event history is asked for so that everything is found that would get a card: CodeCatalyst by its source, the other rows of the catalogue
 * and what routes name by the exact name of the event. Routes by a wildcard, a category or a pattern add nothing that could be asked for.
 */
export function reconciledAttributes({ routes }: Pick<Routing, 'routes'>): LookupAttribute[] {
  const rows = [...CATALOGUE, ...TRUST_CATALOGUE].filter(({ eventSource }) => eventSource !== CODECATALYST);
  const routed = routes
    .flatMap(({ when }) => when.eventName ?? [])
    .filter(name => /^[A-Za-z0-9]+$/.test(name));
  const ofCodeCatalyst = new Set(
    CATALOGUE.filter(({ eventSource }) => eventSource === CODECATALYST).map(({ eventName }) => eventName),
  );
  const names = new Set([...rows.map(({ eventName }) => eventName), ...routed]);
  return [
    { key: 'EventSource', value: CODECATALYST },
    // DeleteConnection is EventBridge's too.
    ...[...names]
      .filter(name => !ofCodeCatalyst.has(name) || rows.some(row => row.eventName === name))
      .map(value => ({ key: 'EventName', value }) as const),
  ];
}
