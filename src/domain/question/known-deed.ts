import { wantedOf } from './filters.ts';
import { pastOf } from './lexicon/verbs.ts';
import { isKnownDeed } from './match-deed.ts';
import type { Question } from './question.ts';

/**
 * What a question asks for that no known event of any service is, as `accepted billing`; undefined where there is one. Nothing found must not read as if
 * nobody had done it.
 */
export function unknownDeed(question: Question): string | undefined {
  const { verbs, objects } = question;
  if (question.or || isKnownDeed({ verbs, objects }, wantedOf(question, 'source') ?? [])) return undefined;
  return `${verbs.map(pastOf).join(' or ')} ${objects.join(' or ')}`;
}
