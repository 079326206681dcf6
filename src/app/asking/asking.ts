import type { Known } from '../../domain/known.ts';
import type { Person, PersonMapping } from '../../domain/person.ts';
import { onlyWithin } from '../../domain/question/filters.ts';
import type { Question } from '../../domain/question/question.ts';
import type { AskerRules } from '../../domain/review.ts';
import type { RecordSummary } from '../../domain/summary.ts';
import type { WhoIsBehind } from '../identity/who-is-behind.ts';
import type { Clock, Directory, Log, Meter, PostResult, Store } from '../ports.ts';
import type { Progress } from '../search/search.ts';
import type { Speaker } from '../state/conversations.ts';
import { findSummary } from '../state/find-summary.ts';
import type { Ledger } from '../state/ledger.ts';
import type { Answering, AnswerOptions } from './answering.ts';
import { Answers } from './answers.ts';
import { type Asker, ask, type Unanswered } from './ask.ts';
import { cancellable, cancelSearch } from './cancellation.ts';
import { titledBy, utteranceOf } from './conversation.ts';
import { type ExportedFile, exportFile } from './export.ts';
import type { ExportFormat } from './export-formats.ts';
import { FairShare, TOO_MANY_QUESTIONS } from './fair-share.ts';
import { type FoundAnswer, type FoundRecord, NOT_THIS_ACCOUNT } from './found.ts';
import type { LastQuestions, Remembered } from './last-questions.ts';
import { lookCloser } from './look-closer.ts';
import { type FoundMembers, findMembers, type WantedMembers } from './members.ts';
import { namesIn } from './names.ts';
import { mayAsk, type Permission } from './permission.ts';
import { noteQuestion } from './question-entries.ts';
import { noteReading } from './reading-notes.ts';
import { type ShareOutcome, share } from './share.ts';
import { type Inquiry, SHOWN_COUNT, type ShownAnswer, showAnswer } from './shown-answer.ts';

/** Time limit of an answer; people in Slack are promised one within 20 seconds. */
const BUDGET_MS = 17_000;

/** What asking in Slack works with. */
export interface AskingDeps {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly lastQuestions: LastQuestions;
  readonly answering: Answering;
  readonly whoIsBehind: WhoIsBehind;
  readonly directory: Directory;
  readonly rules: AskerRules;
  readonly people: readonly PersonMapping[];
  readonly known: Known;
  /** Whether texts that could not be read are kept. */
  readonly keepRefused: boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  /** Makes ids that nobody can guess. */
  readonly newId: () => string;
  /** Aborted when the bot is told to stop. */
  readonly stopping: AbortSignal;
}

/** A search while it runs: the id by which it can be cancelled, and who is told how far it is. */
export interface RunningSearch {
  readonly searchId: string;
  readonly onProgress: (progress: Progress, timeZone: string) => void;
}

/** An answer to be shown; `keep` keeps what its buttons need once it is, and never fails. */
export interface Shown {
  readonly kind: 'answered';
  readonly shown: ShownAnswer;
  readonly keep: () => Promise<void>;
}

/** A question that a click caused; its answer follows from another. */
export interface FollowUp extends Omit<Inquiry, 'channel'> {
  readonly question: Question;
  /** The thread in which they clicked. */
  readonly thread?: string | undefined;
}

/** Everything that people in Slack can ask. Each click is a question too, judged for whoever clicks. */
export class Asking {
  readonly #deps: AskingDeps;
  readonly #answers: Answers;
  readonly #shares: FairShare;

  constructor(deps: AskingDeps) {
    this.#deps = deps;
    this.#shares = new FairShare(() => deps.clock.now());
    this.#answers = new Answers(deps);
  }

  /** Answers what somebody typed, or chose. `channel`: what is judged; null where they clicked. */
  async ask(
    typed: string,
    { channel, ...speaker }: Speaker & { readonly channel: string | null },
    search: RunningSearch,
  ): Promise<Unanswered | Shown> {
    const { user, at } = speaker;
    if (!this.#shares.mayAsk(user)) return { kind: 'refused', message: TOO_MANY_QUESTIONS };
    const { answering, rules } = this.#deps;
    const utterance = await utteranceOf(typed, speaker, this.#deps);
    const { text, before } = utterance;
    const outcome = await this.#run(user, search, 0, options =>
      ask(
        text,
        this.#asker(user, channel),
        {
          ...options,
          onRead: reading => noteReading(reading, typed, this.#deps),
          accounts: rules.accounts,
          before,
          isSaved: utterance.savedName !== null,
        },
        answering,
      ),
    );
    if (outcome.kind !== 'answered') return outcome;
    const { answer, guesses, setAside, timeZone, said } = outcome;
    const inquiry = { by: user, channel: at, guesses, setAside, ...titledBy(utterance, said) };
    const shown = await showAnswer(inquiry, answer, timeZone, this.#deps);
    return this.#shown(shown, this.#deps.lastQuestions.remember(speaker, said));
  }

  /** Answers a question that follows from an answer. */
  async followUp({ kept }: ShownAnswer, next: FollowUp, search: RunningSearch): Promise<Shown> {
    const { timeZone, channel } = kept;
    const { answering, lastQuestions, rules } = this.#deps;
    const within = onlyWithin(next.question, rules.accounts);
    const answer = await this.#run(next.by, search, next.offset ?? 0, options =>
      answering.answer(within, { ...options, timeZone }, next.question),
    );
    const shown = await showAnswer({ ...next, channel }, answer, timeZone, this.#deps);
    // Another page of an answer asks nothing new.
    if (next.offset !== undefined) return this.#shown(shown);
    const place = { user: next.by, at: channel, thread: next.thread };
    return this.#shown(shown, lastQuestions.remember(place, { base: shown.kept.question, texts: [] }));
  }

  /** An answer, for somebody who clicks in it. @throws {StoreError} when the store is away */
  async find(answerId: string, userId: string, channel: string | null): Promise<FoundAnswer> {
    const [permission, shown] = await Promise.all([
      this.#permission(userId, channel),
      this.#answers.find(answerId),
    ]);
    if (permission.kind === 'refused') return permission;
    return shown ? { kind: 'found', shown } : { kind: 'gone' };
  }

  /** The same answer without the question which of several people is meant. @throws {StoreError} when the store is away */
  async forAll(shown: ShownAnswer): Promise<ShownAnswer> {
    return this.#answers.forAll(shown);
  }

  /** The record behind a card, for somebody who wants its details. @throws {StoreError} when the store is away */
  async findRecord(notificationId: string, userId: string, channel: string | null): Promise<FoundRecord> {
    const { store, known } = this.#deps;
    const [permission, summary] = await Promise.all([
      this.#permission(userId, null),
      findSummary(store, notificationId, known),
    ]);
    if (permission.kind === 'refused') return permission;
    if (!summary) return { kind: 'gone' };
    if (!this.#mayLookInto(summary.record.accountId)) return NOT_THIS_ACCOUNT;
    return {
      kind: 'found',
      summary,
      findMore: () => lookCloser(summary, this.#deps),
      keep: () => this.noteDetails(summary, userId, channel),
    };
  }

  /** Members of a story, for somebody who wants to see them; the ledger notes it. @throws {StoreError} when the store is away */
  async findMembers(wanted: WantedMembers): Promise<FoundMembers> {
    const permission = await this.#permission(wanted.by, null);
    if (permission.kind === 'refused') return permission;
    return findMembers(wanted, accountId => this.#mayLookInto(accountId), this.#deps);
  }

  #mayLookInto(accountId: string | null): boolean {
    const { accounts } = this.#deps.rules;
    return accounts.length === 0 || accounts.includes(accountId ?? '');
  }

  /** Writes into the ledger whose record was looked at. Never throws. */
  async noteDetails({ record }: RecordSummary, by: string, channel: string | null): Promise<void> {
    const asked = `details of event ${record.eventID ?? 'without an id'}`;
    await noteQuestion({ by, channel, asked, reading: asked, results: 1, complete: true }, this.#deps);
  }

  /** Shows an answer to a channel, once. @throws {StoreError} when the store is away */
  async share(
    shown: ShownAnswer,
    to: { readonly by: string; readonly channel: string },
    post: () => Promise<PostResult>,
  ): Promise<ShareOutcome> {
    return share(shown, to, post, this.#deps);
  }

  /** All events of an answer as a file. */
  async exportFile(shown: ShownAnswer, by: string, format: ExportFormat): Promise<ExportedFile> {
    return exportFile(shown, { by, format }, this.#deps);
  }

  /** Ends a search, whichever replica runs it. @throws {StoreError} when the store is away */
  async cancel(searchId: string): Promise<void> {
    await cancelSearch(searchId, this.#deps.store);
  }

  #shown(shown: ShownAnswer, asked?: Remembered): Shown {
    return { kind: 'answered', shown, keep: this.#answers.take(shown, asked) };
  }

  #run<T>(
    user: string,
    { searchId, onProgress }: RunningSearch,
    offset: number,
    work: (options: Omit<AnswerOptions, 'timeZone'>) => Promise<T>,
  ): Promise<T> {
    const followed = { from: offset, count: SHOWN_COUNT };
    return this.#shares.inTurn(user, () =>
      cancellable(
        searchId,
        cancelled => work({ budgetMs: BUDGET_MS, cancelled, onProgress, followed }),
        this.#deps,
      ),
    );
  }

  #permission(userId: string, channel: string | null): Promise<Permission> {
    return mayAsk(userId, channel, this.#deps);
  }

  #asker(userId: string, channel: string | null): Asker {
    let person: Person | undefined;
    return {
      permission: async () => {
        const permission = await this.#permission(userId, channel);
        if (permission.kind === 'refused') return permission;
        person = permission.person;
        return { kind: 'allowed', timeZone: person.timeZone ?? 'UTC' };
      },
      namesIn: async question =>
        person ? namesIn(question, person, this.#deps) : { kind: 'unknown', word: userId },
    };
  }
}
