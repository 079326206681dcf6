import type { Clock, Commit, Store } from '../ports.ts';
import { KEYS } from '../state/keys.ts';
import { type Lane, laneCodec } from '../state/lanes.ts';
import type { Ledger } from '../state/ledger.ts';
import type { LedgerText } from '../state/ledger-entries.ts';

/** Time that a replica may hold a lane without a sign of life. */
export const LEASE_MS = 15_000;
/** Pause before a job is looked at again that changed while it was worked on. */
const RETRY_MS = 500;
/** A longer pause than this is not worth a lease: the next replica that looks finds `nextAt`. */
export const LONGEST_PAUSE_MS = LEASE_MS / 3;

/** What became of one job. */
export type Step =
  | { readonly kind: 'done' }
  /** Try the lane again after so long. */
  | { readonly kind: 'wait'; readonly retryAfterMs: number }
  /** Another replica holds the lane now. */
  | { readonly kind: 'lost' };

/** What holding a lane takes. */
export interface LaneDeps {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Tells replicas apart. */
  readonly owner: string;
}

/** A lane that this replica may drain, as long as every commit extends the lease. */
export class LaneLease {
  readonly #deps: LaneDeps;
  readonly #key: string;
  #version: string;
  #lane: Lane;

  private constructor(deps: LaneDeps, key: string, version: string, lane: Lane) {
    this.#deps = deps;
    this.#key = key;
    this.#version = version;
    this.#lane = lane;
  }

  /** Takes a lane, unless another replica holds it or it has to pause. */
  static async acquire(deps: LaneDeps, lane: string): Promise<LaneLease | undefined> {
    const { store, clock, owner } = deps;
    const key = KEYS.lane(lane);
    const entry = await store.get(key);
    const before = entry && laneCodec.decode(entry.value);
    const now = clock.now();
    if (before && before.until > now && before.owner !== owner) return undefined;
    if (before && before.nextAt > now + LONGEST_PAUSE_MS) return undefined;
    const taken: Lane = { owner, until: now + LEASE_MS, nextAt: before?.nextAt ?? 0 };
    const result = await store.commit({
      expect: [{ key, version: entry?.version ?? null }],
      put: [{ key, value: laneCodec.encode(taken) }],
    });
    const version = result.kind === 'done' ? result.versions.get(key) : undefined;
    return version === undefined ? undefined : new LaneLease(deps, key, version, taken);
  }

  /** When the next message of the lane may go out, in milliseconds. */
  get nextAt(): number {
    return this.#lane.nextAt;
  }

  /** Writes while the lane is still ours, and extends the lease. `paceMs` holds the next message back for so long. */
  async commit(commit: Commit, paceMs = 0, entries: readonly LedgerText[] = []): Promise<Step> {
    const now = this.#deps.clock.now();
    const nextAt = paceMs > 0 ? now + paceMs : this.#lane.nextAt;
    return this.#write(commit, { until: now + LEASE_MS, nextAt }, entries);
  }

  /** Writes while the lane is still ours, and hands it back with that. */
  async commitLast(commit: Commit): Promise<Step> {
    return this.#write(commit, { until: 0, nextAt: this.#lane.nextAt }, []);
  }

  async #write(
    commit: Commit,
    held: Pick<Lane, 'until' | 'nextAt'>,
    entries: readonly LedgerText[],
  ): Promise<Step> {
    const { store, ledger, owner } = this.#deps;
    const lane: Lane = { owner, ...held };
    const whole: Commit = {
      ...commit,
      expect: [...(commit.expect ?? []), { key: this.#key, version: this.#version }],
      put: [...(commit.put ?? []), { key: this.#key, value: laneCodec.encode(lane) }],
    };
    const result = entries.length > 0 ? await ledger.append(entries, whole) : await store.commit(whole);
    const version = result.kind === 'done' ? result.versions.get(this.#key) : undefined;
    if (version !== undefined) {
      this.#version = version;
      this.#lane = lane;
      return { kind: 'done' };
    }
    const after = await store.get(this.#key);
    const now = after && laneCodec.decode(after.value);
    if (!after || now?.owner !== owner) return { kind: 'lost' };
    this.#version = after.version;
    this.#lane = now;
    // Something else in the commit changed meanwhile; the job is looked at again from the start.
    return { kind: 'wait', retryAfterMs: RETRY_MS };
  }

  /** Hands the lane back; nobody takes it up before `resumeAt` (milliseconds). */
  async release(resumeAt: number): Promise<void> {
    const { store, owner } = this.#deps;
    const lane: Lane = { owner, until: 0, nextAt: Math.max(resumeAt, this.#lane.nextAt) };
    await store.commit({
      expect: [{ key: this.#key, version: this.#version }],
      put: [{ key: this.#key, value: laneCodec.encode(lane) }],
    });
  }
}
