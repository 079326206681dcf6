import { HistoryError } from '../../app/errors.ts';
import type { History, Search, SearchPage, Unreadable } from '../../app/ports.ts';
import type { Account, Trail } from '../../domain/account.ts';
import { CODECATALYST } from '../../domain/catalogue.ts';
import type { Known } from '../../domain/known.ts';
import type { LookupAttribute } from '../../domain/plan.ts';
import { wantedOf } from '../../domain/question/filters.ts';
import type { Question, TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { isNameOfId } from '../../domain/user-names.ts';
import { type LogFile, LogFiles } from './log-files.ts';
import type { LogFolder } from './log-folder.ts';
import { Pace } from './pace.ts';
import type { Scan } from './scan.ts';
import type { Scanners } from './scanners.ts';
import { Silences } from './silences.ts';
import { trailError } from './trail-errors.ts';

/** Files being fetched or scanned at once, for each thread: enough that none waits for the network. */
const FILES_PER_THREAD = 4;
/** Time that reading log files for one answer may take where something faster can be searched. */
const MAX_READING_SECONDS = 10;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** What the history works with. */
export interface TrailLogsDeps {
  readonly accounts: readonly Account[];
  readonly known: Known;
  /** Opens the place of a trail; asked once for each. */
  readonly open: (trail: Trail) => Promise<LogFolder>;
  readonly scanners: Scanners;
  /** Accounts of which another history can be searched where there are more files than can be read in time. */
  readonly replaceable?: ReadonlySet<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Trails' own log files, in S3 or a local folder: as far back as they are kept, data events included. Lists only the days and Regions that
 * can hold the range and reads the newest files first, several at once, a few in memory at a time.
 */
export function trailLogs(deps: TrailLogsDeps): History {
  const trails = new Map(
    deps.accounts.flatMap(({ id, trail }) => (id !== null && trail ? [[id, trail]] : [])),
  );
  const pace = new Pace();
  const folders = new Map<string, Promise<LogFolder>>();
  const folderOf = (trail: Trail): Promise<LogFolder> => {
    const known = folders.get(trail.url) ?? deps.open(trail);
    folders.set(trail.url, known);
    return known;
  };
  return {
    name: 'Trail logs',
    scopes: deps.accounts.flatMap(({ id, regions, trail }) =>
      trail ? regions.map(region => ({ accountId: id, region })) : [],
    ),
    reach: null,
    coverage: 'full',
    filters: true,
    serves: scope => scope.accountId !== null && trails.has(scope.accountId),
    async *search(search, signal) {
      const trail = trails.get(search.scope?.accountId ?? '');
      if (!trail) throw new HistoryError('misconfigured', 'no trail is configured for this account');
      try {
        const folder = await folderOf(trail);
        yield* new TrailSearch(
          deps,
          pace,
          { folder, url: trail.url },
          scanFor(search, deps.known),
          signal,
        ).pages();
      } catch (error) {
        throw signal.aborted || error instanceof HistoryError ? error : trailError(error, trail);
      }
    },
  };
}

/** What scanning one file gave. */
interface ScannedFile {
  readonly file: LogFile;
  readonly records: readonly CloudTrailRecord[];
  /** Why the file, or some of it, could not be read. */
  readonly error?: string;
}

/** One search of a trail's log files. */
class TrailSearch {
  readonly #deps: TrailLogsDeps;
  readonly #pace: Pace;
  readonly #folder: LogFolder;
  readonly #scan: TrailScan;
  readonly #signal: AbortSignal;
  readonly #url: string;

  constructor(
    deps: TrailLogsDeps,
    pace: Pace,
    { folder, url }: { readonly folder: LogFolder; readonly url: string },
    scan: TrailScan,
    signal: AbortSignal,
  ) {
    [this.#deps, this.#pace, this.#url] = [deps, pace, url];
    this.#folder = folder;
    this.#scan = scan;
    this.#signal = signal;
  }

  /** Pages, newest first. @throws {HistoryError} where the files do not reach as far back as the range */
  async *pages(): AsyncGenerator<SearchPage> {
    const { range, carrier } = this.#scan;
    const now = this.#deps.now();
    const files = await LogFiles.in(this.#folder, carrier, this.#signal);
    const beginning = await files.beginning(this.#signal);
    if (beginning === undefined)
      throw new HistoryError(
        'silent',
        `there are no logs of this account and Region at ${this.#url}: check the trail of the account in cctrail.yml, and its prefix`,
      );
    const oldest = Math.max(range.from, Math.floor(beginning / DAY_MS) * DAY_MS);
    if (this.#deps.replaceable?.has(carrier.accountId)) {
      const estimate = await files.estimate({ from: oldest, to: range.to }, this.#signal);
      if (this.#pace.secondsFor(estimate) > MAX_READING_SECONDS)
        throw new HistoryError(
          'limit',
          `about ${estimate.toLocaleString('en')} log files are more than can be read in time`,
        );
    }
    let reachedBackTo = range.to;
    const silences = new Silences({ from: oldest, to: range.to }, now);
    const holding = files.holding({ from: oldest, to: range.to }, now, this.#signal);
    for await (const { file, records, error } of this.#scanAll(holding)) {
      // Whatever files are left were delivered no later than this one, so nothing in them is younger.
      // The last page alone has reached all: it tells of silences, and nobody reads on behind it.
      reachedBackTo = Math.min(reachedBackTo, Math.max(oldest + 1, file.at + MINUTE_MS));
      silences.delivered(file.at);
      const unreadable = error === undefined ? [] : [damaged(file, error, range)];
      if (records.length > 0 || unreadable.length > 0 || reachedBackTo < range.to)
        yield { records, unreadable, reachedBackTo, requests: 0, cached: 0 };
    }
    yield { records: [], unreadable: silences.tell(), reachedBackTo: oldest, requests: 0, cached: 0 };
    if (oldest > range.from)
      throw new HistoryError(
        'tooOld',
        `the trail has no logs before ${new Date(oldest).toISOString().slice(0, 10)}`,
      );
  }

  /** Scans files in their order, several at once. */
  async *#scanAll(files: AsyncIterable<LogFile>): AsyncGenerator<ScannedFile> {
    const running: Promise<ScannedFile>[] = [];
    const maxRunning = this.#deps.scanners.size * FILES_PER_THREAD;
    for await (const file of files) {
      this.#signal.throwIfAborted();
      const work = this.#pace.timed(() => this.#scanOne(file));
      work.catch(() => undefined);
      running.push(work);
      const first = running.length >= maxRunning ? running.shift() : undefined;
      if (first) yield await first;
    }
    for (const work of running) yield await work;
  }

  async #scanOne(file: LogFile): Promise<ScannedFile> {
    const source = await this.#folder.fetch(file.key, this.#signal);
    try {
      const { records, unread } = await this.#deps.scanners.scan(source, this.#scan);
      const entries = unread === 1 ? 'one entry is no record' : `${unread} entries are no records`;
      return { file, records, ...(unread > 0 && { error: `${entries}, or without a time` }) };
    } catch (error) {
      return { file, records: [], error: (error as Error).message };
    }
  }
}

/** What is looked for in the log files of one account and Region. */
type TrailScan = Scan & { readonly carrier: { readonly accountId: string; readonly region: string } };

function scanFor({ scope, attribute, question, range }: Search, known: Known): TrailScan {
  const carrier = { accountId: scope?.accountId ?? '', region: scope?.region ?? '' };
  return { question, range, carrier, known, ...needlesFor(attribute, question, known) };
}

/** A file that could not be read. Its events are of the hour before it was delivered, or of all the range where that is later. */
function damaged({ key, at }: LogFile, error: string, range: TimeRange): Unreadable {
  const from = Math.max(range.from, at - HOUR_MS);
  const to = Math.min(range.to, Math.max(from, at) + MINUTE_MS);
  const reason = `${key.split('/').at(-1)} could not be read (${error})`;
  return { reason, range: from >= range.to ? range : { from, to } };
}

/** Texts of which every record with the attribute, or by the named user, holds one. */
function needlesFor(
  attribute: LookupAttribute | null,
  question: Question,
  { userNames }: Known,
): Pick<Scan, 'needles' | 'caseless'> {
  if (attribute && attribute.key !== 'ReadOnly' && /^[\w.:/@+=,-]+$/.test(attribute.value))
    return { needles: spellings(attribute), caseless: null };
  const [user, ...others] = (wantedOf(question, 'user') ?? []).map(name => name.replace(/^=/, ''));
  const plain =
    user !== undefined &&
    others.length === 0 &&
    /^[\w@.-]{3,}$/.test(user) &&
    !/^(root|me|workflows?)$/i.test(user) &&
    !isNameOfId(user, userNames);
  return { needles: null, caseless: plain ? user : null };
}

/** Some records begin their event name with a small letter, and CodeCatalyst's own name is written in two ways. */
function spellings({ key, value }: LookupAttribute): string[] {
  if (key === 'EventName') return [value.slice(1)];
  return value === CODECATALYST ? ['atalyst.amazonaws'] : [value];
}
