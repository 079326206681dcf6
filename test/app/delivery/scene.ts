import { Decisions } from '../../../src/app/deciding/decide.ts';
import { Dispatcher } from '../../../src/app/delivery/dispatcher.ts';
import { Intake, type IntakeSettings } from '../../../src/app/delivery/intake.ts';
import { NO_METER } from '../../../src/app/measures.ts';
import type { Messenger, Store } from '../../../src/app/ports.ts';
import { KEYS } from '../../../src/app/state/keys.ts';
import { openLedger } from '../../../src/app/state/ledger.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { countingStore } from '../../counting-store.ts';
import {
  deliveryFixture,
  directoryOf,
  INTAKE_SETTINGS,
  manualClock,
  readFixture,
  recordingMessenger,
  whoIsBehindFixture,
} from '../../fixtures.ts';
import { keptLog } from '../../kept-log.ts';

/** When the clock of the scene begins. */
export const START = Date.parse('2026-11-23T10:00:00Z');

/** A dispatcher over a store in memory, and what it posts; every record gets a card of its own unless `stories`. */
export function delivery<Taking extends Messenger = ReturnType<typeof recordingMessenger>>(
  messenger: Taking = recordingMessenger() as unknown as Taking,
  stories = false,
  more: Partial<IntakeSettings> = {},
) {
  const clock = manualClock(START);
  const store = countingStore(memoryStore(clock.now));
  const ledger = openLedger(store);
  const log = keptLog();
  const meter = NO_METER;
  const directory = directoryOf({ id: 'U0CAROL', email: 'carol@example.com' }, { id: 'U0DAVE' });
  const intake = new Intake({
    target: () => ({ store, known: null }),
    onCard: () => dispatcher.wake(),
    settings: { ...INTAKE_SETTINGS, stories, ...more },
    clock,
    meter,
  });
  const start = (owner: string, over: Store = store) => {
    const started = new Dispatcher({
      store: over,
      ledger: over === store ? ledger : openLedger(over),
      messenger,
      directory,
      publisher: null,
      ...deliveryFixture({ store: over, clock }),
      clock,
      log,
      meter,
      owner,
    });
    started.start();
    return started;
  };
  const decisions = new Decisions({
    store,
    ledger,
    directory,
    whoIsBehind: whoIsBehindFixture({ store, clock }),
    settings: { ...INTAKE_SETTINGS, publishes: false },
    clock,
    log,
  });
  const isEmpty = async () => (await store.range(KEYS.jobs, '', null, 1)).length === 0;
  const dispatcher = { wake: () => undefined as void };
  return { clock, store, log, intake, messenger, decisions, start, isEmpty };
}

/** One of many changes that ask for approval. */
export const event = (index: number) =>
  readFixture({ eventID: `e-${index}`, requestParameters: { connectionId: `c-${index}` } });
/** Takes so many of them in. */
export const accept = async ({ intake }: { intake: Intake }, count: number) => {
  for (let index = 0; index < count; index++) await intake.accept(event(index));
};
