import type { Known } from '../../domain/known.ts';
import { nameOf } from '../../domain/name-of.ts';
import { memberCount, type Notification } from '../../domain/notification.ts';
import { actionClause } from '../../domain/summary.ts';
import type { Clock, Store } from '../ports.ts';
import { summaryOf } from '../state/find-summary.ts';
import { KEYS } from '../state/keys.ts';
import { usualRank } from '../state/lanes.ts';
import { notificationCodec, notificationPuts } from '../state/notifications.ts';
import { messagePut } from '../state/outbox.ts';
import { waitingReviews } from '../state/waiting.ts';

/** A review that waits for a decision. */
export interface WaitingReview {
  readonly id: string;
  readonly channel: string;
  /** The message of its card; undefined where it has none. */
  readonly ts: string | undefined;
  readonly mutedBy: string | undefined;
  readonly ask: Notification['ask'];
  /** Who did what, as text. */
  readonly sentence: string;
  readonly more: number;
  /** ISO 8601. */
  readonly at: string;
}

/** Most reviews that are listed. */
const MAX_REVIEWS = 20;

/** What waits for a decision, the oldest first, of accounts that may be looked at. @throws {StoreError} when the store is away */
export async function openReviews(
  { store, known }: { readonly store: Store; readonly known: Known },
  mayLookInto: (accountId: string | null) => boolean,
): Promise<{ readonly reviews: readonly WaitingReview[]; readonly isCut: boolean }> {
  const reviews: WaitingReview[] = [];
  for await (const notification of waitingReviews(store)) {
    if (reviews.length === MAX_REVIEWS) return { reviews, isCut: true };
    const summary = await summaryOf(store, notification, known);
    if (!summary || !mayLookInto(summary.record.accountId)) continue;
    const { id, channel, ts, mutedBy, ask, createdAt } = notification;
    const sentence = `${nameOf(summary.principal)} ${actionClause(summary)}`;
    reviews.push({
      id,
      channel,
      ts,
      mutedBy,
      ask,
      sentence,
      more: memberCount(notification) - 1,
      at: createdAt,
    });
  }
  return { reviews, isCut: false };
}

/** Has the card of a review posted that was muted, so that it can be decided; gives whether there was one. @throws {StoreError} when the store is away */
export async function showReview(
  id: string,
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<boolean> {
  const stored = await store.get(KEYS.notification(id));
  const notification = stored && notificationCodec.tryDecode(stored.value);
  if (!stored || notification?.mutedBy === undefined || notification.ts !== undefined) return false;
  const { mutedBy: _, ...shown } = notification;
  const result = await store.commit({
    expect: [{ key: stored.key, version: stored.version }],
    put: [
      ...notificationPuts(shown),
      messagePut(shown.channel, usualRank(shown), clock.now(), id, { kind: 'post', notificationId: id }),
    ],
  });
  return result.kind === 'done';
}
