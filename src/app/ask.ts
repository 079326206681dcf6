import {
  type Answer,
  answerSentence,
  type Coverage,
  type Gap,
  type Searched,
  type Voice,
} from '../domain/answer.ts';
import {
  EVENT_HISTORY_REACH,
  GLOBAL_REGION,
  isGlobal,
  type LookupAttribute,
  type Plan,
  planQuestion,
} from '../domain/plan.ts';
import type { WorkflowRole } from '../domain/principal.ts';
import { matches } from '../domain/question/match.ts';
import { describeQuestion } from '../domain/question/print.ts';
import type { Question, QuestionContext, QuestionReading, TimeRange } from '../domain/question/question.ts';
import { readQuestion } from '../domain/question/read.ts';
import { type RecordSummary, summarise } from '../domain/summary.ts';
import { SETTLING } from './cached-history.ts';
import { type Clock, type History, HistoryError, type Log, type SearchScope } from './ports.ts';

/** Most events that an answer holds. */
const MOST_EVENTS = 1_000;

/** Where a question comes from: whose time zone counts, and how long an answer may take. */
export interface Asker {
  readonly timeZone: string;
  /** Milliseconds; the answer comes within them, with what was not reached named. */
  readonly budget: number;
  /** Names that stand for people in the question, by how they were written: `me`, `<@U1>`. */
  readonly names?: ReadonlyMap<string, readonly string[]>;
}

/** What asking needs. */
export interface AskParts {
  readonly histories: readonly History[];
  readonly accounts: QuestionContext['accounts'];
  readonly accountName: Voice['accountName'];
  readonly workflowRoles: readonly WorkflowRole[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Answers questions: read, plan, search every history in every account and Region at once, merge, say what was covered. */
export class Questions {
  readonly #parts: AskParts;
  /** The id of the bot's own account, once a record has told it. */
  #ownAccount: string | null = null;

  constructor(parts: AskParts) {
    this.#parts = parts;
  }

  /** Reads a question without answering it. Pure but for the clock. */
  read(text: string, timeZone: string): QuestionReading {
    return readQuestion(text, { now: this.#parts.clock.now(), timeZone, accounts: this.#parts.accounts });
  }

  /** Answers a question that was read. Never throws for what a history could not do: the coverage says so. */
  async answer(asked: Question, asker: Asker): Promise<Answer> {
    const { clock, workflowRoles, accountName } = this.#parts;
    const now = clock.now();
    const question = withNames(asked, asker.names);
    const plan = planQuestion(question, now);
    const deadline = AbortSignal.timeout(asker.budget);
    const found = new Map<string, RecordSummary>();
    const searches = this.#parts.histories.flatMap(history =>
      placesFor(history, plan).map(({ scope, attributes }) =>
        this.#search(history, scope, { ...plan, attributes }, now, deadline, record => {
          const summary = summarise(record, workflowRoles);
          if (!found.has(record.key) && matches(question, summary)) found.set(record.key, summary);
        }),
      ),
    );
    const parts = await Promise.all(searches);
    const gaps = [...parts.flatMap(part => part.gaps), ...this.#unconfigured(plan, parts.length)];
    const coverage: Coverage = {
      complete: gaps.length === 0 && parts.length > 0,
      settledUntil: iso(Math.min(plan.range.to, now - SETTLING)),
      searched: parts.flatMap(part => part.searched),
      notSearched: gaps,
      requests: parts.reduce((sum, part) => sum + part.requests, 0),
      cached: parts.reduce((sum, part) => sum + part.cached, 0),
    };
    const matching = [...found.values()].toSorted(newestFirst);
    const chosen = picked(question, matching);
    const events = chosen.slice(0, MOST_EVENTS);
    return {
      question: asked,
      reading: describeQuestion(asked, asker.timeZone, now),
      events,
      truncated: matching.length > events.length && question.pick === 'all',
      coverage,
      sentence: answerSentence(question, chosen, coverage, { timeZone: asker.timeZone, accountName }),
    };
  }

  /** Searches one account and Region for every attribute of the plan; what was reached for all of them counts as searched. */
  async #search(
    history: History,
    scope: SearchScope,
    plan: Plan,
    now: number,
    signal: AbortSignal,
    take: (record: RecordSummary['record']) => void,
  ): Promise<Part> {
    const oldest = now - EVENT_HISTORY_REACH;
    const range: TimeRange = { from: Math.max(plan.range.from, oldest), to: plan.range.to };
    const part: Part = { searched: [], gaps: [], requests: 0, cached: 0 };
    const place = {
      history: history.name,
      ...(scope.accountId !== null && { accountId: scope.accountId }),
      region: scope.region,
    };
    if (plan.range.from < oldest - 60_000) {
      part.gaps.push({
        ...place,
        from: iso(plan.range.from),
        to: iso(Math.min(oldest, plan.range.to)),
        reason: 'older than the 90 days that Event history keeps',
      });
    }
    if (range.from >= range.to) return part;
    const ends = await Promise.all(
      plan.attributes.map(attribute =>
        this.#lookUp(history, scope, attribute, range, signal, part, record => {
          // Event history of an account holds its own records only, so they tell the id that nobody configured.
          if (scope.accountId === null) this.#ownAccount ??= record.accountId;
          take(record);
        }),
      ),
    );
    const reached = Math.max(...ends.map(end => end.reached));
    if (reached < range.to) {
      part.searched.push({
        history: history.name,
        accountId: scope.accountId ?? this.#ownAccount,
        region: scope.region,
        from: iso(reached),
        to: iso(range.to),
      });
    }
    const reasons = [...new Set(ends.flatMap(end => (end.reason === undefined ? [] : [end.reason])))];
    if (reached > range.from)
      part.gaps.push({
        ...place,
        from: iso(range.from),
        to: iso(reached),
        reason: reasons.join('; ') || 'not reached',
      });
    else if (reasons.length > 0)
      part.gaps.push({ ...place, from: iso(range.from), to: iso(range.to), reason: reasons.join('; ') });
    return part;
  }

  async #lookUp(
    history: History,
    scope: SearchScope,
    attribute: LookupAttribute | null,
    range: TimeRange,
    signal: AbortSignal,
    part: Part,
    take: (record: RecordSummary['record']) => void,
  ): Promise<{ reached: number; reason?: string }> {
    let reached = range.to;
    let unreadable = 0;
    try {
      for await (const page of history.search(scope, attribute, range, signal)) {
        page.records.forEach(take);
        reached = page.reachedBackTo;
        part.requests += page.requests;
        part.cached += page.cached;
        unreadable += page.unreadable;
      }
      const reason =
        unreadable === 0
          ? {}
          : { reason: `${unreadable} event${unreadable === 1 ? '' : 's'} could not be read` };
      return { reached: range.from, ...reason };
    } catch (error) {
      if (signal.aborted) return { reached, reason: 'the time for an answer was used up' };
      if (!(error instanceof HistoryError))
        this.#parts.log.error(
          { error: String(error), region: scope.region },
          'a history failed in a way it should not',
        );
      return {
        reached,
        reason: error instanceof HistoryError ? error.message : 'an internal error; the log has it',
      };
    }
  }

  #unconfigured(plan: Plan, searches: number): Gap[] {
    if (searches > 0) return [];
    const reason = this.#parts.histories.every(history => history.scopes.length === 0)
      ? 'no AWS account is configured: set AWS_REGION, or accounts in cctrail.yml'
      : 'no configured account or Region is the one that the question names';
    return [{ history: 'Event history', from: iso(plan.range.from), to: iso(plan.range.to), reason }];
  }
}

interface Part {
  readonly searched: Searched[];
  readonly gaps: Gap[];
  requests: number;
  cached: number;
}

/**
 * Where the attributes of a plan are looked up: everywhere that the question concerns. Services that AWS records in one Region only are
 * looked up there too, or "no match" would be said of a Region that could not hold the event.
 */
function placesFor(history: History, plan: Plan): { scope: SearchScope; attributes: Plan['attributes'] }[] {
  const { scopes } = history;
  const places = scopes
    .filter(scope => concerns(plan, scope))
    .map(scope => ({ scope, attributes: plan.attributes }));
  const global = plan.attributes.filter(isGlobal);
  if (global.length === 0 || (plan.regions.length > 0 && !plan.regions.includes(GLOBAL_REGION)))
    return places;
  for (const { accountId, region } of scopes) {
    const scope = { accountId, region: GLOBAL_REGION };
    const covered = places.some(
      place => place.scope.accountId === accountId && place.scope.region === GLOBAL_REGION,
    );
    // China and GovCloud have global Regions of their own.
    if (!covered && !/^(cn|us-gov|us-iso)/.test(region) && concerns(plan, scope))
      places.push({ scope, attributes: global });
  }
  return places;
}

function concerns(plan: Plan, scope: SearchScope): boolean {
  return (
    (plan.accounts.length === 0 || scope.accountId === null || plan.accounts.includes(scope.accountId)) &&
    (plan.regions.length === 0 || plan.regions.includes(scope.region))
  );
}

/** `first` and `latest` go by what succeeded; failed attempts stay beside them. */
function picked(question: Question, events: readonly RecordSummary[]): readonly RecordSummary[] {
  if (question.pick === 'all') return question.limit === null ? events : events.slice(0, question.limit);
  const asksForFailures = question.filters.some(filter => filter.key === 'outcome' && !filter.negated);
  const counting = asksForFailures ? events : events.filter(event => event.record.outcome === 'success');
  const pool = counting.length > 0 ? counting : events;
  return question.pick === 'latest' ? pool.slice(0, question.limit ?? 1) : pool.slice(-(question.limit ?? 1));
}

function newestFirst(a: RecordSummary, b: RecordSummary): number {
  const [left, right] = [a.record.eventTime ?? '', b.record.eventTime ?? ''];
  if (left !== right) return left < right ? 1 : -1;
  return a.record.key < b.record.key ? -1 : 1;
}

/** Puts names that AWS knows in place of `me` and mentions; a filter of which nothing is known stays and matches nobody. */
function withNames(question: Question, names: Asker['names']): Question {
  if (!names) return question;
  const filters = question.filters.map(filter =>
    filter.key === 'user'
      ? { ...filter, values: filter.values.flatMap(value => names.get(value.toLowerCase()) ?? [value]) }
      : filter,
  );
  return { ...question, filters };
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
