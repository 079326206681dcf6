import { CODECATALYST } from '../catalogue.ts';
import { wantedOf } from './filters.ts';
import { OBJECTS } from './lexicon/nouns.ts';
import { runFilters } from './match-run.ts';
import type { Question } from './question.ts';

/** Things of CodeCatalyst that AWS records in accounts (Amazon CodeCatalyst User Guide, "Monitoring AWS accounts with CloudTrail"). */
const IN_ACCOUNTS: ReadonlySet<string> = new Set([
  'billing',
  'connection',
  'identity center application',
  'space',
]);

/** Whether hardly anything that a question asks for is in CloudTrail, as the space's own log alone has it: members, workflows, what happens in projects. */
export function isInSpaceLog(question: Question): boolean {
  const nouns = [question.objects, ...(question.or ?? []).map(({ objects }) => objects)].flat();
  const isOfSpaces = (noun: string) =>
    OBJECTS.get(noun)?.sources.join() === CODECATALYST && !IN_ACCOUNTS.has(noun);
  if (nouns.length > 0) return nouns.every(isOfSpaces);
  return wantedOf(question, 'project') !== undefined && runFilters(question).length === 0;
}
