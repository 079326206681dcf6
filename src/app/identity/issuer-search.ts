import { GLOBAL_REGION, STS_CALLS } from '../../domain/plan.ts';
import type { TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { ISSUING_CALLS, issuedKeyId } from '../../domain/session.ts';
import { errorFields } from '../errors.ts';
import type { History, Log, SearchScope } from '../ports.ts';

/** What looking for STS records works with. */
export interface IssuerSearchDeps {
  readonly histories: readonly History[];
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly log: Log;
}

/** When STS records are looked for, and how many pages that may take. */
export interface IssuerLookup {
  readonly range: TimeRange;
  readonly maxPages: number;
}

type Fits = (record: CloudTrailRecord) => boolean;

/** Looks for STS records in every history, and remembers those that it came across. */
export class IssuerSearch {
  requests = 0;
  readonly #deps: IssuerSearchDeps;
  /** STS records by the access key id that they show being issued. */
  readonly #seen = new Map<string, CloudTrailRecord>();

  constructor(deps: IssuerSearchDeps) {
    this.#deps = deps;
  }

  /** An STS record that was come across, by the access key id (upper case) that it shows being issued. */
  seen(keyId: string): CloudTrailRecord | undefined {
    return this.#seen.get(keyId);
  }

  /** Where STS may have recorded a call: the Region it was used in and the global endpoint's, then every other that is configured. */
  scopesNear({ accountId, awsRegion }: Pick<CloudTrailRecord, 'accountId' | 'awsRegion'>): SearchScope[][] {
    const all = this.#deps.histories.flatMap(history => history.scopes);
    const known = all.some(scope => scope.accountId === accountId)
      ? accountId
      : all.some(scope => scope.accountId === null)
        ? null
        : undefined;
    if (known === undefined) return [];
    const near = [...new Set([awsRegion ?? GLOBAL_REGION, GLOBAL_REGION])].map(region => ({
      accountId: known,
      region,
    }));
    const far = all.filter(
      scope => scope.accountId === known && !near.some(({ region }) => region === scope.region),
    );
    return far.length > 0 ? [near, far] : [near];
  }

  /** Remembers the STS records of a range, so that many sessions need few look-ups. */
  async collect(scopes: readonly SearchScope[], lookup: IssuerLookup): Promise<void> {
    await Promise.all(scopes.map(scope => this.#lookIn(scope, lookup, () => false)));
  }

  /** The first record that fits, of what came in lately and then of each group of scopes. */
  async first(
    groups: readonly (readonly SearchScope[])[],
    lookup: IssuerLookup,
    fits: Fits,
  ): Promise<CloudTrailRecord | undefined> {
    const lately = this.#deps.histories.filter(history => history.coverage === 'none');
    const recent = await Promise.all(lately.map(history => this.#look(history, null, lookup, fits)));
    const known = recent.find(record => record !== undefined && record !== 'failed');
    if (typeof known === 'object') return known;
    for (const scopes of groups) {
      const found = await Promise.all(scopes.map(scope => this.#lookIn(scope, lookup, fits)));
      const issuer = found.find(record => record !== undefined);
      if (issuer) return issuer;
    }
    return undefined;
  }

  /** Asks the first history that can be searched there; the next only where it can not. */
  async #lookIn(scope: SearchScope, lookup: IssuerLookup, fits: Fits): Promise<CloudTrailRecord | undefined> {
    const { histories, now } = this.#deps;
    for (const history of histories) {
      const reaches = history.reach === null || lookup.range.from >= now - history.reach;
      if (history.coverage === 'none' || !reaches || !history.serves(scope)) continue;
      const found = await this.#look(history, scope, lookup, fits);
      if (found !== 'failed') return found;
    }
    return undefined;
  }

  async #look(
    history: History,
    scope: SearchScope | null,
    { range, maxPages }: IssuerLookup,
    fits: Fits,
  ): Promise<CloudTrailRecord | 'failed' | undefined> {
    const { signal, log } = this.#deps;
    let pages = 0;
    try {
      const search = { scope, attribute: STS_CALLS, question: ISSUING_CALLS, range };
      for await (const page of history.search(search, signal)) {
        this.requests += page.requests;
        for (const record of page.records) {
          const key = issuedKeyId(record);
          if (key !== undefined && !this.#seen.has(key)) this.#seen.set(key, record);
        }
        const found = page.records.find(fits);
        if (found) return found;
        pages += 1;
        if (pages >= maxPages) return undefined;
      }
    } catch (error) {
      if (!signal.aborted)
        log.debug(
          { history: history.name, ...errorFields(error) },
          'who obtained a session could not be looked up',
        );
      return 'failed';
    }
    return undefined;
  }
}
