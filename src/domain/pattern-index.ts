import { isSpecialUser } from './plan.ts';
import { asksForReads, matchesPattern, mayAnswerByName } from './question/match.ts';
import { isWholeName, plainNamesOf, plainResourcesOf } from './question/match-names.ts';
import type { Filter, Pattern } from './question/question.ts';
import type { RecordSummary } from './summary.ts';

/** Most events by name of which is remembered what may be meant by them. */
const MAX_NAMES = 2_000;

/** Something that holds for the events of a pattern. */
export interface ForPattern {
  readonly pattern: Pattern;
}

/** A value that a record must have for a pattern to mean it, and where. */
interface Key {
  readonly by: 'user' | 'resource' | 'ip';
  readonly values: readonly string[];
}

/** What may be meant by an event of a name: by a value that its record must have, or whatever it has. */
interface Candidates {
  readonly keyed: Readonly<Record<Key['by'], ReadonlyMap<string, readonly number[]>>>;
  readonly rest: readonly number[];
}

/**
 * Many patterns, held against one record after another. Those are passed over that the record can't be meant by: going by the name of its event, and by a name or an address that
 * the pattern wants and it does not have.
 */
export class PatternIndex<T extends ForPattern> {
  readonly all: readonly T[];
  readonly #keys: readonly (Key | undefined)[];
  readonly #byName = new Map<string, Candidates>();

  constructor(all: readonly T[]) {
    this.all = all;
    this.#keys = all.map(({ pattern }) => keyOf(pattern));
  }

  /** All whose pattern means a record, in their order. */
  matching(summary: RecordSummary): readonly T[] {
    if (this.all.length === 0) return [];
    const { keyed, rest } = this.#candidates(summary);
    const found = [
      ...rest,
      ...at(keyed.user, () => plainNamesOf(summary.principal)),
      ...at(keyed.resource, () => plainResourcesOf(summary)),
      ...at(keyed.ip, () => [summary.record.sourceIPAddress?.toLowerCase() ?? '']),
    ];
    return [...new Set(found)]
      .toSorted((a, b) => a - b)
      .flatMap(index => this.all[index] ?? [])
      .filter(({ pattern }) => matchesPattern(pattern, summary));
  }

  #candidates({ record, entry }: RecordSummary): Candidates {
    const { eventSource, eventName } = record;
    const readOnly = !entry.changes;
    const name = `${eventSource} ${eventName} ${readOnly}`;
    const known = this.#byName.get(name);
    if (known) return known;
    const found = this.#parted(
      ({ pattern }) =>
        (!readOnly || asksForReads(pattern)) &&
        mayAnswerByName(pattern, { eventSource, eventName, readOnly }),
    );
    if (this.#byName.size >= MAX_NAMES) this.#byName.clear();
    this.#byName.set(name, found);
    return found;
  }

  #parted(isCandidate: (one: T) => boolean): Candidates {
    const keyed = {
      user: new Map<string, number[]>(),
      resource: new Map<string, number[]>(),
      ip: new Map<string, number[]>(),
    };
    const rest: number[] = [];
    for (const [index, one] of this.all.entries()) {
      if (!isCandidate(one)) continue;
      const key = this.#keys[index];
      if (!key) rest.push(index);
      else
        for (const value of key.values)
          keyed[key.by].set(value, [...(keyed[key.by].get(value) ?? []), index]);
    }
    return { keyed, rest };
  }
}

/** Where the values that a record has lead to. */
function at(map: ReadonlyMap<string, readonly number[]>, values: () => Iterable<string>): readonly number[] {
  return map.size === 0 ? [] : [...values()].flatMap(value => map.get(value) ?? []);
}

/** What a record must have for a pattern to mean it; undefined where nothing can be told so simply. */
function keyOf({ filters, or }: Pattern): Key | undefined {
  for (const filter of filters) {
    const key = filter.negated ? undefined : simpleKey(filter);
    // With several deeds each has things of its own.
    if (key && !(or && key.by === 'resource')) return key;
  }
  return undefined;
}

function simpleKey({ key, values }: Filter): Key | undefined {
  const folded = values.map(value => value.toLowerCase());
  if (key === 'user' && !folded.some(value => /[*/]/.test(value) || isSpecialUser(value)))
    return { by: key, values: folded.map(value => value.replace(/^=/, '')) };
  if (key === 'resource' && folded.every(isWholeName)) return { by: key, values: folded };
  if (key === 'ip' && !folded.some(value => /[*/]/.test(value))) return { by: key, values: folded };
  return undefined;
}
