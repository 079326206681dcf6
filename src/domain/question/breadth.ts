import { asksForReads } from './match.ts';
import type { Filter, FilterKey, Pattern, VerbName } from './question.ts';

/** How much a pattern takes in: `everything` of a sort or of a place, `reads` without end, by what callers chose (`chosen`), or `some` events. */
export type Breadth = 'everything' | 'reads' | 'chosen' | 'some';

/** Verbs that fit whatever was done. */
const ANY_VERB: ReadonlySet<VerbName> = new Set<VerbName>(['access', 'change', 'view']);
/** Keys by which a pattern says what sort of calls or which place, and not which of them. */
const OF_A_PLACE: ReadonlySet<FilterKey> = new Set<FilterKey>([
  'account',
  'category',
  'kind',
  'outcome',
  'readonly',
  'region',
  'mfa',
]);
/** Fewest characters beside stars with which a value narrows anything. */
const MIN_LITERAL_LENGTH = 3;

/** How much a pattern takes in, however it is put. */
export function breadthOf(pattern: Pattern): Breadth {
  const deeds = [pattern, ...(pattern.or ?? [])];
  const narrowing = pattern.filters.filter(narrows);
  const isOpen = deeds.some(
    deed =>
      deed.objects.length === 0 &&
      deed.verbs.every(verb => ANY_VERB.has(verb)) &&
      (deed === pattern || !deed.filters.some(narrows)),
  );
  if (isOpen && narrowing.length === 0) return asksForReads(pattern) ? 'reads' : 'everything';
  const isChosen = isOpen && narrowing.every(({ key }) => key === 'session');
  return isChosen ? 'chosen' : 'some';
}

/** Whether a filter leaves few events: it says which, and not merely which not. */
function narrows({ key, values, negated }: Filter): boolean {
  return !negated && !OF_A_PLACE.has(key) && values.every(value => isLiteral(value));
}

/** Whether a value means something in particular: what all sources end in does not. */
function isLiteral(value: string): boolean {
  const literal = value.replace(/\.?amazonaws\.com$/i, '').replace(/[*?=]/g, '');
  return value.includes('*') ? literal.length >= MIN_LITERAL_LENGTH : literal !== '';
}
