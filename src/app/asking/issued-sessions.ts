import type { Coverage } from '../../domain/answer.ts';
import type { Gap } from '../../domain/gap.ts';
import { EVENT_HISTORY_REACH_MS, planQuestion, STS_CALLS, usernamesIn } from '../../domain/plan.ts';
import { principalOf } from '../../domain/principal-of.ts';
import { wantedOf } from '../../domain/question/filters.ts';
import { passesAll } from '../../domain/question/match.ts';
import type { Question, TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { assumedRoleOf, ISSUING_CALLS, issuedKeyId } from '../../domain/session.ts';
import { summarise } from '../../domain/summary.ts';
import { type SearchDeps, search } from '../search/search.ts';

/**
 * Time before an action in which its session may have been issued. AWS allows 36 hours, to GetSessionToken only; for roles it is 12.
 */
const SESSION_MS = 12 * 3_600_000;
/** Most sessions of a question's people that are looked into. */
const MAX_SESSIONS = 20;
/** Most people of one question whose sessions are looked for. */
const MAX_NAMES = 3;

/** The sessions that STS issued to the people of a question, and what was searched for them. */
export interface IssuedSessions {
  /** Access key ids, upper case. */
  readonly keyIds: ReadonlySet<string>;
  /** There are more than are looked into. */
  readonly more: boolean;
  readonly coverage: Coverage;
}

/** When the sessions are looked for, how long that may take, and what ends it early. */
interface SessionsTask {
  readonly range: TimeRange;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly budgetMs: number;
  readonly cancelled: AbortSignal | undefined;
}

/**
 * Finds the sessions that STS issued to the people of a question, since AWS writes their names on none of what was done in them. Where a
 * role is named ("what did alice do through role X") every call for it is looked at; else those under her name. Undefined where the
 * question names nobody.
 */
export async function findIssuedSessions(
  question: Question,
  { range, now, budgetMs, cancelled }: SessionsTask,
  deps: SearchDeps,
): Promise<IssuedSessions | undefined> {
  const usernames = usernamesIn(question).slice(0, MAX_NAMES);
  if (usernames.length === 0) return undefined;
  const isTheirs = issuedToPeopleOf(question);
  const keyIds = new Set<string>();
  let more = false;
  // Not further back than Event history, or every question of its whole reach would have a gap.
  const oldest = Math.min(range.from, now - EVENT_HISTORY_REACH_MS);
  const since = { from: Math.max(range.from - SESSION_MS, oldest), to: range.to };
  const attributes = wantedOf(question, 'role') ? [STS_CALLS] : usernames;
  const coverage = await search(deps, {
    questionFor: () => ISSUING_CALLS,
    plan: { ...planQuestion(question, now), attributes, hints: [], range: since },
    now,
    budgetMs,
    cancelled,
    enough: null,
    take: record => {
      const keyId = issuedKeyId(record);
      if (keyId === undefined || keyIds.has(keyId) || !isTheirs(record)) return 'ignored';
      more ||= keyIds.size === MAX_SESSIONS;
      if (!more) keyIds.add(keyId);
      return 'matched';
    },
  });
  return { keyIds, more, coverage };
}

/** Whether an STS record shows credentials being issued to the people of a question, for the roles that it names. */
function issuedToPeopleOf({ filters }: Question): (record: CloudTrailRecord) => boolean {
  const users = filters.filter(filter => filter.key === 'user' && !filter.negated);
  const roles = filters.filter(filter => filter.key === 'role' && !filter.negated);
  return record => {
    const assumed = assumedRoleOf(record).map(name => name.toLowerCase());
    return (
      roles.every(({ values }) => values.some(value => assumed.includes(value.toLowerCase()))) &&
      passesAll(users, { ...summarise(record), principal: principalOf(record) })
    );
  };
}

/** A coverage with what kept sessions from being found: without them, events are missing. */
export function withSessionGaps(main: Coverage, { coverage, more }: IssuedSessions): Coverage {
  const { from, to } = main.searched[0] ?? { from: main.settledUntil, to: main.settledUntil };
  const tooMany: Gap = {
    history: 'Event history',
    from,
    to,
    cause: 'tooMany',
    reason: `only ${MAX_SESSIONS} of their sessions were looked into: narrow the time`,
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
