import type { RecordSummary } from '../../domain/summary.ts';
import type { WhoIsBehind } from '../identity/who-is-behind.ts';
import type { Answering } from './answering.ts';

/** Time limit for who is behind one record that somebody looks at. */
const BEHIND_MS = 8_000;
/** Time limit for the workflow run that it was done in. */
const RUNS_MS = 4_000;

/** An event with who obtained its session, and in which run of a workflow it was done; undefined where neither says more than is known. */
export async function lookCloser(
  summary: RecordSummary,
  { whoIsBehind, answering }: { readonly whoIsBehind: WhoIsBehind; readonly answering: Answering },
): Promise<RecordSummary | undefined> {
  const proven = await findBehind(summary, whoIsBehind);
  const tied = await answering.withRuns(proven ?? summary, RUNS_MS);
  return (tied.runs ?? []).length > 0 ? tied : proven;
}

async function findBehind(
  summary: RecordSummary,
  whoIsBehind: WhoIsBehind,
): Promise<RecordSummary | undefined> {
  if (summary.principal.chain.some(link => link.eventID !== undefined)) return undefined;
  const options = { urgency: 'question', from: 0, count: 1, budgetMs: BEHIND_MS } as const;
  const [found] = (await whoIsBehind.follow([summary], options)).summaries;
  return found && found.principal.chain.length > summary.principal.chain.length ? found : undefined;
}
