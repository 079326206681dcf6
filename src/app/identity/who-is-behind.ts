import type { Chain } from '../../domain/issuers.ts';
import type { Known } from '../../domain/known.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { openSessionOf, type Session } from '../../domain/session.ts';
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import { deadline } from '../deadline.ts';
import { errorFields } from '../errors.ts';
import type { Clock, History, Log, Store, Urgency } from '../ports.ts';
import { identifyPut } from '../state/outbox.ts';
import type { WaitingCard } from '../state/sessions.ts';
import { ChainSearch } from './chain-search.ts';

/** Number of sessions that are followed at once. */
const CONCURRENT_SESSIONS = 4;

/** What finding out who is behind records works with. */
export interface WhoIsBehindDeps {
  readonly store: Store;
  /** In the order in which they are preferred; what only adds records (recent intake) is passed over. */
  readonly histories: readonly History[];
  readonly known: Known;
  readonly clock: Clock;
  readonly log: Log;
}

/** For whom it is found out, how long that may take, and what ends it early. */
export interface BehindOptions {
  readonly urgency: Urgency;
  readonly budgetMs: number;
  readonly cancelled?: AbortSignal | undefined;
  /** The notification that asks, which needs not be told. */
  readonly notificationId?: string;
}

/** Records with what STS proves of who is behind them, and what finding that out took. */
export interface Followed {
  readonly summaries: readonly RecordSummary[];
  /** Look-ups that were sent to AWS. */
  readonly requests: number;
  /** Sessions that there was no time for. */
  readonly late: number;
}

/**
 * Finds out who is behind records: the one place where that is done, for cards, clicks, answers and files alike. Follows access key ids to the
 * STS records that issued them, first in the store, then in AWS's histories. What is found is kept, so that a session is looked up once over
 * all replicas, and cards that wait for it are brought up to date. What can't be proven stays as the record has it: likely, and said to
 * be so.
 */
export class WhoIsBehind {
  readonly #deps: WhoIsBehindDeps;

  constructor(deps: WhoIsBehindDeps) {
    this.#deps = deps;
  }

  /** The session of a record that it takes STS records to see behind; undefined where the record itself says who acted. */
  openSession(record: CloudTrailRecord): Session | undefined {
    return openSessionOf(record, summarise(record, this.#deps.known).principal);
  }

  /** What the store knows of a session, without a look-up. Never throws. */
  async known(record: CloudTrailRecord, session: Session): Promise<Chain> {
    const { store, clock, log } = this.#deps;
    const { signal } = new AbortController();
    const search = new ChainSearch({ store, log, histories: [], signal, now: clock.now(), urgency: 'card' });
    return search.follow(record, session);
  }

  /** Looks up who obtained a session. Never throws: what fails is said in the chain. */
  async find(record: CloudTrailRecord, session: Session, options: BehindOptions): Promise<Chain> {
    const { found } = await this.#followAll([{ record, session }], options);
    return found.get(session.accessKeyId) ?? { issuers: [], end: 'failed', named: [] };
  }

  /**
   * The same for the records of an answer. The `count` records from `from` on are followed up; what that proves of a session holds for
   * everything done in it. Keeps the order; never throws.
   */
  async follow(
    summaries: readonly RecordSummary[],
    { from, count, ...options }: BehindOptions & { readonly from: number; readonly count: number },
  ): Promise<Followed> {
    const open = new Map(
      summaries.slice(from, from + count).flatMap(({ principal, record }) => {
        const session = openSessionOf(record, principal);
        return session ? [[session.accessKeyId, { record, session }] as const] : [];
      }),
    );
    const { found, requests, late } = await this.#followAll([...open.values()], options);
    const proven = summaries.map(summary => {
      const session = openSessionOf(summary.record, summary.principal);
      const chain = session && found.get(session.accessKeyId);
      return chain ? summarise(summary.record, this.#deps.known, chain) : summary;
    });
    return { summaries: proven, requests, late };
  }

  async #followAll(
    open: readonly { readonly record: CloudTrailRecord; readonly session: Session }[],
    { urgency, budgetMs, cancelled, notificationId }: BehindOptions,
  ): Promise<{ found: ReadonlyMap<string, Chain>; requests: number; late: number }> {
    const { store, histories, clock, log } = this.#deps;
    const found = new Map<string, Chain>();
    let late = 0;
    if (open.length === 0) return { found, requests: 0, late };
    const end = deadline(budgetMs, cancelled);
    const search = new ChainSearch({ store, histories, signal: end.signal, now: clock.now(), urgency, log });
    await search.prepare(open);
    const waiting = open.values();
    const follow = async () => {
      for (const { record, session } of waiting) {
        const chain = await search.follow(record, session);
        if (chain.end === 'failed' && end.signal.aborted) late += 1;
        found.set(session.accessKeyId, chain);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT_SESSIONS }, follow));
    end.end();
    await this.#tell(await search.keep(), notificationId);
    return { found, requests: search.requests, late };
  }

  /** Has the cards that wait for what was found brought up to date. */
  async #tell(cards: readonly WaitingCard[], except: string | undefined): Promise<void> {
    const { store, clock, log } = this.#deps;
    const put = cards
      .filter(({ notificationId }) => notificationId !== except)
      .map(({ notificationId, accountId }) => identifyPut(notificationId, accountId, clock.now()));
    try {
      if (put.length > 0) await store.commit({ put });
    } catch (error) {
      log.warn({ ...errorFields(error) }, 'cards could not be told who obtained a session');
    }
  }
}
