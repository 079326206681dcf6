import { asObject, parseJson } from '../../domain/json.ts';
import type { Entry, Store } from '../ports.ts';
import { KEYS } from '../state/keys.ts';
import { isAgain, isIdentityLane, laneOf, queuedAt } from '../state/lanes.ts';

/** Number of entries that are read at once, and most that are counted of one lane. */
const PAGE_SIZE = 1_000;
const MAX_COUNTED_JOBS = 10_000;

/** What waits in a lane of the outbox. */
export interface LaneBacklog {
  readonly lane: string;
  /** Ten thousand stand for more. */
  readonly jobs: number;
  /** Milliseconds for which its oldest job has waited; null where its jobs wait for their time, or tell none. */
  readonly oldestMs: number | null;
}

/** What waits in the outbox, lane by lane. @throws {StoreError} when the store is away */
export async function readBacklog(store: Store, now: number): Promise<LaneBacklog[]> {
  const lanes = new Map<string, { jobs: number; oldestAt: number | null }>();
  let from = '';
  for (;;) {
    const page = await store.range(KEYS.jobs, from, null, PAGE_SIZE);
    for (const entry of page) {
      const lane = laneOf(entry.key);
      const { jobs, oldestAt } = lanes.get(lane) ?? { jobs: 0, oldestAt: null };
      const at = waitsSince(entry, lane);
      const isOldest = at !== undefined && (oldestAt === null || at < oldestAt);
      lanes.set(lane, { jobs: jobs + 1, oldestAt: isOldest ? at : oldestAt });
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE_SIZE) break;
    const isFull = (lanes.get(laneOf(last.key))?.jobs ?? 0) >= MAX_COUNTED_JOBS;
    // Behind a lane that is counted far enough others wait.
    const end = isFull
      ? `${last.key.slice(0, last.key.lastIndexOf('/') + 1)}\u{10ffff}`
      : `${last.key}\u0000`;
    from = end.slice(KEYS.jobs.length);
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
    ({ lane, jobs, oldestMs }) => !isIdentityLane(lane) && (jobs >= FEW_JOBS || (oldestMs ?? 0) >= YOUNG_MS),
  );
}

/** When a job was put into its lane; what is to be done once more says so itself, and who is behind a card waits for its time. */
function waitsSince({ key, value }: Entry, lane: string): number | undefined {
  if (isIdentityLane(lane)) return undefined;
  if (!isAgain(key)) return queuedAt(key);
  const queued = asObject(parseJson(value))?.['queuedAt'];
  return typeof queued === 'number' ? queued : undefined;
}
