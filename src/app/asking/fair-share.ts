/** Searches of one person that run at once; more wait for their turn. */
const RUNNING_COUNT = 3;
/** Questions that one person may type in a minute. */
const QUESTIONS_A_MINUTE = 60;
const MINUTE_MS = 60_000;

/** Answer to somebody who asks faster than anybody reads. */
export const TOO_MANY_QUESTIONS = `You have asked ${QUESTIONS_A_MINUTE} questions within a minute. Ask again in a moment.`;

/** Shares the bot among people, so that one who asks a lot makes nobody else wait. Of this process only. `now` in milliseconds. */
export class FairShare {
  readonly #now: () => number;
  readonly #asked = new Map<string, number[]>();
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether somebody may ask one more question now; if so it counts. */
  mayAsk(person: string): boolean {
    const since = this.#now() - MINUTE_MS;
    const lately = (this.#asked.get(person) ?? []).filter(at => at > since);
    if (lately.length >= QUESTIONS_A_MINUTE) return false;
    this.#asked.set(person, [...lately, this.#now()]);
    for (const [other, times] of this.#asked) if ((times.at(-1) ?? 0) <= since) this.#asked.delete(other);
    return true;
  }

  /** Does somebody's work when it is its turn. */
  async inTurn<T>(person: string, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(person) ?? 0;
    if (running < RUNNING_COUNT) this.#running.set(person, running + 1);
    // Whoever is done hands their place on.
    else
      await new Promise<void>(resolve =>
        this.#waiting.set(person, [...(this.#waiting.get(person) ?? []), resolve]),
      );
    try {
      return await work();
    } finally {
      this.#next(person);
    }
  }

  #next(person: string): void {
    const [next, ...others] = this.#waiting.get(person) ?? [];
    if (others.length > 0) this.#waiting.set(person, others);
    else this.#waiting.delete(person);
    if (next) return next();
    const left = (this.#running.get(person) ?? 1) - 1;
    if (left > 0) this.#running.set(person, left);
    else this.#running.delete(person);
  }
}
