import { readFileSync } from 'node:fs';

/** Now, in the phrases: a Monday, 11:00 in Berlin. */
export const NOW = Date.parse('2026-11-23T10:00:00Z');
export const CONTEXT = {
  now: NOW,
  timeZone: 'Europe/Berlin',
  accounts: [{ id: '111122223333', name: 'storefront' }],
};

/** The rows of a table in `phrases/`, a line each, columns parted by tabs. */
function table(name: string): readonly unknown[] {
  const text = readFileSync(new URL(`phrases/${name}.tsv`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map(line => line.split('\t'));
}

type Read = readonly [question: string, reading: string];

/** Questions and how they must be understood; the time zone is Berlin's. */
export const READ = table('read') as readonly Read[];

/** Questions with the ways in which people say times. */
export const TIMES = table('times') as readonly Read[];

/** What people who had not seen the grammar asked, by kind, in other words. */
export const SAID = table('said') as readonly Read[];

/** Pairs that differ in a word or two, and what that must change. */
export const NEAR_MISSES = table('near-misses') as readonly Read[];

/** Near misses that must be refused, with the code, and what the refusal must name. */
export const REFUSED = table('refused') as readonly (readonly [
  question: string,
  code: string,
  names: string,
])[];

/**
 * Questions by three people who had not seen the grammar, one after the other. At first try 64 of 100, 115 of 150 and 77 of 100 were read or
 * refused rightly; five, seven and one were read as something else.
 */
export const BLIND = table('blind') as readonly Read[];

/** Those among them that must be refused, and as what. */
export const BLIND_REFUSED = table('blind-refused') as readonly (readonly [question: string, code: string])[];
