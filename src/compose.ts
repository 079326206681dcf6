import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Questions } from './app/asking/answer.ts';
import { Answers } from './app/asking/answers.ts';
import { Askers } from './app/asking/permission.ts';
import { Decisions } from './app/deciding/decide.ts';
import { Dispatcher } from './app/delivery/dispatcher.ts';
import { Intake } from './app/delivery/intake.ts';
import { keepAdopting } from './app/delivery/staging.ts';
import type { History, Log, Meter, Store } from './app/ports.ts';
import { cachedHistory } from './app/search/cached-history.ts';
import { sharedSearches } from './app/search/coalesced-history.ts';
import { sharedLimiter } from './app/search/rate-limiter.ts';
import { recentIntake } from './app/search/recent-intake.ts';
import { Cards } from './app/state/find-summary.ts';
import { stagingStore, teamStore, teamsIn, WORKSPACE_KEY } from './app/state/workspaces.ts';
import { eventHistory, LOOKUP_GAP, type LookupStates } from './aws/event-history.ts';
import type { Config } from './config/config.ts';
import { hasApprovers } from './domain/review.ts';
import { receiveFromApiDestination } from './feeds/api-destination.ts';
import { systemClock } from './runtime/clock.ts';
import { createMetrics } from './runtime/metrics.ts';
import { opsRoutes } from './runtime/ops-routes.ts';
import { type HttpRoute, type HttpServer, listen } from './runtime/server.ts';
import { boltLogger, type Identity, identify, type SlackApp, slackApp, slackClient } from './slack/app.ts';
import { slackPresence } from './slack/connection.ts';
import { slackDirectory } from './slack/directory.ts';
import { type Flows, type ListenerParts, NotReadyError } from './slack/listeners/context.ts';
import { slackMessenger } from './slack/messenger.ts';
import { whisperer } from './slack/respond.ts';

/** How long requests in hand may take at shutdown; the whole has ten seconds. */
const DRAIN = 4_000;

/** The store that the settings name, and what is to be known of its durability. */
export interface OpenStore {
  readonly store: Store;
  readonly kind: 'embedded' | 'redis';
  readonly weaknesses: () => Promise<readonly string[]>;
}

/** Opens the store; adapters that the settings do not need are not loaded. @throws {StoreError} when the embedded store can't be opened */
export async function openStore(config: Config, log: Log): Promise<OpenStore> {
  if (config.redisUrl !== null) {
    const { openRedisStore } = await import('./stores/redis.ts');
    return { kind: 'redis', ...(await openRedisStore(config.redisUrl, log)) };
  }
  const { openEmbeddedStore } = await import('./stores/embedded.ts');
  return { kind: 'embedded', store: openEmbeddedStore(config.dataDir), weaknesses: async () => [] };
}

/** How an account is called: by its configured name. */
export function accountNamer(config: Config): (accountId: string | null) => string {
  return accountId =>
    accountId === null ? 'this account' : (config.routing.accountNames.get(accountId) ?? accountId);
}

/** The intake over a part of the store; `known` is where claims may stand while the workspace is unknown. */
export function composeIntake(config: Config, store: Store, known: Store | null, meter: Meter): Intake {
  return new Intake({ store, known }, config, systemClock, meter);
}

/** Where records go before Slack has said which workspace this is, and where duplicates are looked for meanwhile. */
export async function placeBeforeIdentity(
  store: Store,
): Promise<{ store: Store; known: Store | null; team: string | null }> {
  const teams = await teamsIn(store);
  const [only] = teams;
  const team = teams.length === 1 && only !== undefined ? only : null;
  return { store: stagingStore(store), known: team === null ? null : teamStore(store, team), team };
}

/** Everything that replay reads, and the text that a card would have. */
export { ReplayError, readPaths } from './feeds/replay-files.ts';
export { fallback as cardText } from './slack/blocks/card.ts';

/** A part of the store to cache look-ups in: the bot's own where it can be opened, else one that lasts as long as the command. */
export async function openCache(config: Config, log: Log): Promise<Store> {
  try {
    const { store } = await openStore(config, log);
    const [team] = await teamsIn(store);
    if (team !== undefined) return teamStore(store, team);
    await store.close();
  } catch (error) {
    log.warn({ error: (error as Error).message }, 'the store is away; answering without a cache');
  }
  return (await import('./stores/memory.ts')).memoryStore();
}

/** The flow that answers questions, over a part of the store that caches what CloudTrail said. */
export async function composeQuestions(
  config: Config,
  store: Store,
  log: Log,
): Promise<{ questions: Questions; states: LookupStates }> {
  const limiter = sharedLimiter(store, systemClock, LOOKUP_GAP);
  const lookups = eventHistory({ accounts: config.accounts, limiter, clock: systemClock, log });
  const cached = (history: History) =>
    cachedHistory(
      sharedSearches(history, systemClock),
      store,
      systemClock,
      config.cacheMaxBytes,
      config.credentialsHint,
      log,
    );
  const histories: History[] = [recentIntake(store, systemClock), cached(lookups)];
  if (config.accounts.some(account => account.trail)) histories.push(cached(await openTrailLogs(config)));
  const { accounts, workflowRoles } = config;
  return {
    questions: new Questions({
      histories,
      accounts,
      accountName: accountNamer(config),
      workflowRoles,
      clock: systemClock,
      log,
    }),
    states: lookups.states,
  };
}

/** Trail logs, read by as many threads as there are cores. The S3 client is loaded only where a trail is in S3. */
async function openTrailLogs(config: Config): Promise<History> {
  const { trailLogs } = await import('./aws/trail-logs/trail-logs.ts');
  const { localFolder } = await import('./aws/trail-logs/log-folder.ts');
  const { scanners } = await import('./aws/trail-logs/scanners.ts');
  const script = new URL('./aws/trail-logs/scan-worker.js', import.meta.url);
  return trailLogs({
    accounts: config.accounts,
    workflowRoles: config.workflowRoles,
    scanners: scanners(script, Math.max(1, Math.min(4, availableParallelism()))),
    now: () => systemClock.now(),
    open: async trail =>
      trail.url.startsWith('file:')
        ? localFolder(trail.url)
        : (await import('./aws/trail-logs/s3-folder.ts')).s3Folder(trail, config.s3PathStyle),
  });
}

/** The bot, running. */
export interface Bot {
  readonly port: number;
  readonly opsPort: number;
  /** Finishes or hands back what is in flight. */
  stop(): Promise<void>;
}

/**
 * Starts the whole bot: the intake first, so that nothing is lost while Slack is away, then Slack.
 * `config` must be one that was loaded for the bot.
 * @throws {StoreError} when the embedded store can't be opened; what the server throws when a port is taken
 */
export async function startBot(config: Config, log: Log): Promise<Bot> {
  for (const warning of config.warnings) log.warn({}, warning);
  const token = config.slack.token ?? '';
  const metrics = createMetrics();
  const opened = await openStore(config, log);
  await warnOfWeaknesses(opened, log);

  const before = await placeBeforeIdentity(opened.store).catch(() => ({
    store: stagingStore(opened.store),
    known: null,
  }));
  const intake = composeIntake(config, before.store, before.known, metrics);
  const bolt = boltLogger(log);
  const client = slackClient(token, config.slack.apiUrl, bolt);
  const reference = () => randomBytes(4).toString('hex');

  let store = before.store;
  let running: { flows: Flows; dispatcher: Dispatcher; states: LookupStates } | undefined;

  const stopping = new AbortController();
  const working = new Set<Promise<void>>();
  const parts: ListenerParts = {
    client,
    whisper: whisperer(client, config.slack.apiUrl, log),
    log,
    meter: metrics,
    accountName: accountNamer(config),
    stopping: stopping.signal,
    reference,
    newId: () => randomBytes(12).toString('hex'),
    now: () => systemClock.now(),
    track: work => {
      working.add(work);
      void work.finally(() => working.delete(work));
    },
    flows: () => {
      if (!running) throw new NotReadyError('Slack has not yet said which workspace this is');
      return running.flows;
    },
  };
  if (!config.slack.mode) throw new Error('the configuration was not loaded for the bot');
  const slack: SlackApp = slackApp(
    config.slack.mode,
    token,
    config.slack.apiUrl,
    () => presence.identity(),
    parts,
    bolt,
  );
  const presence = slackPresence({
    identify: () => identify(client),
    begin,
    app: slack,
    clock: systemClock,
    log,
  });

  const health = {
    store: () => store,
    storeKind: opened.kind,
    weaknesses: opened.weaknesses,
    slack: () => presence.state(),
    accounts: () =>
      config.accounts.flatMap(account =>
        account.regions.map(region => ({
          account: account.name,
          region,
          lastLookup: running?.states.get(`${account.id ?? 'own'}/${region}`) ?? 'none yet',
        })),
      ),
  };
  const ops = opsRoutes(health, metrics);
  const { requestListener } = slack;
  const apiDestination = { intake, keys: config.eventBridgeKeys, log, meter: metrics };
  const routes: HttpRoute[] = [
    {
      path: '/eventbridge',
      handle: (request, response) => receiveFromApiDestination(request, response, apiDestination),
    },
    ...(requestListener ? [{ path: '/slack/events', method: 'POST' as const, handle: requestListener }] : []),
  ];
  const { host, port, opsPort } = config.http;
  const servers: HttpServer[] = [];
  const shared = port === opsPort;
  servers.push(await listen(host, port, shared ? [...routes, ...ops] : routes, log, reference));
  if (!shared) servers.push(await listen(host, opsPort, ops, log, reference));

  const queue =
    config.queueUrl === null
      ? undefined
      : (await import('./feeds/sqs.ts')).pollQueue({
          queueUrl: config.queueUrl,
          intake,
          log,
          meter: metrics,
        });

  /** Everything that needs to know the workspace. */
  async function begin(known: Identity): Promise<void> {
    store = teamStore(opened.store, known.teamId);
    await store.commit({ put: [{ key: WORKSPACE_KEY, value: known.teamId }] });
    const directory = slackDirectory(client, () => known.teamId, systemClock);
    const publisher =
      config.eventBusName === null
        ? null
        : (await import('./aws/decision-events.ts')).decisionEvents(config.eventBusName);
    const { workflowRoles, people, approvers } = config;
    const dispatcher = new Dispatcher({
      store,
      messenger: slackMessenger(client, log),
      directory,
      publisher,
      card: {
        workflowRoles,
        people,
        approversNamed: hasApprovers(approvers),
        accountName: parts.accountName,
      },
      clock: systemClock,
      log,
      meter: metrics,
      owner: randomBytes(8).toString('hex'),
    });
    const { questions, states } = await composeQuestions(config, store, log);
    const decisions = new Decisions(
      store,
      directory,
      { ...config, publishes: publisher !== null },
      systemClock,
      log,
    );
    const askers = new Askers(directory, config.askers, people, log);
    running = {
      dispatcher,
      states,
      flows: {
        askers,
        questions,
        answers: new Answers({
          store,
          questions,
          directory,
          people,
          workflowRoles,
          clock: systemClock,
          log,
          background: parts.track,
          newId: parts.newId,
        }),
        decisions,
        cards: new Cards(store, workflowRoles),
        wake: () => dispatcher.wake(),
      },
    };
    intake.moveTo(store);
    intake.onAccepted(() => dispatcher.wake());
    dispatcher.start();
    log.info({ team: known.teamId, mode: config.slack.mode?.kind, store: opened.kind }, 'cctrail is at work');
  }

  const isKnown = () => presence.identity() !== null;
  const loops = { clock: systemClock, log };
  const background = [
    presence.keep(stopping.signal),
    keepAdopting(stagingStore(opened.store), intake, isKnown, loops, stopping.signal),
  ];

  return {
    port: servers[0]?.port ?? port,
    opsPort: servers.at(-1)?.port ?? opsPort,
    async stop() {
      stopping.abort();
      await Promise.all([...servers.map(server => server.close(DRAIN)), queue?.stop()]);
      // A click that was acknowledged is recorded before the store closes.
      await Promise.all([slack.stop().catch(() => undefined), ...working]);
      await Promise.all([running?.dispatcher.stop(), ...background]);
      await opened.store.close();
    },
  };
}

async function warnOfWeaknesses(opened: OpenStore, log: Log): Promise<void> {
  try {
    for (const weakness of await opened.weaknesses()) log.warn({}, weakness);
  } catch (error) {
    log.error(
      { error: (error as Error).message },
      'the store is away; events are refused with 503 until it is back',
    );
  }
}
