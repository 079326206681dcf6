import type { Config } from './config.ts';
import type { EnvironmentReader } from './environment-reader.ts';
import type { ConfigFile } from './file-schema.ts';

/** Milliseconds of the units of a duration. */
const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Shortest time for which cards can be kept: whoever comes back from holidays still decides on them. */
const MIN_CARDED_MS = 30 * UNITS_MS.d;

/** How long records are kept, as the file says. */
export function retentionOf({ retention = {} }: ConfigFile, reader: EnvironmentReader): Config['retention'] {
  const milliseconds = (text: string | undefined) =>
    text === undefined ? null : Number.parseInt(text, 10) * UNITS_MS[text.slice(-1) as keyof typeof UNITS_MS];
  const [plainMs, cardedMs] = [milliseconds(retention.plain), milliseconds(retention.carded)];
  if (plainMs === 0) reader.wrong('retention.plain', 'must be longer than nothing');
  if (cardedMs !== null && cardedMs < MIN_CARDED_MS)
    reader.wrong('retention.carded', 'must be at least 30d: cards are decided and looked into meanwhile');
  return { plainMs, cardedMs };
}
