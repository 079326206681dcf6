import type { LookupAttribute } from '../../domain/plan.ts';
import { EVERYTHING, type TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { errorFields } from '../errors.ts';
import type { SearchScope } from '../ports.ts';
import { type Progress, progressPut, readProgress } from '../state/reconciled.ts';
import type { ReconcilerDeps } from './reconciler-deps.ts';
import { Suspicions } from './suspicions.ts';
import { TurnLease } from './turn-lease.ts';

/** Most requests that a turn sends in one account and Region. */
const MAX_REQUESTS = 60;
/** Longest that a look-up may take; AWS is asked once a second at most, and what is more urgent goes first. */
const LOOKUP_MS = 90_000;
/** Time that is looked at once more: Event history has an event after about 15 minutes only (CloudTrail FAQs). */
const OVERLAP_MS = 15 * 60_000;

/** One turn in one account and Region. */
export class ScopeTurn {
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
export function toSecond(at: number): number {
  return Math.floor(at / 1_000) * 1_000;
}
