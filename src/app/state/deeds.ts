import { CODECATALYST, sameSpelling } from '../../domain/catalogue.ts';
import { asText } from '../../domain/json.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { isSpacePlace } from '../../domain/space.ts';
import { digest } from '../../records/digest.ts';
import type { Expectation, Put, Store } from '../ports.ts';
import { KEYS } from './keys.ts';

/** Time for which a deed is remembered, in milliseconds: as long as the reconciler may bring late what a space has told at once. */
const DEED_TTL_MS = 7 * 86_400_000;

/** Whether a deed has come in from elsewhere, what remembers that it came in from here, and what must still hold then. */
export interface SeenDeed {
  readonly isRepeat: boolean;
  readonly puts: readonly Put[];
  readonly expect: readonly Expectation[];
}

/** Result for what can't be told twice. */
export const NO_DEED: SeenDeed = { isRepeat: false, puts: [], expect: [] };

/**
 * Whether what a record of CodeCatalyst tells has come in before: what CloudTrail tells from the log of a space, or the other way round. By the request alone: what is only alike
 * may be another deed, and two cards are better than none. @throws {StoreError} when the store is away
 */
export async function seenDeed(record: CloudTrailRecord, store: Store): Promise<SeenDeed> {
  const request = asText(record.fields['requestID'])?.toLowerCase();
  if (record.eventSource !== CODECATALYST || record.readOnly || request === undefined) return NO_DEED;
  const deed = digest({ request, name: sameSpelling(record.eventName ?? '') }).slice(0, 32);
  const [ours, theirs] = isSpacePlace(record.accountId) ? ['space', 'account'] : ['account', 'space'];
  const other = KEYS.deed(`${theirs}/${deed}`);
  const entry = await store.get(other);
  return {
    isRepeat: entry !== undefined,
    puts: [{ key: KEYS.deed(`${ours}/${deed}`), value: record.key, ttl: DEED_TTL_MS }],
    expect: [{ key: other, version: entry?.version ?? null }],
  };
}
