import type { Commit, Entry, Log } from '../ports.ts';
import { KEYS } from '../state/keys.ts';
import { lanePrefix } from '../state/lanes.ts';
import { placingCodec } from '../state/placings.ts';
import { USUAL_RETENTION } from '../state/records.ts';
import type { LaneLease } from './lane-lease.ts';
import { PlacingBatch, type PlacingDeps } from './placing-batch.ts';

/** Number of records that are put on cards in one commit. */
const BATCH_COUNT = 100;

/**
 * Puts the records that wait in a lane on the cards of its channel: on one of their own, or on the one of the story that they belong to. A batch is
 * one commit under the lease of the lane: no other replica does the same, and each record is on one card. Hands the lane back.
 * @throws {StoreError} when the store is away
 */
export async function placeCards(
  lane: string,
  lease: LaneLease,
  deps: PlacingDeps & { readonly log: Log; readonly onPlaced: () => void; readonly stopping: AbortSignal },
): Promise<void> {
  for (;;) {
    const entries = await deps.store.range(lanePrefix(lane), '', null, BATCH_COUNT);
    const batch = await batchOf(entries, deps);
    const isLast = entries.length < BATCH_COUNT || deps.stopping.aborted;
    const step = isLast ? await lease.commitLast(batch.commit) : await lease.commit(batch.commit);
    if (step.kind === 'lost') return;
    // A click or a post changed one of its cards meanwhile.
    if (step.kind === 'wait') continue;
    for (let count = 0; count < batch.folded; count++)
      deps.meter.count('cctrail_cards_total', { outcome: 'folded' });
    deps.onPlaced();
    if (isLast) return;
  }
}

/** What becomes of some entries of a lane; those that can't be read are set aside. */
async function batchOf(
  entries: readonly Entry[],
  deps: PlacingDeps & { readonly log: Log },
): Promise<{ readonly commit: Commit; readonly folded: number }> {
  const placings = entries.map(({ value }) => placingCodec.tryDecode(value));
  const aside = entries.filter((_, index) => placings[index] === undefined);
  for (const { key } of aside)
    deps.log.error({ key }, 'a record that waits for its card can not be read; it is set aside');
  const batch = await PlacingBatch.of(
    placings.filter(placing => placing !== undefined),
    deps,
  );
  const asidePuts = aside.map(({ key, value }) => ({
    key: `${KEYS.setAside}${key}`,
    value,
    ttl: USUAL_RETENTION.cardedMs,
  }));
  const { expect, put } = batch.commit;
  return {
    commit: { expect, put: [...put, ...asidePuts], delete: entries.map(({ key }) => key) },
    folded: batch.folded,
  };
}
