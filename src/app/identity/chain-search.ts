import { principalOf } from '../../domain/principal-of.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { isOpen, issuedKeyId, type Session, sessionOf, sharedIdOf } from '../../domain/session.ts';
import { type IssuerLookup, IssuerSearch, type IssuerSearchDeps } from './issuer-search.ts';

/** Tolerance between the clocks of STS and of what uses its credentials. */
const CLOCK_SKEW_MS = 30_000;
/** Longest lifetime of a session (AWS STS API Reference: 12 hours for "AssumeRole", 36 for "GetSessionToken"). */
const LONGEST_SESSION_MS = 36 * 3_600_000;
/** Most steps that a chain is followed up; roles that assume each other in a circle must end too. */
const MAX_STEPS = 5;
/** Page limit of one STS look-up. Its range is one minute; very busy accounts exceed it and their sessions stay "likely". */
const MAX_PAGES = 6;
/** From how many sessions on they are looked up together. */
const MIN_BATCH_SESSIONS = 4;
/** Page limit of batch look-ups, and of a second try over a wider range. */
const MAX_BATCH_PAGES = 3;
/** Widening of the second try, where nothing was found at the time that a record gives. */
const WIDER_MS = 15 * 60_000;

/** Follows sessions for one answer; what was found of a session is found once. */
export class ChainSearch {
  readonly #search: IssuerSearch;
  readonly #issuers = new Map<string, Promise<CloudTrailRecord | undefined>>();

  constructor(deps: IssuerSearchDeps) {
    this.#search = new IssuerSearch(deps);
  }

  /** Look-ups that were sent to AWS by now. */
  get requests(): number {
    return this.#search.requests;
  }

  /** Where many sessions were obtained near each other, one look-up of that time finds more than one for each. */
  async prepare(
    open: readonly { readonly record: CloudTrailRecord; readonly session: Session }[],
  ): Promise<void> {
    const times = open.flatMap(({ session }) => session.createdAt ?? []);
    const [first] = open;
    const range = { from: Math.min(...times) - CLOCK_SKEW_MS, to: Math.max(...times) + CLOCK_SKEW_MS };
    if (times.length < MIN_BATCH_SESSIONS || !first || range.to - range.from > LONGEST_SESSION_MS) return;
    const [near = []] = this.#search.scopesNear(first.record);
    await this.#search.collect(near, { range, maxPages: MAX_BATCH_PAGES });
  }

  /** The STS records from a session upwards, as far as they are found. */
  async issuersOf(record: CloudTrailRecord, session: Session): Promise<CloudTrailRecord[]> {
    const issuers: CloudTrailRecord[] = [];
    const seen = new Set<string>();
    let [at, open]: [CloudTrailRecord, Session | undefined] = [record, session];
    while (open && issuers.length < MAX_STEPS && !seen.has(open.accessKeyId)) {
      seen.add(open.accessKeyId);
      const issuer = await this.#issuerOf(at, open);
      if (!issuer) break;
      issuers.push(issuer);
      [at, open] = [issuer, isOpen(principalOf(issuer)) ? sessionOf(issuer) : undefined];
    }
    return issuers;
  }

  #issuerOf(record: CloudTrailRecord, session: Session): Promise<CloudTrailRecord | undefined> {
    const known = this.#issuers.get(session.accessKeyId) ?? this.#find(record, session);
    this.#issuers.set(session.accessKeyId, known);
    return known;
  }

  async #find(record: CloudTrailRecord, session: Session): Promise<CloudTrailRecord | undefined> {
    const { at } = record;
    if (at === null) return undefined;
    const keyId = session.accessKeyId.toUpperCase();
    const found = this.#search.seen(keyId) ?? (await this.#lookFor(keyId, record, at, session.createdAt));
    const caller = found && principalOf(found);
    if (!found || caller?.kind !== 'account') return found;
    const account = caller.identifiers.find(name => /^\d{12}$/.test(name)) ?? null;
    return (await this.#callersCopy(found, keyId, account)) ?? found;
  }

  async #lookFor(
    keyId: string,
    record: CloudTrailRecord,
    at: number,
    issuedAt: number | null,
  ): Promise<CloudTrailRecord | undefined> {
    // A time that can't be the session's, as in a masked record, is none.
    const createdAt = isPlausible(issuedAt, at) ? issuedAt : null;
    const scopes = this.#search.scopesNear(record);
    const fits = (one: CloudTrailRecord) => issuedKeyId(one) === keyId;
    if (createdAt === null) {
      const range = { from: at - LONGEST_SESSION_MS, to: at + CLOCK_SKEW_MS };
      return this.#search.first(scopes, { range, maxPages: MAX_PAGES }, fits);
    }
    const [near = []] = scopes;
    const exact: IssuerLookup = { range: around(createdAt, CLOCK_SKEW_MS), maxPages: MAX_PAGES };
    const wider: IssuerLookup = {
      range: around(createdAt, CLOCK_SKEW_MS + WIDER_MS),
      maxPages: MAX_BATCH_PAGES,
    };
    // The key id is what ties them; how well the times agree is not promised.
    return (await this.#search.first(scopes, exact, fits)) ?? this.#search.first([near], wider, fits);
  }

  /** The record of the account that was entered names the other account only; the caller's own copy names who it was. */
  async #callersCopy(
    found: CloudTrailRecord,
    keyId: string,
    accountId: string | null,
  ): Promise<CloudTrailRecord | undefined> {
    const shared = sharedIdOf(found);
    const isCopy = (one: CloudTrailRecord) =>
      one.key !== found.key &&
      principalOf(one).kind !== 'account' &&
      (issuedKeyId(one) === keyId || (shared !== undefined && sharedIdOf(one) === shared));
    const scopes = this.#search.scopesNear({ accountId, awsRegion: found.awsRegion });
    const range = around(found.at ?? Number.NaN, CLOCK_SKEW_MS);
    return this.#search.first(scopes, { range, maxPages: MAX_PAGES }, isCopy);
  }
}

function isPlausible(createdAt: number | null, usedAt: number): createdAt is number {
  return (
    createdAt !== null && createdAt <= usedAt + CLOCK_SKEW_MS && createdAt >= usedAt - LONGEST_SESSION_MS
  );
}

function around(instant: number, toleranceMs: number) {
  return { from: instant - toleranceMs, to: instant + toleranceMs };
}
