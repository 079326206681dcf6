import type { Gap } from '../../domain/gap.ts';
import type { Known } from '../../domain/known.ts';
import { passesRun, runFilters } from '../../domain/question/match-run.ts';
import { EVERYTHING, type Pattern, type TimeRange } from '../../domain/question/question.ts';
import { isByWorkflow, runsDuring } from '../../domain/runs-during.ts';
import type { RecordSummary } from '../../domain/summary.ts';
import { deadline } from '../deadline.ts';
import { HistoryError } from '../errors.ts';
import type { WorkflowRuns } from '../ports.ts';

/** Most of the newest events whose runs are looked up where a question names no workflow: about as many as are shown at once. */
const SHOWN_COUNT = 20;
/** Longest that looking runs up may take, in milliseconds. */
const WITHIN_MS = 5_000;

/** What tying events to runs works with. */
export interface RunTiesDeps {
  /** Absent: no space is configured. */
  readonly workflowRuns?: WorkflowRuns | undefined;
  readonly known: Known;
}

/** Whether a workflow did something, as far as is known by whoever asks. */
interface WhoseRuns {
  readonly isOfWorkflow?: (event: RecordSummary) => boolean;
}

/** Events with the runs that went on then; those that a question about a workflow means; and what is not known of it. */
export interface RunTies {
  readonly events: readonly RecordSummary[];
  readonly requests: number;
  readonly gap?: Gap;
}

/**
 * Ties what workflows' roles did to the runs that went on then, newest events first. Where a question names a workflow only what its runs may have done is left: what can't be tied is
 * not said to be its. Never throws: what is not found out is a gap.
 */
export async function tieToRuns(
  question: Pattern,
  events: readonly RecordSummary[],
  { budgetMs, cancelled }: { readonly budgetMs: number; readonly cancelled?: AbortSignal | undefined },
  { workflowRuns, known, isOfWorkflow = isByWorkflow }: RunTiesDeps & WhoseRuns,
): Promise<RunTies> {
  const named = runFilters(question);
  const isTheirs = (event: RecordSummary) =>
    named.every(filter => passesRun(filter, event, isOfWorkflow(event)));
  // Of a role that the settings tie to a project, no run has to be known.
  const isSettled = ({ projects }: RecordSummary) =>
    projects !== undefined && named.length > 0 && named.every(({ key }) => key === 'project');
  const all = events.filter(event => isOfWorkflow(event) && !isSettled(event));
  const concerned = named.length > 0 ? all : all.slice(0, SHOWN_COUNT);
  const times = concerned.flatMap(({ record }) => record.at ?? []);
  const left =
    named.length === 0
      ? events
      : events.filter(event => (!isOfWorkflow(event) || isSettled(event)) && isTheirs(event));
  const isNothing = times.length === 0 || (workflowRuns === undefined && named.length === 0);
  if (isNothing) return { events: left, requests: 0 };
  const range = { from: Math.min(...times), to: Math.max(...times) + 1_000 };
  const gapOf = gapsIn(range, workflowRuns, named.length > 0);
  if (workflowRuns === undefined) {
    const reason =
      'no CodeCatalyst space is configured, so which workflow used a role is not known: set space in cctrail.yml, and CODECATALYST_TOKEN';
    return { events: left, requests: 0, gap: gapOf('misconfigured', reason) };
  }
  const end = deadline(Math.min(WITHIN_MS, Math.max(0, budgetMs)), cancelled);
  try {
    const { runs, isWhole, requests } = await workflowRuns.during(range, end.signal);
    const concerns = new Set(concerned);
    const tied = events.map(event =>
      concerns.has(event) ? { ...event, runs: runsDuring(event, runs, known) } : event,
    );
    const untied = tied.filter(({ runs: own }) => own?.length === 0).length;
    const gap = !isWhole
      ? gapOf('limit', 'there are more workflow runs than are looked through, or some can not be read')
      : named.length > 0 && untied > 0
        ? gapOf('unreadable', `${untied} of what workflows did was in no run that is known`)
        : undefined;
    return {
      events: named.length === 0 ? tied : tied.filter(isTheirs),
      requests,
      ...(gap && { gap }),
    };
  } catch (error) {
    if (error instanceof HistoryError)
      return { events: left, requests: 0, gap: gapOf(error.gap, error.message) };
    if (!end.signal.aborted) throw error;
    const gap = cancelled?.aborted
      ? gapOf('cancelled', 'the search was cancelled')
      : gapOf('time', 'the time for an answer was used up');
    return { events: left, requests: 0, gap };
  } finally {
    end.end();
  }
}

/** An event with the runs that went on then; the event as it is where no workflow did it, or no space is configured. Never throws. */
export async function tieOne(
  event: RecordSummary,
  budgetMs: number,
  deps: RunTiesDeps,
): Promise<RecordSummary> {
  if (deps.workflowRuns === undefined || !isByWorkflow(event)) return event;
  const { events } = await tieToRuns(EVERYTHING, [event], { budgetMs }, deps);
  return events[0] ?? event;
}

/** What is not known of runs, as gaps of their place. Where no workflow is asked for, nothing is missing but in which run it was. */
function gapsIn(
  { from, to }: TimeRange,
  workflowRuns: WorkflowRuns | undefined,
  isAsked: boolean,
): (cause: Gap['cause'], reason: string) => Gap {
  return (cause, reason) => ({
    history: 'Workflow runs',
    accountId: workflowRuns?.place ?? 'workflow runs',
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    cause,
    reason,
    ...(!isAsked && { about: 'runs' as const }),
  });
}
