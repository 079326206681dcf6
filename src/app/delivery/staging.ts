import type { CloudTrailRecord } from '../../domain/record.ts';
import type { Clock, Log, Store } from '../ports.ts';
import { decode, KEYS, RECORD_TTL } from '../state/documents.ts';
import type { Intake } from './intake.ts';

/** How often records that came in before the workspace was known are looked for, and how often it is looked whether it is, in milliseconds. */
const EVERY = { known: 5_000, unknown: 200 };

/**
 * Moves what was kept while the workspace was unknown to where it belongs, again and again until the signal is aborted: another replica, or
 * `cctrail replay`, may keep more at any time. Never rejects.
 */
export async function keepAdopting(
  from: Store,
  intake: Intake,
  isKnown: () => boolean,
  parts: { readonly clock: Clock; readonly log: Log },
  signal: AbortSignal,
): Promise<void> {
  const { clock, log } = parts;
  while (!signal.aborted) {
    try {
      const moved = isKnown() ? await adopt(from, intake) : 0;
      if (moved > 0) log.info({ moved }, 'records that waited for the workspace to be known were taken over');
    } catch (error) {
      log.error({ error: String(error) }, 'records that waited could not be taken over; trying again');
    }
    await clock.sleep(isKnown() ? EVERY.known : EVERY.unknown, signal);
  }
}

/**
 * Offers each record anew, so that routes hold and duplicates stay duplicates; it leaves the old place only when it has arrived. Gives how
 * many were moved.
 */
async function adopt(from: Store, intake: Intake): Promise<number> {
  let moved = 0;
  for (;;) {
    const all = await from.range('', '', null, 100);
    const entries = all.filter(entry => !entry.key.startsWith(KEYS.setAside));
    if (entries.length === 0) return moved;
    for (const entry of entries) {
      if (entry.key.startsWith(KEYS.record(''))) {
        const record = readable(entry.value);
        if (record) await intake.accept(record);
        else
          await from.commit({
            put: [{ key: `${KEYS.setAside}${entry.key}`, value: entry.value, ttl: RECORD_TTL.carded }],
          });
        moved += 1;
      }
      await from.commit({ delete: [entry.key] });
    }
  }
}

function readable(value: string): CloudTrailRecord | undefined {
  try {
    return decode.record(value);
  } catch {
    return undefined;
  }
}
