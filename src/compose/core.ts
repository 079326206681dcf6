import type { Intake } from '../app/delivery/intake.ts';
import { type TakenFiles, takenFiles } from '../app/delivery/taken-files.ts';
import { errorFields } from '../app/errors.ts';
import type { Log, Store } from '../app/ports.ts';
import { meteredStore } from '../app/state/metered-store.ts';
import { UserNames } from '../app/state/user-names.ts';
import { Pulses } from '../app/watching/pulses.ts';
import type { TroubleWatch } from '../app/watching/trouble-watch.ts';
import type { BotConfig } from '../config/config.ts';
import type { SqsFeed } from '../feeds/sqs.ts';
import { systemClock } from '../runtime/clock.ts';
import { createMetrics, type Metrics } from '../runtime/metrics.ts';
import { accountNamer } from './account-names.ts';
import { composeIntake } from './intake.ts';
import { unboundSender } from './senders.ts';
import { type OpenStore, openStore, targetBeforeIdentity } from './store.ts';
import { composeWatch, readGauges } from './watch.ts';
import { LateWorkspace } from './workspace.ts';

/** What the bot has whether Slack is there or not: the store, what takes records in, and what watches over both. */
export interface Core {
  readonly opened: OpenStore;
  readonly late: LateWorkspace;
  readonly intake: Intake;
  readonly userNames: UserNames;
  readonly metrics: Metrics;
  readonly watch: TroubleWatch;
  /** The workspace's part of the store; until it is known, where records wait. */
  readonly current: () => Store;
  /** Polls the queue as well, where one is configured. */
  pollQueue(): Promise<void>;
  stopQueue(): Promise<void>;
}

/** Opens the store and what takes records in. @throws {StoreError|StoreFormatError} when the store can't be used */
export async function openCore(config: BotConfig, log: Log): Promise<Core> {
  const late = new LateWorkspace();
  const metrics: Metrics = createMetrics(() => readGauges(current(), watch, Date.now()));
  const opened = await openMetered(config, metrics, log);
  await warnOfWeaknesses(opened, log);
  const before = await targetBeforeIdentity(opened.store, log);
  const current = () => late.current?.store ?? before.store;
  const pulses = new Pulses();
  const userNames = new UserNames(log);
  const known = { workflowRoles: config.workflowRoles, userNames: userNames.names };
  const intake = composeIntake(config, {
    target: () =>
      late.current ? { store: late.current.store, known: null, orders: late.current.book } : before,
    onCard: () => late.current?.dispatcher.wake(),
    onRecord: record => pulses.note(record, Date.now()),
    meter: metrics,
    known,
  });
  let queue: SqsFeed | undefined;
  const watch: TroubleWatch = composeWatch({
    store: current,
    workspace: () => late.current,
    pulses,
    queueProblem: () => queue?.problem() ?? null,
    storeFailure: opened.failure,
    accountName: accountNamer(config),
    clock: systemClock,
    log,
  });
  return {
    opened,
    late,
    intake,
    userNames,
    metrics,
    watch,
    current,
    async pollQueue() {
      const files = takenFiles(current, systemClock);
      queue = await pollQueue(config, { intake, files, meter: metrics, log });
    },
    stopQueue: async () => queue?.stop(),
  };
}

/** Opens the store, with its failures counted. @throws as {@link openStore} */
async function openMetered(config: BotConfig, metrics: Metrics, log: Log): Promise<OpenStore> {
  const opened = await openStore(config, log);
  return { ...opened, store: meteredStore(opened.store, metrics) };
}

/** The queue is polled as well where one is configured; its client is loaded only then. */
async function pollQueue(
  config: BotConfig,
  deps: {
    readonly intake: Intake;
    readonly files: TakenFiles;
    readonly meter: Metrics;
    readonly log: Log;
  },
) {
  const { queueUrl } = config;
  if (queueUrl === null) return undefined;
  const feed = await import('../feeds/sqs.ts');
  const { logFileFetcher } = await import('./log-files.ts');
  return feed.pollQueue({
    queueUrl,
    sender: unboundSender(config),
    fetchLogFile: logFileFetcher(config),
    ...deps,
    clock: systemClock,
  });
}

async function warnOfWeaknesses(opened: OpenStore, log: Log): Promise<void> {
  try {
    for (const weakness of await opened.weaknesses()) log.warn({}, weakness);
  } catch (error) {
    log.error({ ...errorFields(error) }, 'the durability of the store is not known: it is away');
  }
}
