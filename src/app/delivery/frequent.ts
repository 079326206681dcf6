import type { Delivery } from '../../domain/route.ts';
import type { RecordSummary } from '../../domain/summary.ts';
import type { Expectation, Put, Store } from '../ports.ts';
import { burstOf } from '../state/bursts.ts';

/** The deliveries without those of which there are too few yet, what remembers that there was one more, and what must still hold then. */
export async function frequent(
  all: readonly Delivery[],
  summary: RecordSummary,
  store: Store,
  now: number,
): Promise<{
  readonly reached: readonly Delivery[];
  readonly counted: readonly Put[];
  readonly unchanged: readonly Expectation[];
}> {
  const reached: Delivery[] = [];
  const counted: Put[] = [];
  const unchanged: Expectation[] = [];
  for (const delivery of all) {
    const { route, burst, otherwise } = delivery;
    const found = burst && (await burstOf(route, burst, summary, store, now));
    if (found) {
      counted.push(found.put);
      unchanged.push(found.expect);
    }
    const { mutedBy: _, ...unmuted } = delivery;
    if (found === undefined || found.isBurst) reached.push(delivery);
    else if (otherwise) reached.push({ ...unmuted, ...otherwise });
  }
  return { reached, counted, unchanged };
}
