import rows from './services.json' with { type: 'json' };

/** Services by the names that questions have for them, lower case, with their `eventSource`. */
export const SERVICES: ReadonlyMap<string, readonly string[]> = new Map(
  rows.flatMap(({ names, sources }) =>
    names
      .split(', ')
      .map(name => [name, sources.split(' ').map(source => `${source}.amazonaws.com`)] as const),
  ),
);
