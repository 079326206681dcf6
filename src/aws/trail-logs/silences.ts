import type { Unreadable } from '../../app/ports.ts';
import type { TimeRange } from '../../domain/question/question.ts';
import { LATEST_DELIVERY_MS } from './log-names.ts';

/** Time without a delivery after which the silence up to now is worth a word. */
const RECENT_SILENCE_MS = 2 * 3_600_000;
/** The same for a silence between deliveries: nights are quiet. */
const SILENCE_MS = 86_400_000;
/** Meaning of a silence, as far as it can be told. */
const WHY = 'nothing happened, or the trail was stopped';
/** Most silences of a range that are told one by one. */
const MAX_SILENCES = 3;

/**
 * Stretches of a range for which a trail delivered no log file. A busy account's trail delivers every few minutes; where it was silent for long
 * nothing may have happened, or the trail was stopped, and only the first would be an answer.
 */
export class Silences {
  readonly #range: TimeRange;
  readonly #found: TimeRange[] = [];
  /** When the file before was delivered, which is the later one; the silence from it back is not known yet. */
  #later: number;
  /** The longest silence from there back that is not worth a word. */
  #longest: number;

  /** @param range what is read, in milliseconds; `now` as well */
  constructor(range: TimeRange, now: number) {
    this.#range = range;
    const isRecent = now - range.to < LATEST_DELIVERY_MS;
    // Files that were delivered after a range show that the trail went on; they are listed that far.
    this.#later = isRecent ? range.to : range.to + LATEST_DELIVERY_MS;
    this.#longest = isRecent ? RECENT_SILENCE_MS : SILENCE_MS;
  }

  /** Notes when a file was delivered; the last delivered comes first. */
  delivered(at: number): void {
    this.#between(at);
    this.#later = at;
    this.#longest = SILENCE_MS;
  }

  /** What there is to tell once all files were noted, as gaps; a trail that is silent again and again is one gap. */
  tell(): Unreadable[] {
    this.#between(this.#range.from);
    const [last, first] = [this.#found[0], this.#found.at(-1)];
    if (!last || !first) return [];
    if (this.#found.length > MAX_SILENCES) {
      const range = { from: first.from, to: last.to };
      return [
        { range, cause: 'silent', reason: `no log files were delivered for days again and again: ${WHY}` },
      ];
    }
    return this.#found.map(range => {
      const since = range.from === this.#range.from ? 'in this time' : `since ${minute(range.from)}`;
      const until = range.to === this.#range.to ? '' : ` until ${minute(range.to)}`;
      return { range, cause: 'silent', reason: `no log file was delivered ${since}${until}: ${WHY}` };
    });
  }

  #between(at: number): void {
    const { from, to } = this.#range;
    if (this.#later - at <= this.#longest) return;
    const silence = { from: Math.max(from, at), to: Math.min(to, this.#later) };
    const isWhole = silence.from === from && silence.to === to;
    if (silence.to > silence.from && (isWhole || silence.to - silence.from > RECENT_SILENCE_MS))
      this.#found.push(silence);
  }
}

function minute(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 16)}Z`;
}
