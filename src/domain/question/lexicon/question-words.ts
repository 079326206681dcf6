import type { QuestionWord } from '../question.ts';

/** Words that say what sort of answer is wanted. */
export const QUESTION_WORDS: ReadonlyMap<string, QuestionWord> = new Map<string, QuestionWord>([
  ['who', 'who'],
  ['whom', 'who'],
  ['what', 'what'],
  ['which', 'list'],
  ['when', 'when'],
  ['where', 'where'],
  ['did', 'whether'],
  ['has', 'whether'],
  ['have', 'whether'],
  ['was', 'whether'],
  ['were', 'whether'],
  ['count', 'count'],
  ['show', 'list'],
  ['list', 'list'],
  ['find', 'list'],
  ['get', 'list'],
  ['search', 'list'],
]);
