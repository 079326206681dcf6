import { expect, test } from '@jest/globals';
import { Intake } from '../../../src/app/delivery/intake.ts';
import { NO_METER } from '../../../src/app/measures.ts';
import { Reporter } from '../../../src/app/reporting/reporter.ts';
import { KEYS } from '../../../src/app/state/keys.ts';
import { openLedger } from '../../../src/app/state/ledger.ts';
import { reviewEntry } from '../../../src/app/state/ledger-entries.ts';
import { notificationCodec, notificationPuts } from '../../../src/app/state/notifications.ts';
import { OrderBook } from '../../../src/app/state/order-book.ts';
import { orderPut } from '../../../src/app/state/orders.ts';
import { jobCodec } from '../../../src/app/state/outbox.ts';
import { NOTHING_KNOWN } from '../../../src/domain/known.ts';
import { summarise } from '../../../src/domain/summary.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { INTAKE_SETTINGS, manualClock, readFixture } from '../../fixtures.ts';
import { keptLog } from '../../kept-log.ts';

const START = Date.parse('2026-11-23T08:00:00Z');
const DAY_MS = 86_400_000;
const DAILY = { channel: 'C0TRAIL', weekday: null, hour: 9, minute: 0, timeZone: 'UTC' } as const;

/** A channel that wants a digest each day at nine, and two replicas that write it. */
function reporting(schedules = [DAILY]) {
  const clock = manualClock(START);
  const store = memoryStore(clock.now);
  const log = keptLog();
  const silent: string[] = [];
  let woken = 0;
  const orders = new OrderBook(store, log);
  const intake = new Intake({
    target: () => ({ store, known: null, orders }),
    onCard: () => undefined,
    settings: INTAKE_SETTINGS,
    clock,
    meter: NO_METER,
  });
  const replica = () =>
    new Reporter({
      store,
      schedules,
      known: NOTHING_KNOWN,
      silent: async () => silent,
      clock,
      log,
      wake: () => void (woken += 1),
    });
  const ledger = openLedger(store);
  const pass = async (durationMs: number) => {
    let isOver = false;
    void clock.sleep(durationMs).then(() => (isOver = true));
    await clock.until(() => isOver);
  };
  let events = 0;
  return {
    clock,
    store,
    silent,
    pass,
    wakes: () => woken,
    one: replica(),
    two: replica(),
    /** Takes an event in and posts its card, as the dispatcher would note it. */
    async show(change: object = {}) {
      const eventID = `e0000000-0000-4000-8000-${String((events += 1)).padStart(12, '0')}`;
      const eventTime = new Date(clock.now()).toISOString().replace('.000Z', 'Z');
      const record = readFixture({ eventID, eventTime, ...change });
      await intake.accept(record);
      const stored = await store.range(KEYS.notification(''), '', null, 100);
      const notification = stored
        .map(({ value }) => notificationCodec.decode(value))
        .find(({ recordKeys }) => recordKeys[0] === record.key);
      if (!notification) return;
      const { principal } = summarise(record);
      const at = new Date(clock.now()).toISOString();
      const posted = { ...notification, ts: `1.${events}` };
      await ledger.append([reviewEntry(posted, { record, principal, at })], {
        put: notificationPuts(posted),
      });
    },
    async mute() {
      const pattern = { verbs: ['update' as const], objects: ['space'], filters: [] };
      const by = { id: 'U0CAROL', name: 'Carol', email: null };
      const until = new Date(START + 9 * DAY_MS).toISOString();
      const order = { number: 1, channel: null, pattern, reading: '', by, at: '', until, reason: null };
      await store.commit({ put: [orderPut('mute', { ...order, byManager: false }, clock.now())] });
      await orders.refresh();
    },
    async reports() {
      const jobs = await store.range(KEYS.outbox, '', null, 100);
      return jobs.flatMap(({ value }) => {
        const job = jobCodec.decode(value);
        return job.kind === 'line' && 'report' in job.says ? [job.says.report] : [];
      });
    },
  };
}

test('a channel is told what it was shown since the last time, by what was done and by whom', async () => {
  const scene = reporting();
  await scene.one.report(DAILY);
  await scene.show();
  await scene.show({ eventName: 'PutBillingAuthorization' });
  await scene.show({ errorCode: 'AccessDenied', userIdentity: { type: 'IAMUser', userName: 'bob' } });
  await scene.pass(DAY_MS / 4);
  expect(await scene.one.report(DAILY)).toBe(true);
  const [report, ...others] = await scene.reports();
  expect(others).toEqual([]);
  expect(report).toMatchObject({
    from: Date.parse('2026-11-22T09:00:00Z'),
    to: Date.parse('2026-11-23T09:00:00Z'),
    cards: 3,
    events: 3,
    denied: 1,
    people: [
      { name: 'alice', events: 2 },
      { name: 'bob', events: 1 },
    ],
    isCut: false,
  });
  expect(report?.times).toHaveLength(12);
  expect(report?.times.at(-1)).toEqual({ name: 'Mon 07:00', events: 3 });
  expect(report?.kinds).toContainEqual({ name: 'denied', events: 1 });
  expect(report?.open).toBeGreaterThan(0);
  expect(scene.wakes()).toBe(1);
});

test('it is told once over all replicas, and what was missed while no bot ran is told at once', async () => {
  const scene = reporting();
  await Promise.all([scene.one.report(DAILY), scene.two.report(DAILY)]);
  await scene.show();
  await scene.pass(3 * DAY_MS);
  await Promise.all([scene.one.report(DAILY), scene.two.report(DAILY)]);
  await scene.two.report(DAILY);
  const reports = await scene.reports();
  expect(reports).toHaveLength(1);
  expect(reports[0]).toMatchObject({ events: 1, to: Date.parse('2026-11-25T09:00:00Z') });
});

test('nothing is told where there is nothing to say, and what was muted or is silent is something', async () => {
  const scene = reporting();
  await scene.one.report(DAILY);
  await scene.pass(DAY_MS);
  expect(await scene.one.report(DAILY)).toBe(false);
  expect(await scene.reports()).toEqual([]);
  await scene.mute();
  await scene.show({ eventName: 'UpdateSpace', requestParameters: { spaceName: 'acme' } });
  await scene.pass(DAY_MS);
  scene.silent.push('storefront');
  expect(await scene.one.report(DAILY)).toBe(true);
  expect((await scene.reports())[0]).toMatchObject({ events: 0, cards: 0, muted: 1, silent: ['storefront'] });
});

test('it runs by itself until it is stopped, and another channel is told nothing of this one', async () => {
  const scene = reporting([DAILY, { ...DAILY, channel: 'C0OPS' } as never]);
  const end = new AbortController();
  const running = scene.one.run(end.signal);
  await scene.clock.until(() => scene.clock.now() > START);
  await scene.show();
  await scene.clock.until(async () => (await scene.reports()).length > 0);
  end.abort();
  await running;
  expect(await scene.reports()).toHaveLength(1);
});
