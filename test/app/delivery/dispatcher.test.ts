import { expect, test } from '@jest/globals';
import { Dispatcher } from '../../../src/app/delivery/dispatcher.ts';
import { Intake } from '../../../src/app/delivery/intake.ts';
import { NO_METER } from '../../../src/app/measures.ts';
import type { Clock, Directory, LocateResult, Messenger, PostResult } from '../../../src/app/ports.ts';
import { openLedger } from '../../../src/app/state/ledger.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { deliveryFixture, INTAKE_SETTINGS, readFixture } from '../../fixtures.ts';
import { keptLog } from '../../kept-log.ts';

const HOUR = 3_600_000;
const nobody: Directory = {
  person: async () => undefined,
  personByEmail: async () => undefined,
  inGroup: async () => false,
  members: async () => [],
};

test('a message is looked for around the attempt that may have posted it, not around an earlier one', async () => {
  let now = Date.parse('2026-11-23T10:00:00Z');
  const clock: Clock = {
    now: () => now,
    sleep: async milliseconds => {
      now += milliseconds;
      await new Promise(resolve => setImmediate(resolve));
    },
  };
  const meter = NO_METER;
  const store = memoryStore(clock.now);
  const intake = new Intake({
    target: () => ({ store, known: null }),
    onCard: () => undefined,
    settings: INTAKE_SETTINGS,
    clock,
    meter,
  });
  const attempts: number[] = [];
  const searches: number[] = [];
  const messenger: Messenger = {
    post: async (): Promise<PostResult> => {
      attempts.push(now);
      // Slack is away for long between the first attempt, which did nothing, and the second, which posts without saying so.
      now += HOUR;
      return { kind: 'ambiguous', error: 'HTTP 500' };
    },
    locate: async (_message, { from }): Promise<LocateResult> => {
      searches.push(from);
      return attempts.length < 2 ? { kind: 'absent' } : { kind: 'found', ts: ['1.000100'] };
    },
    update: async () => ({ kind: 'posted', ts: '1' }),
    remove: async () => ({ kind: 'posted', ts: '1' }),
  };
  await intake.accept(readFixture());
  const dispatcher = new Dispatcher({
    store,
    ledger: openLedger(store),
    messenger,
    directory: nobody,
    publisher: null,
    ...deliveryFixture({ store, clock }),
    clock,
    log: keptLog(),
    meter,
    owner: 'one',
  });
  dispatcher.start();
  for (let turn = 0; turn < 2_000 && (await store.range('outbox', '', null, 1)).length > 0; turn++)
    await new Promise(resolve => setImmediate(resolve));
  await dispatcher.stop();
  expect(attempts).toHaveLength(2);
  expect(searches.some(from => from > (attempts[1] ?? 0) - 10 * 60_000)).toBe(true);
  expect(await store.range('outbox', '', null, 10)).toEqual([]);
});
