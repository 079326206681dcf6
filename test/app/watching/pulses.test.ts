import { describe, expect, test } from '@jest/globals';
import { lastHeard, Pulses, silences } from '../../../src/app/watching/pulses.ts';
import type { CloudTrailRecord } from '../../../src/domain/record.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { readFixture } from '../../fixtures.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 10, 2);

/** A store in which an account has sent records at some hours since the start. */
async function heardAt(hours: readonly number[], record: CloudTrailRecord = readFixture()) {
  const store = memoryStore(() => START);
  const pulses = new Pulses();
  let at = START;
  for (const hour of hours) {
    // The bot is at work all the time.
    for (; at < START + hour * HOUR; at += 9 * 60_000) await pulses.keep(store, at);
    pulses.note(record, START + hour * HOUR);
    await pulses.keep(store, START + hour * HOUR);
  }
  return {
    store,
    pulses,
    silentAt: async (hour: number) => (await silences(store, START + hour * HOUR)).length > 0,
  };
}

/** Working hours of four weeks: eight to eighteen, without weekends. */
const WORKING_HOURS = Array.from({ length: 28 * 24 }, (_, hour) => hour).filter(
  hour => hour % 24 >= 8 && hour % 24 <= 18 && Math.floor(hour / 24) % 7 < 5,
);

describe('an account that falls silent', () => {
  test('is told when its silence is much longer than any weekend, and not before', async () => {
    const { silentAt } = await heardAt(WORKING_HOURS);
    const last = WORKING_HOURS.at(-1) ?? 0;
    expect(await silentAt(last + 62)).toBe(false);
    expect(await silentAt(last + 3 * 62 + 1)).toBe(true);
  });

  test('that sends every minute is told after an hour or so', async () => {
    const { silentAt } = await heardAt(Array.from({ length: 9 * 24 * 4 }, (_, quarter) => quarter / 4));
    const last = 9 * 24 - 0.25;
    expect(await silentAt(last + 0.9)).toBe(false);
    expect(await silentAt(last + 1.1)).toBe(true);
  });

  test('that is new is left alone over a long weekend', async () => {
    const { silentAt } = await heardAt([0, 1, 2, 3]);
    expect(await silentAt(3 + 90)).toBe(false);
    expect(await silentAt(3 + 97)).toBe(true);
  });

  test('tells since when, and the longest pause before', async () => {
    const { store } = await heardAt([0, 5, 6]);
    expect(await silences(store, START + 10 * DAY)).toEqual([
      { account: '111122223333', sinceMs: 10 * DAY - 6 * HOUR, usualMs: 5 * HOUR },
    ]);
    expect(await lastHeard(store)).toEqual([{ account: '111122223333', last: START + 6 * HOUR }]);
  });

  test('the end of a rule that sends events here is told too, and no other’s', async () => {
    const rule = (name: string) =>
      readFixture({
        eventName: 'DisableRule',
        eventSource: 'events.amazonaws.com',
        requestParameters: { name },
      });
    const store = memoryStore(() => START);
    const pulses = new Pulses();
    pulses.note(rule('nightly-cleanup'), START);
    await pulses.keep(store, START);
    expect(await silences(store, START)).toEqual([]);
    pulses.note(rule('cctrail-codecatalyst'), START);
    await pulses.keep(store, START);
    expect(await silences(store, START)).toMatchObject([{ ended: { eventName: 'DisableRule' } }]);
  });

  test.each(['StopLogging', 'DeleteTrail'])('%s is told at once, until a trail is begun', async eventName => {
    const trail = (name: string, more = {}) =>
      readFixture({ eventName: name, eventSource: 'cloudtrail.amazonaws.com', ...more });
    const store = memoryStore(() => START);
    const pulses = new Pulses();
    pulses.note(trail(eventName, { errorCode: 'AccessDenied' }), START);
    await pulses.keep(store, START);
    expect(await silences(store, START)).toEqual([]);
    pulses.note(trail(eventName), START);
    await pulses.keep(store, START);
    expect(await silences(store, START)).toMatchObject([
      { ended: { eventName, eventID: readFixture().eventID } },
    ]);
    pulses.note(trail('StartLogging'), START + 1);
    await pulses.keep(store, START);
    expect(await silences(store, START)).toEqual([]);
  });

  test('what is replayed is no sign of life', async () => {
    const { store } = await heardAt([1], { ...readFixture(), replayed: true });
    expect(await lastHeard(store)).toEqual([]);
  });

  test('two replicas count together, and a store that is away costs nothing', async () => {
    const store = memoryStore(() => START);
    const [one, other] = [new Pulses(), new Pulses()];
    one.note(readFixture(), START);
    const away = { ...store, commit: () => Promise.reject(new Error('away')) };
    await expect(one.keep(away, START)).rejects.toThrow('away');
    other.note(readFixture(), START + 2 * HOUR);
    await other.keep(store, START);
    await one.keep(store, START);
    expect(await lastHeard(store)).toEqual([{ account: '111122223333', last: START + 2 * HOUR }]);
  });

  test('what no bot could hear is no silence, and no usual pause', async () => {
    const { store, pulses, silentAt } = await heardAt(Array.from({ length: 9 * 24 }, (_, hour) => hour));
    const [last, back] = [9 * 24 - 1, 12 * 24];
    expect(await silentAt(back)).toBe(true);
    // Three days away, and nothing yet.
    await pulses.keep(store, START + back * HOUR);
    expect(await silentAt(back + 1)).toBe(false);
    expect(await silentAt(back + 4)).toBe(true);
    pulses.note(readFixture(), START + (back + 1) * HOUR);
    await pulses.keep(store, START + (back + 1) * HOUR);
    const [silence] = await silences(store, START + (back + 10) * HOUR);
    expect(silence?.usualMs).toBeLessThan((back - last) * HOUR);
  });

  test('a trail that was begun again while the store was away counts as begun, and one beside which another goes on as well', async () => {
    const trail = (name: string) => readFixture({ eventName: name, eventSource: 'cloudtrail.amazonaws.com' });
    const store = memoryStore(() => START);
    const pulses = new Pulses();
    pulses.note(trail('StopLogging'), START);
    const slow = { ...store, commit: async () => ({ kind: 'conflict' }) as const };
    const keeping = pulses.keep(slow, START);
    pulses.note(trail('StartLogging'), START + 1_000);
    await keeping;
    await pulses.keep(store, START);
    expect(await silences(store, START)).toEqual([]);
    pulses.note(trail('DeleteTrail'), START + 2_000);
    await pulses.keep(store, START);
    expect(await silences(store, START)).toHaveLength(1);
    pulses.note(readFixture(), START + 2 * HOUR);
    await pulses.keep(store, START + 2 * HOUR);
    expect(await silences(store, START + 2 * HOUR)).toEqual([]);
  });
});
