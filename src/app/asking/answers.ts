import type { Answer } from '../../domain/answer.ts';
import { namesakesIn } from '../../domain/namesakes.ts';
import { EVENT_HISTORY_REACH } from '../../domain/plan.ts';
import type { WorkflowRole } from '../../domain/principal.ts';
import type { Question } from '../../domain/question/question.ts';
import { emailsOf, mappedPerson, type PersonMapping } from '../../domain/review.ts';
import { personBehind } from '../../domain/session.ts';
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import type { Clock, Directory, Log, Put, Store } from '../ports.ts';
import { ANSWER_TTL, type Answered, decode, encodeRecord, KEYS } from '../state/documents.ts';
import { claim } from '../state/first-time.ts';
import { commitWithLedger, type LedgerText } from '../state/ledger.ts';
import type { Asker, Questions } from './answer.ts';

/** How many events an answer shows at a time. */
export const SHOWN = 20;
/** Most names that counts are shown for. */
const MOST_COUNTS = 8;
/** Most e-mail addresses that are looked up in Slack for one answer, and how long that may take, in milliseconds. */
const TIES = { most: 5, within: 2_000 } as const;
/** How long a click waits for an answer that is still being kept, in milliseconds. */
const KEPT_WITHIN = { tries: 4, pause: 100 } as const;
/** How long an answer has for going out before it is kept, in milliseconds. */
const AFTER_REPLY = 2;
/** How often a search looks whether somebody wants it to end, in milliseconds. */
const CANCEL_CHECK = 1_000;

/** A question by somebody in Slack. */
export interface Inquiry {
  readonly by: string;
  readonly channel: string | null;
  readonly typed: string;
  readonly question: Question;
  readonly guesses: readonly string[];
  /** What it follows from, where it was not typed. */
  readonly title?: string;
  readonly parent?: string;
  /** How many of the newest events are passed over. */
  readonly offset?: number;
  /** Whoever asks has said already which of several people they mean, or all of them. */
  readonly decided?: boolean;
}

/** An event that is shown, and the Slack user behind it. */
export interface Row {
  readonly summary: RecordSummary;
  readonly slack: string | null;
}

/** An answer as it is shown. Everything that its buttons need is kept in the store. */
export interface GivenAnswer {
  readonly answered: Answered;
  readonly rows: readonly Row[];
}

/** An entry of the ledger that says what somebody asked. */
type LedgerQuestion = Extract<LedgerText, { kind: 'question' }>;

/** What giving answers needs. */
export interface AnswersParts {
  readonly store: Store;
  readonly questions: Questions;
  readonly directory: Directory;
  readonly people: readonly PersonMapping[];
  readonly workflowRoles: readonly WorkflowRole[];
  readonly clock: Clock;
  readonly log: Log;
  /** Keeps work until it is done, also when the bot is told to stop. It never fails. */
  readonly background: (work: Promise<void>) => void;
  /** Makes ids that nobody can guess. */
  readonly newId: () => string;
}

/** Gives answers to people in Slack: asks, ties principals to Slack users, keeps what buttons need, and writes the question into the ledger. */
export class Answers {
  readonly #parts: AnswersParts;

  constructor(parts: AnswersParts) {
    this.#parts = parts;
  }

  /** Answers somebody. A store that is away costs the buttons and the ledger's entry, which the log then says; never the answer. */
  async give(inquiry: Inquiry, asker: Asker): Promise<GivenAnswer> {
    const { questions, clock } = this.#parts;
    const offset = inquiry.offset ?? 0;
    const answer = await questions.answer(inquiry.question, {
      ...asker,
      followed: { from: offset, count: SHOWN },
    });
    const shown = answer.events.slice(offset, offset + SHOWN);
    const rows = await this.#tied(shown);
    const now = clock.now();
    const answered: Answered = {
      id: this.#parts.newId(),
      by: inquiry.by,
      channel: inquiry.channel,
      typed: inquiry.typed,
      question: fixed(answer.question, now),
      reading: answer.reading,
      guesses: [...inquiry.guesses],
      title: inquiry.title ?? null,
      timeZone: asker.timeZone,
      answeredAt: answer.answeredAt,
      sentence: answer.sentence,
      offset,
      rows: rows.map(({ summary, slack }) => ({
        record: encodeRecord(summary.record),
        principal: summary.principal as Answered['rows'][number]['principal'],
        slack,
      })),
      matched: answer.matched,
      held: answer.events.length,
      counts: inquiry.question.asks === 'count' ? answer.people.slice(0, MOST_COUNTS) : [],
      namesakes: inquiry.decided ? [] : [...namesakesIn(answer.question, answer.events)],
      coverage: answer.coverage as Answered['coverage'],
      parent: inquiry.parent ?? null,
    };
    // Nobody clicks within a few milliseconds, so the answer goes out first.
    this.#parts.background(this.#keep(answered));
    return { answered, rows };
  }

  /** An answer that was given, or undefined where it is not kept any more. @throws {StoreError} when the store is away */
  async find(id: string): Promise<GivenAnswer | undefined> {
    let entry = await this.#parts.store.get(KEYS.answered(id));
    for (let tries = 0; !entry && tries < KEPT_WITHIN.tries; tries++) {
      await this.#parts.clock.sleep(KEPT_WITHIN.pause);
      entry = await this.#parts.store.get(KEYS.answered(id));
    }
    if (!entry) return undefined;
    const answered = decode.answered(entry.value);
    const rows = answered.rows.map(({ record, principal, slack }) => ({
      summary: { ...summarise(decode.record(record), this.#parts.workflowRoles), principal },
      slack,
    }));
    return { answered, rows };
  }

  /** All events of an answer, asked for again: what was settled comes from the cache. */
  async again({ question, timeZone }: Answered, budget: number): Promise<Answer> {
    return this.#parts.questions.answer(question, { timeZone, budget });
  }

  /** The same answer without the question which of several people is meant. @throws {StoreError} when the store is away */
  async forAll({ answered, rows }: GivenAnswer): Promise<GivenAnswer> {
    const all = { ...answered, id: this.#parts.newId(), namesakes: [], parent: answered.id };
    await this.#parts.store.commit({ put: [putOf(all)] });
    return { answered: all, rows };
  }

  /** Whether something that must happen once is done for the first time. @throws {StoreError} when the store is away */
  async once(what: string): Promise<boolean> {
    return claim(this.#parts.store, KEYS.once(what), ANSWER_TTL);
  }

  /** Forgets what {@link once} remembered, because it did not happen after all. */
  async undo(what: string): Promise<void> {
    await this.#parts.store.commit({ delete: [KEYS.once(what)] });
  }

  /** Ends a search, whichever replica runs it. @throws {StoreError} when the store is away */
  async cancel(searchId: string): Promise<void> {
    await this.#parts.store.commit({ put: [{ key: KEYS.cancelled(searchId), value: '1', ttl: 60_000 }] });
  }

  /** Aborts `search` once somebody wants it to end; stop watching by aborting `done`. */
  async watch(searchId: string, search: AbortController, done: AbortSignal): Promise<void> {
    const { clock, store, log } = this.#parts;
    while (!done.aborted) {
      await clock.sleep(CANCEL_CHECK, done);
      if (done.aborted) return;
      try {
        if (await store.get(KEYS.cancelled(searchId))) return search.abort();
      } catch (error) {
        log.debug({ error: (error as Error).message }, 'whether a search is to end could not be seen');
      }
    }
  }

  async #keep(answered: Answered): Promise<void> {
    await this.#parts.clock.sleep(AFTER_REPLY);
    const { by, channel, typed, reading, held, coverage } = answered;
    const question = { by, channel, asked: typed, reading, results: held, complete: coverage.complete };
    await this.note(question, [putOf(answered)]);
  }

  /**
   * Writes into the ledger what somebody asked, or was given in another way: a file, the details of an event, a share; and with it what its
   * buttons need. Never throws.
   */
  async note(question: Omit<LedgerQuestion, 'kind' | 'at'>, put: readonly Put[] = []): Promise<void> {
    const entry = {
      ...question,
      kind: 'question' as const,
      at: new Date(this.#parts.clock.now()).toISOString(),
      asked: question.asked.slice(0, 500),
    };
    const lost = `a question is not in the ledger${put.length > 0 ? ', and the buttons of its answer will not work' : ''}`;
    try {
      if ((await commitWithLedger(this.#parts.store, [entry], { put })) === 'done') return;
      this.#parts.log.error({ ...entry }, `${lost}: too many wrote at once`);
    } catch (error) {
      this.#parts.log.error({ ...entry, error: (error as Error).message }, `${lost}: the store is away`);
    }
  }

  /** Finds the Slack users behind events: by `people`, then by e-mail address; only where AWS vouches for the name. */
  async #tied(summaries: readonly RecordSummary[]): Promise<Row[]> {
    const emails = [...new Set(summaries.map(emailOf).filter(email => email !== undefined))].slice(
      0,
      TIES.most,
    );
    const end = new AbortController();
    const late = this.#parts.clock.sleep(TIES.within, end.signal).then(() => undefined);
    const known = new Map(
      await Promise.all(
        emails.map(async email => {
          const found = this.#parts.directory.personByEmail(email).catch(() => undefined);
          return [email, (await Promise.race([found, late]))?.id ?? null] as const;
        }),
      ),
    );
    end.abort();
    return summaries.map(summary => {
      const mapped = mappedPerson(summary.principal, this.#parts.people);
      const slack = mapped?.certain ? mapped.slack : (known.get(emailOf(summary) ?? '') ?? null);
      return { summary, slack };
    });
  }
}

/** An answer on its way into the store, for as long as its buttons shall work. */
function putOf(answered: Answered): Put {
  return { key: KEYS.answered(answered.id), value: JSON.stringify(answered), ttl: ANSWER_TTL };
}

/** The e-mail address that AWS vouches for, of whoever acted or of whoever is proven to be behind them. */
function emailOf({ principal }: RecordSummary): string | undefined {
  const person = personBehind(principal)?.toLowerCase();
  if (person !== undefined) return /^[^\s@/]+@[^\s@/]+$/.test(person) ? person : undefined;
  return principal.confidence === 'certain' ? emailsOf({ ...principal, claimed: [] })[0] : undefined;
}

/** The question with a time that does not move, so that paging and sharing speak of the same events. */
function fixed(question: Question, now: number): Answered['question'] {
  const time = question.time ?? { from: now - EVENT_HISTORY_REACH, to: now };
  return { ...question, time } as Answered['question'];
}
