import type { RecordSummary } from '../summary.ts';
import { wantedOf } from './filters.ts';
import { isNamed } from './match-names.ts';
import type { Question } from './question.ts';

/** An event as it answers a question: of several resources of one call, the one that was asked for is named. */
export function asAsked(question: Question, summary: RecordSummary): RecordSummary {
  const { resource, others } = summary;
  const wanted = wantedOf(question, 'resource');
  if (wanted === undefined || resource === null || others.length === 0) return summary;
  const isWanted = (name: string) => wanted.some(value => isNamed(value.toLowerCase(), name.toLowerCase()));
  const asked = isWanted(resource) ? undefined : others.find(isWanted);
  if (asked === undefined) return summary;
  return { ...summary, resource: asked, others: [resource, ...others.filter(name => name !== asked)] };
}
