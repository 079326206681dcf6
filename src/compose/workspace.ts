import { randomBytes } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import { Decisions } from '../app/deciding/decide.ts';
import type { CardSettings } from '../app/delivery/card.ts';
import { Dispatcher } from '../app/delivery/dispatcher.ts';
import type { Intake } from '../app/delivery/intake.ts';
import { sharedLookBudget, sharedUpdateBudget } from '../app/delivery/minute-budget.ts';
import { NotReadyError } from '../app/errors.ts';
import type { RouteWords } from '../app/outgoing.ts';
import type { Poller } from '../app/polling/poller.ts';
import type { Log, Meter, Store } from '../app/ports.ts';
import type { Reconciler } from '../app/reconciling/reconciler.ts';
import type { Reporter } from '../app/reporting/reporter.ts';
import { noteBeginning } from '../app/state/began.ts';
import { openLedger, verifyLedgerTail } from '../app/state/ledger.ts';
import { OrderBook } from '../app/state/order-book.ts';
import type { UserNames } from '../app/state/user-names.ts';
import { type ManagersNotices, managersNotices } from '../app/watching/managers.ts';
import { lastAlive } from '../app/watching/pulses.ts';
import { decisionEvents } from '../aws/decision-events.ts';
import type { LookupStates } from '../aws/lookups.ts';
import type { BotConfig } from '../config/config.ts';
import type { Known } from '../domain/known.ts';
import { systemClock } from '../runtime/clock.ts';
import { directMessages } from '../slack/direct-message.ts';
import { slackDirectory } from '../slack/directory.ts';
import type { Flows } from '../slack/listeners/context.ts';
import { slackMessenger } from '../slack/messenger.ts';
import type { Identity } from '../slack/web-client.ts';
import { accountNamer } from './account-names.ts';
import { composeAsking } from './asking.ts';
import { composeOrdering } from './ordering.ts';
import { composePoller } from './poller.ts';
import { composeAnswering } from './questions.ts';
import { composeReconciler } from './reconciler.ts';
import { composeReporter } from './reporter.ts';
import { openWorkspaceStore } from './store.ts';

/** Number of entries of the ledger that are checked at start. */
const CHECKED_ENTRIES = 1_000;

/** What a workspace is opened with: all that is there before Slack has said which it is. */
export interface WorkspaceDeps {
  readonly config: BotConfig;
  /** The whole store; the workspace gets its part. */
  readonly store: Store;
  readonly client: WebClient;
  readonly intake: Intake;
  readonly userNames: UserNames;
  readonly meter: Meter;
  readonly log: Log;
  /** Makes ids that nobody can guess. */
  readonly newId: () => string;
  /** Aborted when the bot is told to stop. */
  readonly stopping: AbortSignal;
}

/** Everything that is only there once Slack has said which workspace this is. */
export interface Workspace {
  readonly identity: Identity;
  readonly store: Store;
  /** What people had the bot do from then on. */
  readonly book: OrderBook;
  readonly dispatcher: Dispatcher;
  readonly flows: Flows;
  readonly lookupStates: LookupStates;
  /** How the last request to the log of the space went. */
  readonly spaceStates: LookupStates;
  /** Null: it is off, or there is no account. */
  readonly reconciler: Reconciler | null;
  readonly reporter: Reporter;
  /** Null: there is nothing to poll. */
  readonly poller: Poller | null;
  readonly notices: ManagersNotices;
  /** What is wrong with the end of the ledger, as found at start; null: nothing. */
  readonly ledgerProblem: string | null;
}

/** Opens the workspace's part of the store and the flows over it. @throws {StoreError|StoreFormatError} when the store can't be used */
async function openWorkspace(identity: Identity, deps: WorkspaceDeps): Promise<Workspace> {
  const { config, client, log, meter, newId, stopping } = deps;
  const store = await openWorkspaceStore(deps.store, identity.teamId);
  // Before this bot notes that it is at work itself.
  const aliveAt = await lastAlive(store);
  const ledgerProblem = await checkLedger(store, log);
  await noteBeginning(store, systemClock.now());
  const ledger = openLedger(store);
  const book = new OrderBook(store, log);
  const directory = slackDirectory(client, identity.teamId, systemClock);
  const publisher = config.eventBusName === null ? null : decisionEvents(config.eventBusName);
  const { people, approvers } = config;
  const { userNames } = deps;
  await userNames.open(store);
  const known = { workflowRoles: config.workflowRoles, userNames: userNames.names };
  const common = { store, ledger, directory, known, clock: systemClock, log, meter };
  const composed = composeAnswering(config, { store, log, meter, userNames });
  const { answering, whoIsBehind, lookupStates, spaceStates, spaceLog, spaceNames, recorded } = composed;
  const notices = managersNotices({
    ...common,
    managers: config.managers,
    send: directMessages(client),
  });
  const tellManagers = (about: string, text: string) => notices.tell(about, text);
  const { intake } = deps;
  const reconciler = composeReconciler(config, {
    ...common,
    history: recorded,
    intake,
    lastAlive: aliveAt,
    tellManagers,
  });
  const proofRules = { approvers, people, known, publishes: publisher !== null };
  const sending = { ...common, whoIsBehind, proofRules, publisher };
  const dispatcher = new Dispatcher({ ...sending, ...toSlack(config, { client, store, log, known }) });
  const asked = composeAsking(config, { ...common, answering, whoIsBehind, newId, stopping });
  const decisions = new Decisions({ ...common, whoIsBehind, settings: proofRules });
  const wake = () => dispatcher.wake();
  const ordering = composeOrdering(config, { ...common, book, client, wake, tellManagers, spaceNames });
  const poller = spaceLog && composePoller(spaceLog, { store, intake, log });
  const reporter = composeReporter(config, { store, log, wake, known });
  const flows = { ...asked, decisions, ordering, store, wake };
  return {
    identity,
    store,
    book,
    dispatcher,
    flows,
    lookupStates,
    spaceStates,
    reconciler,
    reporter,
    poller,
    notices,
    ledgerProblem,
  };
}

/** How cards are brought to Slack: what they say, and at which pace. */
function toSlack(
  config: BotConfig,
  { client, store, log, known }: Pick<WorkspaceDeps, 'client' | 'store' | 'log'> & { readonly known: Known },
) {
  return {
    updates: sharedUpdateBudget(store, systemClock),
    messenger: slackMessenger(client, log, sharedLookBudget(store, systemClock)),
    card: cardSettings(config, known),
    owner: randomBytes(8).toString('hex'),
  };
}

function cardSettings(config: BotConfig, known: Known): CardSettings {
  const { people, approvers } = config;
  return {
    known,
    people,
    fourEyes: approvers.fourEyes,
    accountName: accountNamer(config),
    ...(config.routing.packs && { packs: config.routing.packs }),
    routes: routeWords(config),
    accountNotes: new Map(
      config.accounts.flatMap(({ id, note }) =>
        id !== null && note !== undefined ? [[id, note] as const] : [],
      ),
    ),
  };
}

/** What the configuration says of the events of routes, and packs of those of their rows. */
function routeWords({ routing }: BotConfig): ReadonlyMap<string, RouteWords> {
  const rows = (routing.packs?.rows ?? []).map(
    ({ name, follows }) => [name, follows === null ? {} : { follows }] as const,
  );
  const routes = routing.routes.map(({ name, runbook, note, notify }) => {
    const said = { runbook, note, notify };
    return [
      name,
      Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
    ] as const;
  });
  return new Map<string, RouteWords>([...rows, ...routes]);
}

/** Looks whether the end of the ledger is as it was written, and says what it is. */
async function checkLedger(store: Store, log: Log): Promise<string | null> {
  const tail = await verifyLedgerTail(store, CHECKED_ENTRIES);
  if (tail.ok) log.info({ head: tail.head }, 'the end of the ledger is as it was written');
  else log.error({ ...tail }, 'the ledger is not as it was written');
  return tail.ok ? null : `entry ${tail.firstBad}: ${tail.reason}`;
}

/** A workspace that is null until Slack has said which it is: the one thing that changes while the bot runs. */
export class LateWorkspace {
  #workspace: Workspace | null = null;
  #background: readonly (Promise<void> | undefined)[] = [];

  get current(): Workspace | null {
    return this.#workspace;
  }

  /** The flows. @throws {NotReadyError} while the workspace is not known */
  flows(): Flows {
    if (!this.#workspace) throw new NotReadyError();
    return this.#workspace.flows;
  }

  /** Resolves once what goes on in it has ended, after the bot was told to stop. */
  async stopped(): Promise<void> {
    await Promise.all([this.#workspace?.dispatcher.stop(), ...this.#background]);
  }

  /** Opens it and begins to deliver. @throws {StoreError|StoreFormatError} when the store can't be used; then it stays null */
  async open(identity: Identity, deps: WorkspaceDeps): Promise<void> {
    const workspace = await openWorkspace(identity, deps);
    this.#workspace = workspace;
    workspace.dispatcher.start();
    const { reconciler, notices, reporter, poller } = workspace;
    const { stopping, userNames, config } = deps;
    this.#background = [
      ...[reconciler, notices, reporter, poller].map(one => one?.run(stopping)),
      ...(config.space === null ? [] : [userNames.run(stopping, systemClock)]),
    ];
  }
}
