import type { Answering } from './answering.ts';
import { type ExportFormat, eventsCsv, eventsJson } from './export-formats.ts';
import { noteQuestion, type QuestionEntriesDeps } from './question-entries.ts';
import type { ShownAnswer } from './shown-answer.ts';

/** Time limit for asking again for a file; what was settled comes from the cache. */
const BUDGET_MS = 17_000;
/** The events of a file that are followed up to who obtained their session: all, as far as there is time. */
const FOLLOWED = { from: 0, count: Number.POSITIVE_INFINITY, withinMs: 8_000 } as const;

/** All events of an answer as a file. */
export interface ExportedFile {
  readonly filename: string;
  readonly content: string;
  readonly events: number;
  /** How many match in all; more than there are in the file where it holds the newest only. */
  readonly matched: number;
  readonly truncated: boolean;
  /** Whether everything planned was searched. */
  readonly complete: boolean;
}

/** Asks again for all events of an answer, as a file, and writes into the ledger that it was given out. */
export async function exportFile(
  { kept }: ShownAnswer,
  { by, format }: { readonly by: string; readonly format: ExportFormat },
  deps: QuestionEntriesDeps & { readonly answering: Answering },
): Promise<ExportedFile> {
  const { question, timeZone, typed, reading, channel } = kept;
  const answer = await deps.answering.answer(question, { timeZone, budgetMs: BUDGET_MS, followed: FOLLOWED });
  const { events, matched, truncated, coverage } = answer;
  await noteQuestion(
    {
      by,
      channel,
      asked: `${format} file of: ${typed}`,
      reading,
      results: events.length,
      complete: coverage.complete,
    },
    deps,
  );
  return {
    filename: `cctrail-${answer.answeredAt.slice(0, 19).replaceAll(':', '')}Z.${format}`,
    content: format === 'csv' ? eventsCsv(events) : eventsJson(events),
    events: events.length,
    matched,
    truncated,
    complete: coverage.complete,
  };
}
