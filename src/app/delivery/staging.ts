import { errorFields } from '../errors.ts';
import type { Clock, Entry, Log, Store } from '../ports.ts';
import { KEYS } from '../state/keys.ts';
import { readPointer } from '../state/recent.ts';
import { recordCodec } from '../state/record-codec.ts';
import { isClaim, USUAL_RETENTION } from '../state/records.ts';
import type { Intake } from './intake.ts';

/** Intervals at which staging is looked into, and until then at which it is looked whether the workspace is known. */
const EVERY_MS = { known: 5_000, unknown: 200 };
/** Number of entries that are read at once. */
const PAGE_SIZE = 100;

/** What emptying staging works with. */
export interface StagingDeps {
  readonly staging: Store;
  readonly intake: Intake;
  readonly isWorkspaceKnown: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Moves what was kept while the workspace was unknown to where it belongs, again and again until the signal is aborted: another replica, or
 * `cctrail replay`, may keep more at any time. Never rejects.
 */
export async function drainStaging(deps: StagingDeps, signal: AbortSignal): Promise<void> {
  const { isWorkspaceKnown, clock, log } = deps;
  while (!signal.aborted) {
    try {
      const moved = isWorkspaceKnown() ? await moveAll(deps) : 0;
      if (moved > 0) log.info({ moved }, 'records that waited for the workspace to be known were taken over');
    } catch (error) {
      log.error({ ...errorFields(error) }, 'records that waited could not be taken over; trying again');
    }
    await clock.sleep(isWorkspaceKnown() ? EVERY_MS.known : EVERY_MS.unknown, signal);
  }
}

/**
 * Offers each record anew, so that routes hold and duplicates stay duplicates; it leaves staging only when it has arrived. Gives how many
 * were moved.
 */
async function moveAll({ staging, intake }: StagingDeps): Promise<number> {
  let moved = 0;
  for (;;) {
    const all = await staging.range('', '', null, PAGE_SIZE);
    const entries = all.filter(({ key }) => !key.startsWith(KEYS.setAside));
    if (entries.length === 0) return moved;
    for (const entry of entries) {
      if (await moveOne(entry, staging, intake)) moved += 1;
      await staging.commit({ delete: [entry.key] });
    }
  }
}

/** Offers the record that an entry holds, or the pointer to it where only that does; whether there was one. */
async function moveOne({ key, value }: Entry, staging: Store, intake: Intake): Promise<boolean> {
  const text = key.startsWith(KEYS.lately) ? readPointer(value)?.record : value;
  const isRecord = key.startsWith(KEYS.record(''));
  const record = text === undefined ? undefined : recordCodec.tryDecode(text);
  if (record) await intake.accept(record);
  if (record || !isRecord || isClaim(value)) return record !== undefined;
  await staging.commit({ put: [{ key: `${KEYS.setAside}${key}`, value, ttl: USUAL_RETENTION.cardedMs }] });
  return true;
}
