import { STS_CALLS } from '../../domain/plan.ts';
import type { TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { ISSUING_CALLS, issuedKeyId, type Session } from '../../domain/session.ts';
import { GLOBAL_REGION } from '../../domain/where-recorded.ts';
import { errorFields } from '../errors.ts';
import type { History, Log, SearchScope, Urgency } from '../ports.ts';

/** What looking for STS records works with. */
export interface IssuerSearchDeps {
  readonly histories: readonly History[];
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly urgency: Urgency;
  readonly log: Log;
}

/** When STS records are looked for, and how many pages that may take. */
export interface IssuerLookup {
  readonly range: TimeRange;
  readonly maxPages: number;
}

/** What a look-up for STS records has found. */
export interface IssuersFound {
  readonly records: readonly CloudTrailRecord[];
  /** Whether any place could not be searched, so that nothing found is no answer. */
  readonly failed: boolean;
  /** Whether there was any place to search. */
  readonly searched: boolean;
}

/** Nothing, as there is nowhere to look. */
export const NOTHING_FOUND: IssuersFound = { records: [], failed: false, searched: false };

type Fits = (record: CloudTrailRecord) => boolean;

/** Looks for STS records in AWS's histories, and remembers those that it came across. */
export class IssuerSearch {
  requests = 0;
  readonly #deps: IssuerSearchDeps;
  readonly #scopes: readonly SearchScope[];
  /** STS records by the access key id that they show being issued. */
  readonly #seen = new Map<string, CloudTrailRecord[]>();

  constructor(deps: IssuerSearchDeps) {
    this.#deps = deps;
    this.#scopes = deps.histories.flatMap(history => history.scopes);
  }

  /** STS records that were come across, by the access key id (upper case) that they show being issued. */
  seen(keyId: string): readonly CloudTrailRecord[] {
    return this.#seen.get(keyId) ?? [];
  }

  /**
   * Where STS may have recorded the call that issued a session, best first: in the session's own account, which need not be the record's;
   * then in the record's; a root session's anywhere, as the call is another account's.
   */
  scopesFor(
    { accountId, assumedRoot }: Pick<Session, 'accountId' | 'assumedRoot'>,
    record: Pick<CloudTrailRecord, 'accountId' | 'awsRegion'>,
  ): SearchScope[][] {
    const others = assumedRoot ? this.#scopes.map(scope => scope.accountId) : [];
    const accounts = [accountId, record.accountId].map(account => this.#configured(account));
    const all = [...new Set([...accounts, ...others])].filter(account => account !== undefined);
    return all.flatMap(account => this.#scopesIn(account, record.awsRegion));
  }

  /** The account of a scope: null is the bot's own, whose id nobody has told; undefined: it is not configured. */
  #configured(accountId: string | null): string | null | undefined {
    if (this.#scopes.some(scope => scope.accountId === accountId)) return accountId;
    return this.#scopes.some(scope => scope.accountId === null) ? null : undefined;
  }

  /** The Region in which the session was used and the global endpoint's, then every other that is configured. */
  #scopesIn(accountId: string | null, awsRegion: string | null): SearchScope[][] {
    const near = [...new Set([awsRegion ?? GLOBAL_REGION, GLOBAL_REGION])].map(region => ({
      accountId,
      region,
    }));
    const far = this.#scopes.filter(
      scope => scope.accountId === accountId && !near.some(({ region }) => region === scope.region),
    );
    return far.length > 0 ? [near, far] : [near];
  }

  /** Remembers the STS records of a range, so that many sessions need few look-ups. */
  async collect(scopes: readonly SearchScope[], lookup: IssuerLookup): Promise<void> {
    await Promise.all(scopes.map(scope => this.#lookIn(scope, lookup, () => false)));
  }

  /** The records that fit, of the first group of scopes that has any. */
  async find(
    groups: readonly (readonly SearchScope[])[],
    lookup: IssuerLookup,
    fits: Fits,
  ): Promise<IssuersFound> {
    let whole = NOTHING_FOUND;
    for (const scopes of groups) {
      const found = await Promise.all(scopes.map(scope => this.#lookIn(scope, lookup, fits)));
      whole = {
        records: found.flatMap(({ records }) => records),
        failed: whole.failed || found.some(({ failed }) => failed),
        searched: whole.searched || found.some(({ searched }) => searched),
      };
      if (whole.records.length > 0) return whole;
    }
    return whole;
  }

  /** Asks the first history that can be searched there; the next only where it can not. */
  async #lookIn(scope: SearchScope, lookup: IssuerLookup, fits: Fits): Promise<IssuersFound> {
    const { histories, now } = this.#deps;
    let failed = false;
    for (const history of histories) {
      const reaches = history.reach === null || lookup.range.from >= now - history.reach;
      if (history.coverage === 'none' || !reaches || !history.serves(scope)) continue;
      const records = await this.#look(history, scope, lookup, fits);
      if (records) return { records, failed: false, searched: true };
      failed = true;
    }
    return { ...NOTHING_FOUND, failed };
  }

  /** Undefined: the history could not be searched. */
  async #look(
    history: History,
    scope: SearchScope,
    { range, maxPages }: IssuerLookup,
    fits: Fits,
  ): Promise<readonly CloudTrailRecord[] | undefined> {
    const { signal, log, urgency } = this.#deps;
    let pages = 0;
    try {
      const search = { scope, attribute: STS_CALLS, question: ISSUING_CALLS, range, urgency };
      for await (const page of history.search(search, signal)) {
        this.requests += page.requests;
        for (const record of page.records) this.#remember(record);
        const found = page.records.filter(fits);
        pages += 1;
        if (found.length > 0 || pages >= maxPages) return found;
      }
    } catch (error) {
      if (!signal.aborted)
        log.debug(
          { history: history.name, ...errorFields(error) },
          'who obtained a session could not be looked up',
        );
      return undefined;
    }
    return [];
  }

  #remember(record: CloudTrailRecord): void {
    const keyId = issuedKeyId(record);
    if (keyId === undefined) return;
    const known = this.#seen.get(keyId) ?? [];
    if (!known.some(({ key }) => key === record.key)) this.#seen.set(keyId, [...known, record]);
  }
}
