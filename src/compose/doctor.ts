import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Check } from '../app/examining/check.ts';
import { historyChecks } from '../app/examining/history-check.ts';
import { sameRecordsChecks } from '../app/examining/same-records.ts';
import { NO_METER } from '../app/measures.ts';
import type { Log } from '../app/ports.ts';
import { sharedRateLimiter } from '../app/search/rate-limiter.ts';
import { eventHistory } from '../aws/event-history.ts';
import { forwardingChecks } from '../aws/forwarding-rules.ts';
import { LOOKUP_GAP_MS } from '../aws/lookups.ts';
import type { Config } from '../config/config.ts';
import type { GivenSlack } from '../config/slack.ts';
import type { Finding } from '../domain/finding.ts';
import { NOTHING_KNOWN } from '../domain/known.ts';
import type { Space } from '../domain/space.ts';
import { systemClock } from '../runtime/clock.ts';
import { hasEmbeddedStore } from '../stores/embedded-file.ts';
import { memoryStore } from '../stores/memory.ts';
import { accountNamer } from './account-names.ts';
import { openAthena, openSpace, openTrailLogs } from './histories.ts';
import { openStore } from './store.ts';

/** Stretch of time whose runs are asked for, in milliseconds. */
const RUNS_OF_MS = 3_600_000;

const NOT_ALL_RUNS =
  'can be listed in part only: there are too many, or some projects can not be read. Answers about workflows say so';

/** All that can be looked at of a set-up; nothing of it changes anything, or posts. */
export async function composeChecks(
  config: Inspected,
  log: Log,
  isFileRead: boolean,
): Promise<readonly Check[]> {
  return [
    ...(await checksOfSlack(config, log)),
    ...(isFileRead ? [...checksOfHistories(config, log), ...forwardingChecks(config.accounts)] : [NO_FILE]),
    ...(config.queueUrl === null ? [] : [await checkOfQueue(config.queueUrl)]),
    { about: 'store', look: () => lookAtStore(config, log) },
  ];
}

/** Settings as far as they can be used. */
type Inspected = Config & { readonly slack: GivenSlack | null };

const NO_FILE: Check = {
  about: 'AWS accounts',
  look: async () => [
    {
      state: 'unknown',
      about: 'AWS accounts',
      says: 'are not looked at, as the file that names them can not be read',
    },
  ],
};

/** The client of the queue is loaded only where there is one. */
async function checkOfQueue(queueUrl: string): Promise<Check> {
  const { queueCheck } = await import('../feeds/queue-check.ts');
  return queueCheck(queueUrl);
}

/** Slack's client is loaded only where there is a token. */
async function checksOfSlack({ slack, routing, reports }: Inspected, log: Log): Promise<readonly Check[]> {
  if (slack === null) return [];
  const { slackClient, slackLogger } = await import('../slack/web-client.ts');
  const { slackChecks } = await import('../slack/checks.ts');
  const clientWith = (token: string) => slackClient(token, slack.apiUrl, slackLogger(log));
  const channels = new Map<string, string>();
  const note = (channel: string | null, where: string) => {
    if (channel !== null && !channels.has(channel)) channels.set(channel, where);
  };
  note(routing.defaultChannel, 'CCTRAIL_CHANNEL');
  for (const { channel, name } of routing.routes) note(channel, `route ${name}`);
  for (const { channel } of reports) note(channel, 'reports');
  const appClient = slack.mode?.kind === 'socket' ? clientWith(slack.mode.appToken) : null;
  return slackChecks({ client: clientWith(slack.token), appClient, channels });
}

function checksOfHistories(config: Config, log: Log): readonly Check[] {
  const { accounts, space } = config;
  const accountName = accountNamer(config);
  const common = { accountName, clock: systemClock };
  const limiter = sharedRateLimiter(memoryStore(), systemClock, LOOKUP_GAP_MS);
  const recorded = eventHistory({ accounts, limiter, clock: systemClock, log, meter: NO_METER });
  const files = openTrailLogs(config, NOTHING_KNOWN, () => false);
  const table = openAthena(config, NOTHING_KNOWN);
  return [
    ...(accounts.length === 0 ? [NO_ACCOUNT] : historyChecks({ ...common, history: recorded })),
    ...historyChecks({ ...common, history: files }),
    ...historyChecks({ ...common, history: table }),
    ...sameRecordsChecks({ ...common, files, table }),
    ...(space === null ? [] : checksOfSpace(space, common)),
  ];
}

const NO_ACCOUNT: Check = {
  about: 'AWS accounts',
  look: async () => [
    {
      state: 'warning',
      about: 'AWS accounts',
      says: 'none is configured, so no question can be answered',
      mend: 'Set AWS_REGION, or accounts in cctrail.yml.',
    },
  ],
};

function checksOfSpace(
  space: Space,
  common: Omit<Parameters<typeof historyChecks>[0], 'history'>,
): readonly Check[] {
  const { log, runs } = openSpace(space);
  const about = `Workflow runs of space ${space.name}`;
  return [
    ...historyChecks({ ...common, history: log }),
    {
      about,
      async look(signal) {
        const now = systemClock.now();
        const found = await runs.during({ from: now - RUNS_OF_MS, to: now }, signal);
        const count = found.runs.length;
        if (!found.isWhole) return [{ state: 'warning', about, says: NOT_ALL_RUNS }];
        return [{ state: 'ok', about, says: `can be listed; ${count} went on in the last hour` }];
      },
    },
  ];
}

/** Opens the store as a command beside the bot does, and reads from it. */
async function lookAtStore(config: Config, log: Log): Promise<readonly Finding[]> {
  const about = config.redisUrl === null ? `store in ${config.dataDir}` : 'store in Redis';
  // Opening would make one where there is none.
  if (config.redisUrl === null && !hasEmbeddedStore(config.dataDir))
    return [noStoreYet(config.dataDir, about)];
  const { store, weaknesses } = await openStore(config, log);
  try {
    await store.get('cctrail:1:doctor');
    const weak = await weaknesses();
    return weak.length === 0
      ? [{ state: 'ok', about, says: 'can be read, and nothing is seen that would make it lose anything' }]
      : weak.map(says => ({ state: 'warning' as const, about, says }));
  } finally {
    await store.close();
  }
}

function noStoreYet(folder: string, about: string): Finding {
  try {
    const nearest = existing(resolve(folder));
    if (!statSync(nearest).isDirectory()) {
      const mend = 'Set DATA_DIR to a folder.';
      return { state: 'failure', about, says: `can not be made: ${nearest} is a file, not a folder`, mend };
    }
    accessSync(nearest, constants.W_OK);
    return { state: 'ok', about, says: 'is not there yet; the bot makes it when it starts' };
  } catch {
    const mend = 'Let the user that runs the bot write there, or set DATA_DIR to another folder.';
    return { state: 'failure', about, says: 'can not be made: the folder is not writable', mend };
  }
}

/** The folder, or the nearest above it that is there. */
function existing(folder: string): string {
  try {
    accessSync(folder);
    return folder;
  } catch {
    const above = dirname(folder);
    return above === folder ? folder : existing(above);
  }
}
