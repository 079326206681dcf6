import type { Clock, Commit, Store } from '../ports.ts';
import { decode, KEYS, type Lane } from '../state/documents.ts';
import { commitWithLedger, type LedgerText } from '../state/ledger.ts';

/** How long a replica may hold a lane without a sign of life, in milliseconds. */
export const LEASE = 15_000;
/** How soon a job is looked at again that changed while it was worked on. */
const RETRY = 500;

/** What became of one job. */
export type Step =
  | { readonly kind: 'done' }
  /** Try the lane again after so long. */
  | { readonly kind: 'wait'; readonly after: number }
  | { readonly kind: 'lost' };

/** What holding a lane takes. */
interface LaneParts {
  readonly store: Store;
  readonly clock: Clock;
  /** Tells replicas apart. */
  readonly owner: string;
}

/** A lane that this replica may drain, as long as every commit extends the lease. */
export class HeldLane {
  readonly #parts: LaneParts;
  readonly #key: string;
  #version: string;
  #lane: Lane;

  private constructor(parts: LaneParts, key: string, version: string, lane: Lane) {
    this.#parts = parts;
    this.#key = key;
    this.#version = version;
    this.#lane = lane;
  }

  /** Takes a lane, unless another replica holds it or it has to pause. */
  static async acquire(parts: LaneParts, lane: string): Promise<HeldLane | undefined> {
    const { store, clock, owner } = parts;
    const key = KEYS.lane(lane);
    const entry = await store.get(key);
    const before = entry && decode.lane(entry.value);
    const now = clock.now();
    if (before && before.until > now && before.owner !== owner) return undefined;
    if (before && before.nextAt > now + LEASE / 3) return undefined;
    const taken: Lane = { owner, until: now + LEASE, nextAt: before?.nextAt ?? 0 };
    const result = await store.commit({
      expect: [{ key, version: entry?.version ?? null }],
      put: [{ key, value: JSON.stringify(taken) }],
    });
    const held = result === 'done' ? await store.get(key) : undefined;
    return held ? new HeldLane(parts, key, held.version, decode.lane(held.value)) : undefined;
  }

  /** When the next message of the lane may go out, in milliseconds. */
  get nextAt(): number {
    return this.#lane.nextAt;
  }

  /** Writes while the lane is still ours, and extends the lease. `pace` holds the next message back for so long. */
  async commit(commit: Commit, pace = 0, ledger: readonly LedgerText[] = []): Promise<Step> {
    const { store, clock, owner } = this.#parts;
    const now = clock.now();
    const lane: Lane = { owner, until: now + LEASE, nextAt: pace > 0 ? now + pace : this.#lane.nextAt };
    const whole: Commit = {
      ...commit,
      expect: [...(commit.expect ?? []), { key: this.#key, version: this.#version }],
      put: [...(commit.put ?? []), { key: this.#key, value: JSON.stringify(lane) }],
    };
    const result =
      ledger.length > 0 ? await commitWithLedger(store, ledger, whole) : await store.commit(whole);
    const after = await store.get(this.#key);
    if (!after || decode.lane(after.value).owner !== owner) return { kind: 'lost' };
    this.#version = after.version;
    this.#lane = decode.lane(after.value);
    // Something else in the commit changed meanwhile; the job is looked at again from the start.
    return result === 'done' ? { kind: 'done' } : { kind: 'wait', after: RETRY };
  }

  /** Hands the lane back; nobody takes it up before `resumeAt` (milliseconds). */
  async release(resumeAt: number): Promise<void> {
    const { store, owner } = this.#parts;
    const lane: Lane = { owner, until: 0, nextAt: Math.max(resumeAt, this.#lane.nextAt) };
    await store.commit({
      expect: [{ key: this.#key, version: this.#version }],
      put: [{ key: this.#key, value: JSON.stringify(lane) }],
    });
  }
}
