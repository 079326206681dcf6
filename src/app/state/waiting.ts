import type { Notification } from '../../domain/notification.ts';
import type { Store } from '../ports.ts';
import { KEYS } from './keys.ts';
import { notificationCodec } from './notifications.ts';

/** Most reviews that are looked at. */
const MAX_LOOKED_COUNT = 10_000;

/** Notifications that wait for a decision, the oldest first, up to ten thousand. @throws {StoreError} when the store is away */
export async function* waitingReviews(store: Store): AsyncGenerator<Notification> {
  const entries = await store.range(KEYS.openReview, '', null, MAX_LOOKED_COUNT);
  for (const { value: id } of entries.filter(({ value }) => value !== '')) {
    const stored = await store.get(KEYS.notification(id));
    const notification = stored && notificationCodec.tryDecode(stored.value);
    if (notification) yield notification;
  }
}
