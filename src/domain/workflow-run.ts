/** A run of a CodeCatalyst workflow (Amazon CodeCatalyst API Reference, "WorkflowRunSummary"); times in milliseconds since 1970. */
export interface WorkflowRun {
  readonly id: string;
  readonly workflowName: string;
  readonly project: string;
  /** `SUCCEEDED`, `FAILED`, `IN_PROGRESS` and others. */
  readonly status: string;
  readonly startedAt: number;
  /** Null: it goes on. */
  readonly endedAt: number | null;
}

/** Most runs that a sentence names. */
const MAX_NAMED_RUNS = 2;

/** In which run something was done, as far as that can be told: `likely in run 1a2b3c4d of workflow deploy in web, which failed`; empty where none went on. */
export function runClause(runs: readonly WorkflowRun[]): string {
  const [only, ...others] = runs;
  if (only === undefined) return '';
  if (others.length === 0)
    return `likely in ${runName(only)}, ${STATUS.get(only.status) ?? `now ${words(only)}`}`;
  const named = runs.slice(0, MAX_NAMED_RUNS).map(runName).join(' or ');
  const more = runs.length > MAX_NAMED_RUNS ? ` or ${runs.length - MAX_NAMED_RUNS} others` : '';
  return `in ${named}${more}, which went on at that time`;
}

function runName({ id, workflowName, project }: WorkflowRun): string {
  return `run ${id.split('-')[0]} of workflow ${workflowName} in ${project}`;
}

const STATUS: ReadonlyMap<string, string> = new Map([
  ['SUCCEEDED', 'which succeeded'],
  ['FAILED', 'which failed'],
  ['STOPPED', 'which was stopped'],
  ['CANCELLED', 'which was cancelled'],
  ['IN_PROGRESS', 'which goes on'],
]);

function words({ status }: WorkflowRun): string {
  return status.toLowerCase().replaceAll('_', ' ');
}
