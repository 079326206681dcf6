import { Decisions } from '../../src/app/deciding/decide.ts';
import { Dispatcher } from '../../src/app/delivery/dispatcher.ts';
import { Intake } from '../../src/app/delivery/intake.ts';
import { NO_METER } from '../../src/app/measures.ts';
import type { Directory, History } from '../../src/app/ports.ts';
import { KEYS } from '../../src/app/state/keys.ts';
import { openLedger } from '../../src/app/state/ledger.ts';
import { ledgerEntryCodec } from '../../src/app/state/ledger-entries.ts';
import { notificationCodec } from '../../src/app/state/notifications.ts';
import type { PersonMapping } from '../../src/domain/person.ts';
import type { CloudTrailRecord } from '../../src/domain/record.ts';
import type { Approvers, Verdict } from '../../src/domain/review.ts';
import { memoryStore } from '../../src/stores/memory.ts';
import {
  deliveryFixture,
  directoryOf,
  INTAKE_SETTINGS,
  manualClock,
  recordingMessenger,
  whoIsBehindFixture,
} from '../fixtures.ts';
import { keptLog } from '../kept-log.ts';
import { BOB, deleted, historyOf, inSession, issued } from './asking/history-of.ts';

const PEOPLE: readonly PersonMapping[] = [
  { slack: 'U0BOB', principals: ['bob'] },
  { slack: 'U0EVE', principals: ['eve'] },
];
export const MINUTE_MS = 60_000;

/** Bob deletes a connection in a session that he called after Eve; the history shows who obtained it from some time on. */
export async function scene({
  issuers = [issued('ASIAONE', 20, BOB)],
  record = deleted('e-1', 1, inSession('ASIAONE', 20, 'eve')),
  shownFrom = 0,
  fails = false,
  approvers = {},
  sent = [],
  people = PEOPLE,
  isSlackAway = false,
}: {
  issuers?: CloudTrailRecord[];
  record?: CloudTrailRecord;
  /** Minutes from now on. */
  shownFrom?: number;
  fails?: boolean;
  approvers?: Partial<Approvers>;
  /** What came in before the card. */
  sent?: CloudTrailRecord[];
  people?: readonly PersonMapping[];
  /** Whether looking people up by e-mail fails. */
  isSlackAway?: boolean;
} = {}) {
  const start = Date.now();
  const clock = manualClock(start);
  const store = memoryStore(clock.now);
  const ledger = openLedger(store);
  const log = keptLog();
  const meter = NO_METER;
  const rules = {
    ...INTAKE_SETTINGS,
    approvers: { users: [], groups: [], quorum: 1, fourEyes: true, ...approvers },
    people,
    publishes: true,
  };
  const kept = historyOf([...issuers, record], { fails: () => fails });
  let searches = 0;
  const history: History = {
    ...kept,
    async *search(search, signal) {
      searches += 1;
      for await (const page of kept.search(search, signal))
        yield clock.now() < start + shownFrom * MINUTE_MS ? { ...page, records: [] } : page;
    },
  };
  const histories = [history];
  const known = directoryOf({ id: 'U0BOB' }, { id: 'U0EVE' }, { id: 'U0CAROL' }, { id: 'U0DORA' });
  const directory: Directory = {
    ...known,
    personByEmail: async email => {
      if (isSlackAway) throw new Error('Slack is away');
      return known.personByEmail(email);
    },
  };
  const messenger = recordingMessenger();
  const whoIsBehind = whoIsBehindFixture({ store, clock, histories });
  const common = { store, ledger, directory, clock, log, meter };
  const newDispatcher = () =>
    new Dispatcher({
      ...common,
      ...deliveryFixture({ store, clock }),
      card: { ...deliveryFixture({ store, clock }).card, people, fourEyes: true },
      whoIsBehind,
      proofRules: rules,
      messenger,
      publisher: { publish: async event => void events.push(event) },
      owner: 'one',
    });
  const events: object[] = [];
  const intake = new Intake({
    target: () => ({ store, known: null }),
    onCard: () => undefined,
    settings: rules,
    clock,
    meter,
  });
  for (const one of sent) await intake.accept(one);
  await intake.accept(record);
  const decisions = new Decisions({ ...common, whoIsBehind, settings: rules });
  const [stored] = await store.range(KEYS.notification(''), '', null, 1);
  const { id } = notificationCodec.decode(stored?.value ?? '');
  const notification = async () =>
    notificationCodec.decode((await store.get(KEYS.notification(id)))?.value ?? '');
  return {
    clock,
    store,
    decisions,
    messenger,
    events,
    notification,
    intake,
    searches: () => searches,
    /** Somebody clicks, after so many minutes. */
    decide: async (userId: string, verdict: Verdict = 'approved', afterMinutes = 0) => {
      const at = clock.now() + afterMinutes * MINUTE_MS;
      void clock.sleep(afterMinutes * MINUTE_MS);
      await clock.until(() => clock.now() >= at);
      return decisions.decide({ notificationId: id, verdict, userId });
    },
    mayDecide: (userId: string) => decisions.mayDecide({ notificationId: id, verdict: 'rejected', userId }),
    entries: async () =>
      (await store.range(KEYS.ledger, '', null, 100)).map(({ value }) => ledgerEntryCodec.decode(value)),
    /** Delivers until nothing is left to do. */
    deliver: async () => {
      const dispatcher = newDispatcher();
      dispatcher.start();
      await clock.until(async () => (await store.range(KEYS.jobs, '', null, 1)).length === 0);
      await dispatcher.stop();
    },
  };
}
