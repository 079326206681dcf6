import type { CloudTrailRecord } from '../../domain/record.ts';
import type { Delivery } from '../../domain/route.ts';
import { digest } from '../../records/digest.ts';
import type { Put, Store } from '../ports.ts';
import { KEYS, sortable } from './keys.ts';

/** Time for which is known what was muted: a week, which is the longest that a digest tells of, and a day. */
const MUTED_TTL_MS = 8 * 86_400_000;
/** Most muted events that are counted. */
export const MAX_MUTED_COUNT = 10_000;

/** The write that remembers that a mute kept a record from a channel; none where none did. */
export function mutedPuts({ mutedBy, channel }: Delivery, record: CloudTrailRecord, now: number): Put[] {
  if (mutedBy === undefined || channel === null) return [];
  const key = `${KEYS.mutedIn(channel)}${sortable(now)}-${digest(record.key).slice(0, 16)}`;
  return [{ key, value: mutedBy, ttl: MUTED_TTL_MS }];
}

/** How many events of a channel were muted in a time, up to {@link MAX_MUTED_COUNT}; `from` inclusive, `to` exclusive, in milliseconds. @throws {StoreError} when the store is away */
export async function mutedCount(
  store: Store,
  channel: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<number> {
  const range = await store.range(KEYS.mutedIn(channel), sortable(from), sortable(to), MAX_MUTED_COUNT);
  return range.length;
}
