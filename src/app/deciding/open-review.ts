import type { Chain } from '../../domain/issuers.ts';
import type { Known } from '../../domain/known.ts';
import { firstRecordKey, memberCount, type Notification } from '../../domain/notification.ts';
import type { Principal } from '../../domain/principal.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { type Decision, fits, settled, type Verdict } from '../../domain/review.ts';
import { isSameSession } from '../../domain/session.ts';
import { summarise } from '../../domain/summary.ts';
import type { Entry, Store } from '../ports.ts';
import { otherDoers } from '../state/doers.ts';
import { KEYS } from '../state/keys.ts';
import { notificationCodec } from '../state/notifications.ts';
import { updatePut } from '../state/outbox.ts';
import { readShown } from '../state/placings.ts';
import { recordCodec } from '../state/record-codec.ts';

/** A click on a deciding button, by the payload's own user id. */
export interface DecidingClick {
  readonly notificationId: string;
  readonly verdict: Verdict;
  readonly userId: string;
  readonly reason?: string;
  /** How many members of its story the card showed, and how often it had changed otherwise; absent: one, and never. */
  readonly shown?: number;
  readonly revision?: number;
}

/** What became of a click. `message` is for the person who clicked, privately. */
export type Ruling =
  | { readonly kind: 'recorded'; readonly decision: Decision; readonly settles: boolean }
  | { readonly kind: 'standing'; readonly decision: Decision }
  | { readonly kind: 'refused'; readonly message: string };

/** A notification that waits for a decision, each document of it read once. */
export interface OpenReview {
  readonly entry: Entry;
  /** As it is kept. */
  readonly latest: Notification;
  /** As its card showed it. */
  readonly notification: Notification;
  /** Members that came since and are not decided on, by their numbers. */
  readonly rest?: { readonly from: number; readonly to: number };
  readonly record: CloudTrailRecord;
  /** One record of each other doer that a story tells of. */
  readonly others: readonly CloudTrailRecord[];
  /** What is known by now of who is behind it. */
  readonly chain: Chain | undefined;
  /** Who acted, by each of the records. */
  readonly principals: readonly [Principal, ...Principal[]];
}

/** What loading works with. */
interface LoadingDeps {
  readonly store: Store;
  readonly settings: { readonly known: Known };
}

/**
 * What a click is about, or what the clicker is told where there is nothing to decide, or where it is not what they saw.
 * @throws {StoreError} when the store is away
 */
export async function loadReview(
  { notificationId, verdict, userId, ...seen }: DecidingClick,
  { store, settings }: LoadingDeps,
): Promise<Exclude<Ruling, { kind: 'recorded' }> | OpenReview> {
  const entry = await store.get(KEYS.notification(notificationId));
  if (!entry)
    return refused(
      "I don't know this card any more: it may be older than what I keep. Nothing was recorded.",
    );
  const latest = notificationCodec.decode(entry.value);
  const standing = settled(latest.decisions, latest.quorum);
  if (standing) {
    await store.commit({ put: [updatePut(latest)] });
    return { kind: 'standing', decision: standing };
  }
  if (!fits(verdict, latest.ask))
    return refused(`This card asks for ${latest.ask}, so it can't be ${verdict}.`);
  const notification = await asSeen(latest, seen, store);
  if (!notification) {
    await store.commit({ put: [updatePut(latest)] });
    return refused(movedOn(latest, seen));
  }
  const isAgain = notification.decisions.some(one => one.by === userId && one.voided === undefined);
  if (verdict === 'approved' && isAgain)
    return refused('You have approved this already; somebody else has to be next.');
  const stored = await store.get(KEYS.record(firstRecordKey(notification)));
  const others = await otherDoers(store, notification);
  if (!stored || !others)
    return refused(
      "The record behind this card isn't kept any more, so nobody can tell who acted. Nothing was recorded.",
    );
  const record = recordCodec.decode(stored.value);
  const { chain } = notification;
  const principals = principalsOf({ record, others }, chain, settings.known);
  const [from, to] = [memberCount(notification) + 1, memberCount(latest)];
  const rest = to >= from ? { rest: { from, to } } : {};
  return { entry, latest, notification, ...rest, record, others, chain, principals };
}

/** A notification as the clicker saw it: as it is, or as its card still shows it. Undefined: the card has moved on. */
async function asSeen(
  latest: Notification,
  { shown = 1, revision = 0 }: Pick<DecidingClick, 'shown' | 'revision'>,
  store: Store,
): Promise<Notification | undefined> {
  const isLatest = (latest.revision ?? 0) === revision;
  if (!isLatest) return undefined;
  if (memberCount(latest) === shown) return latest;
  const seen = latest.decisions.length > 0 ? undefined : await readShown(store, latest.id);
  if (!seen || seen.story.count !== shown || seen.revision !== revision || seen.ask !== latest.ask)
    return undefined;
  const { story, severity } = seen;
  return { ...latest, story, severity };
}

function movedOn(latest: Notification, { shown = 1 }: Pick<DecidingClick, 'shown'>): string {
  const count = memberCount(latest);
  const how =
    count === shown
      ? 'what it tells was corrected since you looked'
      : `it shows ${count} events now, and showed ${shown} when you clicked`;
  return `This card has moved on: ${how}. Nothing was recorded; look at it again.`;
}

/** Who acted, by each of the records of a review, with what is known of their session. */
export function principalsOf(
  { record, others }: Pick<OpenReview, 'record' | 'others'>,
  chain: Chain | undefined,
  known: Known,
): [Principal, ...Principal[]] {
  const principal = (one: CloudTrailRecord) =>
    summarise(one, known, isSameSession(one, record) ? chain : undefined).principal;
  return [summarise(record, known, chain).principal, ...others.map(principal)];
}

/** The answer to a click that is not recorded. */
export function refused(message: string): { kind: 'refused'; message: string } {
  return { kind: 'refused', message };
}
