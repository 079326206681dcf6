import { type Likeness, patternsLike } from '../../domain/question/like.ts';
import { describePattern } from '../../domain/question/print.ts';
import type { Pattern } from '../../domain/question/question.ts';
import type { RecordSummary } from '../../domain/summary.ts';
import { deadline } from '../deadline.ts';
import { findSummary } from '../state/find-summary.ts';
import { type Preview, type PreviewDeps, preview } from './previewing.ts';

/** One way to mute events like that of a card. */
export interface MuteChoice {
  readonly likeness: Likeness;
  readonly pattern: Pattern;
  readonly reading: string;
  /** What it would have hidden lately; undefined: it was not counted in time. */
  readonly preview: Preview | undefined;
}

/** Time in which it must be counted what each choice would have hidden: what opens a modal is good for three seconds. */
const COUNTING_MS = 1_500;

/** The ways to mute events like that of a card, from narrow to wide; undefined where the card is not kept, or of an account that may not be looked into. @throws {StoreError} when the store is away */
export async function muteChoices(
  notificationId: string,
  mayLookInto: (accountId: string | null) => boolean,
  hiddenBy: (pattern: Pattern) => (summary: RecordSummary) => boolean,
  deps: PreviewDeps,
): Promise<readonly MuteChoice[] | undefined> {
  const summary = await findSummary(deps.store, notificationId, deps.known);
  if (!summary || !mayLookInto(summary.record.accountId)) return undefined;
  const counting = deadline(COUNTING_MS);
  try {
    return await Promise.all(
      patternsLike(summary).map(async ({ likeness, pattern }) => ({
        likeness,
        pattern,
        reading: describePattern(pattern),
        preview: await Promise.race([preview(pattern, deps, hiddenBy(pattern)), aborted(counting.signal)]),
      })),
    );
  } finally {
    counting.end();
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise(resolve => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
}
