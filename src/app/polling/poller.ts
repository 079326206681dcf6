import { EVERYTHING } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { errorFields, faultFields, StoreError } from '../errors.ts';
import type { Clock, History, Log, SearchScope, Store } from '../ports.ts';
import { type Polled, polledPut, readPolled } from '../state/polled.ts';

/** Interval at which a place is polled. */
export const POLL_EVERY_MS = 20_000;
/** Time that is looked at once more, as a log may have an entry late; and most that is read before it is noted how far that was. */
const OVERLAP_MS = 5 * 60_000;
const WINDOW_MS = 3_600_000;
/** Interval at which it is looked for what the log has later than that, and how far back, in milliseconds. */
const LATE_EVERY_MS = 15 * 60_000;
const LATE_MS = 86_400_000;
/** Most entries that can't be read of which is known that it was said. */
const MAX_WARNED_COUNT = 1_000;
/** Time that a turn may be silent before another replica takes over, in milliseconds. */
const HELD_MS = 120_000;

/** What polling works with. */
export interface PollerDeps {
  readonly store: Store;
  /** The history that no feed brings, as it is: not from a cache. */
  readonly history: Pick<History, 'search' | 'scopes' | 'reach'>;
  /** Takes a record in. Copies are told apart there. */
  readonly accept: (record: CloudTrailRecord) => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Log;
  /** Tells replicas apart. */
  readonly owner: string;
}

/**
 * A history as a feed: again and again what is new in it is taken in like any other record, but for reads. One replica does; how far it has come is in the store, and what happened
 * while no bot ran is taken in when one does, an hour after the other. On a new store it begins now.
 */
export class Poller {
  readonly #deps: PollerDeps;
  /** What was said of entries that can't be read: they are looked at again and again. */
  readonly #warned = new Set<string>();
  /** Why places can't be polled, by place. */
  readonly failing = new Map<string, string>();

  constructor(deps: PollerDeps) {
    this.#deps = deps;
  }

  /** Polls until the signal is aborted. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, log, history } = this.#deps;
    while (!signal.aborted) {
      for (const scope of history.scopes) {
        const place = scope.accountId ?? '';
        const failure = await this.turn(scope, signal).then(() => undefined, errorFields);
        if (failure !== undefined && !signal.aborted && !this.failing.has(place))
          log.warn({ place, ...failure }, 'a place can not be polled; trying again');
        if (failure === undefined) this.failing.delete(place);
        else this.failing.set(place, failure['error'] ?? '');
      }
      await clock.sleep(POLL_EVERY_MS, signal);
    }
  }

  /** Takes in what is new, unless another replica does or has just done. @throws {StoreError|HistoryError} where that can't be done */
  async turn(scope: SearchScope, signal: AbortSignal): Promise<void> {
    const { store, clock, owner, history, log } = this.#deps;
    const place = scope.accountId ?? '';
    const now = clock.now();
    const { entry, polled } = await readPolled(place, store);
    if (polled && isOthers(polled, owner, now)) return;
    const oldest = history.reach === null ? 0 : now - history.reach;
    if (polled && polled.until < oldest)
      log.warn({ place }, 'more happened while nothing was polled than is kept: the oldest of it is lost');
    // What a clock that was ahead has noted must not hide what comes now.
    let until = Math.min(now, Math.max(polled?.until ?? now, oldest));
    const reached = until;
    const since = polled?.since ?? until;
    let lateAt = polled?.lateAt ?? now;
    let version = entry?.version ?? null;
    const note = async (heldForMs: number): Promise<boolean> => {
      const head = polledPut(place, {
        until,
        owner,
        since,
        lateAt,
        heldUntil: clock.now() + heldForMs,
        turnAt: now,
      });
      const result = await store.commit({ expect: [{ key: head.key, version }], put: [head] });
      if (result.kind === 'done') version = result.versions.get(head.key) ?? null;
      return result.kind === 'done';
    };
    if (!(await note(HELD_MS))) return;
    try {
      while (until < now && !signal.aborted) {
        const to = Math.min(now, until + WINDOW_MS);
        const isOurs = await this.#takeIn(scope, { from: until - OVERLAP_MS, to }, signal, () =>
          note(HELD_MS),
        );
        if (!isOurs) return;
        until = to;
        if (until < now && !(await note(HELD_MS))) return;
      }
      if (signal.aborted || Math.abs(now - lateAt) < LATE_EVERY_MS) return;
      const late = { from: Math.max(since, oldest, reached - LATE_MS), to: reached - OVERLAP_MS };
      const isDone = late.from >= late.to || (await this.#takeIn(scope, late, signal, () => note(HELD_MS)));
      if (isDone) lateAt = now;
    } finally {
      await note(0);
    }
  }

  /** Takes a record in. One that can't be, but for the store's sake, must not keep those after it. */
  async #takeOne(record: CloudTrailRecord): Promise<void> {
    try {
      await this.#deps.accept(record);
    } catch (error) {
      if (error instanceof StoreError) throw error;
      this.#deps.log.error(
        { ...faultFields(error), eventID: record.eventID, place: record.accountId },
        'an entry could not be taken in; it has no card',
      );
    }
  }

  /** Takes in what happened in a time; gives whether the turn is still ours. */
  async #takeIn(
    scope: SearchScope,
    range: { readonly from: number; readonly to: number },
    signal: AbortSignal,
    hold: () => Promise<boolean>,
  ): Promise<boolean> {
    const { history, clock, log } = this.#deps;
    let heldAt = clock.now();
    const search = { scope, attribute: null, question: EVERYTHING, range, urgency: 'reconciler' } as const;
    for await (const page of history.search(search, signal)) {
      for (const record of page.records) if (!record.readOnly) await this.#takeOne(record);
      for (const { reason } of page.unreadable) {
        if (!this.#warned.has(reason)) log.warn({ place: scope.accountId }, reason);
        if (this.#warned.size >= MAX_WARNED_COUNT) this.#warned.clear();
        this.#warned.add(reason);
      }
      if (clock.now() - heldAt < HELD_MS / 2) continue;
      if (!(await hold())) return false;
      heldAt = clock.now();
    }
    return true;
  }
}

/** Whether another replica makes a turn, or has made one just now. */
function isOthers(polled: Polled, owner: string, now: number): boolean {
  if (polled.owner === owner) return false;
  // What a clock that went back left in the future must not stop everything.
  const isHeld = polled.heldUntil > now && polled.heldUntil <= now + HELD_MS;
  const isFresh = polled.turnAt <= now && now - polled.turnAt < POLL_EVERY_MS / 2;
  return isHeld || isFresh;
}
