import type { Store } from '../ports.ts';
import { KEYS } from '../state/keys.ts';
import { isChannelLane, isIdentityLane, laneOf, queuedAt, wholeLane } from '../state/outbox.ts';

/** Number of entries that are read at once, and most that are counted. */
const PAGE_SIZE = 1_000;
const MAX_COUNTED_JOBS = 50_000;

/** What waits in a lane of the outbox. */
export interface LaneBacklog {
  readonly lane: string;
  readonly jobs: number;
  /** Milliseconds for which its oldest job has waited; null where its jobs wait for their time, or tell none. */
  readonly oldestMs: number | null;
}

/** What waits in the outbox, lane by lane. @throws {StoreError} when the store is away */
export async function readBacklog(store: Store, now: number): Promise<LaneBacklog[]> {
  const lanes = new Map<string, { jobs: number; oldestAt: number | null }>();
  let [from, counted] = ['', 0];
  while (counted < MAX_COUNTED_JOBS) {
    const page = await store.range(KEYS.outbox, from, null, PAGE_SIZE);
    for (const { key } of page) {
      const lane = wholeLane(laneOf(key));
      const { jobs, oldestAt } = lanes.get(lane) ?? { jobs: 0, oldestAt: null };
      // What waits for its time has not waited yet.
      const at = isIdentityLane(lane) ? undefined : queuedAt(key);
      const isOldest = at !== undefined && (oldestAt === null || at < oldestAt);
      lanes.set(lane, { jobs: jobs + 1, oldestAt: isOldest ? at : oldestAt });
    }
    counted += page.length;
    const last = page.at(-1);
    if (!last || page.length < PAGE_SIZE) break;
    from = `${last.key.slice(KEYS.outbox.length)}\u0000`;
  }
  return [...lanes].map(([lane, { jobs, oldestAt }]) => ({
    lane,
    jobs,
    oldestMs: oldestAt === null ? null : Math.max(0, now - oldestAt),
  }));
}

/** Lanes with fewer jobs than this, and whose oldest job is younger, are no backlog. */
const FEW_JOBS = 60;
const YOUNG_MS = 2 * 60_000;

/** The lanes that hold more, or for longer, than what Slack's pace explains. */
export function backlogged(lanes: readonly LaneBacklog[]): LaneBacklog[] {
  return lanes.filter(
    ({ lane, jobs, oldestMs }) =>
      (isChannelLane(lane) || !isIdentityLane(lane)) && (jobs >= FEW_JOBS || (oldestMs ?? 0) >= YOUNG_MS),
  );
}
