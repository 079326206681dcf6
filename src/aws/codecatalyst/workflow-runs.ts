import { HistoryError } from '../../app/errors.ts';
import type { Clock, WorkflowRuns, WorkflowRunsFound } from '../../app/ports.ts';
import { asObject, asText } from '../../domain/json.ts';
import type { TimeRange } from '../../domain/question/question.ts';
import { type Space, spacePlace } from '../../domain/space.ts';
import type { WorkflowRun } from '../../domain/workflow-run.ts';
import type { PostList } from './client.ts';
import { explainSpace } from './space-errors.ts';

/** Most runs of a page (Amazon CodeCatalyst API Reference, "ListWorkflowRuns"). */
const PAGE_SIZE = 50;
/** Most pages that are read of the runs of a project, and most projects whose runs are looked through. */
const MAX_PAGES = 20;
const MAX_PROJECTS = 30;
/** Time by which a run may have begun before what it did, in milliseconds: longer ones are not looked for. */
const LONGEST_RUN_MS = 8 * 3_600_000;
/** Time for which what was read is good, in milliseconds: who asks on asks about the same runs. */
const GOOD_FOR_MS = 60_000;

interface Read extends WorkflowRunsFound {
  readonly range: TimeRange;
  readonly readAt: number;
}

/** The runs of the workflows of a space (ListProjects, ListWorkflowRuns). What was read lately is not read again. */
export function workflowRuns(
  { name }: Pick<Space, 'name'>,
  post: PostList,
  clock: Pick<Clock, 'now'>,
): WorkflowRuns {
  let lately: Read | undefined;
  return {
    place: spacePlace(name),
    async during(range, signal) {
      const isKnown =
        lately !== undefined &&
        clock.now() - lately.readAt < GOOD_FOR_MS &&
        lately.range.from <= range.from &&
        lately.range.to >= range.to;
      if (lately && isKnown) return { ...lately, requests: 0 };
      try {
        const found = await readRuns(range, post, signal);
        lately = { ...found, range, readAt: clock.now() };
        return found;
      } catch (error) {
        if (signal.aborted) throw error;
        const { cause, reason } = explainSpace(error, name);
        throw new HistoryError(cause, reason, { cause: error });
      }
    },
  };
}

async function readRuns(range: TimeRange, post: PostList, signal: AbortSignal): Promise<WorkflowRunsFound> {
  const projects = await post('projects', { maxResults: PAGE_SIZE }, signal);
  const names = projects.items.flatMap(item => asText(asObject(item)?.['name']) ?? []);
  const found = await Promise.all(
    names.slice(0, MAX_PROJECTS).map(project => runsOf(project, range, post, signal)),
  );
  return {
    runs: found.flatMap(({ runs }) => runs),
    isWhole:
      found.every(({ isWhole }) => isWhole) &&
      names.length <= MAX_PROJECTS &&
      projects.nextToken === undefined,
    requests: found.reduce((sum, { requests }) => sum + requests, projects.requests),
  };
}

/** The runs of a project that may have gone on in a time. In which order they come is written nowhere, so only a page of nothing but older ones ends it where they come newest first. */
async function runsOf(
  project: string,
  range: TimeRange,
  post: PostList,
  signal: AbortSignal,
): Promise<WorkflowRunsFound> {
  const runs: WorkflowRun[] = [];
  let [requests, token, last] = [0, undefined as string | undefined, Number.POSITIVE_INFINITY];
  let isNewestFirst = true;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const query = new URLSearchParams({
      maxResults: String(PAGE_SIZE),
      ...(token !== undefined && { nextToken: token }),
    });
    const path = `projects/${encodeURIComponent(project)}/workflowRuns?${query.toString()}`;
    const page = await post(path, {}, signal);
    requests += page.requests;
    token = page.nextToken;
    const read = page.items.flatMap(item => readRun(item, project) ?? []);
    for (const { startedAt } of read) {
      isNewestFirst &&= startedAt <= last;
      last = startedAt;
    }
    runs.push(...read.filter(run => mayHaveGoneOn(run, range)));
    const isPast = isNewestFirst && last < range.from - LONGEST_RUN_MS;
    if (token === undefined || isPast) return { runs, isWhole: true, requests };
  }
  return { runs, isWhole: false, requests };
}

function mayHaveGoneOn({ startedAt, endedAt }: WorkflowRun, { from, to }: TimeRange): boolean {
  return startedAt <= to && (endedAt ?? Number.POSITIVE_INFINITY) >= from;
}

function readRun(item: unknown, project: string): WorkflowRun | undefined {
  const run = asObject(item);
  const id = asText(run?.['id']);
  const startedAt = Date.parse(asText(run?.['startTime']) ?? '');
  if (id === undefined || Number.isNaN(startedAt)) return undefined;
  const endedAt = Date.parse(asText(run?.['endTime']) ?? '');
  return {
    id,
    project,
    workflowName: asText(run?.['workflowName']) ?? 'without a name',
    status: asText(run?.['status']) ?? 'UNKNOWN',
    startedAt,
    endedAt: Number.isNaN(endedAt) ? null : endedAt,
  };
}
