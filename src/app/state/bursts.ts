import * as z from 'zod';
import { type Burst, burstWith } from '../../domain/pack.ts';
import type { RecordSummary } from '../../domain/summary.ts';
import { digest } from '../../records/digest.ts';
import type { Expectation, Put, Store } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS } from './keys.ts';

const timesCodec = codec(z.array(z.number()));

/** What stands for the events of a sort by somebody. */
export function burstKey(route: string, { principal, record }: RecordSummary): string {
  return digest([route, principal.identifiers[0] ?? principal.name.toLowerCase(), record.accountId]).slice(
    0,
    32,
  );
}

/** Whether a record is one of a burst, and the write that remembers it, with what must still hold then: others come in at the same time. `now` in milliseconds. @throws {StoreError} when the store is away */
export async function burstOf(
  route: string,
  burst: Burst,
  summary: RecordSummary,
  store: Store,
  now: number,
): Promise<{ readonly isBurst: boolean; readonly put: Put; readonly expect: Expectation }> {
  const key = KEYS.burst(burstKey(route, summary));
  const stored = await store.get(key);
  const before = (stored && timesCodec.tryDecode(stored.value)) ?? [];
  const { isBurst, times } = burstWith(before, summary.record.at ?? now, burst);
  return {
    isBurst,
    put: { key, value: timesCodec.encode([...times]), ttl: 2 * burst.withinMs },
    expect: { key, version: stored?.version ?? null },
  };
}
