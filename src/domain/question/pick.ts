import type { RecordSummary } from '../summary.ts';
import { wantedOf } from './filters.ts';
import type { Question } from './question.ts';

/** Whether an event is one that `first` and `latest` go by: a success, unless the question asks how calls went. */
export function countsFor(question: Question, { record }: RecordSummary): boolean {
  return record.outcome === 'success' || wantedOf(question, 'outcome') !== undefined;
}

/** Events in the order of an answer. */
export function newestFirst(a: RecordSummary, b: RecordSummary): number {
  const [left, right] = [a.record.eventTime ?? '', b.record.eventTime ?? ''];
  if (left !== right) return left < right ? 1 : -1;
  return a.record.key < b.record.key ? -1 : 1;
}

/** The events, newest first, that a question picks. `first` and `latest` go by what succeeded; failed attempts stay beside them. */
export function picked(question: Question, events: readonly RecordSummary[]): readonly RecordSummary[] {
  if (question.pick === 'all') return question.limit === null ? events : events.slice(0, question.limit);
  const counting = events.filter(event => countsFor(question, event));
  const pool = counting.length > 0 ? counting : events;
  const limit = question.limit ?? 1;
  return question.pick === 'latest' ? pool.slice(0, limit) : pool.slice(-limit);
}
