import type { Coverage } from '../../domain/coverage.ts';
import { causeOf } from '../../domain/gap.ts';
import { isBroad, type LookupAttribute, type Plan, SETTLING_MS } from '../../domain/plan.ts';
import type { Question, TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { deadline } from '../deadline.ts';
import { faultFields, HistoryError } from '../errors.ts';
import type { History, Log, SearchPage, SearchScope } from '../ports.ts';
import { CoverageLog } from './coverage-log.ts';
import { ENDED, type Ended, MAX_MATCHES } from './ended.ts';
import { scopesToSearch } from './scopes.ts';

/** Most look-ups that are sent for one answer. */
const MAX_REQUESTS = 300;
/**
 * Time by which a range may reach too far back without that being told: "the last 90 days" are an hour longer where summer time ended in
 * them, and may be asked for again an hour later.
 */
const ROUNDING_MS = 2 * 3_600_000 + 60_000;
const DAY_MS = 86_400_000;

/** How far a search has come, for people who wait. */
export interface Progress {
  readonly requests: number;
  readonly records: number;
  readonly matches: number;
  /** The instant that everything has been searched back to by now, in milliseconds; null: nothing was given yet. */
  readonly reachedBackTo: number | null;
}

/** One search of everything that a plan needs. */
export interface SearchTask {
  /** What records with an attribute are wanted for: histories that look inside leave out those that do not answer it. */
  readonly questionFor: (attribute: LookupAttribute | null) => Question;
  readonly plan: Plan;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly budgetMs: number;
  readonly cancelled?: AbortSignal | undefined;
  /** How many matches are enough of the newest, or null where all are wanted. */
  readonly enough: number | null;
  /** Told of every record, and says what became of it. */
  readonly take: (record: CloudTrailRecord) => Taken;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** `ignored`: no match, or known already. `matched`: a match. `counted`: a match that also counts towards `enough`. */
export type Taken = 'ignored' | 'matched' | 'counted';

/** What a search works with. */
export interface SearchDeps {
  /** In the order in which they are preferred. */
  readonly histories: readonly History[];
  readonly log: Log;
  /** What has been learned of the bot's own account; filled in once a record has told its id. */
  readonly own: { accountId: string | null };
}

/** Searches histories for a plan and says what was covered. Never throws for what a history could not do. */
export async function search(deps: SearchDeps, task: SearchTask): Promise<Coverage> {
  const end = deadline(task.budgetMs, task.cancelled);
  try {
    return await new SearchRun(deps, task, end.signal).run();
  } finally {
    end.end();
  }
}

/** A range of one account and Region that a history is asked for. */
interface Part {
  readonly history: History;
  readonly scope: SearchScope;
  readonly attributes: Plan['attributes'];
  readonly range: TimeRange;
}

/** One look-up: a history, an attribute, a range. Without `part` its records are used, and nothing counts as searched. */
interface Lookup {
  readonly history: History;
  readonly scope: SearchScope | null;
  readonly attribute: LookupAttribute | null;
  readonly anyOf?: Plan['attributes'];
  readonly range: TimeRange;
  readonly part: Part | null;
}

/** How far back a look-up came, in milliseconds, and why no further; `failed`: another history may still find the rest. */
interface LookupEnd {
  readonly reached: number;
  readonly ended?: Ended;
  readonly failed?: boolean;
}

/** What is asked for in one look-up each. */
function attributesFor({ history, attributes }: Part): readonly Pick<Lookup, 'attribute' | 'anyOf'>[] {
  if (history.combines && attributes.length > 1) return [{ attribute: null, anyOf: attributes }];
  return attributes.map(attribute => ({ attribute }));
}

class SearchRun {
  readonly #deps: SearchDeps;
  readonly #task: SearchTask;
  readonly #signal: AbortSignal;
  readonly #coverage = new CoverageLog();
  readonly #reached = new Map<Part, number>();
  #records = 0;
  #matches = 0;

  constructor(deps: SearchDeps, task: SearchTask, signal: AbortSignal) {
    this.#deps = deps;
    this.#task = task;
    this.#signal = signal;
  }

  async run(): Promise<Coverage> {
    const { plan, now } = this.#task;
    const { histories } = this.#deps;
    const covering = histories.filter(history => history.coverage !== 'none');
    const scopes = scopesToSearch(covering, plan);
    await Promise.all([
      ...histories.filter(history => history.coverage === 'none').map(history => this.#addFrom(history)),
      ...scopes.map(({ scope, attributes }) => this.#searchScope(scope, attributes, covering)),
    ]);
    if (scopes.length === 0) this.#noteNoScope(covering);
    return this.#coverage.toCoverage(Math.min(plan.range.to, now - SETTLING_MS), this.#deps.own.accountId);
  }

  /** Adds the records of a history that does not hold everything. */
  async #addFrom(history: History): Promise<void> {
    const { range, attributes: all } = this.#task.plan;
    // What sessions are looked up for, the others find here as well.
    const isKey = (attribute: LookupAttribute | null) => attribute?.key === 'AccessKeyId';
    const attributes = all.every(isKey) ? all : all.filter(attribute => !isKey(attribute));
    const ends = await Promise.all(
      attributes.map(attribute => this.#lookUp({ history, scope: null, attribute, range, part: null })),
    );
    for (const { ended, reached } of ends) {
      // Only what the others can't know yet is missing then: the newest events.
      if (ended === undefined) continue;
      const { cause, reason } = ended;
      const newest = { from: Math.max(range.from, this.#task.now - SETTLING_MS), to: reached };
      if (newest.from < newest.to)
        this.#coverage.gap({ history: history.name, scope: null, range: newest, cause, reason });
    }
  }

  /** Whether there is any history of accounts. */
  get #hasAccounts(): boolean {
    return this.#deps.histories.some(
      ({ sources, coverage, scopes }) => sources === undefined && coverage !== 'none' && scopes.length > 0,
    );
  }

  #searchScope(scope: SearchScope, attributes: Plan['attributes'], covering: readonly History[]) {
    const { plan } = this.#task;
    const serving = covering.filter(history => history.serves(scope));
    const full = serving.filter(history => history.coverage === 'full');
    if (plan.dataEvents && full.length > 0) return this.#searchRange(scope, attributes, plan.range, full);
    if (plan.dataEvents)
      this.#coverage.gap({
        history: 'Trail logs',
        scope,
        range: plan.range,
        cause: 'misconfigured',
        reason: 'data events are only in the log files of a trail, and none is configured for this account',
      });
    return this.#searchRange(scope, attributes, plan.range, serving);
  }

  /** Searches a range of one scope: every history is asked for what it reaches, and the next for what the one before could not give. */
  async #searchRange(
    scope: SearchScope,
    attributes: Plan['attributes'],
    range: TimeRange,
    [history, ...others]: readonly History[],
  ): Promise<void> {
    if (!history) return;
    const oldest = history.reach === null ? range.from : this.#task.now - history.reach;
    const reachable = { from: Math.max(range.from, oldest), to: range.to };
    const older = { from: range.from, to: Math.min(range.to, oldest) };
    // Accounts hold all of it; a space's log adds what it still has of accounts that are not configured.
    const isMore = history.sources !== undefined && this.#task.plan.onlyInAccounts && this.#hasAccounts;
    await Promise.all([
      reachable.from < reachable.to
        ? this.#searchPart({ history, scope, attributes, range: reachable }, others)
        : undefined,
      older.from < oldest - ROUNDING_MS && !isMore
        ? this.#searchOlder(scope, attributes, older, history, others)
        : undefined,
    ]);
  }

  async #searchOlder(
    scope: SearchScope,
    attributes: Plan['attributes'],
    range: TimeRange,
    { name, reach }: History,
    others: readonly History[],
  ): Promise<void> {
    if (others.length > 0) return this.#searchRange(scope, attributes, range, others);
    const days = Math.round((reach ?? 0) / DAY_MS);
    const reason = `older than the ${days} days that ${name} keeps`;
    this.#coverage.gap({ history: name, scope, range, cause: 'tooOld', reason });
  }

  /** Asks one history for every attribute; what was reached for all of them counts as searched. The next is asked for what failed. */
  async #searchPart(part: Part, others: readonly History[]): Promise<void> {
    const { history, scope, attributes, range } = part;
    this.#reached.set(part, range.to);
    const ends = await Promise.all(
      attributesFor(part).map(asked => this.#lookUp({ history, scope, ...asked, range, part })),
    );
    const reached = Math.max(...ends.map(end => end.reached));
    this.#reached.delete(part);
    if (reached < range.to) this.#coverage.searched(history.name, scope, { from: reached, to: range.to });
    const causes = ends.flatMap(({ ended }) => ended ?? []);
    const cause = causeOf(causes.map(one => one.cause));
    if (cause === undefined) return;
    const rest = { from: range.from, to: reached };
    const [instead] = ends.some(end => end.failed) ? others : [];
    const replaced = instead === undefined ? '' : `; ${instead.name} searched instead`;
    this.#coverage.gap({
      history: history.name,
      scope,
      range: rest,
      cause,
      reason: `${[...new Set(causes.map(({ reason }) => reason))].join('; ')}${replaced}`,
      replacedBy: instead?.name,
    });
    if (instead) await this.#searchRange(scope, attributes, rest, others);
  }

  async #lookUp(lookup: Lookup): Promise<LookupEnd> {
    const { history, scope, attribute, anyOf, range, part } = lookup;
    const { questionFor, plan, enough } = this.#task;
    const counted: number[] = [];
    const hints: Promise<unknown>[] = [];
    let [reached, pages] = [range.to, 0];
    try {
      // What was done in a session has no name on it, so that is the widest of several.
      const widest = anyOf?.find(one => one?.key === 'AccessKeyId') ?? attribute;
      const asked = { scope, attribute, ...(anyOf && { anyOf }), question: questionFor(widest), range };
      for await (const page of history.search(asked, this.#signal)) {
        reached = page.reachedBackTo;
        counted.push(...this.#takePage(page, lookup));
        if (part) this.#tellProgress(part, reached);
        if (reached <= range.from) break;
        if (enough !== null && counted.filter(at => at >= reached).length >= enough) break;
        if (this.#coverage.requests >= MAX_REQUESTS) return { reached, ended: ENDED.requests };
        if (this.#matches >= MAX_MATCHES) return { reached, ended: ENDED.matches };
        pages += 1;
        if (pages === 2 && part && isBroad(attribute) && !history.filters)
          hints.push(...plan.hints.map(hint => this.#lookUp({ ...lookup, attribute: hint, part: null })));
      }
      return { reached };
    } catch (error) {
      return { reached, ...this.#failure(error, lookup) };
    } finally {
      await Promise.all(hints);
    }
  }

  /** Takes the records of a page; gives the times of those that count towards `enough`. */
  #takePage(page: SearchPage, { history, scope }: Lookup): number[] {
    const counted: number[] = [];
    this.#coverage.requests += page.requests;
    this.#coverage.cached += page.cached;
    this.#coverage.scannedBytes += page.scannedBytes ?? 0;
    for (const record of page.records) {
      // Event history of an account holds its own records only, so they tell the id that nobody configured.
      if (scope !== null && scope.accountId === null) this.#deps.own.accountId ??= record.accountId;
      this.#records += 1;
      const taken = this.#task.take(record);
      if (taken !== 'ignored') this.#matches += 1;
      if (taken === 'counted') counted.push(record.at ?? Number.NaN);
    }
    for (const { reason, range, cause = 'unreadable' } of page.unreadable)
      this.#coverage.gap({ history: history.name, scope, range, cause, reason });
    return counted;
  }

  #failure(error: unknown, { history, scope }: Lookup): Omit<LookupEnd, 'reached'> {
    if (this.#task.cancelled?.aborted) return { ended: ENDED.cancelled };
    if (this.#signal.aborted) return { ended: ENDED.time };
    if (error instanceof HistoryError)
      return { ended: { cause: error.gap, reason: error.message }, failed: true };
    this.#deps.log.error(
      { ...faultFields(error), history: history.name, region: scope?.region },
      'a history failed in a way it should not',
    );
    return { ended: ENDED.fault, failed: true };
  }

  #tellProgress(part: Part, reached: number): void {
    this.#reached.set(part, reached);
    this.#task.onProgress?.({
      requests: this.#coverage.requests,
      records: this.#records,
      matches: this.#matches,
      reachedBackTo: Math.max(...this.#reached.values()),
    });
  }

  #noteNoScope(covering: readonly History[]): void {
    const configured = covering.some(history => history.scopes.length > 0);
    const reason = configured
      ? 'none of the configured accounts and Regions is one that the question asks for'
      : 'no AWS account is configured: set AWS_REGION, or accounts in cctrail.yml';
    const { range } = this.#task.plan;
    this.#coverage.gap({ history: 'Event history', scope: null, range, cause: 'misconfigured', reason });
  }
}
