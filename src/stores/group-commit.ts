/** A write that waits for its group. */
interface Waiting<Write, Result> {
  readonly write: Write;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** How writes are done: several as one, or one by itself. */
export interface Writers<Write, Result> {
  /** Does all of them or none, in order; a result each. */
  readonly together: (writes: readonly Write[]) => Promise<readonly Result[]>;
  readonly alone: (write: Write) => Promise<Result>;
}

/** Longest that a group waits for as many as were under way the last time, in milliseconds: less than a disk takes. */
const GATHER_MS = 0.4;
/** Part of those under way the last time that is enough. */
const ENOUGH_SHARE = 0.8;

/**
 * Does writes in groups: those of one turn of the event loop, and those that come while a group is under way, are one. Where many come at once it
 * waits a moment for them, so that they share one sync of the disk; a single sender never waits. Where a group fails each is done by itself, so
 * that what can't be written spoils nothing else.
 */
export class GroupCommit<Write, Result> {
  readonly #writers: Writers<Write, Result>;
  #waiting: Waiting<Write, Result>[] = [];
  readonly #now: () => number;
  #running: Promise<void> | undefined;
  /** Writes that are likely to come at once: so many were under way together. */
  #expected = 1;

  /** `now` in milliseconds, of any beginning. */
  constructor(writers: Writers<Write, Result>, now: () => number = () => performance.now()) {
    this.#writers = writers;
    this.#now = now;
  }

  /** Resolves once the group of a write is done. */
  commit(write: Write): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ write, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves once nothing waits any more. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // What comes in over other connections within this turn goes along.
    await nextTurn();
    while (this.#waiting.length > 0) {
      await this.#gather();
      const group = this.#waiting;
      this.#waiting = [];
      await this.#do(group);
      this.#expected = Math.ceil((group.length + this.#waiting.length) * ENOUGH_SHARE);
    }
    this.#running = undefined;
  }

  /** Waits a moment for as many as are expected. */
  async #gather(): Promise<void> {
    const until = this.#now() + GATHER_MS;
    while (this.#waiting.length < this.#expected && this.#now() < until) await nextTurn();
  }

  async #do(group: readonly Waiting<Write, Result>[]): Promise<void> {
    try {
      const results = await this.#writers.together(group.map(({ write }) => write));
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result);
    } catch (error) {
      const [only, ...others] = group;
      if (only && others.length === 0) only.reject(error);
      else
        for (const { write, resolve, reject } of group)
          await this.#writers.alone(write).then(resolve, reject);
    }
  }
}

/** Resolves once the event loop has looked for what else came in. */
function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
