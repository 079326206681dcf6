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
  'workflow',
  'space',
  'mfa',
  'tool',
]);
/** Fewest characters beside stars with which a value narrows anything. */
const MIN_LITERAL_LENGTH = 3;
/** Fewest bits of a network with which it narrows anything: as many as a provider or a company has. */
const MIN_IPV4_BITS = 8;
const MIN_IPV6_BITS = 20;

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
  const isNarrow = key === 'ip' ? isFewAddresses : isLiteral;
  return !negated && !OF_A_PLACE.has(key) && values.every(isNarrow);
}

/** Whether a value means something in particular: what all sources end in, or all ARNs begin with, does not. */
function isLiteral(value: string): boolean {
  const bare = value.replace(/\.?amazonaws\.com$/i, '').replace(/^=?\*?arn(?=[:*])/i, '');
  if (!value.includes('*')) return bare.replaceAll('=', '') !== '';
  const literal = bare.replace(/aws(?:-cn|-us-gov)?/gi, '').replace(/[^\p{L}\p{N}]/gu, '');
  return literal.length >= MIN_LITERAL_LENGTH;
}

/** Whether an address, a block of them or a pattern leaves few of all addresses. */
function isFewAddresses(value: string): boolean {
  const [address = '', bits] = value.split('/');
  const least = address.includes(':') ? MIN_IPV6_BITS : MIN_IPV4_BITS;
  if (bits !== undefined) return Number(bits) >= least;
  return !address.includes('*') || (address.match(/[0-9a-f]+/gi) ?? []).length >= 2;
}
