import { describe, expect, test } from '@jest/globals';
import { Intake } from '../../../src/app/delivery/intake.ts';
import { NO_METER } from '../../../src/app/measures.ts';
import { readSpaceEntry } from '../../../src/records/space-entry.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { INTAKE_SETTINGS, manualClock, readFixture } from '../../fixtures.ts';

function intake(hasSpace = true) {
  const clock = manualClock(Date.parse('2026-11-24T10:05:00Z'));
  const store = memoryStore(clock.now);
  return new Intake({
    target: () => ({ store, known: null }),
    onCard: () => undefined,
    settings: { ...INTAKE_SETTINGS, hasSpace },
    clock,
    meter: NO_METER,
  });
}
const inTrail = (change: Record<string, unknown> = {}) =>
  readFixture({ eventName: 'DeleteProject', requestID: 'r-1', eventTime: '2026-11-24T10:00:00Z', ...change });
function inSpace(change: object = {}) {
  const reading = readSpaceEntry(
    {
      id: 'entry-1',
      eventName: 'deleteProject',
      eventTime: '2026-11-24T10:00:00Z',
      operationType: 'MUTATION',
      requestId: 'R-1',
      ...change,
    },
    'acme',
  );
  if (reading.kind !== 'record') throw new Error(reading.reason);
  return reading.record;
}

describe('a deed that CloudTrail and the log of a space tell', () => {
  test.each([
    ['CloudTrail first', [inTrail(), inSpace()]],
    ['the space first', [inSpace(), inTrail()]],
  ])('gets one card: %s', async (_, records) => {
    const taking = intake();
    const outcomes = [];
    for (const record of records) outcomes.push(await taking.accept(record));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
    expect(outcomes.map(({ deliveries }) => deliveries.length)).toEqual([1, 0]);
  });

  test('gets one card where both come in at once', async () => {
    const taking = intake();
    const outcomes = await Promise.all([taking.accept(inSpace()), taking.accept(inTrail())]);
    expect(outcomes.flatMap(({ deliveries }) => deliveries)).toHaveLength(1);
  });

  test('late, by the reconciler, gets none', async () => {
    const taking = intake();
    await taking.acceptPolled(inSpace());
    expect(await taking.acceptLate(inTrail())).toBe(true);
    expect(await taking.knows(inTrail())).toBe(true);
  });

  test.each<[string, object, Record<string, unknown>]>([
    ['another request', { requestId: 'r-2' }, {}],
    ['another name', { eventName: 'createProject' }, {}],
    ['no request id', { requestId: undefined }, {}],
    ['another service', {}, { eventSource: 'iam.amazonaws.com', eventName: 'DeleteProject' }],
  ])('is told from one that is only alike: %s', async (_, entry, record) => {
    const taking = intake();
    const first = await taking.accept(inSpace(entry));
    const second = await taking.accept(inTrail(record));
    expect(first.deliveries).toHaveLength(1);
    expect(second.deliveries).toHaveLength(record['eventSource'] === undefined ? 1 : 0);
  });

  test('in several accounts is told as ever', async () => {
    const taking = intake();
    await taking.accept(inTrail());
    const other = inTrail({
      eventID: 'e0000000-0000-4000-8000-000000000009',
      recipientAccountId: '222233334444',
    });
    expect((await taking.accept(other)).deliveries).toHaveLength(1);
  });

  test('is not looked for where no space is configured', async () => {
    const taking = intake(false);
    await taking.accept(inSpace());
    expect((await taking.accept(inTrail())).deliveries).toHaveLength(1);
  });
});
