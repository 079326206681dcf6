import { GLOBAL_REGION, STS_CALLS } from '../../domain/plan.ts';
import { principalOf } from '../../domain/principal.ts';
import type { TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import {
  ISSUING_CALLS,
  isOpen,
  issuedKeyId,
  type Session,
  sessionOf,
  sharedIdOf,
  withIssuers,
} from '../../domain/session.ts';
import type { RecordSummary } from '../../domain/summary.ts';
import { deadline } from '../deadline.ts';
import type { Clock, History, Log, SearchScope } from '../ports.ts';

/** How far apart the clocks of STS and of what uses its credentials may be, in milliseconds. */
const SLACK = 30_000;
/** How long a session can last, in milliseconds (AWS STS API Reference, "AssumeRole": 12 hours; GetSessionToken: 36). */
const LONGEST_SESSION = 36 * 3_600_000;
/** Most steps that a chain is followed up; roles that assume each other in a circle must end too. */
const MOST_STEPS = 5;
/** Most pages that one step may read: the stretch is a minute long, and accounts in which that is not enough exist. */
const MOST_PAGES = 6;
/** From how many sessions on they are looked for together, and the most pages that this, or a second try, may read. */
const MANY_SESSIONS = 4;
const MOST_PREPARING = 3;
/** How many sessions are followed at once. */
const AT_ONCE = 4;
/** How much wider is looked where nothing was found at the time that a record gives, in milliseconds. */
const AROUND = 15 * 60_000;

/** Finds out who obtained the sessions that records were made in: follows access key ids to the STS records that issued them. */
export class Sessions {
  readonly #histories: readonly History[];
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(histories: readonly History[], clock: Clock, log: Log) {
    this.#histories = histories;
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * The records with what STS proves of who is behind them, in the same order. Those of `page` are followed up; what that proves of a
   * session holds for everything done in it. What can't be proven within `budget` milliseconds stays as it was: likely, and said to be
   * so; `late` tells of how many nobody had the time to find out. IAM Identity Center sessions need none of it. Never throws.
   */
  async resolve(
    summaries: readonly RecordSummary[],
    page: { readonly from: number; readonly count: number },
    budget: number,
    cancelled?: AbortSignal,
  ): Promise<{ summaries: readonly RecordSummary[]; requests: number; late: number }> {
    const end = deadline(budget, cancelled);
    const search = new ChainSearch(this.#histories, end.signal, this.#clock.now(), this.#log);
    const issuers = new Map<string, readonly CloudTrailRecord[]>();
    let late = 0;
    const open = new Map(
      summaries.slice(page.from, page.from + page.count).flatMap(({ principal, record }) => {
        const session = isOpen(principal) ? sessionOf(record) : undefined;
        return session ? [[session.accessKeyId, { record, session }] as const] : [];
      }),
    );
    await search.prepare([...open.values()]);
    // A few at a time: each look reserves its turn, and what is given up later must not keep others from theirs.
    const waiting = [...open.values()].values();
    const follow = async () => {
      for (const { record, session } of waiting) {
        const found = end.signal.aborted ? [] : await search.issuersOf(record, session);
        if (found.length === 0 && end.signal.aborted) late += 1;
        issuers.set(session.accessKeyId, found);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, follow));
    end.end();
    const resolved = summaries.map(summary => {
      const session = isOpen(summary.principal) ? sessionOf(summary.record) : undefined;
      const proof = issuers.get(session?.accessKeyId ?? '') ?? [];
      return proof.length === 0
        ? summary
        : { ...summary, principal: withIssuers(summary.record, summary.principal, proof) };
    });
    return { summaries: resolved, requests: search.requests, late };
  }
}

/** The look-ups for one answer; what was found of a session is found once. */
class ChainSearch {
  requests = 0;
  readonly #histories: readonly History[];
  readonly #signal: AbortSignal;
  readonly #now: number;
  readonly #log: Log;
  readonly #issuers = new Map<string, Promise<CloudTrailRecord | undefined>>();
  /** STS records that were come across, by the access key id that they show being issued. */
  readonly #seen = new Map<string, CloudTrailRecord>();

  constructor(histories: readonly History[], signal: AbortSignal, now: number, log: Log) {
    this.#histories = histories;
    this.#signal = signal;
    this.#now = now;
    this.#log = log;
  }

  /** Where many sessions were obtained near each other, one look at that time finds more than a look for each. */
  async prepare(
    open: readonly { readonly record: CloudTrailRecord; readonly session: Session }[],
  ): Promise<void> {
    const times = open.flatMap(({ session }) => session.createdAt ?? []);
    const [first] = open;
    const span = { from: Math.min(...times) - SLACK, to: Math.max(...times) + SLACK };
    if (times.length < MANY_SESSIONS || !first || span.to - span.from > LONGEST_SESSION) return;
    const [near = []] = this.#scopesFor(first.record.accountId, first.record.awsRegion);
    const covering = this.#histories.filter(history => history.holds !== 'some');
    await Promise.all(near.map(scope => this.#lookIn(covering, scope, span, () => false, MOST_PREPARING)));
  }

  /** The STS records from a session upwards, as far as they are found. */
  async issuersOf(record: CloudTrailRecord, session: Session): Promise<CloudTrailRecord[]> {
    const issuers: CloudTrailRecord[] = [];
    const seen = new Set<string>();
    let [at, open]: [CloudTrailRecord, Session | undefined] = [record, session];
    while (open && issuers.length < MOST_STEPS && !seen.has(open.accessKeyId)) {
      seen.add(open.accessKeyId);
      const issuer = await this.#issuerOf(at, open);
      if (!issuer) break;
      issuers.push(issuer);
      const principal = principalOf(issuer);
      [at, open] = [issuer, isOpen(principal) ? sessionOf(issuer) : undefined];
    }
    return issuers;
  }

  #issuerOf(record: CloudTrailRecord, session: Session): Promise<CloudTrailRecord | undefined> {
    const known = this.#issuers.get(session.accessKeyId) ?? this.#find(record, session);
    this.#issuers.set(session.accessKeyId, known);
    return known;
  }

  async #find(
    record: CloudTrailRecord,
    { accessKeyId, createdAt: issuedAt }: Session,
  ): Promise<CloudTrailRecord | undefined> {
    const at = Date.parse(record.eventTime ?? '');
    if (Number.isNaN(at)) return undefined;
    // A time that can't be the session's, as in a masked record, is none.
    const createdAt = isPlausible(issuedAt, at) ? issuedAt : null;
    const range =
      createdAt === null
        ? { from: at - LONGEST_SESSION, to: at + SLACK }
        : { from: createdAt - SLACK, to: createdAt + SLACK };
    const wanted = accessKeyId.toUpperCase();
    const scopes = this.#scopesFor(record.accountId, record.awsRegion);
    const issues = (one: CloudTrailRecord) => issuedKeyId(one) === wanted;
    const found =
      this.#seen.get(wanted) ??
      (await this.#first(scopes, range, issues)) ??
      // The key id is what ties them; how well the times agree is not promised.
      (createdAt === null
        ? undefined
        : await this.#first(
            scopes.slice(0, 1),
            { from: range.from - AROUND, to: range.to + AROUND },
            issues,
            MOST_PREPARING,
          ));
    const caller = found && principalOf(found);
    if (!found || caller?.kind !== 'account') return found;
    // The record of the account that was entered names the other account only; the caller's own copy names who it was.
    const shared = sharedIdOf(found);
    const callersAccount = caller.identifiers.find(name => /^\d{12}$/.test(name)) ?? null;
    const copy = await this.#first(
      this.#scopesFor(callersAccount, found.awsRegion),
      around(found),
      one =>
        one.key !== found.key &&
        principalOf(one).kind !== 'account' &&
        (issuedKeyId(one) === wanted || (shared !== undefined && sharedIdOf(one) === shared)),
    );
    return copy ?? found;
  }

  /** Where STS may have recorded a call: the Region it was used in, the global endpoint's, then every other that is configured. */
  #scopesFor(accountId: string | null, region: string | null): SearchScope[][] {
    const all = this.#histories.flatMap(history => history.scopes);
    const known = all.some(scope => scope.accountId === accountId)
      ? accountId
      : all.some(scope => scope.accountId === null)
        ? null
        : undefined;
    if (known === undefined) return [];
    const near = [...new Set([region ?? GLOBAL_REGION, GLOBAL_REGION])].map(name => ({
      accountId: known,
      region: name,
    }));
    const far = all.filter(
      scope => scope.accountId === known && !near.some(({ region: name }) => name === scope.region),
    );
    return far.length > 0 ? [near, far] : [near];
  }

  /** The first record that fits, of what came in lately and then of each group of places. */
  async #first(
    groups: readonly (readonly SearchScope[])[],
    range: TimeRange,
    fits: (record: CloudTrailRecord) => boolean,
    most = MOST_PAGES,
  ): Promise<CloudTrailRecord | undefined> {
    const lately = this.#histories.filter(history => history.holds === 'some');
    const covering = this.#histories.filter(history => history.holds !== 'some');
    const glean = await Promise.all(lately.map(history => this.#look(history, null, range, fits, most)));
    const known = glean.find(record => record !== undefined && record !== 'failed');
    if (typeof known === 'object') return known;
    for (const scopes of groups) {
      const found = await Promise.all(scopes.map(scope => this.#lookIn(covering, scope, range, fits, most)));
      const issuer = found.find(record => record !== undefined);
      if (issuer) return issuer;
    }
    return undefined;
  }

  /** Asks the first history that can be searched there; the next only where it can not. */
  async #lookIn(
    histories: readonly History[],
    scope: SearchScope,
    range: TimeRange,
    fits: (record: CloudTrailRecord) => boolean,
    most: number,
  ): Promise<CloudTrailRecord | undefined> {
    for (const history of histories) {
      const reaches = history.reach === null || range.from >= this.#now - history.reach;
      if (!reaches || !history.serves(scope)) continue;
      const found = await this.#look(history, scope, range, fits, most);
      if (found !== 'failed') return found;
    }
    return undefined;
  }

  async #look(
    history: History,
    scope: SearchScope | null,
    range: TimeRange,
    fits: (record: CloudTrailRecord) => boolean,
    most: number,
  ): Promise<CloudTrailRecord | 'failed' | undefined> {
    let pages = 0;
    try {
      const search = { scope, attribute: STS_CALLS, question: ISSUING_CALLS, range };
      for await (const page of history.search(search, this.#signal)) {
        this.requests += page.requests;
        for (const record of page.records) {
          const key = issuedKeyId(record);
          if (key !== undefined && !this.#seen.has(key)) this.#seen.set(key, record);
        }
        const found = page.records.find(fits);
        if (found) return found;
        pages += 1;
        if (pages >= most) return undefined;
      }
    } catch (error) {
      if (!this.#signal.aborted)
        this.#log.debug(
          { history: history.name, error: (error as Error).message },
          'who obtained a session could not be looked up',
        );
      return 'failed';
    }
    return undefined;
  }
}

function isPlausible(createdAt: number | null, usedAt: number): createdAt is number {
  return createdAt !== null && createdAt <= usedAt + SLACK && createdAt >= usedAt - LONGEST_SESSION;
}

function around(record: CloudTrailRecord): TimeRange {
  const at = Date.parse(record.eventTime ?? '');
  return { from: at - SLACK, to: at + SLACK };
}
