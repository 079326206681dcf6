import type { Principal } from './principal.ts';
import { principalOf } from './principal-of.ts';
import { passesAll } from './question/match.ts';
import { isNameInAddress } from './question/match-names.ts';
import type { Question } from './question/question.ts';
import type { RecordSummary } from './summary.ts';
import type { Tally } from './tally.ts';
import { SPACE_WORD } from './user-names.ts';

/**
 * The different people whom the one name in a question fits, by their whole names: `bob` is `bob@example.com` and `bob@corp.example`. Empty
 * where there is no such name, where it fits one person only, or where it is a role that many use. Sessions count for whom they name.
 */
export function namesakesIn(question: Question, events: readonly RecordSummary[]): readonly Tally[] {
  const users = question.filters.filter(({ key, negated }) => key === 'user' && !negated);
  const [name, ...others] = users.flatMap(filter => filter.values);
  if (name === undefined || others.length > 0 || !/^[\w-]+([.][\w-]+)*$/.test(name)) return [];
  if (/^(root|workflows?|me)$/i.test(name)) return [];
  const counts = new Map<string, number>();
  const ids = new Map<string, Set<string>>();
  const named = events.flatMap(event => {
    // By the record's own word: what STS proved of some sessions must not split them from others.
    const principal = principalOf(event.record);
    if (!passesAll(users, { ...event, principal })) return [];
    const person = personNamed(name.toLowerCase(), principal);
    if (person === undefined) return [];
    const id = idOf(principal);
    if (id !== undefined) ids.set(person, (ids.get(person) ?? new Set()).add(id));
    return [{ person, id }];
  });
  for (const { person, id } of named) {
    // Users of one name in two accounts are two people, and only their ARNs tell them apart; in a space, only their ids.
    const who = id !== undefined && (ids.get(person)?.size ?? 0) > 1 ? id : person;
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
      filter.key === 'user' && !filter.negated ? { ...filter, values: [`=${namesake}`] } : filter,
    ),
  };
}

/** What tells somebody apart from others of their name: an ARN, or in a space, where the name is its word alone, an id. */
function idOf({ identifiers, saidBy, behind }: Principal): string | undefined {
  return identifiers.find(one => one.includes(':user/')) ?? (saidBy === SPACE_WORD ? behind[0] : undefined);
}

/** The whole name of the person whom a name fits in a principal; undefined where it fits no person but a role, say. */
function personNamed(
  name: string,
  { name: full, claimed, identifiers, chain }: Principal,
): string | undefined {
  const names = [
    full.toLowerCase(),
    ...chain.map(link => link.name.toLowerCase()),
    ...identifiers,
    ...claimed,
  ];
  const last = names.map(one => one.split('/').at(-1) ?? one);
  // An address says more than the name alone, and both may stand in one record.
  return last.find(one => isNameInAddress(name, one)) ?? last.find(one => one === name);
}
