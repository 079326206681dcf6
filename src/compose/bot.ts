import { randomBytes } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import { drainStaging } from '../app/delivery/staging.ts';
import type { Log } from '../app/ports.ts';
import { sweepIdle } from '../app/state/idle-sweep.ts';
import { stagingStore } from '../app/state/workspaces.ts';
import type { BotConfig } from '../config/config.ts';
import { spacePlace } from '../domain/space.ts';
import { systemClock } from '../runtime/clock.ts';
import { type HealthDeps, ReadinessProbe } from '../runtime/health.ts';
import { beat } from '../runtime/heartbeat.ts';
import { sampledLog } from '../runtime/sampled-log.ts';
import { slackApp } from '../slack/app.ts';
import { SlackConnection } from '../slack/connection.ts';
import type { ListenerContext } from '../slack/listeners/context.ts';
import { httpReception, type Reception, socketReception } from '../slack/receivers.ts';
import { respondPrivately } from '../slack/respond.ts';
import { identify, slackClient, slackLogger } from '../slack/web-client.ts';
import { accountNamer } from './account-names.ts';
import { type Core, openCore } from './core.ts';
import { listenHttp } from './http.ts';
import type { LateWorkspace, WorkspaceDeps } from './workspace.ts';

/** Time limit for requests in hand at shutdown; the whole has ten seconds. */
const DRAIN_MS = 4_000;

/** The bot, running. */
export interface Bot {
  readonly port: number;
  readonly opsPort: number;
  /** Finishes or hands back what is in flight. */
  stop(): Promise<void>;
}

/**
 * Starts the whole bot: the intake first, so that nothing is lost while Slack is away, then Slack.
 * @throws {StoreError|StoreFormatError} when the store can't be used; what the server throws when a port is taken
 */
export async function startBot(config: BotConfig, log: Log): Promise<Bot> {
  for (const warning of config.warnings) log.warn({}, warning);
  const core = await openCore(config, log);
  const { opened, late, intake, metrics, current, watch } = core;
  const stopping = new AbortController();
  const work = new TrackedWork();
  const base = baseOf(config, core, log, stopping.signal);
  const slack = startSlack(base, late, work);
  const health = healthDeps(base, core, slack.connection);
  const servers = await listenHttp(config, {
    intake,
    slack: slack.requestListener,
    health,
    metrics,
    log,
    reference: newReference,
  });
  await core.pollQueue();
  const common = { clock: systemClock, log };
  const staging = {
    staging: stagingStore(opened.store),
    intake,
    isWorkspaceKnown: () => late.current !== null,
  };
  const loops = [
    slack.connection.keep(stopping.signal),
    drainStaging({ ...staging, ...common }, stopping.signal),
    sweepIdle({ store: current, ...common }, stopping.signal),
    watch.run(stopping.signal),
    beating(config, health, log, stopping.signal),
  ];
  return {
    port: servers.port,
    opsPort: servers.opsPort,
    async stop() {
      stopping.abort();
      await Promise.all([servers.close(DRAIN_MS), core.stopQueue()]);
      // A click that was acknowledged is recorded before the store closes.
      await Promise.all([slack.stop().catch(() => undefined), work.done()]);
      await Promise.all([late.stopped(), ...loops]);
      await opened.store.close();
    },
  };
}

/** Gives signs of life where somebody wants them. */
async function beating(
  { heartbeatUrl: url }: BotConfig,
  health: HealthDeps,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  if (url === null) return;
  const probe = new ReadinessProbe(health);
  await beat({ url, isReady: () => probe.isReady(), clock: systemClock, log }, signal);
}

/** What everything that talks to Slack shares. */
type Base = WorkspaceDeps & { readonly logger: ReturnType<typeof slackLogger> };

function baseOf(
  config: BotConfig,
  { opened: { store }, metrics: meter, intake, userNames }: Core,
  log: Log,
  stopping: AbortSignal,
): Base {
  // Bolt writes a line for every request that is not signed, which anybody can send.
  const logger = slackLogger(sampledLog(log, Date.now));
  const client: WebClient = slackClient(config.slack.token, config.slack.apiUrl, logger);
  const newId = () => randomBytes(12).toString('hex');
  return { config, store, client, intake, userNames, meter, log, logger, newId, stopping };
}

/** Builds the Bolt app, and what keeps it in touch with Slack. */
function startSlack(base: Base, late: LateWorkspace, work: TrackedWork) {
  const { config, client, log, logger } = base;
  const { token, apiUrl } = config.slack;
  const reception = receptionFor(config, logger);
  const context: ListenerContext = {
    client,
    respond: respondPrivately(client, apiUrl, log),
    log,
    meter: base.meter,
    flows: () => late.flows(),
    accountName: accountNamer(config),
    track: promise => work.track(promise),
    reference: newReference,
    newId: base.newId,
    clock: systemClock,
  };
  const identity = () => late.current?.identity ?? null;
  const refusals = sampledLog(log, Date.now);
  const app = slackApp({ reception, token, apiUrl, logger, refusals, identity }, context);
  const connection = new SlackConnection({
    identify: () => identify(client),
    onIdentity: async known => {
      await late.open(known, base);
      log.info({ team: known.teamId, mode: config.slack.mode.kind }, 'cctrail is at work');
    },
    connect: () => reception.start(app),
    disconnected: signal => reception.disconnected(signal),
    clock: systemClock,
    log,
  });
  return { connection, requestListener: reception.requestListener, stop: () => reception.stop() };
}

function receptionFor({ slack: { mode, apiUrl } }: BotConfig, logger: Base['logger']): Reception {
  return mode.kind === 'socket'
    ? socketReception(mode.appToken, apiUrl, logger)
    : httpReception(mode.signingSecret, logger);
}

/** What `/readyz` is judged from. */
function healthDeps(
  { config }: Base,
  { opened, late, current, watch }: Core,
  connection: SlackConnection,
): HealthDeps {
  return {
    store: current,
    storeKind: opened.kind,
    weaknesses: opened.weaknesses,
    storeFailure: opened.failure,
    trouble: () => watch.known,
    slack: () => connection.state(),
    now: Date.now,
    accounts: () => [
      ...config.accounts.flatMap(({ id, name, regions }) =>
        regions.map(region => ({
          account: name,
          region,
          lastLookup: late.current?.lookupStates.get(`${id ?? 'own'}/${region}`) ?? 'none yet',
        })),
      ),
      ...spacesIn(config).map(account => ({
        account,
        region: '',
        lastLookup: late.current?.spaceStates.get(account) ?? 'none yet',
      })),
    ],
  };
}

function spacesIn({ space }: BotConfig): readonly string[] {
  return space === null ? [] : [spacePlace(space.name)];
}

/** What people caused and is not done yet. */
class TrackedWork {
  readonly #running = new Set<Promise<void>>();

  track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work)).catch(() => undefined);
  }

  async done(): Promise<void> {
    await Promise.allSettled(this.#running);
  }
}

/** A short reference that ties what a person sees to the log. */
function newReference(): string {
  return randomBytes(4).toString('hex');
}
