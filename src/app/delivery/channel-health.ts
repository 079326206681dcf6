/** What is known of how channels take messages, since this replica began. */
export class ChannelHealth {
  readonly #unclear = new Map<string, number>();
  readonly #takenAt = new Map<string, number>();
  #lastTakenAt = Number.NEGATIVE_INFINITY;

  /** Notes an answer from which nobody can know whether a message was taken; gives how many there were in a row. */
  unclear(channel: string): number {
    const times = (this.#unclear.get(channel) ?? 0) + 1;
    this.#unclear.set(channel, times);
    return times;
  }

  /** Notes that a message was taken. `now` in milliseconds. */
  took(channel: string, now: number): void {
    this.#unclear.delete(channel);
    this.#takenAt.set(channel, now);
    this.#lastTakenAt = now;
  }

  /** The channels whose last answers were unclear, with how many in a row. */
  get unclearChannels(): ReadonlyMap<string, number> {
    return this.#unclear;
  }

  /** Whether any message was taken since an instant (milliseconds): then Slack is there. */
  isSlackThereSince(instant: number): boolean {
    return this.#lastTakenAt > instant;
  }

  /** Whether the channel took a message since an instant (milliseconds). */
  tookSince(channel: string, instant: number): boolean {
    return (this.#takenAt.get(channel) ?? Number.NEGATIVE_INFINITY) > instant;
  }
}
