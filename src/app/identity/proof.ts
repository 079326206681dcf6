import type { Chain } from '../../domain/issuers.ts';
import type { Known } from '../../domain/known.ts';
import type { Notification } from '../../domain/notification.ts';
import { emailsAmong, type PersonMapping, tieOf } from '../../domain/person.ts';
import type { Principal } from '../../domain/principal.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { type Approvers, type Decision, doubtOf, requiredApprovals } from '../../domain/review.ts';
import { isSameSession } from '../../domain/session.ts';
import { summarise } from '../../domain/summary.ts';
import type { Directory, Put } from '../ports.ts';
import { BUS_LANE } from '../state/lanes.ts';
import { type LedgerText, reviewEntry } from '../state/ledger-entries.ts';
import { jobPut, messagePut, refreshPut, updatePut } from '../state/outbox.ts';

/** What taking proof into account depends on. */
export interface ProofRules {
  readonly directory: Directory;
  readonly people: readonly PersonMapping[];
  readonly approvers: Approvers;
  readonly known: Known;
  /** Whether decisions are published on an event bus. */
  readonly publishes: boolean;
}

/** A notification with what was found out of who is behind it, and what follows from that. */
export interface Proven {
  readonly notification: Notification;
  readonly jobs: readonly Put[];
  readonly entries: readonly LedgerText[];
}

/** Whether two chains show the same. */
export function sameChain(one: Chain | undefined, other: Chain): boolean {
  const text = ({ issuers, end, named }: Chain) =>
    JSON.stringify([issuers.map(({ key }) => key), end, named]);
  return one !== undefined && text(one) === text(other);
}

/**
 * `records` are one of each doer that the notification tells of, the first first. Takes into account what was found out of who is behind a notification: its card is brought up to date, and an approval by whoever is proven
 * to have acted counts no more, which the ledger, the thread and the event bus are told. `now` in milliseconds.
 * @throws when Slack can't be asked who somebody is
 */
export async function withProof(
  before: Notification,
  records: readonly [CloudTrailRecord, ...CloudTrailRecord[]],
  chain: Chain,
  { now, ...rules }: ProofRules & { readonly now: number },
): Promise<Proven> {
  const [record] = records;
  const principalOf = (one: CloudTrailRecord) =>
    summarise(one, rules.known, one === record || isSameSession(one, record) ? chain : undefined).principal;
  const principals = records.map(principalOf);
  const proven = principals.filter(({ confidence }) => confidence === 'certain');
  const byEmail = await usersByEmail(proven, rules.directory);
  const isBehind = (id: string) =>
    byEmail.has(id) || proven.some(one => tieOf({ id, email: null }, one, rules.people) === 'behind');
  const at = new Date(now).toISOString();
  const because = `STS shows that they obtained the session: event ${chain.issuers.at(-1)?.eventID ?? 'without an id'}`;
  const counts = (decision: Decision) =>
    decision.verdict !== 'approved' || decision.voided !== undefined || !isBehind(decision.by);
  const decisions = before.decisions.map(decision =>
    counts(decision) ? decision : { ...decision, voided: { at, because } },
  );
  const voided = decisions.flatMap((decision, index) =>
    counts(before.decisions[index] ?? decision) ? [] : [index],
  );
  const standing = decisions.some(decision => decision.voided === undefined);
  const required = principals.map(one =>
    requiredApprovals(rules.approvers, doubtOf(one, rules.people, byEmail.size > 0)),
  );
  const notification: Notification = {
    ...before,
    decisions,
    chain,
    // Once somebody has decided, only the next click judges anew how many must.
    quorum: standing ? before.quorum : Math.max(...required),
  };
  return {
    notification,
    jobs: [
      voided.length > 0 ? updatePut(notification) : refreshPut(notification),
      ...voided.flatMap(index => jobsForVoided(notification, index, now, rules.publishes)),
    ],
    entries: voided.map(index =>
      reviewEntry(notification, {
        record,
        principal: principalOf(record),
        at,
        decision: notification.decisions[index],
      }),
    ),
  };
}

/** The Slack users whose e-mail address is one that AWS vouches for. @throws when Slack can't be asked */
async function usersByEmail(
  principals: readonly Principal[],
  directory: Directory,
): Promise<ReadonlySet<string>> {
  const users = new Set<string>();
  for (const email of new Set(principals.flatMap(({ behind }) => emailsAmong(behind)))) {
    const person = await directory.personByEmail(email);
    if (person) users.add(person.id);
  }
  return users;
}

function jobsForVoided(
  { id, channel }: Notification,
  decision: number,
  now: number,
  publishes: boolean,
): Put[] {
  const about = { notificationId: id, decision, voided: true };
  const jobId = `${id}.${decision}.voided`;
  return [
    messagePut(channel, 'note', now, jobId, { kind: 'note', ...about }),
    ...(publishes ? [jobPut(BUS_LANE, now, jobId, { kind: 'publish', ...about })] : []),
  ];
}
