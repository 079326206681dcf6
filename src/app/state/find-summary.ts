import type { Known } from '../../domain/known.ts';
import { firstRecordKey, type Notification } from '../../domain/notification.ts';
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import type { Store } from '../ports.ts';
import { KEYS } from './keys.ts';
import { notificationCodec } from './notifications.ts';
import { recordCodec } from './record-codec.ts';

/** The record of a notification, understood; undefined where it is not kept any more. @throws {StoreError} when the store is away */
export async function findSummary(
  store: Store,
  notificationId: string,
  known: Known,
): Promise<RecordSummary | undefined> {
  const stored = await store.get(KEYS.notification(notificationId));
  return stored && summaryOf(store, notificationCodec.decode(stored.value), known);
}

/** The same of a notification that was read already. @throws {StoreError} when the store is away */
export async function summaryOf(
  store: Store,
  notification: Notification,
  known: Known,
): Promise<RecordSummary | undefined> {
  const record = await store.get(KEYS.record(firstRecordKey(notification)));
  return record && summarise(recordCodec.decode(record.value), known, notification.chain);
}
