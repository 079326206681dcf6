import type { Known } from './known.ts';
import type { RecordSummary } from './summary.ts';
import { projectsOfRole } from './workflow-role.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** Time by which clocks of CodeCatalyst and CloudTrail may differ, in milliseconds. */
const SKEW_MS = 2_000;

/** Whether a workflow did it, as far as is known: then a run went on. */
export function isByWorkflow({ principal }: RecordSummary): boolean {
  return principal.kind === 'workflow' || principal.chain.some(({ kind }) => kind === 'workflow');
}

/** The runs that went on when a workflow's role did something, of the project that the role is of where that is known; the last to begin first. One is likely the one, several may be. */
export function runsDuring(
  { record, principal }: RecordSummary,
  runs: readonly WorkflowRun[],
  known: Pick<Known, 'workflowRoles'>,
): readonly WorkflowRun[] {
  const { at } = record;
  if (at === null) return [];
  const projects = projectsOfRole(record, principal, known);
  return runs
    .filter(
      run =>
        (projects.length === 0 || projects.includes(run.project)) &&
        run.startedAt - SKEW_MS <= at &&
        at <= (run.endedAt ?? Number.POSITIVE_INFINITY) + SKEW_MS,
    )
    .toSorted((a, b) => b.startedAt - a.startedAt);
}
