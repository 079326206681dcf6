import fc from 'fast-check';
import type { Card } from '../../../src/app/outgoing.ts';
import type { PostResult, Store } from '../../../src/app/ports.ts';
import { recordingMessenger } from '../../fixtures.ts';

/** What may happen, in any order. */
export type Happening =
  | { kind: 'event'; session: string; fails: boolean; lateMs: number; isCritical: boolean }
  | { kind: 'burst'; count: number }
  | { kind: 'click'; which: number }
  | { kind: 'pass'; durationMs: number }
  | { kind: 'fault'; call: 'post' | 'update'; outcome: 'lost' | 'broken' | 'limited' | 'slow' }
  | { kind: 'kill'; replica: 0 | 1 }
  | { kind: 'remove'; which: number };

export const anything: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      session: fc.constantFrom('ASIAONE', 'ASIATWO'),
      fails: fc.boolean(),
      lateMs: fc.constantFrom(0, 0, 0, 60_000, 86_400_000),
      isCritical: fc.constantFrom(false, false, false, true),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('burst' as const), count: fc.integer({ min: 15, max: 40 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('click' as const), which: fc.nat(20) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      durationMs: fc.constantFrom(1, 300, 1_500, 8_000, 61_000, 310_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fault' as const),
      call: fc.constantFrom('post' as const, 'update' as const),
      outcome: fc.constantFrom('lost' as const, 'broken' as const, 'limited' as const, 'slow' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('kill' as const),
      replica: fc.constantFrom(0 as const, 1 as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), which: fc.nat(20) }) },
);

/** A Slack that keeps its messages, fails or dawdles as it is told to, and lets people take cards away. */
export function slack(sleep: (durationMs: number) => Promise<void>) {
  const messages = new Map<string, Card>();
  const faults: Extract<Happening, { kind: 'fault' }>[] = [];
  let last = 0;
  const call = async (name: 'post' | 'update', does: () => PostResult): Promise<PostResult> => {
    const index = faults.findIndex(fault => fault.call === name);
    const [fault] = index === -1 ? [] : faults.splice(index, 1);
    if (fault?.outcome === 'limited') return { kind: 'rateLimited', retryAfterMs: 2_000 };
    if (fault?.outcome === 'broken') return { kind: 'ambiguous', error: 'HTTP 500' };
    // Other things happen before Slack has answered.
    if (fault?.outcome === 'slow') await sleep(3_000);
    const result = does();
    return fault?.outcome === 'lost' ? { kind: 'ambiguous', error: 'HTTP 500' } : result;
  };
  const messenger: ReturnType<typeof recordingMessenger> = {
    ...recordingMessenger(),
    post: async message => {
      if ('decision' in message || 'says' in message) return { kind: 'posted', ts: '0.1' };
      return call('post', () => {
        const ts = `1.${String((last += 1)).padStart(6, '0')}`;
        messages.set(ts, message);
        return { kind: 'posted', ts };
      });
    },
    update: async (card, ts) =>
      call('update', () => {
        if (!messages.has(ts)) return { kind: 'refused', scope: 'place', error: 'message_not_found' };
        messages.set(ts, card);
        return { kind: 'posted', ts };
      }),
    locate: async message => {
      const [first, ...others] = [...messages]
        .filter(([, card]) => 'notification' in message && card.notification.id === message.notification.id)
        .map(([ts]) => ts);
      return first === undefined ? { kind: 'absent' } : { kind: 'found', ts: [first, ...others] };
    },
    remove: async (_, ts) => {
      messages.delete(ts);
      return { kind: 'posted', ts };
    },
  };
  return { messages, messenger, faults };
}

/** A store that a killed replica has no more. */
export function mortal(store: Store) {
  let isDead = false;
  const alive = <T>(work: () => Promise<T>) => (isDead ? Promise.reject(new Error('killed')) : work());
  const over: Store = {
    get: key => alive(() => store.get(key)),
    range: (...range) => alive(() => store.range(...range)),
    commit: commit => alive(() => store.commit(commit)),
    close: async () => undefined,
  };
  return { store: over, kill: () => void (isDead = true) };
}
