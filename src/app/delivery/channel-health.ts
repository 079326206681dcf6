/** Outcomes that are remembered of a channel. */
const MAX_OUTCOMES = 30;
/** Fewest outcomes of others from which it is told how they fare, and the largest part of them that may have failed. */
const FEWEST_OTHERS = 3;
const FAILED_SHARE = 0.1;
/** Time after which unclear answers say nothing about now. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;

/** What became of a message, as far as was answered. */
interface Outcome {
  readonly job: string;
  readonly at: number;
  readonly taken: boolean;
}

/** What is known of how a channel takes messages of a kind (posts, or updates), since this replica began. Times in milliseconds. */
export class ChannelHealth {
  readonly #outcomes = new Map<string, Outcome[]>();
  readonly #unclear = new Map<string, { times: number; at: number }>();

  /** Notes an answer from which nobody can know whether a message was taken; gives how many there were in a row. */
  unclear(lane: string, job: string, now: number): number {
    this.#note(lane, { job, at: now, taken: false });
    const before = this.#unclear.get(lane);
    const times = (before && now - before.at < FORGOTTEN_AFTER_MS ? before.times : 0) + 1;
    this.#unclear.set(lane, { times, at: now });
    return times;
  }

  /** Notes that a message was taken. */
  took(lane: string, job: string, now: number): void {
    this.#note(lane, { job, at: now, taken: true });
    this.#unclear.delete(lane);
  }

  /** Whether other messages were taken since an instant, nearly all of them: then it is this one that is at fault. */
  othersFareWell(lane: string, job: string, since: number): boolean {
    const others = (this.#outcomes.get(lane) ?? []).filter(one => one.job !== job && one.at > since);
    const failed = others.filter(({ taken }) => !taken).length;
    return others.length >= FEWEST_OTHERS && failed <= FAILED_SHARE * others.length;
  }

  /** The lanes whose last answers were unclear, with how many in a row. */
  unclearLanes(now: number): ReadonlyMap<string, number> {
    return new Map(
      [...this.#unclear]
        .filter(([, { at }]) => now - at < FORGOTTEN_AFTER_MS)
        .map(([lane, { times }]) => [lane, times]),
    );
  }

  #note(lane: string, outcome: Outcome): void {
    const outcomes = this.#outcomes.get(lane) ?? [];
    outcomes.push(outcome);
    if (outcomes.length > MAX_OUTCOMES) outcomes.shift();
    this.#outcomes.set(lane, outcomes);
  }
}
