import type { TimeRange } from '../../domain/question/question.ts';
import type { LogFolder } from './log-folder.ts';
import { canHold, dayPrefixes, deliveredAt, regionPrefix } from './log-names.ts';

/** Days that are listed ahead of the files being read. */
const DAYS_AHEAD = 8;

/** A log file and when it was delivered, in milliseconds. */
export interface LogFile {
  readonly key: string;
  readonly at: number;
}

/** The log files of one account and Region, in the folder of its trail. */
export class LogFiles {
  readonly folder: LogFolder;
  readonly #roots: readonly string[];

  private constructor(folder: LogFolder, roots: readonly string[]) {
    this.folder = folder;
    this.#roots = roots;
  }

  /** Finds them below `AWSLogs/`, and below `AWSLogs/o-…/` where the trail is an organization's. */
  static async in(
    folder: LogFolder,
    { accountId, region }: { readonly accountId: string; readonly region: string },
    signal: AbortSignal,
  ): Promise<LogFiles> {
    const below = await folder.folders('AWSLogs/', signal);
    const homes = ['AWSLogs/', ...below.filter(name => name.startsWith('o-')).map(name => `AWSLogs/${name}`)];
    const roots = homes.map(home => regionPrefix(home, accountId, region));
    return new LogFiles(folder, roots);
  }

  /** When the first file of all was delivered, or undefined where there is none. */
  async beginning(signal: AbortSignal): Promise<number | undefined> {
    const firsts = await Promise.all(this.#roots.map(root => this.folder.list(root, signal, 'first')));
    const times = firsts.flat().flatMap(key => deliveredAt(key) ?? []);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Files that can hold a range, the last delivered first. `now` in milliseconds. */
  async *holding(range: TimeRange, now: number, signal: AbortSignal): AsyncGenerator<LogFile> {
    const days = dayPrefixes(range, now);
    const ahead: Promise<LogFile[]>[] = [];
    const listNext = () => {
      const { value: day, done } = days.next();
      if (done) return;
      const listing = this.#list(day, range, signal);
      // Where one fails, those listed ahead must not become rejections that nobody handles.
      listing.catch(() => undefined);
      ahead.push(listing);
    };
    for (let count = 0; count < DAYS_AHEAD; count++) listNext();
    for (;;) {
      const files = await ahead.shift();
      if (!files) return;
      listNext();
      yield* files;
    }
  }

  /** About how many files there are of a range, by the first, the middle and the last of its days. */
  async estimate(range: TimeRange, signal: AbortSignal): Promise<number> {
    const days = [...dayPrefixes(range, range.to)];
    const samples = [...new Set([days[0], days[Math.floor(days.length / 2)], days.at(-1)])].filter(
      day => day !== undefined,
    );
    const counts = await Promise.all(
      samples.flatMap(day =>
        this.#roots.map(async root => (await this.folder.list(`${root}${day}`, signal)).length),
      ),
    );
    return Math.round((counts.reduce((sum, count) => sum + count, 0) / samples.length) * days.length);
  }

  async #list(day: string, range: TimeRange, signal: AbortSignal): Promise<LogFile[]> {
    const keys = await Promise.all(this.#roots.map(root => this.folder.list(`${root}${day}`, signal)));
    return keys
      .flat()
      .flatMap(key => {
        const at = deliveredAt(key);
        return at !== undefined && canHold(at, range) ? [{ key, at }] : [];
      })
      .toSorted((a, b) => b.at - a.at);
  }
}
