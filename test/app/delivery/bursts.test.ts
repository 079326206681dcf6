import { expect, test } from '@jest/globals';
import { Intake } from '../../../src/app/delivery/intake.ts';
import { NO_METER } from '../../../src/app/measures.ts';
import { readPacks } from '../../../src/config/packs.ts';
import { burstWith } from '../../../src/domain/pack.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { INTAKE_SETTINGS, manualClock, readFixture } from '../../fixtures.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const MINUTE_MS = 60_000;

/** Denied at a minute of the last hour, by somebody. */
const denied = (index: number, minute: number, userName = 'alice') =>
  readFixture({
    eventID: `d0000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    eventTime: new Date(NOW - (60 - minute) * MINUTE_MS).toISOString().replace('.000Z', 'Z'),
    eventSource: 's3.amazonaws.com',
    eventName: 'GetBucketPolicy',
    readOnly: true,
    errorCode: 'AccessDenied',
    userIdentity: { type: 'IAMUser', userName, arn: `arn:aws:iam::111122223333:user/${userName}` },
  });

async function cardsOf(...records: ReturnType<typeof denied>[]) {
  const store = memoryStore(() => NOW);
  const { packs } = readPacks({ packs: ['aws-account'] }, null);
  const intake = new Intake({
    target: () => ({ store, known: null }),
    onCard: () => undefined,
    settings: { ...INTAKE_SETTINGS, routing: { ...INTAKE_SETTINGS.routing, packs } },
    clock: manualClock(NOW),
    meter: NO_METER,
  });
  const shown: number[] = [];
  for (const [at, record] of records.entries())
    if ((await intake.accept(record)).deliveries.length > 0) shown.push(at);
  return shown;
}

test('denied calls are shown from the tenth of somebody within ten minutes on', async () => {
  const many = Array.from({ length: 12 }, (_, index) => denied(index, 30 + index / 2));
  expect(await cardsOf(...many)).toEqual([9, 10, 11]);
});

test('over a longer time, or of different people, they are not', async () => {
  expect(await cardsOf(...Array.from({ length: 12 }, (_, index) => denied(index, index * 5)))).toEqual([]);
  const mixed = Array.from({ length: 12 }, (_, index) =>
    denied(index, 30, index % 2 === 0 ? 'alice' : 'bob'),
  );
  expect(await cardsOf(...mixed)).toEqual([]);
});

test('what came out of order counts where it happened', () => {
  const burst = { count: 3, withinMs: 10 };
  expect(burstWith([100, 104], 102, burst)).toEqual({ isBurst: true, times: [100, 104, 102] });
  expect(burstWith([80, 104], 102, burst)).toEqual({ isBurst: false, times: [104, 102] });
});
