import type { FirstSeen } from '../../domain/notification.ts';
import type { Principal } from '../../domain/principal.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { addressOf } from '../../domain/whence.ts';
import { digest } from '../../records/digest.ts';
import type { Put, Store } from '../ports.ts';
import { beganAt } from './began.ts';
import { KEYS } from './keys.ts';

/** Time for which it is remembered where somebody came from and what they did. */
const REMEMBERED_MS = 90 * 86_400_000;
/** Time that records must have come in before anything is called new. */
const ACQUAINTED_AFTER_MS = 7 * 86_400_000;
/** Time after which what is known is written once more, and most of it that is kept in mind for that. */
const AGAIN_AFTER_MS = 86_400_000;
const MAX_WRITTEN_KEYS = 20_000;

/** Remembers where people come from and what they do, so that a card can say what is new. Of changes only: reads are without end. */
export class FirstSeenBook {
  readonly #written = new Map<string, number>();
  readonly #began = new WeakMap<Store, number>();

  /** The writes that remember a record; none for what was written lately. `now` in milliseconds. */
  puts(record: CloudTrailRecord, principal: Principal, now: number): Put[] {
    if (record.readOnly) return [];
    return keysOf(record, principal)
      .filter(({ key }) => now - (this.#written.get(key) ?? 0) > AGAIN_AFTER_MS)
      .map(({ key }) => ({ key, value: '1', ttl: REMEMBERED_MS }));
  }

  /** Takes note that writes are done: what was not kept is written once more. */
  kept(puts: readonly Put[], now: number): void {
    if (this.#written.size > MAX_WRITTEN_KEYS) this.#written.clear();
    for (const { key } of puts) this.#written.set(key, now);
  }

  /** What of a record has not been seen of whoever acted; nothing while too little is known. @throws {StoreError} when the store is away */
  async newIn(
    record: CloudTrailRecord,
    principal: Principal,
    store: Store,
    now: number,
  ): Promise<readonly FirstSeen[]> {
    const began = this.#began.get(store) ?? (await beganAt(store)) ?? now;
    this.#began.set(store, began);
    if (now - began < ACQUAINTED_AFTER_MS) return [];
    const found = await Promise.all(
      keysOf(record, principal).map(async ({ what, key }) => ((await store.get(key)) ? [] : [what])),
    );
    return found.flat();
  }
}

function keysOf(record: CloudTrailRecord, principal: Principal): { what: FirstSeen; key: string }[] {
  const who = [principal.identifiers[0] ?? principal.name.toLowerCase(), record.accountId];
  const address = addressOf(record);
  const key = (of: string | null) => KEYS.seen(digest([...who, of]).slice(0, 32));
  return [
    ...(address === null ? [] : [{ what: 'address' as const, key: key(address) }]),
    { what: 'event', key: key(`${record.eventSource} ${record.eventName}`) },
  ];
}
