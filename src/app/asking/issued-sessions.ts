import { readArn } from '../../domain/arn.ts';
import type { Coverage } from '../../domain/coverage.ts';
import type { Gap } from '../../domain/gap.ts';
import { chooseIssuer } from '../../domain/issuer-choice.ts';
import { isByWorkflowService } from '../../domain/issuers.ts';
import {
  EVENT_HISTORY_REACH_MS,
  isSpecialUser,
  type LookupAttribute,
  planQuestion,
  STS_CALLS,
  usernamesIn,
} from '../../domain/plan.ts';
import { principalOf } from '../../domain/principal-of.ts';
import { leftOutOf, wantedOf } from '../../domain/question/filters.ts';
import { passesAll } from '../../domain/question/match.ts';
import type { Filter, Question, TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { assumedRoleOf, ISSUING_CALLS, issuedKeyId } from '../../domain/session.ts';
import { summarise } from '../../domain/summary.ts';
import { type SearchDeps, search } from '../search/search.ts';

/**
 * Time before an action in which its session may have been issued. AWS allows 36 hours, to GetSessionToken only; for roles it is 12.
 */
const SESSION_MS = 12 * 3_600_000;
/** Most sessions that are known of at once, and most of them that are looked up one by one. */
const MAX_SESSIONS = 5_000;
const MAX_SINGLE_LOOKUPS = 20;
/** Most names of one question that are looked up. */
const MAX_NAMES = 3;

/** The sessions that STS issued to the people of a question, and what was searched for them. */
export interface IssuedSessions {
  /** Sessions of those whom it asks for. */
  readonly wanted: SessionSet;
  /** The same of those whom it leaves out. */
  readonly leftOut: SessionSet;
  /** Those worth looking up one by one: few, and of a person. */
  readonly lookedUp: readonly LookupAttribute[];
  /** There are more than are known of. */
  readonly more: boolean;
  readonly coverage: Coverage;
}

/** Sessions by their access key id (upper case), with the only account that they may be of; null: AWS itself says whose they are. */
export type SessionSet = ReadonlyMap<string, string | null>;

/** When the sessions are looked for, how long that may take, and what ends it early. */
interface SessionsTask {
  readonly range: TimeRange;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly budgetMs: number;
  readonly cancelled: AbortSignal | undefined;
}

/**
 * Finds the sessions that STS issued to the people of a question, since AWS writes their names on none of what was done in them. They are looked
 * for by name where AWS knows the name so. It compares names to the letter and knows people by one of theirs only, so where it finds nobody,
 * where a role is named, and for whoever is no name (root, workflows), all that STS issued is looked through. Undefined where the question
 * names nobody.
 */
export async function findIssuedSessions(
  question: Question,
  task: SessionsTask,
  deps: SearchDeps,
): Promise<IssuedSessions | undefined> {
  const users = question.filters.filter(filter => filter.key === 'user');
  if (users.length === 0) return undefined;
  const names = usernamesIn(users.flatMap(filter => filter.values)).slice(0, MAX_NAMES);
  const asked = [...(wantedOf(question, 'user') ?? []), ...leftOutOf(question, 'user')];
  const isNamed = names.length > 0 && !asked.some(isSpecialUser) && !wantedOf(question, 'role');
  const searches = new SessionsSearch(question, users, task, deps);
  return isNamed ? searches.byName(names) : searches.throughAll();
}

/** Collects STS records of one question. */
class SessionsSearch {
  readonly #question: Question;
  readonly #users: readonly Filter[];
  readonly #task: SessionsTask;
  readonly #deps: SearchDeps;
  /** Credentials that were issued, by their access key id; and whether by a name that is asked for. */
  readonly #issued = new Map<string, CloudTrailRecord[]>();
  #isKnown = false;
  #more = false;

  constructor(question: Question, users: readonly Filter[], task: SessionsTask, deps: SearchDeps) {
    this.#question = question;
    this.#users = users;
    this.#task = task;
    this.#deps = deps;
  }

  /** Looks names up, and through everything only where nobody of that name was found. */
  async byName(names: readonly LookupAttribute[]): Promise<IssuedSessions> {
    const coverage = await this.#search(names);
    return this.#isKnown ? { ...this.#found(), coverage } : this.throughAll();
  }

  async throughAll(): Promise<IssuedSessions> {
    const coverage = await this.#search([STS_CALLS]);
    return { ...this.#found(), coverage };
  }

  #search(attributes: readonly LookupAttribute[]): Promise<Coverage> {
    const { range, now, budgetMs, cancelled } = this.#task;
    // Not further back than Event history, or every question of its whole reach would have a gap.
    const oldest = Math.min(range.from, now - EVENT_HISTORY_REACH_MS);
    const since = { from: Math.max(range.from - SESSION_MS, oldest), to: range.to };
    // Nobody obtains a session in a space.
    const histories = this.#deps.histories.filter(({ sources }) => sources === undefined);
    return search(
      { ...this.#deps, histories },
      {
        questionFor: () => ISSUING_CALLS,
        plan: { ...planQuestion(this.#question, now), attributes, hints: [], range: since },
        now,
        budgetMs,
        cancelled,
        enough: null,
        take: record => this.#take(record, attributes[0]?.key === 'Username'),
      },
    );
  }

  #take(record: CloudTrailRecord, byName: boolean): 'matched' | 'ignored' {
    if (byName) this.#isKnown ||= this.#users.some(filter => isOf(filter, record));
    const keyId = issuedKeyId(record);
    const known = keyId === undefined ? undefined : (this.#issued.get(keyId) ?? []);
    if (keyId === undefined || known?.some(({ key }) => key === record.key)) return 'ignored';
    this.#more ||= known?.length === 0 && this.#issued.size >= MAX_SESSIONS;
    if (this.#more) return 'ignored';
    this.#issued.set(keyId, [...(known ?? []), record]);
    return 'matched';
  }

  /** Whose sessions they are, as far as is known by now: also of those that were obtained with another of theirs. */
  #found(): Omit<IssuedSessions, 'coverage'> {
    const [wantedBy, leftOutBy] = [false, true].map(negated =>
      this.#users.filter(filter => filter.negated === negated),
    );
    const wanted = this.#issuedTo(wantedBy ?? [], 'every');
    const leftOut = this.#issuedTo(leftOutBy ?? [], 'some');
    const isSpecial = this.#users.some(({ values }) => values.some(isSpecialUser));
    const lookedUp = isSpecial ? [] : [...wanted.keys()].slice(0, MAX_SINGLE_LOOKUPS);
    return {
      wanted,
      leftOut,
      lookedUp: lookedUp.map(value => ({ key: 'AccessKeyId', value })),
      more: this.#more,
    };
  }

  #issuedTo(filters: readonly Filter[], how: 'every' | 'some'): SessionSet {
    const keys = new Map<string, CloudTrailRecord>();
    if (filters.length === 0) return new Map();
    for (let before = -1; before < keys.size; ) {
      before = keys.size;
      for (const [keyId, records] of this.#issued) {
        const record = provingIssuer(records);
        if (!record) continue;
        const obtainedWith = record.identity?.accessKeyId?.toUpperCase() ?? '';
        if (keys.has(obtainedWith) || filters[how](filter => isOf(filter, record))) keys.set(keyId, record);
      }
    }
    const ofRole = [...keys].filter(([, record]) => this.#isOfRole(record));
    return new Map(ofRole.map(([keyId, record]) => [keyId, accountBound(record)]));
  }

  /** Whether it is a session of the roles that the question names. */
  #isOfRole(record: CloudTrailRecord): boolean {
    const assumed = assumedRoleOf(record).map(name => name.toLowerCase());
    return this.#question.filters
      .filter(filter => filter.key === 'role' && !filter.negated)
      .every(({ values }) => values.some(value => assumed.includes(value.toLowerCase())));
  }
}

/** The STS record that proves who obtained a session, of those that say they do: what anybody may have sent counts for nobody. */
function provingIssuer(records: readonly CloudTrailRecord[]): CloudTrailRecord | undefined {
  const [first] = records;
  if (!first) return undefined;
  const choice = chooseIssuer(records, { accountId: enteredAccountOf(first) });
  return choice.kind === 'issuer' ? choice.issuer : undefined;
}

/** The only account whose sessions an STS record can prove; null: it is AWS's own. */
export function accountBound({ assurance, accountId }: CloudTrailRecord): string | null {
  return assurance === 'history' ? null : accountId;
}

/** The account whose role or root an STS record shows being entered. */
function enteredAccountOf(record: CloudTrailRecord): string | null {
  return readArn(assumedRoleOf(record)[0])?.account ?? record.accountId;
}

/** Whether whoever made an STS call is one whom a filter means, asked for or left out. */
function isOf(filter: Filter, record: CloudTrailRecord): boolean {
  const summary = summarise(record);
  const isWorkflow = filter.values.some(value => /^workflows?$/i.test(value));
  if (isWorkflow && isByWorkflowService(principalOf(record))) return true;
  return passesAll([{ ...filter, negated: false }], summary);
}

/** A coverage with what kept sessions from being found: without them, events are missing. */
export function withSessionGaps(main: Coverage, { coverage, more }: IssuedSessions): Coverage {
  const { from, to } = main.searched[0] ?? { from: main.settledUntil, to: main.settledUntil };
  const tooMany: Gap = {
    history: 'Event history',
    from,
    to,
    cause: 'tooMany',
    reason: `only ${MAX_SESSIONS.toLocaleString('en')} sessions were looked through for theirs: narrow the time`,
  };
  const notSearched = [
    ...main.notSearched,
    ...coverage.notSearched.map(gap => ({ ...gap, reason: `for their sessions: ${gap.reason}` })),
    ...(more ? [tooMany] : []),
  ];
  return {
    ...main,
    notSearched,
    complete: notSearched.length === 0,
    requests: main.requests + coverage.requests,
    cached: main.cached + coverage.cached,
  };
}
