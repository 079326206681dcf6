import type { Proposal, QuestionReading } from '../question.ts';

/** A text that is no question that can be read: why, and what might be asked instead. */
export function unreadable(
  code: string,
  message: string,
  suggestion: string,
  proposals: readonly Proposal[] = [],
): Extract<QuestionReading, { kind: 'unreadable' }> {
  return { kind: 'unreadable', code, message, suggestion, ...(proposals.length > 0 && { proposals }) };
}

/** A text of a length that can be quoted in a sentence. */
export function clip(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
