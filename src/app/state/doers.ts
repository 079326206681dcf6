import { doerRecordKeys, type Notification } from '../../domain/notification.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import type { Store } from '../ports.ts';
import { KEYS } from './keys.ts';
import { recordCodec } from './record-codec.ts';

/** A record of each doer that a story tells of beside the first; undefined where one is not kept any more. @throws {StoreError} when the store is away */
export async function otherDoers(
  store: Store,
  notification: Notification,
): Promise<readonly CloudTrailRecord[] | undefined> {
  const [, ...keys] = doerRecordKeys(notification);
  const records = await Promise.all(keys.map(key => recordAt(store, key)));
  const kept = records.filter(record => record !== undefined);
  return kept.length === keys.length ? kept : undefined;
}

/** The record of a key; undefined where it is not kept any more. @throws {StoreError} when the store is away */
export async function recordAt(store: Store, recordKey: string): Promise<CloudTrailRecord | undefined> {
  const entry = await store.get(KEYS.record(recordKey));
  return entry && recordCodec.tryDecode(entry.value);
}
