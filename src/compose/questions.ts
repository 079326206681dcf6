import { Answering } from '../app/asking/answering.ts';
import { WhoIsBehind } from '../app/identity/who-is-behind.ts';
import { learningNames } from '../app/polling/learning.ts';
import type { History, Log, Meter, SpaceNames, Store } from '../app/ports.ts';
import { cachedHistory } from '../app/search/cached-history.ts';
import { coalescedHistory } from '../app/search/coalesced-history.ts';
import { sharedRateLimiter } from '../app/search/rate-limiter.ts';
import { recentIntake } from '../app/search/recent-intake.ts';
import type { UserNames } from '../app/state/user-names.ts';
import { eventHistory } from '../aws/event-history.ts';
import { LOOKUP_GAP_MS, type LookupStates } from '../aws/lookups.ts';
import type { Config } from '../config/config.ts';
import { systemClock } from '../runtime/clock.ts';
import { accountNamer } from './account-names.ts';
import { openAthena, openSpace, openTrailLogs } from './histories.ts';

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
  const isReplaceable = (id: string) => accounts.some(account => account.id === id && account.athena);
  if (accounts.some(account => account.trail))
    histories.push(cached(openTrailLogs(config, known, isReplaceable), partition));
  if (accounts.some(account => account.athena)) {
    histories.push(cached(openAthena(config, known), partition));
  }
  // Nobody obtains a session in a space.
  const whoIsBehind = new WhoIsBehind({
    histories: [...histories],
    known,
    clock: systemClock,
    log,
    store,
  });
  const space = config.space === null ? null : openSpace(config.space);
  const spaceLog = space === null ? null : learningNames(space.log, userNames, systemClock);
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
