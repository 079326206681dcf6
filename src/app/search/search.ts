import type { Coverage, Gap, Searched } from '../../domain/answer.ts';
import { isBroad, type LookupAttribute, type Plan } from '../../domain/plan.ts';
import type { Question, TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { deadline } from '../deadline.ts';
import { type History, HistoryError, type Log, type SearchScope } from '../ports.ts';
import { SETTLING } from './cached-history.ts';
import { placesFor } from './scopes.ts';

/** Most look-ups that are sent for one answer. */
const MOST_REQUESTS = 300;
/** Most matches that one answer gathers; nobody reads more, and memory must not grow with the trail. */
const MOST_MATCHES = 10_000;
/** How much a range may reach too far back without that being told, in milliseconds: "the last 90 days", asked for again an hour later. */
const ROUNDING = 3_600_000;
/** Why a search ended before its range did, in words for people. */
const ENDED = {
  time: 'the time for an answer was used up',
  cancelled: 'the search was cancelled',
  requests: 'the look-ups for one answer were used up',
  matches: `more than ${MOST_MATCHES.toLocaleString('en')} events match: narrow the question`,
} as const;

/** Why data events are missing where no trail is configured. */
const NO_DATA_EVENTS =
  'data events are only in the log files of a trail, and none is configured for this account';

/** How far a search has come, for people who wait. */
export interface Progress {
  readonly requests: number;
  readonly records: number;
  readonly matches: number;
  /** The instant that everything has been searched back to by now, in milliseconds; null: nothing was given yet. */
  readonly reachedBackTo: number | null;
}

/** One search of everything that a plan needs. */
export interface Searching {
  /** What records with an attribute are wanted for: histories that look inside leave out those that do not answer it. */
  readonly questionFor: (attribute: LookupAttribute | null) => Question;
  readonly plan: Plan;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Milliseconds that it may take. */
  readonly budget: number;
  readonly cancelled?: AbortSignal | undefined;
  /** How many matches are enough of the newest, or null where all are wanted. */
  readonly enough: number | null;
  /** Told of every record; gives whether it is a match that was not known, and whether that counts towards `enough`. */
  readonly take: (record: CloudTrailRecord) => Taken;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What became of a record: not wanted or known already, wanted, or one of those that `enough` counts. */
export type Taken = 'left' | 'kept' | 'counted';

/** What a search needs. */
export interface SearchParts {
  /** In the order in which they are preferred. */
  readonly histories: readonly History[];
  readonly log: Log;
  /** What has been learned of the bot's own account; filled in once a record has told its id. */
  readonly own: { accountId: string | null };
}

/** Searches histories for a plan and says what was covered. Never throws for what a history could not do. */
export async function search(parts: SearchParts, searching: Searching): Promise<Coverage> {
  const end = deadline(searching.budget, searching.cancelled);
  try {
    return await new Search(parts, searching, end.signal).run();
  } finally {
    end.end();
  }
}

/** A stretch of one place that a history was asked for. */
interface Stretch {
  readonly history: History;
  readonly scope: SearchScope;
  readonly attributes: Plan['attributes'];
  readonly range: TimeRange;
}

class Search {
  readonly #parts: SearchParts;
  readonly #searching: Searching;
  readonly #signal: AbortSignal;
  readonly #searched: Searched[] = [];
  readonly #gaps: Gap[] = [];
  readonly #reached = new Map<Stretch, number>();
  #requests = 0;
  #cached = 0;
  #records = 0;
  #matches = 0;

  constructor(parts: SearchParts, searching: Searching, signal: AbortSignal) {
    this.#parts = parts;
    this.#searching = searching;
    this.#signal = signal;
  }

  async run(): Promise<Coverage> {
    const { plan, now } = this.#searching;
    const covering = this.#parts.histories.filter(history => history.holds !== 'some');
    const places = placesFor(covering, plan);
    await Promise.all([
      ...this.#parts.histories
        .filter(history => history.holds === 'some')
        .map(history => this.#glean(history)),
      ...places.map(({ scope, attributes }) => {
        const serving = covering.filter(history => history.serves(scope));
        const whole = serving.filter(history => history.holds === 'all');
        if (plan.dataEvents && whole.length > 0) return this.#serve(scope, attributes, plan.range, whole);
        if (plan.dataEvents) this.#gap('Trail logs', scope, plan.range, NO_DATA_EVENTS);
        return this.#serve(scope, attributes, plan.range, serving);
      }),
    ]);
    if (places.length === 0) this.#gap('Event history', null, plan.range, this.#nowhere(covering));
    return {
      complete: this.#gaps.length === 0,
      settledUntil: iso(Math.min(plan.range.to, now - SETTLING)),
      searched: this.#searched.map(part => ({
        ...part,
        accountId: part.accountId ?? this.#parts.own.accountId,
      })),
      notSearched: this.#gaps,
      requests: this.#requests,
      cached: this.#cached,
    };
  }

  /** Adds what a history has that does not hold everything. */
  async #glean(history: History): Promise<void> {
    const { plan } = this.#searching;
    await Promise.all(
      plan.attributes.map(attribute =>
        this.#lookUp({ history, scope: null, attribute, range: plan.range }, null),
      ),
    );
  }

  /** Searches a range in one place: every history is asked for what it reaches, and the next for what the one before could not give. */
  async #serve(
    scope: SearchScope,
    attributes: Plan['attributes'],
    range: TimeRange,
    histories: readonly History[],
  ): Promise<void> {
    const [history, ...others] = histories;
    if (!history) return;
    const oldest = history.reach === null ? range.from : this.#searching.now - history.reach;
    const reachable = { from: Math.max(range.from, oldest), to: range.to };
    const older = { from: range.from, to: Math.min(range.to, oldest) };
    await Promise.all([
      reachable.from < reachable.to
        ? this.#stretch({ history, scope, attributes, range: reachable }, others).then(rest =>
            rest ? this.#serve(scope, attributes, rest, others) : undefined,
          )
        : undefined,
      older.from < oldest - ROUNDING ? this.#older(scope, attributes, older, history, others) : undefined,
    ]);
  }

  async #older(
    scope: SearchScope,
    attributes: Plan['attributes'],
    range: TimeRange,
    history: History,
    others: readonly History[],
  ): Promise<void> {
    if (others.length > 0) return this.#serve(scope, attributes, range, others);
    const days = Math.round((history.reach ?? 0) / 86_400_000);
    this.#gap(history.name, scope, range, `older than the ${days} days that ${history.name} keeps`);
  }

  /** Asks one history for every attribute; what was reached for all of them counts as searched. Gives what another may still find. */
  async #stretch(stretch: Stretch, others: readonly History[]): Promise<TimeRange | undefined> {
    const { history, scope, attributes, range } = stretch;
    this.#reached.set(stretch, range.to);
    const ends = await Promise.all(
      attributes.map(attribute => this.#lookUp({ history, scope, attribute, range }, stretch)),
    );
    const reached = Math.max(...ends.map(end => end.reached));
    this.#reached.delete(stretch);
    if (reached < range.to)
      this.#searched.push({
        history: history.name,
        accountId: scope.accountId,
        region: scope.region,
        from: iso(reached),
        to: iso(range.to),
      });
    const reasons = [...new Set(ends.flatMap(end => (end.reason === undefined ? [] : [end.reason])))];
    if (reasons.length === 0) return undefined;
    const rest = { from: range.from, to: reached };
    const [instead] = ends.some(end => end.failed) ? others : [];
    const resort = instead ? `; ${instead.name} searched instead` : '';
    this.#gap(history.name, scope, rest, `${reasons.join('; ')}${resort}`);
    return instead && rest;
  }

  async #lookUp(
    wanted: {
      readonly history: History;
      readonly scope: SearchScope | null;
      readonly attribute: LookupAttribute | null;
      readonly range: TimeRange;
    },
    stretch: Stretch | null,
  ): Promise<{ reached: number; reason?: string; failed?: boolean }> {
    const { history, scope, attribute, range } = wanted;
    const { questionFor, plan, enough } = this.#searching;
    const question = questionFor(attribute);
    const counted: number[] = [];
    const hints: Promise<unknown>[] = [];
    let reached = range.to;
    let pages = 0;
    try {
      for await (const page of history.search({ scope, attribute, question, range }, this.#signal)) {
        reached = page.reachedBackTo;
        this.#requests += page.requests;
        this.#cached += page.cached;
        for (const record of page.records) {
          // Event history of an account holds its own records only, so they tell the id that nobody configured.
          if (scope !== null && scope.accountId === null) this.#parts.own.accountId ??= record.accountId;
          if (this.#take(record) === 'counted') counted.push(Date.parse(record.eventTime ?? ''));
        }
        for (const { reason, range: lost } of page.unreadable) this.#gap(history.name, scope, lost, reason);
        if (stretch) this.#progress(stretch, reached);
        if (reached <= range.from) break;
        if (enough !== null && counted.filter(at => at >= reached).length >= enough) break;
        if (this.#requests >= MOST_REQUESTS) return { reached, reason: ENDED.requests };
        if (this.#matches >= MOST_MATCHES) return { reached, reason: ENDED.matches };
        pages += 1;
        if (pages === 2 && stretch && isBroad(attribute))
          hints.push(...plan.hints.map(hint => this.#lookUp({ ...wanted, attribute: hint }, null)));
      }
      await Promise.all(hints);
      return { reached };
    } catch (error) {
      await Promise.all(hints);
      if (this.#searching.cancelled?.aborted) return { reached, reason: ENDED.cancelled };
      if (this.#signal.aborted) return { reached, reason: ENDED.time };
      if (error instanceof HistoryError) return { reached, reason: error.message, failed: true };
      this.#parts.log.error(
        { error: String(error), stack: (error as Error).stack, history: history.name, region: scope?.region },
        'a history failed in a way it should not',
      );
      return { reached, reason: 'an internal error; the log has it', failed: true };
    }
  }

  #take(record: CloudTrailRecord): Taken {
    this.#records += 1;
    const taken = this.#searching.take(record);
    if (taken !== 'left') this.#matches += 1;
    return taken;
  }

  #progress(stretch: Stretch, reached: number): void {
    this.#reached.set(stretch, reached);
    this.#searching.onProgress?.({
      requests: this.#requests,
      records: this.#records,
      matches: this.#matches,
      reachedBackTo: Math.max(...this.#reached.values()),
    });
  }

  #gap(history: string, scope: SearchScope | null, range: TimeRange, reason: string): void {
    const gap: Gap = {
      history,
      ...(scope !== null && scope.accountId !== null && { accountId: scope.accountId }),
      ...(scope !== null && { region: scope.region }),
      from: iso(range.from),
      to: iso(range.to),
      reason,
    };
    const text = JSON.stringify(gap);
    if (!this.#gaps.some(known => JSON.stringify(known) === text)) this.#gaps.push(gap);
  }

  #nowhere(histories: readonly History[]): string {
    return histories.every(history => history.scopes.length === 0)
      ? 'no AWS account is configured: set AWS_REGION, or accounts in cctrail.yml'
      : 'none of the configured accounts and Regions is one that the question asks for';
  }
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
