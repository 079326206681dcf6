import { isAutomation } from '../lexicon/automations.ts';
import type { Filter } from '../question.ts';
import type { Token } from './tokens.ts';

/** `by jenkins`: by whoever is called after it. Who writes `user:jenkins` or "user jenkins" means that one. */
export function ofAutomation(filter: Filter, tokens: readonly Token[]): Filter {
  if (filter.key !== 'user' && filter.key !== 'named') return filter;
  if (!filter.values.some(value => isMeant(value, tokens))) return filter;
  const values = filter.values.map(value => (isMeant(value, tokens) ? `*${value.toLowerCase()}*` : value));
  return { ...filter, values };
}

function isMeant(value: string, tokens: readonly Token[]): boolean {
  const at = tokens.findIndex(({ text, quoted, filter }) => text === value && !quoted && !filter);
  return (
    at >= 0 && isAutomation(value.toLowerCase()) && !/^(user|role|session)$/.test(tokens[at - 1]?.word ?? '')
  );
}
