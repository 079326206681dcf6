import { CATALOGUE, CODECATALYST } from '../catalogue.ts';
import { OBJECTS } from './lexicon/nouns.ts';
import { pastOf } from './lexicon/verbs.ts';
import { mayAnswerByName } from './match.ts';
import type { Question } from './question.ts';

/**
 * What a question asks for that no known event of CodeCatalyst is, as `accepted billing`; undefined where there is one, or another service's events
 * may be meant. Nothing found must not read as if nobody had done it.
 */
export function unknownDeed({ verbs, objects, ...question }: Question): string | undefined {
  const isTheirs = objects.every(name => OBJECTS.get(name)?.sources.join() === CODECATALYST);
  if (verbs.length === 0 || objects.length === 0 || !isTheirs) return undefined;
  const deed: Question = { ...question, verbs, objects, filters: [] };
  const isKnown = CATALOGUE.some(({ eventName, eventSource }) =>
    mayAnswerByName(deed, { eventName, eventSource, readOnly: false }),
  );
  return isKnown ? undefined : `${verbs.map(pastOf).join(' or ')} ${objects.join(' or ')}`;
}
