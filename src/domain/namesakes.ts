import { passesAll } from './question/match.ts';
import type { Question } from './question/question.ts';
import { personBehind } from './session.ts';
import type { RecordSummary } from './summary.ts';

/** Somebody whom a name in a question fits, and how many of the events are theirs. */
export interface Namesake {
  readonly name: string;
  readonly events: number;
}

/**
 * The different people whom the one name in a question fits: `bob` is `bob@example.com` and `bob@corp.example`. Empty where there is no
 * such name, or only one person: sessions and roles of somebody count as them.
 */
export function namesakesIn(question: Question, events: readonly RecordSummary[]): readonly Namesake[] {
  const users = question.filters.filter(({ key, negated }) => key === 'user' && !negated);
  const [name, ...others] = users.flatMap(filter => filter.values);
  if (name === undefined || others.length > 0 || !/^[\w-]+([.][\w-]+)*$/.test(name)) return [];
  if (/^(root|workflows?|me)$/i.test(name)) return [];
  const counts = new Map<string, number>();
  for (const event of events) {
    if (!passesAll(users, event)) continue;
    const who = personOf(event);
    counts.set(who, (counts.get(who) ?? 0) + 1);
  }
  if (counts.size < 2) return [];
  return [...counts]
    .map(([who, count]) => ({ name: who, events: count }))
    .toSorted((a, b) => b.events - a.events);
}

/** A question for one of the people only. */
export function narrowedTo(question: Question, namesake: string): Question {
  return {
    ...question,
    filters: question.filters.map(filter =>
      filter.key === 'user' && !filter.negated ? { ...filter, values: [namesake] } : filter,
    ),
  };
}

/** The part of a principal's name that names the person: `bob@example.com` in `Deploy/bob@example.com`. */
function personOf({ principal }: RecordSummary): string {
  const name = personBehind(principal) ?? principal.name;
  return (name.split('/').at(-1) ?? name).toLowerCase();
}
