import { availableParallelism } from 'node:os';
import { Answering } from '../app/asking/answering.ts';
import { WhoIsBehind } from '../app/identity/who-is-behind.ts';
import { learningNames } from '../app/polling/learning.ts';
import type { History, Log, Meter, SpaceNames, Store } from '../app/ports.ts';
import { cachedHistory } from '../app/search/cached-history.ts';
import { coalescedHistory } from '../app/search/coalesced-history.ts';
import { sharedRateLimiter } from '../app/search/rate-limiter.ts';
import { recentIntake } from '../app/search/recent-intake.ts';
import type { UserNames } from '../app/state/user-names.ts';
import { athenaHistory } from '../aws/athena/athena-history.ts';
import { codeCatalystClient } from '../aws/codecatalyst/client.ts';
import { spaceNames } from '../aws/codecatalyst/projects.ts';
import { spaceEventLogs } from '../aws/codecatalyst/space-event-logs.ts';
import { workflowRuns } from '../aws/codecatalyst/workflow-runs.ts';
import { eventHistory } from '../aws/event-history.ts';
import { LOOKUP_GAP_MS, type LookupStates } from '../aws/lookups.ts';
import { localFolder } from '../aws/trail-logs/log-folder.ts';
import { scanners } from '../aws/trail-logs/scanners.ts';
import { trailLogs } from '../aws/trail-logs/trail-logs.ts';
import type { Config } from '../config/config.ts';
import type { AthenaTable } from '../domain/account.ts';
import type { Known } from '../domain/known.ts';
import type { Space } from '../domain/space.ts';
import { systemClock } from '../runtime/clock.ts';
import { accountNamer } from './account-names.ts';

/** Most threads that read log files. */
const MAX_THREADS = 4;

/** What answers questions, and how the last look-ups went. */
export interface ComposedAnswering {
  readonly answering: Answering;
  readonly whoIsBehind: WhoIsBehind;
  readonly lookupStates: LookupStates;
  /** How the last request to the space's log went, by its place; empty where there is none. */
  readonly spaceStates: LookupStates;
  /** The log of the space as it is; null: none is configured. */
  readonly spaceLog: History | null;
  /** How the space and its projects are called. */
  readonly spaceNames: SpaceNames | undefined;
  /** Event history as AWS gives it; null: no account is configured. */
  readonly recorded: History | null;
}

/** What answering is put together with. */
interface AnsweringParts {
  readonly store: Store;
  readonly log: Log;
  readonly meter: Meter;
  /** Names of users, which the log of the space tells. */
  readonly userNames: UserNames;
}

/**
 * What answers questions, over a part of the store that caches what AWS said. Histories are in the order in which they are preferred; their
 * clients are loaded for the first look-up.
 */
export function composeAnswering(
  config: Config,
  { store, log, meter, userNames }: AnsweringParts,
): ComposedAnswering {
  const known = { workflowRoles: config.workflowRoles, userNames: userNames.names };
  const { accounts, cacheMaxBytes: maxBytes, credentialsHint } = config;
  const cached = (history: History, apart = () => credentialsHint) =>
    cachedHistory(coalescedHistory(history, systemClock), {
      store,
      clock: systemClock,
      log,
      meter,
      maxBytes,
      partition: apart,
    });
  const histories = [recentIntake(store, systemClock)];
  let lookupStates: LookupStates = new Map();
  let recorded: History | null = null;
  if (accounts.length > 0) {
    const limiter = sharedRateLimiter(store, systemClock, LOOKUP_GAP_MS);
    const history = eventHistory({ accounts, limiter, clock: systemClock, log, meter });
    lookupStates = history.states;
    recorded = history;
    histories.push(cached(history));
  }
  // What looks inside finds other people once more have names.
  const partition = () => `${credentialsHint} ${userNames.fingerprint}`;
  if (accounts.some(account => account.trail))
    histories.push(cached(openTrailLogs(config, known), partition));
  if (accounts.some(account => account.athena)) {
    const clientFor = async (table: AthenaTable) =>
      (await import('../aws/athena/client.ts')).athenaClient(table);
    histories.push(cached(athenaHistory({ accounts, known, clientFor, clock: systemClock }), partition));
  }
  // Nobody obtains a session in a space.
  const whoIsBehind = new WhoIsBehind({
    histories: [...histories],
    known,
    clock: systemClock,
    log,
    store,
  });
  const space = config.space === null ? null : openSpace(config.space, userNames);
  const spaceLog = space?.log ?? null;
  if (spaceLog) histories.push(cached(spaceLog));
  const accountName = accountNamer(config);
  const common = { histories, known, clock: systemClock, log };
  const answering = new Answering({
    ...common,
    accounts,
    accountName,
    whoIsBehind,
    workflowRuns: space?.runs,
    spaceNames: space?.names,
  });
  const spaceStates = spaceLog?.states ?? new Map();
  return { answering, whoIsBehind, lookupStates, spaceStates, spaceLog, spaceNames: space?.names, recorded };
}

/** The log of a CodeCatalyst space, and the runs of its workflows. */
function openSpace(space: Space, userNames: UserNames) {
  const post = codeCatalystClient(space, systemClock);
  return {
    log: learningNames(spaceEventLogs(space, post), userNames, systemClock),
    runs: workflowRuns(space, post, systemClock),
    names: spaceNames(space, post, systemClock),
  };
}

/** Trail logs, read by as many threads as there are cores. The S3 client is loaded only where a trail is in S3. */
function openTrailLogs(config: Config, known: Known): History {
  const script = new URL('../aws/trail-logs/scan-worker.js', import.meta.url);
  return trailLogs({
    accounts: config.accounts,
    known,
    replaceable: new Set(config.accounts.flatMap(({ id, athena }) => (id !== null && athena ? [id] : []))),
    scanners: scanners(script, Math.max(1, Math.min(MAX_THREADS, availableParallelism()))),
    now: () => systemClock.now(),
    open: async trail =>
      trail.url.startsWith('file:')
        ? localFolder(trail.url)
        : (await import('../aws/trail-logs/s3-folder.ts')).s3Folder(trail, config.s3PathStyle),
  });
}
