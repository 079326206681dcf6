import { asksForReads, matchesPattern, mayAnswerByName } from './question/match.ts';
import type { Pattern } from './question/question.ts';
import type { RecordSummary } from './summary.ts';

/** Most events by name of which is remembered what may be meant by them. */
const MAX_NAMES = 2_000;

/** Something that holds for the events of a pattern. */
export interface ForPattern {
  readonly pattern: Pattern;
}

/** Many patterns, held against one record after another: those that an event can't be meant by, going by its name, are passed over. */
export class PatternIndex<T extends ForPattern> {
  readonly all: readonly T[];
  readonly #byName = new Map<string, readonly T[]>();

  constructor(all: readonly T[]) {
    this.all = all;
  }

  /** All whose pattern means a record, in their order. */
  matching(summary: RecordSummary): readonly T[] {
    if (this.all.length === 0) return [];
    return this.#candidates(summary).filter(({ pattern }) => matchesPattern(pattern, summary));
  }

  #candidates({ record, entry }: RecordSummary): readonly T[] {
    const { eventSource, eventName } = record;
    const name = `${eventSource} ${eventName} ${entry.changes}`;
    const known = this.#byName.get(name);
    if (known) return known;
    const readOnly = !entry.changes;
    const found = this.all.filter(
      ({ pattern }) =>
        (!readOnly || asksForReads(pattern)) &&
        mayAnswerByName(pattern, { eventSource, eventName, readOnly }),
    );
    if (this.#byName.size >= MAX_NAMES) this.#byName.clear();
    this.#byName.set(name, found);
    return found;
  }
}
