import {
  type History,
  HistoryError,
  type SearchPage,
  type SearchScope,
  type Unreadable,
} from '../../app/ports.ts';
import type { Account, Trail } from '../../domain/account.ts';
import { CODECATALYST } from '../../domain/catalogue.ts';
import { type LookupAttribute, wanted } from '../../domain/plan.ts';
import type { WorkflowRole } from '../../domain/principal.ts';
import type { Question, TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import type { LogFolder } from './log-folder.ts';
import { canHold, dayPrefixes, deliveredAt, LATE, regionPrefix } from './log-names.ts';
import type { Scan } from './scan.ts';
import type { Scanners } from './scanners.ts';

/** How many days are listed ahead of the files being read. */
const LISTED_AHEAD = 8;
/** How long a trail may deliver nothing before that is worth a word, in milliseconds. */
const QUIET = 2 * 3_600_000;
/** Files being fetched or scanned at once, for each thread: enough that none waits for the network. */
const FILES_PER_THREAD = 4;

/** What the history works with. */
export interface TrailLogsParts {
  readonly accounts: readonly Account[];
  readonly workflowRoles: readonly WorkflowRole[];
  /** Opens the place of a trail; asked once for each. */
  readonly open: (trail: Trail) => Promise<LogFolder>;
  readonly scanners: Scanners;
  readonly now: () => number;
}

/** A log file and when it was delivered, in milliseconds. */
interface LogFile {
  readonly key: string;
  readonly at: number;
}

/**
 * Trails' own log files, in S3 or a local folder: as far back as they are kept, data events included. Lists only the days and Regions that
 * can hold the range and reads the newest files first, several at once, a few in memory at a time.
 */
export function trailLogs(parts: TrailLogsParts): History {
  const trails = new Map(
    parts.accounts.flatMap(account =>
      account.id !== null && account.trail ? [[account.id, account.trail]] : [],
    ),
  );
  const folders = new Map<string, Promise<LogFolder>>();
  const folderOf = (trail: Trail): Promise<LogFolder> => {
    const known = folders.get(trail.url) ?? parts.open(trail);
    folders.set(trail.url, known);
    return known;
  };
  return {
    name: 'Trail logs',
    scopes: parts.accounts.flatMap(({ id, regions, trail }) =>
      trail ? regions.map(region => ({ accountId: id, region })) : [],
    ),
    reach: null,
    holds: 'all',
    filters: true,
    serves: scope => scope.accountId !== null && trails.has(scope.accountId),
    async *search({ scope, attribute, question, range }, signal) {
      const trail = trails.get(scope?.accountId ?? '');
      if (!scope || scope.accountId === null || !trail)
        throw new HistoryError('no trail is configured for this account');
      const scan: Scan = {
        question,
        range,
        carrier: { accountId: scope.accountId, region: scope.region },
        workflowRoles: parts.workflowRoles,
        ...needlesFor(attribute, question),
      };
      try {
        const folder = await folderOf(trail);
        const roots = await rootsOf(folder, { accountId: scope.accountId, region: scope.region }, signal);
        yield* read(folder, roots, scan, signal);
      } catch (error) {
        if (signal.aborted || error instanceof HistoryError) throw error;
        throw new HistoryError(explain(error, trail), { cause: error });
      }
    },
  };

  /** The folders of an account's Region: below `AWSLogs/`, and below `AWSLogs/o-…/` where the trail is an organization's. */
  async function rootsOf(
    folder: LogFolder,
    scope: SearchScope & { accountId: string },
    signal: AbortSignal,
  ): Promise<string[]> {
    const below = await folder.folders('AWSLogs/', signal);
    const homes = ['AWSLogs/', ...below.filter(name => name.startsWith('o-')).map(name => `AWSLogs/${name}`)];
    return homes.map(home => regionPrefix(home, scope.accountId, scope.region));
  }

  async function* read(
    folder: LogFolder,
    roots: readonly string[],
    scan: Scan,
    signal: AbortSignal,
  ): AsyncGenerator<SearchPage> {
    const { range } = scan;
    const beginning = await beginningOf(folder, roots, signal);
    if (beginning === undefined) throw new HistoryError('the trail has no logs of this account and Region');
    const oldest = Math.max(range.from, Math.floor(beginning / 86_400_000) * 86_400_000);
    let reachedBackTo = range.to;
    let newest = 0;
    for await (const { file, records, error } of scanned(
      folder,
      filesOf(folder, roots, { from: oldest, to: range.to }, signal),
      scan,
      signal,
    )) {
      // Whatever files are left were delivered no later than this one, so nothing in them is younger.
      reachedBackTo = Math.min(reachedBackTo, Math.max(oldest, file.at + 60_000));
      newest = Math.max(newest, file.at);
      const name = file.key.split('/').at(-1);
      const unreadable: Unreadable[] =
        error === undefined
          ? []
          : [{ reason: `${name} could not be read (${error})`, range: held(file, range) }];
      if (records.length > 0 || unreadable.length > 0 || reachedBackTo < range.to)
        yield { records, unreadable, reachedBackTo, requests: 0, cached: 0 };
    }
    const unreadable = endsEarly(newest, range, parts.now());
    yield { records: [], unreadable, reachedBackTo: oldest, requests: 0, cached: 0 };
    if (oldest > range.from)
      throw new HistoryError(`the trail has no logs before ${new Date(oldest).toISOString().slice(0, 10)}`);
  }

  /** When the first file of all was delivered, or undefined where there is none. */
  async function beginningOf(
    folder: LogFolder,
    roots: readonly string[],
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const firsts = await Promise.all(roots.map(root => folder.list(root, signal, 'first')));
    const times = firsts.flat().flatMap(key => deliveredAt(key) ?? []);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Files that can hold a range, the last delivered first. */
  async function* filesOf(
    folder: LogFolder,
    roots: readonly string[],
    range: TimeRange,
    signal: AbortSignal,
  ): AsyncGenerator<LogFile> {
    const days = dayPrefixes(range, parts.now());
    const ahead: Promise<LogFile[]>[] = [];
    const listNext = () => {
      const { value: day, done } = days.next();
      if (done) return;
      const listing = Promise.all(roots.map(root => folder.list(`${root}${day}`, signal))).then(keys =>
        keys
          .flat()
          .flatMap(key => {
            const at = deliveredAt(key);
            return at !== undefined && canHold(at, range) ? [{ key, at }] : [];
          })
          .toSorted((a, b) => b.at - a.at),
      );
      // Where one fails, those listed ahead must not become rejections that nobody handles.
      listing.catch(() => undefined);
      ahead.push(listing);
    };
    for (let count = 0; count < LISTED_AHEAD; count++) listNext();
    for (;;) {
      const files = await ahead.shift();
      if (!files) return;
      listNext();
      yield* files;
    }
  }

  /** Scans files in their order, several at once. */
  async function* scanned(
    folder: LogFolder,
    files: AsyncIterable<LogFile>,
    scan: Scan,
    signal: AbortSignal,
  ): AsyncGenerator<{ file: LogFile; records: readonly CloudTrailRecord[]; error?: string }> {
    const running: Promise<{ file: LogFile; records: readonly CloudTrailRecord[]; error?: string }>[] = [];
    const most = parts.scanners.size * FILES_PER_THREAD;
    for await (const file of files) {
      signal.throwIfAborted();
      const work = scanOne(folder, file, scan, signal);
      work.catch(() => undefined);
      running.push(work);
      const first = running.length >= most ? running.shift() : undefined;
      if (first) yield await first;
    }
    for (const work of running) yield await work;
  }

  async function scanOne(folder: LogFolder, file: LogFile, scan: Scan, signal: AbortSignal) {
    const source = await folder.fetch(file.key, signal);
    try {
      return { file, records: await parts.scanners.scan(source, scan) };
    } catch (error) {
      return { file, records: [], error: (error as Error).message };
    }
  }
}

/**
 * The end of a range up to now for which no log file came any more. A busy account's trail delivers every few minutes; where the files end
 * hours ago nothing may have happened, or the trail was stopped, and only the first would be an answer.
 */
function endsEarly(newest: number, range: TimeRange, now: number): Unreadable[] {
  const isRecent = now - range.to < LATE;
  if (!isRecent || newest >= range.to - QUIET) return [];
  const from = Math.max(range.from, newest);
  const since = newest === 0 ? 'in this time' : `since ${new Date(newest).toISOString().slice(0, 16)}Z`;
  const reason = `no log file was delivered ${since}: nothing happened, or the trail was stopped`;
  return [{ reason, range: { from, to: range.to } }];
}

/** When the events in a file happened: in the hour before it was delivered, as far as can be said; all of the range where that is later. */
function held(file: LogFile, range: TimeRange): TimeRange {
  const from = Math.max(range.from, file.at - 3_600_000);
  return from >= range.to ? range : { from, to: Math.min(range.to, Math.max(from, file.at) + 60_000) };
}

/** Texts of which every record with the attribute, or by the named user, holds one. */
function needlesFor(
  attribute: LookupAttribute | null,
  question: Question,
): Pick<Scan, 'needles' | 'caseless'> {
  if (attribute && attribute.key !== 'ReadOnly' && /^[\w.:/@+=,-]+$/.test(attribute.value))
    return { needles: spellings(attribute), caseless: null };
  const [user, ...others] = (wanted(question, 'user') ?? []).map(name => name.replace(/^=/, ''));
  const plain =
    user !== undefined &&
    others.length === 0 &&
    /^[\w@.-]{3,}$/.test(user) &&
    !/^(root|me|workflows?)$/i.test(user);
  return { needles: null, caseless: plain ? user : null };
}

/** Some records begin their event name with a small letter, and CodeCatalyst's own name is written in two ways. */
function spellings({ key, value }: LookupAttribute): string[] {
  if (key === 'EventName') return [value.slice(1)];
  return value === CODECATALYST ? ['atalyst.amazonaws'] : [value];
}

/** What failed, and what to do. */
function explain(error: unknown, trail: Trail): string {
  const { name, code, message } = error as Error & { code?: string };
  const what = `${name} ${code ?? ''}`;
  if (/ENOENT|NoSuchBucket/.test(what))
    return `there is nothing at ${trail.url}: check the trail of the account in cctrail.yml`;
  if (/AccessDenied|EACCES|Forbidden|403/.test(what))
    return `access to ${trail.url} is denied: the role needs s3:ListBucket and s3:GetObject there`;
  if (/Credentials/.test(what)) return 'no AWS credentials were found to read the trail logs with';
  if (/ExpiredToken/.test(what)) return 'the AWS session has expired: renew the credentials';
  if (/Timeout/.test(what)) return 'S3 did not answer in time';
  return `the trail logs could not be read (${name}: ${message.slice(0, 120)})`;
}
