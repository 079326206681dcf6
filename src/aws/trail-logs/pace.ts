/** Files that are read in a second where nothing has been measured yet. */
const USUAL_FILES_PER_SECOND = 150;
/** Files after which what was measured counts. */
const MIN_MEASURED_COUNT = 50;

/** How fast log files are read, measured as it goes: several at once, so by the time in which any was. */
export class Pace {
  readonly #now: () => number;
  #running = 0;
  #since = 0;
  #busyMs = 0;
  #count = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Reads a file, and counts how long that took, also where it failed. */
  async timed<T>(read: () => Promise<T>): Promise<T> {
    if (this.#running === 0) this.#since = this.#now();
    this.#running += 1;
    try {
      return await read();
    } finally {
      this.#running -= 1;
      this.#count += 1;
      if (this.#running === 0) this.#busyMs += this.#now() - this.#since;
    }
  }

  /** About how long so many files take, in seconds. */
  secondsFor(files: number): number {
    const isMeasured = this.#count >= MIN_MEASURED_COUNT && this.#busyMs > 0;
    return files / (isMeasured ? (this.#count / this.#busyMs) * 1_000 : USUAL_FILES_PER_SECOND);
  }
}
