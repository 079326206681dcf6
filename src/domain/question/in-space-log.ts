import { CODECATALYST } from '../catalogue.ts';
import { wantedOf } from './filters.ts';
import { OBJECTS } from './lexicon/nouns.ts';
import { runFilters } from './match-run.ts';
import type { Question } from './question.ts';

/** Things of CodeCatalyst whose events AWS records in the connected accounts (Amazon CodeCatalyst User Guide, "Monitoring AWS accounts with CloudTrail"). */
const IN_CONNECTED_ACCOUNTS = ['billing', 'connection'];

/** Those that AWS records in any account, the one of Identity Center among them. */
const IN_ACCOUNTS = [...IN_CONNECTED_ACCOUNTS, 'identity center application', 'space'];

/** Whether all that a question asks for is recorded in the connected accounts. */
export function isOnlyInAccounts(question: Question): boolean {
  return nounsOfDeeds(question).every(
    nouns => nouns.length > 0 && nouns.every(noun => IN_CONNECTED_ACCOUNTS.includes(noun)),
  );
}

/** Whether hardly anything that a question asks for is in CloudTrail, as the space's own log alone has it: members, workflows, what happens in projects. */
export function isInSpaceLog(question: Question): boolean {
  const nouns = nounsOfDeeds(question).flat();
  const isOfSpaces = (noun: string) =>
    OBJECTS.get(noun)?.sources.join() === CODECATALYST && !IN_ACCOUNTS.includes(noun);
  if (nouns.length > 0) return nouns.every(isOfSpaces);
  return wantedOf(question, 'project') !== undefined && runFilters(question).length === 0;
}

function nounsOfDeeds({ objects, or = [] }: Question): (readonly string[])[] {
  return [objects, ...or.map(deed => deed.objects)];
}
