import { formatRange } from '../instant.ts';
import { OBJECTS, plural } from './lexicon/nouns.ts';
import { pastOf } from './lexicon/verbs.ts';
import { asksForReads } from './match.ts';
import type { Filter, Question } from './question.ts';

const PRINTED = {
  who: 'who',
  what: 'what happened',
  when: 'when',
  where: 'where',
  whether: 'did anything happen',
  count: 'how many events',
  list: 'list events',
} as const satisfies Record<Question['asks'], string>;

/** A question as text that reads back to the same question: `who deleted connection user:alice between … and …`. */
export function printQuestion(question: Question): string {
  const parts: string[] = [PRINTED[question.asks]];
  if (question.pick !== 'all') parts.push(question.pick, String(question.limit ?? 1));
  if (question.verbs.length > 0) parts.push(question.verbs.map(pastOf).join(' or '));
  if (question.objects.length > 0) parts.push(question.objects.join(' or '));
  for (const { key, values, negated } of question.filters) {
    const sign = negated ? '-' : '';
    // The name of a resource may hold a comma.
    const texts = key === 'resource' ? values : [values.join(',')];
    parts.push(texts.map(text => `${sign}${key}:"${text}"`).join(' or '));
  }
  if (question.time !== null) {
    parts.push(
      `between ${new Date(question.time.from).toISOString()} and ${new Date(question.time.to).toISOString()}`,
    );
  }
  return parts.join(' ');
}

/** How a question was understood, for people: `who deleted a CodeCatalyst connection, by alice, in the last 90 days`. */
export function describeQuestion(question: Question, timeZone: string, now: number): string {
  const { asks, verbs, objects, filters, pick, limit, time } = question;
  const reads = verbs.length + objects.length > 0 || asksForReads(question) ? '' : ', reads left out';
  const lead = {
    who: 'who',
    what: `what happened${reads}:`,
    when: 'when somebody',
    where: 'from where somebody',
    whether: 'whether somebody',
    count: 'how many times somebody',
    list: `events${reads}:`,
  }[asks];
  const parts: string[] = [];
  if (pick !== 'all') parts.push(limit === null || limit === 1 ? `${pick} only` : `${pick} ${limit} only`);
  parts.push(...filters.map(describeFilter));
  const verb = verbs.length === 0 ? (objects.length > 0 ? 'changed' : '') : verbs.map(pastOf).join(' or ');
  const noun = objects
    .map(name => (isCodeCatalysts(name) ? `CodeCatalyst ${plural(name)}` : plural(name)))
    .join(' or ');
  const deed = [lead, verb, noun].filter(Boolean).join(' ');
  parts.push(time === null ? 'in the last 90 days' : formatRange(time, timeZone, now));
  return [deed, ...parts].join(', ').replace(/:,/, ':');
}

function isCodeCatalysts(name: string): boolean {
  return OBJECTS.get(name)?.sources.join() === 'codecatalyst.amazonaws.com';
}

function describeFilter({ key, values, negated }: Filter): string {
  const value = values.join(' or ');
  const not = negated ? 'not ' : '';
  switch (key) {
    case 'user':
      return `${not}by ${values.map(name => name.replace(/^=/, 'exactly ')).join(' or ')}`;
    case 'resource':
      return `${negated ? 'not named' : 'named'} ${value}`;
    case 'account':
    case 'region':
      return `${not}in ${key === 'account' ? 'account ' : ''}${value}`;
    case 'ip':
      return `${not}from ${value}`;
    case 'outcome':
      return `${not}${values.map(one => (one === 'success' ? 'succeeded' : one === 'denied' ? 'denied' : 'failed')).join(' or ')}`;
    default:
      return `${not}${key} ${value}`;
  }
}
