import { digest } from '../../records/digest.ts';
import type { History, Search } from '../ports.ts';

/** One text for all searches of a history that are given the same records for the same time. */
export function searchKey(
  { name, filters }: Pick<History, 'name' | 'filters'>,
  { scope, attribute, anyOf, question }: Omit<Search, 'range'>,
  partition = '',
): string {
  // What only says what is made of the records is left out: one search serves them all.
  const { verbs, objects, indirect, or, without, filters: conditions } = question;
  const wanted = filters ? { verbs, objects, indirect, or, without, conditions } : null;
  return digest(JSON.parse(JSON.stringify({ name, scope, attribute, anyOf, wanted, partition }))).slice(
    0,
    32,
  );
}
