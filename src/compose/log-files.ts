import type { LogFolder } from '../aws/trail-logs/log-folder.ts';
import { deliveredAt } from '../aws/trail-logs/log-names.ts';
import type { Config } from '../config/config.ts';
import type { Trail } from '../domain/account.ts';
import type { FetchLogFile } from '../feeds/take-document.ts';

/** Time limit of fetching one log file. */
const FETCH_WITHIN_MS = 30_000;
/** Files of CloudTrail beside the logs, which hold other things. */
const BESIDE_LOGS = /\/CloudTrail-(Digest|Aggregated)\//;

/** Fetches the log files that notices name: only those that lie under a configured trail. The S3 client is loaded for the first of them. */
export function logFileFetcher(config: Pick<Config, 'accounts' | 's3PathStyle'>): FetchLogFile {
  const trails = config.accounts.flatMap(({ trail }) => trail ?? []);
  const folders = new Map<Trail, Promise<LogFolder>>();
  const folderOf = async (trail: Trail) => {
    const { s3Folder } = await import('../aws/trail-logs/s3-folder.ts');
    return s3Folder(trail, config.s3PathStyle);
  };
  return async (bucket, key) => {
    if (deliveredAt(key) === undefined || BESIDE_LOGS.test(key)) return { kind: 'noLogFile' };
    const place = `s3://${bucket}/${key}`;
    const trail = trails.find(({ url }) => place.startsWith(`${url.replace(/\/$/, '')}/AWSLogs/`));
    if (!trail) return { kind: 'notConfigured' };
    const folder = folders.get(trail) ?? folderOf(trail);
    folders.set(trail, folder);
    // What failed once, for lack of a role say, is tried again.
    folder.catch(() => folders.delete(trail));
    const inside = place.slice(trail.url.replace(/\/$/, '').length + 1);
    const bytes = await (await folder).fetch(inside, AbortSignal.timeout(FETCH_WITHIN_MS));
    if (typeof bytes === 'string') throw new Error('a log file in S3 is not a local file');
    return { kind: 'file', bytes };
  };
}
