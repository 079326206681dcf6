import type { QuestionContext } from '../../../../src/domain/question/question.ts';
import { readDialect } from '../../../../src/domain/question/read/dialect.ts';
import { normalise } from '../../../../src/domain/question/read/normalise.ts';
import { type Token, tokenise } from '../../../../src/domain/question/read/tokens.ts';

/** What surrounds the questions of the tables of stages. */
export const CONTEXT: QuestionContext = {
  now: Date.parse('2026-11-26T13:00:00Z'),
  timeZone: 'UTC',
  accounts: [
    { id: '111122223333', name: 'prod' },
    { id: '444455556666', name: 'sandbox' },
  ],
};

/** The words of a text as the stages behind the dialect get them. */
export function tokensOf(text: string): readonly Token[] {
  const tokens = readDialect(tokenise(normalise(text)), CONTEXT);
  if ('kind' in tokens) throw new Error(`${text}: ${tokens.message}`);
  return tokens;
}
