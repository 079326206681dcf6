import { memberCount, type Notification } from '../../domain/notification.ts';
import { nextShownAt } from '../../domain/story.ts';
import type { Put } from '../ports.ts';
import { refreshPut, storyUpdatePut } from '../state/outbox.ts';

/** The job that shows what a card has taken since it was sent; `now` in milliseconds. */
export function growthPut(notification: Notification, now: number): Put {
  return memberCount(notification) > 1
    ? storyUpdatePut(notification, nextShownAt(Date.parse(notification.createdAt), now))
    : refreshPut(notification);
}

/** Whether a card shows less than its notification has by now; `shown`: the notification as it was sent, null: as nobody knows. */
export function hasGrown(notification: Notification, shown: Notification | null): boolean {
  return shown ? takenBy(notification) !== takenBy(shown) : takenBy(notification) !== TAKEN_NOTHING;
}

const takenBy = (notification: Pick<Notification, 'story' | 'copies' | 'corrected'>) =>
  JSON.stringify([
    memberCount(notification),
    notification.copies ?? [],
    notification.corrected?.record ?? null,
  ]);
const TAKEN_NOTHING = takenBy({});
