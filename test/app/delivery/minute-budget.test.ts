import { expect, test } from '@jest/globals';
import { Dispatcher } from '../../../src/app/delivery/dispatcher.ts';
import { sharedUpdateBudget } from '../../../src/app/delivery/minute-budget.ts';
import { NO_METER } from '../../../src/app/measures.ts';
import { KEYS } from '../../../src/app/state/keys.ts';
import { openLedger } from '../../../src/app/state/ledger.ts';
import { notificationPuts } from '../../../src/app/state/notifications.ts';
import { identifyPut, refreshPut, type Update, updatePut } from '../../../src/app/state/outbox.ts';
import { recordPuts, USUAL_RETENTION } from '../../../src/app/state/records.ts';
import { principalOf } from '../../../src/domain/principal-of.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import {
  deliveryFixture,
  directoryOf,
  manualClock,
  notificationFixture,
  recordingMessenger,
  whoIsBehindFixture,
} from '../../fixtures.ts';
import { keptLog } from '../../kept-log.ts';
import { deleted, historyOf, inSession } from '../asking/history-of.ts';

const MINUTE_MS = 60_000;

/** A dispatcher over a store in which cards stand already. */
async function standing(cards: { channel: string; ask?: 'nothing' | 'approval' }[]) {
  const clock = manualClock(Date.now());
  const store = memoryStore(clock.now);
  const records = cards.map((_, index) =>
    deleted(`e-${index}`, 30, inSession(`ASIA${String(index).padStart(4, '0')}`, 40)),
  );
  const notifications = cards.map((card, index) =>
    notificationFixture({
      id: `n-${index}`,
      recordKeys: [records[index]?.key ?? ''],
      ts: `1.${index}`,
      ...card,
    }),
  );
  const kept = records.flatMap(record => recordPuts(record, principalOf(record), true, USUAL_RETENTION));
  await store.commit({ put: [...kept, ...notifications.flatMap(notificationPuts)] });
  const messenger = recordingMessenger();
  const history = historyOf([]);
  const dispatcher = new Dispatcher({
    ...deliveryFixture({ store, clock }),
    whoIsBehind: whoIsBehindFixture({ store, clock, histories: [history] }),
    store,
    ledger: openLedger(store),
    directory: directoryOf(),
    messenger,
    publisher: null,
    clock,
    log: keptLog(),
    meter: NO_METER,
    owner: 'one',
  });
  const drain = async () => {
    dispatcher.start();
    await clock.until(async () => (await store.range(KEYS.jobs, '', null, 1)).length === 0);
    await dispatcher.stop();
  };
  return { clock, store, notifications, messenger, drain };
}

test('a workspace’s cards are updated fifty times a minute at most, over all replicas: ten of these are for decisions only, and stories leave ten more', async () => {
  const clock = manualClock(Date.now());
  const store = memoryStore(clock.now);
  const replicas = [sharedUpdateBudget(store, clock), sharedUpdateBudget(store, clock)];
  const take = (shows: Update, index: number) => replicas[index % 2]?.take(shows);
  const stories = [];
  for (let index = 0; index < 35; index++) stories.push(await take('story', index));
  expect(stories.filter(waitMs => waitMs === 0)).toHaveLength(30);
  const refreshes = [];
  for (let index = 0; index < 45; index++) refreshes.push(await take('asking', index));
  expect(refreshes.filter(waitMs => waitMs === 0)).toHaveLength(10);
  const decisions = [];
  for (let index = 0; index < 15; index++) decisions.push(await take('decision', index));
  expect(decisions.filter(waitMs => waitMs === 0)).toHaveLength(10);
  expect(decisions.at(-1)).toBe(MINUTE_MS);
  void clock.sleep(MINUTE_MS);
  await clock.until(async () => (await take('story', 0)) === 0);
});

test('a card with a decision is brought up to date first, then those that ask something', async () => {
  const { store, notifications, messenger, drain } = await standing([
    { channel: 'C0ONE', ask: 'nothing' },
    { channel: 'C0ONE' },
    { channel: 'C0ONE' },
  ]);
  const [first, second, third] = notifications;
  if (!first || !second || !third) throw new Error('there are three');
  await store.commit({ put: [refreshPut(first), refreshPut(second), updatePut(third)] });
  await drain();
  expect(messenger.updated.map(card => card.notification.id)).toEqual(['n-2', 'n-1', 'n-0']);
});

test('a decision is shown within a second or two also while updates without one wait for theirs', async () => {
  const { clock, store, notifications, messenger, drain } = await standing(
    Array.from({ length: 45 }, () => ({ channel: 'C0ONE' })),
  );
  const from = clock.now();
  const [decided, ...others] = notifications;
  if (!decided) throw new Error('there is one');
  await store.commit({ put: others.map(refreshPut) });
  let shownAfter = Number.NaN;
  let clicked = 0;
  const { update } = messenger;
  messenger.update = async (card, ts) => {
    // The click comes once only what is kept for decisions is left.
    if (messenger.updated.length === 39 && clicked === 0) {
      clicked = clock.now();
      await store.commit({ put: [updatePut(decided)] });
    }
    if (card.notification.id === decided.id) shownAfter = clock.now() - clicked;
    return update(card, ts);
  };
  await drain();
  expect(shownAfter).toBeLessThan(5_000);
  expect(clock.now() - from).toBeGreaterThan(MINUTE_MS);
});

test('where more than 200 cards wait, only those that ask something are looked up', async () => {
  const { clock, store, notifications, drain } = await standing([
    ...Array.from({ length: 220 }, () => ({ channel: 'C0ONE', ask: 'nothing' as const })),
    ...Array.from({ length: 5 }, () => ({ channel: 'C0ONE', ask: 'approval' as const })),
  ]);
  // Those that ask come first, while the most wait.
  const order = notifications.toReversed().map(({ id }, index) => identifyPut(id, null, clock.now() + index));
  await store.commit({ put: order });
  await drain();
  const lookedFor = (await store.range('session/', '', null, 1_000)).filter(({ key }) =>
    key.endsWith('asked'),
  );
  expect(lookedFor).toHaveLength(5 + 200);
});
