import { chooseIssuer } from '../../domain/issuer-choice.ts';
import type { Chain, ChainEnd } from '../../domain/issuers.ts';
import { principalOf } from '../../domain/principal-of.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { issuedKeyId, openSessionOf, type Session, sharedIdOf } from '../../domain/session.ts';
import { errorFields } from '../errors.ts';
import type { Store } from '../ports.ts';
import type { WaitingCard } from '../state/sessions.ts';
import {
  type IssuerLookup,
  IssuerSearch,
  type IssuerSearchDeps,
  type IssuersFound,
  NOTHING_FOUND,
} from './issuer-search.ts';
import { SessionNotes } from './session-notes.ts';

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

/** One step up a chain. */
interface Step {
  readonly issuer?: CloudTrailRecord;
  readonly end?: ChainEnd;
  readonly named?: readonly string[];
}

/** Follows sessions; what was found of a session is found once, and kept for whoever asks next. */
export class ChainSearch {
  readonly #search: IssuerSearch;
  readonly #notes: SessionNotes;
  readonly #deps: IssuerSearchDeps;
  readonly #steps = new Map<string, Promise<Step>>();

  constructor(deps: IssuerSearchDeps & { readonly store: Store }) {
    this.#deps = deps;
    this.#search = new IssuerSearch(deps);
    this.#notes = new SessionNotes(deps.store, deps.now);
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
    const [near = []] = this.#search.scopesFor(first.session, first.record);
    await this.#search.collect(near, { range, maxPages: MAX_BATCH_PAGES });
  }

  /** The STS records from a session upwards, as far as they are found. Never throws. */
  async follow(record: CloudTrailRecord, session: Session): Promise<Chain> {
    const issuers: CloudTrailRecord[] = [];
    const seen = new Set<string>();
    let [at, open]: [CloudTrailRecord, Session | undefined] = [record, session];
    while (open && issuers.length < MAX_STEPS && !seen.has(open.accessKeyId)) {
      seen.add(open.accessKeyId);
      const { issuer, end = 'absent', named = [] } = await this.#stepFrom(at, open);
      if (!issuer) return { issuers, end, named };
      issuers.push(issuer);
      // Who in the other account it was is not known yet.
      if (isAccountOnly(issuer)) return { issuers, end, named };
      [at, open] = [issuer, openSessionOf(issuer, principalOf(issuer))];
    }
    return { issuers, end: open === undefined ? undefined : 'absent', named: [] };
  }

  /** Keeps what was found for whoever asks next; gives the cards that waited for it. Never throws. */
  async keep(): Promise<readonly WaitingCard[]> {
    try {
      return await this.#notes.write();
    } catch (error) {
      this.#deps.log.warn({ ...errorFields(error) }, 'who obtained a session could not be kept');
      return [];
    }
  }

  #stepFrom(record: CloudTrailRecord, session: Session): Promise<Step> {
    const known = this.#steps.get(session.accessKeyId) ?? this.#find(record, session);
    this.#steps.set(session.accessKeyId, known);
    return known;
  }

  async #find(record: CloudTrailRecord, session: Session): Promise<Step> {
    const { accessKeyId } = session;
    const known = await this.#notes.of(accessKeyId).catch(() => undefined);
    const stored = stepOf(known?.issuers ?? [], session);
    if (stored.end === 'contradiction' || (stored.issuer && !isAccountOnly(stored.issuer))) return stored;
    const at = Math.min(record.at ?? Number.NaN, this.#deps.now);
    if (Number.isNaN(at) || !this.#notes.isDue(accessKeyId, at, this.#deps.urgency)) return stored;
    const found = stored.issuer ? undefined : await this.#lookFor(record, at, session);
    const step = found ? stepOf([...(known?.issuers ?? []), ...found.records], session) : stored;
    const copies = await this.#callersCopies(step.issuer, accessKeyId);
    this.#notes.found(accessKeyId, [...(found?.records ?? []), ...copies.records]);
    if (copies.records.length > 0)
      return stepOf([...(step.issuer ? [step.issuer] : []), ...copies.records], session);
    const isAccount = step.issuer !== undefined && isAccountOnly(step.issuer);
    if (!isAccount && (step.issuer !== undefined || step.end === 'contradiction')) return step;
    if (found?.failed || copies.failed || this.#deps.signal.aborted) return { ...step, end: 'failed' };
    if (isAccount || found?.searched) this.#notes.notFound(accessKeyId, at);
    return step;
  }

  async #lookFor(record: CloudTrailRecord, at: number, session: Session): Promise<IssuersFound> {
    const { accessKeyId: keyId, createdAt: issuedAt } = session;
    const seen = this.#search.seen(keyId);
    if (seen.length > 0) return { records: seen, failed: false, searched: true };
    // A time that can't be the session's, as in a masked record, is none.
    const createdAt = isPlausible(issuedAt, at) ? issuedAt : null;
    const scopes = this.#search.scopesFor(session, record);
    const fits = (one: CloudTrailRecord) => issuedKeyId(one) === keyId;
    if (createdAt === null) {
      const range = { from: at - LONGEST_SESSION_MS, to: at + CLOCK_SKEW_MS };
      return this.#search.find(scopes, { range, maxPages: MAX_PAGES }, fits);
    }
    const [near] = scopes;
    const exact: IssuerLookup = { range: around(createdAt, CLOCK_SKEW_MS), maxPages: MAX_PAGES };
    const wider: IssuerLookup = {
      range: around(createdAt, CLOCK_SKEW_MS + WIDER_MS),
      maxPages: MAX_BATCH_PAGES,
    };
    const first = await this.#search.find(scopes, exact, fits);
    // The key id is what ties them; how well the times agree is not promised.
    if (first.records.length > 0 || first.failed || !near) return first;
    return this.#search.find([near], wider, fits);
  }

  /** The record of the account that was entered names the other account only; the caller's own copy names who it was. */
  async #callersCopies(found: CloudTrailRecord | undefined, keyId: string): Promise<IssuersFound> {
    const caller = found && principalOf(found);
    if (!found || caller?.kind !== 'account') return NOTHING_FOUND;
    const shared = sharedIdOf(found);
    const isCopy = (one: CloudTrailRecord) =>
      one.key !== found.key &&
      principalOf(one).kind !== 'account' &&
      (issuedKeyId(one) === keyId || (shared !== undefined && sharedIdOf(one) === shared));
    const scopes = this.#search.scopesFor(
      { accountId: caller.accountId, assumedRoot: false },
      {
        accountId: null,
        awsRegion: found.awsRegion,
      },
    );
    const range = around(found.at ?? Number.NaN, CLOCK_SKEW_MS);
    return this.#search.find(scopes, { range, maxPages: MAX_PAGES }, isCopy);
  }
}

/** Whether an STS record names no more than the other account that called. */
function isAccountOnly(issuer: CloudTrailRecord): boolean {
  return principalOf(issuer).kind === 'account';
}

/** What STS records say of who obtained a session, as a step of a chain. */
function stepOf(records: readonly CloudTrailRecord[], session: Session): Step {
  const choice = chooseIssuer(records, session);
  const names = (issuers: readonly CloudTrailRecord[]) => issuers.map(issuer => principalOf(issuer).name);
  switch (choice.kind) {
    case 'issuer':
      return { issuer: choice.issuer };
    case 'contradiction':
      return { end: 'contradiction', named: names(choice.issuers) };
    case 'none':
      return choice.hint ? { named: names([choice.hint]) } : {};
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
