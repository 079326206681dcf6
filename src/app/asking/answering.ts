import { type Answer, answerSentence } from '../../domain/answer.ts';
import type { Coverage, Voice } from '../../domain/coverage.ts';
import { planQuestion } from '../../domain/plan.ts';
import { asAsked } from '../../domain/question/asked-resource.ts';
import { without } from '../../domain/question/filters.ts';
import { isInSpaceLog } from '../../domain/question/in-space-log.ts';
import { isByWhomItAsks } from '../../domain/question/match.ts';
import {
  askingWorkflows,
  byWhomever,
  isOfWorkflowsOnly,
  runFilters,
} from '../../domain/question/match-run.ts';
import { newestFirst, picked } from '../../domain/question/pick.ts';
import { describeQuestion } from '../../domain/question/print.ts';
import type { Question, QuestionContext, QuestionReading } from '../../domain/question/question.ts';
import { readQuestion } from '../../domain/question/read/read.ts';
import { isByWorkflow } from '../../domain/runs-during.ts';
import { withoutRepeats } from '../../domain/same-deed.ts';
import type { RecordSummary } from '../../domain/summary.ts';
import { oftenEnough, type TallyVoice, talliesOf } from '../../domain/tally.ts';
import type { Followed, WhoIsBehind } from '../identity/who-is-behind.ts';
import type { Clock, History, Log, SpaceNames } from '../ports.ts';
import { type Progress, type SearchDeps, search } from '../search/search.ts';
import { NOT_IN_CLOUDTRAIL, withFollowing, withRuns, withTooMany } from './answer-coverage.ts';
import { EventCollector } from './event-collector.ts';
import { findIssuedSessions, withSessionGaps } from './issued-sessions.ts';
import { type RunTiesDeps, tieOne, tieToRuns } from './run-ties.ts';
import { seenSentence } from './seen.ts';

/** Most events that an answer holds. */
const MAX_EVENTS = 1_000;
/** Which events are followed up to who obtained their session: about as many as are shown at once. */
const FOLLOWED = { from: 0, count: 20 } as const;
/** Share of the time for an answer that is kept for following sessions, and the most of it. */
const FOLLOWING_SHARE = 0.3;
const MAX_FOLLOWING_MS = 5_000;
/** Part of the time for an answer that saying it may take. */
const SAYING_MS = 1_000;
/** Share of the time for a search that looking for the people's sessions may take. */
const SESSIONS_SHARE = 1 / 3;

/** How a question is answered: whose time zone counts, and how long it may take. */
export interface AnswerOptions {
  readonly timeZone: string;
  /** The answer comes within it, with what was not reached named. */
  readonly budgetMs: number;
  /** Aborted when the asker wants no more. */
  readonly cancelled?: AbortSignal | undefined;
  /** Which events are shown, and so followed up to who obtained their session. */
  readonly followed?: {
    readonly from: number;
    readonly count: number;
    /** How much of the time for the answer this may take. */
    readonly withinMs?: number;
  };
  /** Told how far the search is, and in whose zone to say it. */
  readonly onProgress?: ((progress: Progress, timeZone: string) => void) | undefined;
}

/** What answering works with. */
export interface AnsweringDeps extends RunTiesDeps {
  /** In the order in which they are preferred. */
  readonly histories: readonly History[];
  readonly accounts: QuestionContext['accounts'];
  readonly accountName: Voice['accountName'];
  readonly whoIsBehind: WhoIsBehind;
  /** Absent: no space is configured. */
  readonly spaceNames?: SpaceNames | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a search has found: events by the key of their record, and those that are known to be done in a session of the people asked for. */
interface Found {
  readonly events: ReadonlyMap<string, RecordSummary>;
  readonly inTheirSessions: ReadonlySet<string>;
  readonly coverage: Coverage;
}

/** Answers questions: plan, search every history in every account and Region at once, merge, find out who, say what was covered. */
export class Answering {
  readonly #deps: AnsweringDeps;
  readonly #searchDeps: SearchDeps;

  constructor(deps: AnsweringDeps) {
    this.#deps = deps;
    this.#searchDeps = { histories: deps.histories, log: deps.log, own: { accountId: null } };
  }

  /** What surrounds a question of somebody in a time zone. */
  context(timeZone: string): QuestionContext {
    const { clock, accounts, spaceNames } = this.#deps;
    return { now: clock.now(), timeZone, accounts, space: spaceNames?.known() };
  }

  /** Learns how what questions may name is called, where that was long ago. Never throws. */
  async learnNames(): Promise<void> {
    await this.#deps.spaceNames?.refresh();
  }

  /** Reads a question without answering it. Pure but for the clock. */
  read(text: string, timeZone: string): QuestionReading {
    return readQuestion(text, this.context(timeZone));
  }

  /** An event with the run of a workflow in which it was likely done, where one did it and a space is configured. Never throws for what can't be looked up. */
  withRuns(event: RecordSummary, budgetMs: number): Promise<RecordSummary> {
    return tieOne(event, budgetMs, this.#deps);
  }

  /** Answers a question. `asked` is the same as it was written. Never throws for what a history could not do: the coverage says so. */
  async answer(question: Question, options: AnswerOptions, asked = question): Promise<Answer> {
    const { clock, accountName } = this.#deps;
    const now = clock.now();
    const followingMs = Math.min(options.budgetMs * FOLLOWING_SHARE, MAX_FOLLOWING_MS);
    const found = await this.#find(question, options, now, options.budgetMs - followingMs);
    const leftMs = Math.max(followingMs, options.budgetMs - (clock.now() - now) - SAYING_MS);
    const followed = await this.#follow(question, found, options, followingMs, leftMs);
    // What was proven of who is behind a session may show that the event is not, after all, one that is asked for.
    const distinct = withoutRepeats(
      followed.summaries
        .filter(event => isByWhomItAsks(this.#askedOf(question, event, found), event))
        .toSorted(newestFirst),
    );
    const tied = await tieToRuns(
      question,
      distinct,
      { budgetMs: options.budgetMs - (clock.now() - now) - SAYING_MS, cancelled: options.cancelled },
      { ...this.#deps, isOfWorkflow: event => isByWorkflow(event) || isInTheirs(question, event, found) },
    );
    const matching = tied.events;
    const voice = { timeZone: options.timeZone, accountName };
    const often = oftenEnough(question, matching, voice);
    const chosen = picked(question, often);
    const events = chosen.slice(0, MAX_EVENTS).map(event => asAsked(question, event));
    const coverage = withRuns(withFollowing(found.coverage, followed, events), tied);
    const seen =
      matching.length === 0 && coverage.searched.length > 0
        ? await seenSentence(
            question,
            (other, budgetMs) =>
              this.#find(other, { ...options, onProgress: undefined }, clock.now(), budgetMs),
            options.budgetMs - (clock.now() - now) - SAYING_MS,
          )
        : tooSeldom(question, matching, often, voice);
    const isElsewhere =
      matching.length === 0 && this.#deps.spaceNames === undefined && isInSpaceLog(question);
    return {
      question,
      reading: describeQuestion(asked, options.timeZone, now),
      events,
      matched: often.length,
      tallies: talliesOf(question, chosen, voice),
      truncated: often.length > events.length && question.pick === 'all',
      coverage,
      answeredAt: new Date(now).toISOString(),
      sentence: answerSentence(
        question,
        chosen.map(event => asAsked(question, event)),
        coverage,
        voice,
        isElsewhere ? `${seen} ${NOT_IN_CLOUDTRAIL}`.trim() : seen,
      ),
    };
  }

  /** What is done in their own session is theirs, whatever name is on it; once it is proven whose it is, that alone counts. */
  #askedOf(question: Question, { record, principal }: RecordSummary, { inTheirSessions }: Found): Question {
    const isTheirs = principal.confidence !== 'certain' && inTheirSessions.has(record.key);
    return isTheirs ? without(question, 'user', 'wanted') : question;
  }

  async #follow(
    question: Question,
    { events }: Found,
    { followed, cancelled }: AnswerOptions,
    followingMs: number,
    leftMs: number,
  ): Promise<Followed> {
    const sorted = [...events.values()].toSorted(newestFirst);
    const ordered = question.pick === 'first' ? sorted.toReversed() : sorted;
    // Where it is asked by whom, what is chosen depends on who obtained the sessions; else only the chosen are followed.
    const byWhom = question.filters.some(({ key }) => key === 'user') || runFilters(question).length > 0;
    const { from, count } = followed ?? FOLLOWED;
    const budgetMs = Math.min(followed?.withinMs ?? followingMs, leftMs);
    const found = await this.#deps.whoIsBehind.follow(
      byWhom || question.pick === 'all' ? ordered : picked(question, sorted),
      { urgency: 'question', from, count, budgetMs, cancelled },
    );
    if (found.requests > 0) this.#deps.log.debug({ requests: found.requests }, 'sessions were followed up');
    return found;
  }

  async #find(question: Question, options: AnswerOptions, now: number, budgetMs: number): Promise<Found> {
    const { clock } = this.#deps;
    const { cancelled, onProgress, timeZone } = options;
    const plan = planQuestion(question, now);
    const sessions = await findIssuedSessions(
      askingWorkflows(question),
      { range: plan.range, now, budgetMs: budgetMs * SESSIONS_SHARE, cancelled },
      this.#searchDeps,
    );
    const loose = sessions === undefined ? question : byWhomever(question);
    // What was done in sessions that are not looked up one by one is found among all else, and has no name on it either.
    const isAmongAll = sessions !== undefined && sessions.wanted.size > sessions.lookedUp.length;
    const collected = new EventCollector(question, sessions, this.#deps.known);
    const main = await search(this.#searchDeps, {
      // What was done in their sessions is found by its key and has no name on it; everything else is wanted by name.
      // Whom it leaves out is told later, not by a history that looks inside: it takes knowing who obtained a session.
      questionFor: attribute =>
        without(isAmongAll || attribute?.key === 'AccessKeyId' ? loose : question, 'user', 'left out'),
      plan: { ...plan, attributes: [...(sessions?.lookedUp ?? []), ...plan.attributes] },
      now,
      budgetMs: budgetMs - (clock.now() - now),
      cancelled,
      // Which workflow an event is of is found out only when all are there.
      enough: question.pick === 'latest' && runFilters(question).length === 0 ? (question.limit ?? 1) : null,
      take: record => collected.take(record),
      onProgress: progress => onProgress?.(progress, timeZone),
    });
    const whole = collected.isFull ? withTooMany(main) : main;
    const coverage = sessions === undefined ? whole : withSessionGaps(whole, sessions);
    return { events: collected.events, inTheirSessions: collected.inTheirSessions, coverage };
  }
}

/** Whether something was done in a session that a workflow is known to have obtained, which was not followed up for showing it. */
function isInTheirs(
  question: Question,
  { record, principal }: RecordSummary,
  { inTheirSessions }: Found,
): boolean {
  return isOfWorkflowsOnly(question) && principal.confidence !== 'certain' && inTheirSessions.has(record.key);
}

/** What is said where events match, and of nobody so many as the question wants. */
function tooSeldom(
  question: Question,
  matching: readonly RecordSummary[],
  often: readonly RecordSummary[],
  voice: TallyVoice,
): string {
  const [most] = often.length === 0 ? talliesOf({ ...question, asks: 'count' }, matching, voice) : [];
  return most === undefined
    ? ''
    : `It was done, but no ${question.per ?? 'person'} has ${question.atLeast} of them: ${most.name} has most, ${most.events}.`;
}
