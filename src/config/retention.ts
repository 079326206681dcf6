import type { Config } from './config.ts';
import { durationMs } from './duration.ts';
import type { EnvironmentReader } from './environment-reader.ts';
import type { ConfigFile } from './file.ts';

/** Shortest time for which cards can be kept: whoever comes back from holidays still decides on them. */
const MIN_CARDED_MS = 30 * 86_400_000;

/** How long records are kept, as the file says. */
export function retentionOf({ retention = {} }: ConfigFile, reader: EnvironmentReader): Config['retention'] {
  const [plainMs, cardedMs] = [durationMs(retention.plain), durationMs(retention.carded)];
  if (plainMs === 0) reader.wrong('retention.plain', 'must be longer than nothing');
  if (cardedMs !== null && cardedMs < MIN_CARDED_MS)
    reader.wrong('retention.carded', 'must be at least 30d: cards are decided and looked into meanwhile');
  return { plainMs, cardedMs };
}
