import { availableParallelism } from 'node:os';
import type { History } from '../app/ports.ts';
import { athenaHistory } from '../aws/athena/athena-history.ts';
import { codeCatalystClient } from '../aws/codecatalyst/client.ts';
import { spaceNames } from '../aws/codecatalyst/projects.ts';
import { spaceEventLogs } from '../aws/codecatalyst/space-event-logs.ts';
import { workflowRuns } from '../aws/codecatalyst/workflow-runs.ts';
import { localFolder } from '../aws/trail-logs/log-folder.ts';
import { scanners } from '../aws/trail-logs/scanners.ts';
import { trailLogs } from '../aws/trail-logs/trail-logs.ts';
import type { Config } from '../config/config.ts';
import type { AthenaTable } from '../domain/account.ts';
import type { Known } from '../domain/known.ts';
import type { Space } from '../domain/space.ts';
import { systemClock } from '../runtime/clock.ts';

/** Most threads that read log files. */
const MAX_THREADS = 4;

/** The log of a CodeCatalyst space, the runs of its workflows, and its names. */
export function openSpace(space: Space) {
  const post = codeCatalystClient(space, systemClock);
  return {
    log: spaceEventLogs(space, post),
    runs: workflowRuns(space, post, systemClock),
    names: spaceNames(space, post, systemClock),
  };
}

/** Trail logs, read by as many threads as there are cores. The S3 client is loaded only where a trail is in S3. `isReplaceable`: another history takes an account's over where reading takes too long. */
export function openTrailLogs(
  config: Config,
  known: Known,
  isReplaceable: (accountId: string) => boolean,
): History {
  const script = new URL('../aws/trail-logs/scan-worker.js', import.meta.url);
  return trailLogs({
    accounts: config.accounts,
    known,
    replaceable: new Set(config.accounts.flatMap(({ id }) => (id !== null && isReplaceable(id) ? [id] : []))),
    scanners: scanners(script, Math.max(1, Math.min(MAX_THREADS, availableParallelism()))),
    now: () => systemClock.now(),
    open: async trail =>
      trail.url.startsWith('file:')
        ? localFolder(trail.url)
        : (await import('../aws/trail-logs/s3-folder.ts')).s3Folder(trail, config.s3PathStyle),
  });
}

/** Tables that Athena searches; its client is loaded for the first search. */
export function openAthena({ accounts }: Pick<Config, 'accounts'>, known: Known): History {
  const clientFor = async (table: AthenaTable) =>
    (await import('../aws/athena/client.ts')).athenaClient(table);
  return athenaHistory({ accounts, known, clientFor, clock: systemClock });
}
