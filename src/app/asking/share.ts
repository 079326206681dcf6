import type { PostResult, Store } from '../ports.ts';
import { isFirstTime } from '../state/first-time.ts';
import { KEPT_ANSWER_TTL_MS } from '../state/kept-answers.ts';
import { KEYS } from '../state/keys.ts';
import { noteQuestion, type QuestionEntriesDeps } from './question-entries.ts';
import type { ShownAnswer } from './shown-answer.ts';

/** What became of sharing an answer. */
export type ShareOutcome =
  | { readonly kind: 'shared' }
  | { readonly kind: 'already' }
  | Exclude<PostResult, { kind: 'posted' }>;

/**
 * Shows to a channel, once, what was answered to one person. `post` does it. It is in the ledger first: what was given out must be there,
 * whatever becomes of Slack's answer.
 * @throws {StoreError} when the store is away
 */
export async function share(
  { kept, events }: ShownAnswer,
  { by, channel }: { readonly by: string; readonly channel: string },
  post: () => Promise<PostResult>,
  deps: QuestionEntriesDeps & { readonly store: Store },
): Promise<ShareOutcome> {
  const key = KEYS.once(`share/${kept.id}/${channel}`);
  if (!(await isFirstTime(deps.store, key, KEPT_ANSWER_TTL_MS))) return { kind: 'already' };
  const { typed, reading, coverage } = kept;
  await noteQuestion(
    {
      by,
      channel,
      asked: `shared to ${channel}: ${typed}`,
      reading,
      results: events.length,
      complete: coverage.complete,
    },
    deps,
  );
  const result = await post();
  if (result.kind === 'posted') return { kind: 'shared' };
  // Where it may have been shown, once more would be twice.
  if (result.kind !== 'ambiguous') await deps.store.commit({ delete: [key] });
  return result;
}
