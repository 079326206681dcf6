import { type Answer, answerSentence, type Coverage, peopleIn, type Voice } from '../../domain/answer.ts';
import { EVENT_HISTORY_REACH, planQuestion, STS_CALLS, usernamesIn } from '../../domain/plan.ts';
import { principalOf, type WorkflowRole } from '../../domain/principal.ts';
import { isByWhomItAsks, matches, mayAnswer, passesAll } from '../../domain/question/match.ts';
import { describeQuestion } from '../../domain/question/print.ts';
import type { Question, QuestionContext, QuestionReading } from '../../domain/question/question.ts';
import { readQuestion } from '../../domain/question/read/read.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { assumedRoleOf, ISSUING_CALLS, isOpen, issuedKeyId, sessionOf } from '../../domain/session.ts';
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import { Sessions } from '../identity/session-issuers.ts';
import type { Clock, History, Log } from '../ports.ts';
import { type Progress, type SearchParts, search, type Taken } from '../search/search.ts';

/** Most events that an answer holds. */
const MOST_EVENTS = 1_000;
/** Which events are followed up to who obtained their session: about as many as anybody is shown at once. */
const FOLLOWED = { from: 0, count: 20 } as const;
/** The part of the time for an answer that is kept for following sessions, and the most of it, in milliseconds. */
const FOLLOWING = { share: 0.3, most: 5_000 } as const;
/** The part of the time for an answer that saying it takes, in milliseconds. */
const SAYING = 1_000;
/** How long a session may have lasted before what was done in it, in milliseconds. */
const SESSION = 12 * 3_600_000;
/** Most sessions of a person that are looked into for what they did through a role. */
const MOST_SESSIONS = 20;
/** Most people of one question whose sessions are looked for. */
const MOST_NAMES = 3;

/** Where a question comes from: whose time zone counts, and how long an answer may take. */
export interface Asker {
  readonly timeZone: string;
  /** Milliseconds; the answer comes within them, with what was not reached named. */
  readonly budget: number;
  /** Names that stand for people in the question, by how they were written: `me`, `<@U1>`. */
  readonly names?: ReadonlyMap<string, readonly string[]>;
  /** Aborted when the asker wants no more. */
  readonly cancelled?: AbortSignal;
  /** Which events are shown, and so followed up to who obtained their session. */
  readonly followed?: {
    readonly from: number;
    readonly count: number;
    /** Milliseconds that this may take, of the time for the answer. */
    readonly within?: number;
  };
  /** Told how far the search is. */
  readonly onProgress?: (progress: Progress) => void;
}

/** What asking needs. */
export interface AskParts {
  /** In the order in which they are preferred. */
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
  readonly #searchParts: SearchParts;
  readonly #sessions: Sessions;

  constructor(parts: AskParts) {
    this.#parts = parts;
    this.#searchParts = { histories: parts.histories, log: parts.log, own: { accountId: null } };
    this.#sessions = new Sessions(parts.histories, parts.clock, parts.log);
  }

  /** Reads a question without answering it. Pure but for the clock. */
  read(text: string, timeZone: string): QuestionReading {
    return readQuestion(text, { now: this.#parts.clock.now(), timeZone, accounts: this.#parts.accounts });
  }

  /** Answers a question that was read. Never throws for what a history could not do: the coverage says so. */
  async answer(asked: Question, asker: Asker): Promise<Answer> {
    const { clock, accountName, log } = this.#parts;
    const now = clock.now();
    const following = Math.min(asker.budget * FOLLOWING.share, FOLLOWING.most);
    const question = withNames(asked, asker.names);
    const { found, obtained, coverage } = await this.#find(question, asker, now, asker.budget - following);
    const left = Math.max(following, asker.budget - (clock.now() - now) - SAYING);
    const sorted = [...found.values()].toSorted(newestFirst);
    const ordered = question.pick === 'first' ? sorted.toReversed() : sorted;
    // Where it is asked by whom, what is chosen depends on who obtained the sessions; else only the chosen are followed.
    const byWhom = question.filters.some(({ key }) => key === 'user');
    const followed = await this.#sessions.resolve(
      byWhom || question.pick === 'all' ? ordered : picked(question, sorted),
      asker.followed ?? FOLLOWED,
      Math.min(asker.followed?.within ?? following, left),
      asker.cancelled,
    );
    if (followed.requests > 0) log.debug({ requests: followed.requests }, 'sessions were followed up');
    // What was proven of who is behind a session may show that the event is not, after all, one that is asked for.
    const matching = followed.summaries
      .filter(event =>
        isByWhomItAsks(obtained.has(event.record.key) ? withoutUsers(question) : question, event),
      )
      .toSorted(newestFirst);
    const chosen = picked(question, matching);
    const events = chosen.slice(0, MOST_EVENTS);
    const spent = withLate(
      { ...coverage, requests: coverage.requests + followed.requests },
      followed.late,
      events,
    );
    const voice = { timeZone: asker.timeZone, accountName };
    return {
      question,
      reading: describeQuestion(asked, asker.timeZone, now),
      events,
      matched: matching.length,
      people: peopleIn(chosen.filter(event => counts(question, event))),
      truncated: matching.length > events.length && question.pick === 'all',
      coverage: spent,
      answeredAt: new Date(now).toISOString(),
      sentence: answerSentence(question, chosen, spent, voice),
    };
  }

  async #find(question: Question, asker: Asker, now: number, budget: number) {
    const { workflowRoles, clock } = this.#parts;
    const found = new Map<string, RecordSummary>();
    const plan = planQuestion(question, now);
    const sessions = await this.#sessionsOf(question, plan.range, asker, now, budget / 3);
    const byKey = [...(sessions?.keys ?? [])].map(value => ({ key: 'AccessKeyId' as const, value }));
    const loose = sessions === undefined ? question : withoutUsers(question);
    const obtained = new Set<string>();
    const take = (record: CloudTrailRecord): Taken => {
      if (found.has(record.key) || !mayAnswer(loose, record)) return 'left';
      const summary = summarise(record, workflowRoles);
      const theirs = sessions?.keys.has(summary.principal.accessKeyId?.toUpperCase() ?? '') === true;
      const asked = theirs ? loose : question;
      const open = mayProveOther(summary);
      if (!matches(open ? withoutNegatedUsers(asked) : asked, summary)) return 'left';
      if (theirs) obtained.add(record.key);
      found.set(record.key, summary);
      const sure = !open || isByWhomItAsks(asked, summary);
      return sure && counts(question, summary) ? 'counted' : 'kept';
    };
    const main = await search(this.#searchParts, {
      // What was done in their sessions is found by its key and has no name on it; everything else is wanted by name.
      // Whom it leaves out is told below, not by a history that looks inside: it takes knowing who obtained a session.
      questionFor: attribute => withoutNegatedUsers(attribute?.key === 'AccessKeyId' ? loose : question),
      plan: { ...plan, attributes: [...byKey, ...plan.attributes] },
      now,
      budget: budget - (clock.now() - now),
      cancelled: asker.cancelled,
      enough: question.pick === 'latest' ? (question.limit ?? 1) : null,
      take,
      onProgress: asker.onProgress,
    });
    const coverage = sessions === undefined ? main : withGapsOf(main, sessions);
    return { found, obtained, coverage };
  }

  /**
   * The access keys of the sessions that STS issued to the people of a question, since AWS writes their names on none of what was done
   * in them. Where a role is named ("what did alice do through role X") every call for it is looked at; else those under her name.
   */
  async #sessionsOf(
    question: Question,
    range: { from: number; to: number },
    asker: Asker,
    now: number,
    budget: number,
  ): Promise<IssuedSessions | undefined> {
    const users = question.filters.filter(filter => filter.key === 'user' && !filter.negated);
    const roles = question.filters.filter(filter => filter.key === 'role' && !filter.negated);
    const usernames = usernamesIn(question).slice(0, MOST_NAMES);
    if (usernames.length === 0) return undefined;
    const keys = new Set<string>();
    let more = false;
    const isTheirs = (record: CloudTrailRecord) => {
      const assumed = assumedRoleOf(record).map(name => name.toLowerCase());
      return (
        roles.every(({ values }) => values.some(value => assumed.includes(value.toLowerCase()))) &&
        passesAll(users, { ...summarise(record), principal: principalOf(record) })
      );
    };
    // Not further back than Event history, or every question of its whole reach would have a gap.
    const oldest = Math.min(range.from, now - EVENT_HISTORY_REACH);
    const since = { from: Math.max(range.from - SESSION, oldest), to: range.to };
    const attributes = roles.length > 0 ? [STS_CALLS] : usernames;
    const coverage = await search(this.#searchParts, {
      questionFor: () => ISSUING_CALLS,
      plan: { ...planQuestion(question, now), attributes, hints: [], range: since },
      now,
      budget,
      cancelled: asker.cancelled,
      enough: null,
      take: record => {
        const key = issuedKeyId(record);
        if (key === undefined || keys.has(key) || !isTheirs(record)) return 'left';
        more ||= keys.size === MOST_SESSIONS;
        if (!more) keys.add(key);
        return 'kept';
      },
    });
    return { keys, more, coverage };
  }
}

/** The sessions that somebody obtained, and what was searched for them. */
interface IssuedSessions {
  readonly keys: ReadonlySet<string>;
  /** There are more than were looked into. */
  readonly more: boolean;
  readonly coverage: Coverage;
}

/** A coverage with what kept sessions from being found: without them, events are missing. */
function withGapsOf(main: Coverage, { coverage, more }: IssuedSessions): Coverage {
  const range = main.searched[0] ?? { from: main.settledUntil, to: main.settledUntil };
  const { from, to } = range;
  const reason = `only ${MOST_SESSIONS} of their sessions were looked into: narrow the time`;
  const notSearched = [
    ...main.notSearched,
    ...coverage.notSearched.map(gap => ({ ...gap, reason: `for their sessions: ${gap.reason}` })),
    ...(more ? [{ history: 'Event history', from, to, reason }] : []),
  ];
  return {
    ...main,
    notSearched,
    complete: notSearched.length === 0,
    requests: main.requests + coverage.requests,
    cached: main.cached + coverage.cached,
  };
}

/** Whether an event is one that `first` and `latest` go by: a success, unless the question asks how calls went. */
function counts(question: Question, { record }: RecordSummary): boolean {
  return (
    record.outcome === 'success' || question.filters.some(({ key, negated }) => key === 'outcome' && !negated)
  );
}

/** Whether who is behind a record may prove to be somebody else than it looks: whom a question leaves out is told only then. */
function mayProveOther({ principal, record }: RecordSummary): boolean {
  return isOpen(principal) && sessionOf(record) !== undefined;
}

/** Names the sessions of which nobody had the time to find out who obtained them. */
function withLate(coverage: Coverage, late: number, events: readonly RecordSummary[]): Coverage {
  const times = events.flatMap(({ record }) => record.eventTime ?? []).toSorted();
  const [from, to] = [times[0], times.at(-1)];
  if (late === 0 || from === undefined || to === undefined) return coverage;
  const reason = `who obtained ${late === 1 ? 'a session' : `${late} sessions`} was not found out: the time for an answer was used up`;
  return {
    ...coverage,
    complete: false,
    notSearched: [...coverage.notSearched, { history: 'Event history', from, to, reason }],
  };
}

/** `first` and `latest` go by what succeeded; failed attempts stay beside them. */
function picked(question: Question, events: readonly RecordSummary[]): readonly RecordSummary[] {
  if (question.pick === 'all') return question.limit === null ? events : events.slice(0, question.limit);
  const counting = events.filter(event => counts(question, event));
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

function withoutNegatedUsers(question: Question): Question {
  return { ...question, filters: question.filters.filter(({ key, negated }) => key !== 'user' || !negated) };
}

function withoutUsers(question: Question): Question {
  return { ...question, filters: question.filters.filter(({ key, negated }) => key !== 'user' || negated) };
}
