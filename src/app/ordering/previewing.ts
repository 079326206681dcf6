import { planQuestion } from '../../domain/plan.ts';
import { matchesPattern } from '../../domain/question/match.ts';
import type { Pattern, Question } from '../../domain/question/question.ts';
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import type { WorkflowRole } from '../../domain/workflow-role.ts';
import type { Clock, Store } from '../ports.ts';
import { recentIntake } from '../search/recent-intake.ts';
import { beganAt } from '../state/began.ts';
import { RECENT_TTL_MS } from '../state/recent.ts';

/** What of a week has come in that a pattern means. */
export interface Preview {
  /** The newest of them, newest first. */
  readonly events: readonly RecordSummary[];
  readonly matched: number;
  /** Since when the store knows what came in, in milliseconds since 1970: at most seven days back. */
  readonly since: number;
  /** More came in than was looked through. */
  readonly isCut: boolean;
}

/** What previewing works with. */
export interface PreviewDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly workflowRoles: readonly WorkflowRole[];
  /** How long records without a card are kept, in milliseconds. */
  readonly plainMs: number;
}

/** Most events that a preview shows. */
const MAX_EVENTS = 10;

/** What has come in lately that a pattern means, from the store alone. @throws {StoreError|HistoryError} when the store is away */
export async function preview(pattern: Pattern, deps: PreviewDeps): Promise<Preview> {
  const { store, clock, workflowRoles, plainMs } = deps;
  const now = clock.now();
  const since = Math.max(now - Math.min(RECENT_TTL_MS, plainMs), (await beganAt(store)) ?? now);
  const range = { from: since, to: now + 1 };
  const question: Question = { ...pattern, asks: 'list', time: range, pick: 'all', limit: null };
  const [attribute, ...others] = planQuestion(question, now).attributes;
  const history = recentIntake(store, clock, RECENT_TTL_MS);
  const found = new Map<string, RecordSummary>();
  const search = { scope: null, attribute: others.length > 0 ? null : (attribute ?? null), question, range };
  const { signal } = new AbortController();
  let isCut = false;
  try {
    for await (const page of history.search(search, signal))
      for (const record of page.records) {
        const summary = summarise(record, workflowRoles);
        if (matchesPattern(pattern, summary)) found.set(record.key, summary);
      }
  } catch (error) {
    if (!isLimit(error)) throw error;
    isCut = true;
  }
  const events = [...found.values()].toSorted((a, b) => (b.record.at ?? 0) - (a.record.at ?? 0));
  return { events: events.slice(0, MAX_EVENTS), matched: events.length, since, isCut };
}

function isLimit(error: unknown): boolean {
  return (error as { gap?: unknown }).gap === 'limit';
}
