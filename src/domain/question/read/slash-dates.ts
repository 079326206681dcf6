import { TZDate } from '@date-fns/tz';
import type { QuestionContext, QuestionReading } from '../question.ts';
import { type Token, textOf } from './tokens.ts';

/**
 * Puts dates such as `25/11` and `11/25/2026` into the one form that can't be misread. Where day and month can't be told apart the
 * question has two readings, and only whoever typed it knows which.
 */
export function readSlashDates(
  tokens: readonly Token[],
  { now, timeZone }: QuestionContext,
): { kind: 'tokens'; tokens: readonly Token[] } | Extract<QuestionReading, { kind: 'ambiguous' }> {
  const read: Token[] = [];
  for (const [at, token] of tokens.entries()) {
    const match = token.quoted ? null : /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?$/.exec(token.word);
    const [first, second] = [Number(match?.[1]), Number(match?.[2])];
    if (
      !match ||
      first < 1 ||
      second < 1 ||
      first > 31 ||
      second > 31 ||
      (first > 12 && second > 12) ||
      token.word === '24/7'
    ) {
      read.push(token);
      continue;
    }
    const date = (day: number, month: number) => dateOf(day, month, match[3], new TZDate(now, timeZone));
    const readings = [
      ...(second <= 12 ? [date(first, second)] : []),
      ...(first <= 12 && first !== second ? [date(second, first)] : []),
    ];
    const [one] = readings;
    if (readings.length === 1 && one !== undefined) read.push({ ...token, text: one, word: one });
    else
      return {
        kind: 'ambiguous',
        message: `"${token.text}" can be two days.`,
        choices: readings.map(day => ({
          label: inWords(day),
          text: textOf(tokens.with(at, { ...token, text: day, word: day })),
        })),
      };
  }
  return { kind: 'tokens', tokens: read };
}

/** The latest such day that is not in the future, as `YYYY-MM-DD`. */
function dateOf(day: number, month: number, year: string | undefined, now: TZDate): string {
  const thisYear = now.getFullYear();
  const late = month - 1 > now.getMonth() || (month - 1 === now.getMonth() && day > now.getDate());
  return `${year ?? (late ? thisYear - 1 : thisYear)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A day (`YYYY-MM-DD`) as nobody can misread it: 5 November 2026. */
function inWords(day: string): string {
  return new Date(`${day}T00:00Z`).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
}
