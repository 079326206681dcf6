import type { CloudTrailRecord } from '../../domain/record.ts';
import { isOpen, sessionOf, withIssuers } from '../../domain/session.ts';
import type { RecordSummary } from '../../domain/summary.ts';
import { deadline } from '../deadline.ts';
import type { Clock, History, Log } from '../ports.ts';
import { ChainSearch } from './chain-search.ts';

/** Number of sessions that are followed at once. */
const CONCURRENT_SESSIONS = 4;

/** What following sessions works with. */
export interface SessionIssuersDeps {
  readonly histories: readonly History[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Which records are followed, how long that may take, and what ends it early. */
export interface FollowOptions {
  readonly from: number;
  readonly count: number;
  readonly budgetMs: number;
  readonly cancelled?: AbortSignal | undefined;
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
 * Finds out who obtained the sessions that records were made in: follows access key ids to the STS records that issued them. The records
 * from `from` on are followed up; what that proves of a session holds for everything done in it. What can't be proven stays as it was:
 * likely, and said to be so. IAM Identity Center sessions need none of it. Keeps the order; never throws.
 */
export async function followSessions(
  summaries: readonly RecordSummary[],
  { from, count, budgetMs, cancelled }: FollowOptions,
  { histories, clock, log }: SessionIssuersDeps,
): Promise<Followed> {
  const end = deadline(budgetMs, cancelled);
  const search = new ChainSearch({ histories, signal: end.signal, now: clock.now(), log });
  const issuers = new Map<string, readonly CloudTrailRecord[]>();
  let late = 0;
  const open = new Map(
    summaries.slice(from, from + count).flatMap(({ principal, record }) => {
      const session = isOpen(principal) ? sessionOf(record) : undefined;
      return session ? [[session.accessKeyId, { record, session }] as const] : [];
    }),
  );
  await search.prepare([...open.values()]);
  // A few at a time: each look-up reserves its turn, and what is given up later must not keep others from theirs.
  const waiting = [...open.values()].values();
  const follow = async () => {
    for (const { record, session } of waiting) {
      const found = end.signal.aborted ? [] : await search.issuersOf(record, session);
      if (found.length === 0 && end.signal.aborted) late += 1;
      issuers.set(session.accessKeyId, found);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_SESSIONS }, follow));
  end.end();
  const proven = summaries.map(summary => withProof(summary, issuers));
  return { summaries: proven, requests: search.requests, late };
}

function withProof(
  summary: RecordSummary,
  issuers: ReadonlyMap<string, readonly CloudTrailRecord[]>,
): RecordSummary {
  const session = isOpen(summary.principal) ? sessionOf(summary.record) : undefined;
  const proof = issuers.get(session?.accessKeyId ?? '') ?? [];
  return proof.length === 0
    ? summary
    : { ...summary, principal: withIssuers(summary.record, summary.principal, proof) };
}
