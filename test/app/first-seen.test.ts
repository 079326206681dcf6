import { expect, test } from '@jest/globals';
import { Intake } from '../../src/app/delivery/intake.ts';
import { NO_METER } from '../../src/app/measures.ts';
import { noteBeginning } from '../../src/app/state/began.ts';
import { FirstSeenBook } from '../../src/app/state/first-seen.ts';
import { KEYS } from '../../src/app/state/keys.ts';
import { notificationCodec } from '../../src/app/state/notifications.ts';
import { summarise } from '../../src/domain/summary.ts';
import { memoryStore } from '../../src/stores/memory.ts';
import { INTAKE_SETTINGS, manualClock, readFixture } from '../fixtures.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const DAY_MS = 86_400_000;
const event = (id: string, change: object = {}) =>
  readFixture({
    eventID: `e0000000-0000-4000-8000-00000000000${id}`,
    eventTime: '2026-11-23T09:59:00Z',
    ...change,
  });

/** What is said to be new of each event, where records have come in for so many days. */
async function newOf(days: number, ...records: ReturnType<typeof event>[]) {
  const store = memoryStore(() => NOW);
  await noteBeginning(store, NOW - days * DAY_MS);
  const intake = new Intake({
    target: () => ({ store, known: null }),
    onCard: () => undefined,
    settings: { ...INTAKE_SETTINGS, stories: false },
    clock: manualClock(NOW),
    meter: NO_METER,
  });
  for (const record of records) await intake.accept(record);
  const stored = await store.range(KEYS.notification(''), '', null, 100);
  const kept = stored.map(({ value }) => notificationCodec.decode(value));
  return records.map(({ key }) => kept.find(({ recordKeys }) => recordKeys[0] === key)?.firstSeen ?? []);
}

test('a card says what has not been seen of somebody: where they came from, and what they did', async () => {
  const elsewhere = { sourceIPAddress: '198.51.100.9' };
  expect(
    await newOf(30, event('1'), event('2'), event('3', elsewhere), event('4', { eventName: 'DeleteSpace' })),
  ).toEqual([['address', 'event'], [], ['address'], ['event']]);
});

test('reads do not make anything known, and others than whoever acted neither', async () => {
  const other = {
    userIdentity: { type: 'IAMUser', userName: 'bob', arn: 'arn:aws:iam::111122223333:user/bob' },
  };
  const read = event('1', { eventName: 'ListConnections', readOnly: true });
  expect((await newOf(30, read, event('2', other), event('3'))).slice(1)).toEqual([
    ['address', 'event'],
    ['address', 'event'],
  ]);
});

test('while too little is known, nothing is new', async () => {
  expect(await newOf(2, event('1'))).toEqual([[]]);
});

test('what could not be kept is kept with the next', () => {
  const book = new FirstSeenBook();
  const record = event('1');
  const { principal } = summarise(record);
  expect(book.puts(record, principal, NOW)).toHaveLength(2);
  const puts = book.puts(record, principal, NOW);
  expect(puts).toHaveLength(2);
  book.kept(puts, NOW);
  expect(book.puts(record, principal, NOW)).toEqual([]);
});
