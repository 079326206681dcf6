import { expect, test } from '@jest/globals';
import { Intake } from '../../../src/app/delivery/intake.ts';
import { NO_METER } from '../../../src/app/measures.ts';
import { OrderBook } from '../../../src/app/state/order-book.ts';
import { orderPut } from '../../../src/app/state/orders.ts';
import { readPacks } from '../../../src/config/packs.ts';
import { burstWith } from '../../../src/domain/pack.ts';
import { readPattern } from '../../../src/domain/question/read/pattern.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { INTAKE_SETTINGS, manualClock, readFixture } from '../../fixtures.ts';
import { keptLog } from '../../kept-log.ts';

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

async function intakeOf(...subscriptions: readonly string[]) {
  const store = memoryStore(() => NOW);
  const { packs } = readPacks({ packs: ['aws-account'] }, null);
  const orders = new OrderBook(store, keptLog());
  for (const [at, text] of subscriptions.entries()) {
    const reading = readPattern(text, { now: NOW, timeZone: 'UTC', accounts: [] });
    if (reading.kind !== 'pattern') throw new Error(reading.kind);
    const by = { id: 'U0CAROL', name: 'Carol', email: null };
    const { pattern } = reading;
    const order = {
      number: at + 1,
      channel: 'C0TRAIL',
      pattern,
      reading: text,
      by,
      at: '2026-11-01T00:00:00Z',
    };
    await store.commit({ put: [orderPut('subscription', order, NOW)] });
  }
  return new Intake({
    target: () => ({ store, known: null, orders }),
    onCard: () => undefined,
    settings: { ...INTAKE_SETTINGS, routing: { ...INTAKE_SETTINGS.routing, packs } },
    clock: manualClock(NOW),
    meter: NO_METER,
  });
}

async function cardsOf(...records: ReturnType<typeof denied>[]) {
  const intake = await intakeOf();
  const shown: number[] = [];
  for (const [at, record] of records.entries())
    if ((await intake.accept(record)).deliveries.length > 0) shown.push(at);
  return shown;
}

test('denied calls are shown from the tenth of somebody within ten minutes on', async () => {
  const many = Array.from({ length: 12 }, (_, index) => denied(index, 30 + index / 2));
  expect(await cardsOf(...many)).toEqual([9, 10, 11]);
});

test('also where they come in all at once, and a late one takes nothing from them', async () => {
  const intake = await intakeOf();
  const all = await Promise.all(
    Array.from({ length: 40 }, (_, index) => intake.accept(denied(index, 30 + index / 10))),
  );
  expect(all.filter(({ deliveries }) => deliveries.length > 0)).toHaveLength(31);
  const early = Array.from({ length: 9 }, (_, index) => denied(index, 50));
  expect(await cardsOf(...early, denied(20, 10), denied(21, 51))).toEqual([10]);
});

test('whoever subscribed to them sees each, once a channel', async () => {
  const intake = await intakeOf('denied reads');
  const shown = [];
  for (let index = 0; index < 11; index += 1)
    shown.push((await intake.accept(denied(index, 30))).deliveries.map(({ route }) => route));
  expect(shown.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => ['subscription #1']));
  expect(shown.slice(9)).toEqual([['denials'], ['denials']]);
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
  expect(burstWith([100, 104], 102, burst)).toEqual({ isBurst: true, times: [100, 102, 104] });
  expect(burstWith([80, 104], 102, burst)).toEqual({ isBurst: false, times: [102, 104] });
});
