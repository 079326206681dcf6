import { Answering } from '../../../src/app/asking/answering.ts';
import { Asking } from '../../../src/app/asking/asking.ts';
import { LastQuestions } from '../../../src/app/asking/last-questions.ts';
import { Refining } from '../../../src/app/asking/refining.ts';
import { SavedQuestions } from '../../../src/app/asking/saved-questions.ts';
import { Decisions } from '../../../src/app/deciding/decide.ts';
import type { IntakeSettings } from '../../../src/app/delivery/intake.ts';
import { NO_METER } from '../../../src/app/measures.ts';
import { Ordering } from '../../../src/app/ordering/ordering.ts';
import type { ManagerRules } from '../../../src/app/ordering/permission.ts';
import type { Channels, Directory, History, Store } from '../../../src/app/ports.ts';
import { recentIntake } from '../../../src/app/search/recent-intake.ts';
import { openLedger } from '../../../src/app/state/ledger.ts';
import type { OrderBook } from '../../../src/app/state/order-book.ts';
import type { AskerRules } from '../../../src/domain/review.ts';
import type { Flows } from '../../../src/slack/listeners/context.ts';
import { INTAKE_SETTINGS, type ManualClock, whoIsBehindFixture } from '../../fixtures.ts';
import type { keptLog } from '../../kept-log.ts';

/** How listeners are tried: without Bolt, over a store in memory. */
export interface HarnessOptions {
  readonly histories?: readonly History[];
  readonly accounts?: readonly { readonly id: string; readonly name: string }[];
  readonly directory: Directory;
  readonly rules?: Partial<AskerRules>;
  readonly settings?: Partial<IntakeSettings>;
  /** Stands in for the store in memory. */
  readonly store?: (store: Store) => Store;
  readonly keepRefused?: boolean;
  readonly channels?: Channels;
  readonly managers?: Partial<ManagerRules>;
  /** Slack has not said yet which workspace this is. */
  readonly notReady?: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a harness has the flows work with, and what it keeps of them. */
interface FlowScene {
  readonly store: Store;
  readonly book: OrderBook;
  readonly clock: ManualClock;
  readonly log: ReturnType<typeof keptLog>;
  /** Takes what is counted: a counter's name and its labels. */
  readonly counts: [string, object][];
  readonly onWake: () => void;
  readonly onTold: (text: string) => void;
}

/** The flows that listeners hand over to, over a store in memory. */
export function flowsOf(options: HarnessOptions, scene: FlowScene): Flows {
  const { store, log, clock, book, counts, onWake, onTold } = scene;
  const { directory, histories = [], rules = {} } = options;
  const settings = { ...INTAKE_SETTINGS, ...options.settings };
  const ledger = openLedger(store);
  const meter = { ...NO_METER, count: (...counted: [string, object]) => void counts.push(counted) };
  const common = { store, ledger, directory, clock, log, meter };
  const lastQuestions = new LastQuestions(store);
  const { known } = settings;
  const whoIsBehind = whoIsBehindFixture({ store, clock, histories, known });
  let ids = 0;
  const answering = new Answering({
    histories: [recentIntake(store, clock), ...histories],
    whoIsBehind,
    accounts: options.accounts ?? [],
    accountName: id => id ?? 'this account',
    known,
    clock,
    log,
  });
  return {
    refining: new Refining(answering),
    saving: new SavedQuestions({
      ...common,
      lastQuestions,
      answering,
      rules: { users: [], groups: [], channels: [], accounts: [], ...rules },
    }),
    asking: new Asking({
      ...common,
      lastQuestions,
      whoIsBehind,
      answering,
      rules: { users: [], groups: [], channels: [], accounts: [], ...rules },
      people: settings.people,
      known,
      keepRefused: options.keepRefused ?? false,
      newId: () => `answer-${(ids += 1)}`,
      stopping: new AbortController().signal,
    }),
    decisions: new Decisions({ ...common, whoIsBehind, settings: { ...settings, publishes: false } }),
    ordering: new Ordering({
      ...common,
      book: book,
      channels: options.channels ?? { membership: async () => ({ bot: true, person: true }) },
      managers: { users: [], groups: [], ...options.managers },
      rules: { users: [], groups: [], channels: [], accounts: [], ...rules },
      people: settings.people,
      known,
      accounts: [],
      plainMs: 35 * 86_400_000,
      tellManagers: async (_, text) => onTold(text),
      wake: () => onWake(),
    }),
    store,
    wake: () => onWake(),
  };
}
