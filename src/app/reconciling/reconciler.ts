import type { LookupAttribute } from '../../domain/plan.ts';
import type { TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { GLOBAL_REGION } from '../../domain/where-recorded.ts';
import { errorFields } from '../errors.ts';
import type { Clock, SearchScope } from '../ports.ts';
import { type Progress, progressPut, readProgress } from '../state/reconciled.ts';
import { EVERYTHING, Suspicions, type SuspicionsDeps } from './suspicions.ts';
import { TurnLease } from './turn-lease.ts';

/** Most requests that a turn sends in one account and Region. */
const MAX_REQUESTS = 60;
/** Number of accounts and Regions that are looked at at once. */
const CONCURRENT_SCOPES = 8;
/** Longest that a look-up may take; AWS is asked once a second at most, and what is more urgent goes first. */
const LOOKUP_MS = 90_000;
/** Time that is looked at once more: Event history has an event after about 15 minutes only (CloudTrail FAQs). */
const OVERLAP_MS = 15 * 60_000;

/** What reconciling works with. */
export interface ReconcilerDeps extends SuspicionsDeps {
  readonly attributes: readonly LookupAttribute[];
  /** How often it looks, and what time feeds have to bring something, in milliseconds. */
  readonly everyMs: number;
  readonly graceMs: number;
  readonly intake: {
    knows(record: CloudTrailRecord): Promise<boolean>;
    /** Takes in what feeds have not brought. Gives whether they had not, after all. */
    acceptLate(record: CloudTrailRecord): Promise<boolean>;
  };
  /** When a bot was last at work before this one, in milliseconds; null: never, or it is not known. */
  readonly lastAlive: number | null;
  /** Tells replicas apart. */
  readonly owner: string;
  readonly clock: Clock;
}

/** How the last turn went, for whoever asks how the bot stands. */
export interface ReconcilerState {
  /** Look-ups that there was no request left for. */
  readonly left: number;
  /** Why a turn could not be made; null: it could, or there was none. */
  readonly failure: string | null;
}

/**
 * Looks again and again whether Event history has what feeds did not bring: EventBridge delivers at best effort, and a rule may be missing. What would
 * have got a card gets it, marked as late. Only one replica does, and what it asks AWS for goes after all that somebody waits for.
 */
export class Reconciler {
  readonly #deps: ReconcilerDeps;
  readonly #suspicions: Suspicions;
  #state: ReconcilerState = { left: 0, failure: null };

  constructor(deps: ReconcilerDeps) {
    this.#deps = deps;
    this.#suspicions = new Suspicions(deps);
  }

  get state(): ReconcilerState {
    return this.#state;
  }

  /** Looks until the signal is aborted. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, graceMs, everyMs, log } = this.#deps;
    let hasBegun = false;
    while (!signal.aborted && !hasBegun) {
      hasBegun = await this.#begin().catch(error => this.#failed(error));
      if (!hasBegun) await clock.sleep(everyMs, signal);
    }
    // Feeds bring first what waited while no bot ran.
    await clock.sleep(graceMs, signal);
    while (!signal.aborted) {
      await this.turn(signal).catch(error => this.#failed(error));
      if (this.#state.left > 0)
        log.info({ left: this.#state.left }, 'look-ups of the reconciler are left for its next turn');
      await clock.sleep(everyMs, signal);
    }
  }

  #failed(error: unknown): false {
    this.#deps.log.warn({ ...errorFields(error) }, 'reconciling failed; trying again');
    return false;
  }

  /** Notes where to begin: on a new store now, on an old one when a bot was last at work. */
  async #begin(): Promise<true> {
    const { store, history, attributes, clock, lastAlive } = this.#deps;
    const now = clock.now();
    const until = toSecond(Math.min(lastAlive ?? now, now));
    for (const scope of scopesOf(history)) {
      const known = await Promise.all(attributes.map(attribute => readProgress(store, scope, attribute)));
      const put = attributes
        .filter((_, index) => known[index] === undefined)
        .map(attribute => progressPut(scope, attribute, { begun: until, until, left: [], lookedAt: 0 }));
      if (put.length > 0) await store.commit({ put });
    }
    return true;
  }

  /** Looks once, unless another replica does or has. @throws {StoreError} when the store is away */
  async turn(signal: AbortSignal): Promise<void> {
    const { history, clock } = this.#deps;
    const lease = await TurnLease.take(this.#deps);
    if (!lease) {
      // Another replica knows how it goes.
      this.#state = { left: 0, failure: null };
      return;
    }
    const turns = scopesOf(history).map(scope => new ScopeTurn(scope, this.#deps, this.#suspicions, lease));
    const waiting = turns.values();
    // AWS counts requests by account and Region, so one need not wait for another.
    const work = async () => {
      for (const turn of waiting) if (!signal.aborted) await turn.run(clock.now(), signal);
    };
    await Promise.all(Array.from({ length: CONCURRENT_SCOPES }, work));
    this.#state = {
      left: turns.reduce((sum, { left }) => sum + left, 0),
      failure: turns.find(({ failure }) => failure !== null)?.failure ?? null,
    };
    await this.#suspicions.confirm(signal);
    await lease.giveBack();
  }
}

/** One turn in one account and Region. */
class ScopeTurn {
  readonly #scope: SearchScope;
  readonly #deps: ReconcilerDeps;
  readonly #suspicions: Suspicions;
  readonly #lease: TurnLease;
  #requests = 0;
  left = 0;
  failure: string | null = null;

  constructor(scope: SearchScope, deps: ReconcilerDeps, suspicions: Suspicions, lease: TurnLease) {
    [this.#scope, this.#deps, this.#suspicions, this.#lease] = [scope, deps, suspicions, lease];
  }

  async run(now: number, signal: AbortSignal): Promise<void> {
    for (const { attribute, progress } of await this.#inOrder(now)) {
      if (this.failure !== null || signal.aborted || this.#requests >= MAX_REQUESTS) this.left += 1;
      else if (await this.#lease.keep()) await this.#look(attribute, progress, now, signal);
      else return;
    }
  }

  #fails(error: unknown): void {
    this.failure ??= errorFields(error)['error'] ?? 'it is not known why';
  }

  /** The look-ups, those that wait longest first. */
  async #inOrder(now: number): Promise<{ attribute: LookupAttribute; progress: Progress }[]> {
    const { attributes, store } = this.#deps;
    const all = await Promise.all(
      attributes.map(async attribute => ({
        attribute,
        progress: (await readProgress(store, this.#scope, attribute)) ?? {
          begun: now,
          until: now,
          left: [],
          lookedAt: 0,
        },
      })),
    );
    return all.toSorted((a, b) => a.progress.lookedAt - b.progress.lookedAt);
  }

  /** Looks at all that is new and left of one look-up, the newest first, as far as there are requests. */
  async #look(attribute: LookupAttribute, before: Progress, now: number, signal: AbortSignal): Promise<void> {
    const { store, graceMs } = this.#deps;
    const end = now - graceMs;
    // What a clock that was ahead has noted must not hide what comes now.
    const until = Math.min(before.until, Math.max(end, before.begun));
    const from = Math.max(before.begun, toSecond(until - OVERLAP_MS));
    const fresh = end > until ? [{ from, to: end }] : [];
    let left: readonly TimeRange[] = [...before.left.filter(({ from: begins }) => begins < end), ...fresh];
    for (const range of left.toReversed()) {
      if (this.#requests >= MAX_REQUESTS || this.failure !== null) break;
      const reached = await this.#lookAt(attribute, range, signal);
      left = left.flatMap(one =>
        one === range ? (reached > range.from ? [{ ...range, to: reached }] : []) : [one],
      );
      if (reached > range.from) break;
    }
    if (left.length > 0) this.left += 1;
    await store.commit({
      put: [
        progressPut(this.#scope, attribute, {
          ...before,
          until: Math.max(until, end),
          left: [...left],
          lookedAt: now,
        }),
      ],
    });
  }

  /** Looks at a stretch of time; gives since when (milliseconds) all of it was seen. */
  async #lookAt(attribute: LookupAttribute, range: TimeRange, signal: AbortSignal): Promise<number> {
    const { history } = this.#deps;
    const within = AbortSignal.any([signal, AbortSignal.timeout(LOOKUP_MS)]);
    const search = {
      scope: this.#scope,
      attribute,
      question: EVERYTHING,
      range,
      urgency: 'reconciler',
    } as const;
    let reached = range.to;
    try {
      for await (const page of history.search(search, within)) {
        this.#requests += page.requests;
        for (const record of page.records) await this.#take(record);
        await this.#suspicions.clear(page.records);
        reached = page.reachedBackTo;
        if (this.#requests >= MAX_REQUESTS) break;
      }
    } catch (error) {
      if (!signal.aborted) this.#fails(error);
    }
    return reached;
  }

  /** Takes in what feeds have not brought, where it would have got a card. */
  async #take(record: CloudTrailRecord): Promise<void> {
    const { intake, channelsOf, log, meter } = this.#deps;
    if (channelsOf(record).length === 0 || (await intake.knows(record))) return;
    if (!(await intake.acceptLate(record))) return;
    meter.count('cctrail_missed_total', {});
    log.warn(
      {
        eventID: record.eventID,
        eventName: record.eventName,
        eventTime: record.eventTime,
        account: record.accountId,
      },
      'no feed brought an event that Event history has; it is shown late',
    );
  }
}

/** An instant as CloudTrail writes it: to the second. */
function toSecond(at: number): number {
  return Math.floor(at / 1_000) * 1_000;
}

/** Where is looked: the accounts' Regions, and where AWS records what global services do. */
function scopesOf({ scopes }: ReconcilerDeps['history']): readonly SearchScope[] {
  const accounts = new Set(scopes.map(({ accountId }) => accountId));
  const global = [...accounts].map(accountId => ({ accountId, region: GLOBAL_REGION }));
  const isNew = ({ accountId }: SearchScope) =>
    !scopes.some(scope => scope.accountId === accountId && scope.region === GLOBAL_REGION);
  return [...scopes, ...global.filter(isNew)];
}
