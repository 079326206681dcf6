import { describe, expect, test } from '@jest/globals';
import { Intake } from '../../../src/app/delivery/intake.ts';
import { NO_METER } from '../../../src/app/measures.ts';
import { USUAL_RETENTION } from '../../../src/app/state/records.ts';
import type { CloudTrailRecord } from '../../../src/domain/record.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { INTAKE_SETTINGS, readFixture } from '../../fixtures.ts';

const DAY_MS = 86_400_000;
const PLAIN = readFixture({ eventName: 'ListConnections', readOnly: true, userAgent: 'a-plain-record' });
const CARDED = readFixture({ userAgent: 'a-carded-record' });

/** An intake at a time that goes on, and what its store holds. */
function keeping(retention: Partial<typeof USUAL_RETENTION>) {
  let now = Date.parse('2026-11-20T14:05:00Z');
  const store = memoryStore(() => now);
  const intake = new Intake({
    target: () => ({ store, known: null }),
    onCard: () => undefined,
    settings: { ...INTAKE_SETTINGS, retention: { ...USUAL_RETENTION, ...retention } },
    clock: { now: () => now, sleep: async () => undefined },
    meter: NO_METER,
  });
  return {
    outcome: async (record: CloudTrailRecord) => (await intake.accept(record)).outcome,
    holds: async (text: string) =>
      (await store.range('', '', null, 1_000)).some(({ value }) => value.includes(text)),
    pass: (days: number) => {
      now += days * DAY_MS;
    },
  };
}

describe('what is kept', () => {
  test('of a record without a card goes after its time, and that it came in is still known', async () => {
    const { outcome, holds, pass } = keeping({ plainMs: 2 * DAY_MS });
    expect(await outcome(PLAIN)).toBe('accepted');
    pass(1);
    expect(await holds('a-plain-record')).toBe(true);
    pass(1.1);
    expect(await holds('a-plain-record')).toBe(false);
    pass(28);
    expect(await outcome(PLAIN)).toBe('duplicate');
    expect(await outcome(readFixture({ eventName: 'DeleteConnection', eventID: PLAIN.eventID }))).toBe(
      'accepted',
    );
    pass(40);
    expect(await outcome(PLAIN)).toBe('accepted');
  });

  test('of a card stays for as long as cards do', async () => {
    const { outcome, holds, pass } = keeping({ plainMs: DAY_MS, cardedMs: 60 * DAY_MS });
    await outcome(CARDED);
    pass(59);
    expect(await holds('a-carded-record')).toBe(true);
    expect(await outcome(CARDED)).toBe('duplicate');
    pass(2);
    expect(await holds('a-carded-record')).toBe(false);
    expect(await holds('"notificationId"')).toBe(true);
  });

  test('is kept longer where that is wanted', async () => {
    const { outcome, holds, pass } = keeping({ plainMs: 100 * DAY_MS });
    await outcome(PLAIN);
    pass(99);
    expect([await holds('a-plain-record'), await outcome(PLAIN)]).toEqual([true, 'duplicate']);
  });
});
