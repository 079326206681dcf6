import { HistoryError } from '../../app/errors.ts';
import type { Clock, WorkflowRuns, WorkflowRunsFound } from '../../app/ports.ts';
import { asObject, asText } from '../../domain/json.ts';
import type { TimeRange } from '../../domain/question/question.ts';
import { type Space, spacePlace } from '../../domain/space.ts';
import type { WorkflowRun } from '../../domain/workflow-run.ts';
import type { PostList } from './client.ts';
import { listProjects } from './projects.ts';
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
  const projects = await listProjects(post, signal);
  const { names } = projects;
  const tried = await Promise.allSettled(
    names.slice(0, MAX_PROJECTS).map(project => runsOf(project, range, post, signal)),
  );
  signal.throwIfAborted();
  const found = tried.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
  // One project may have been deleted meanwhile; where none can be read there is a reason for all.
  const [failed] = tried.flatMap(one => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (failed !== undefined && found.length === 0) throw failed;
  return {
    runs: found.flatMap(({ runs }) => runs),
    isWhole:
      failed === undefined &&
      names.length > 0 &&
      found.every(({ isWhole }) => isWhole) &&
      names.length <= MAX_PROJECTS &&
      projects.isWhole,
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
  let [isNewestFirst, hasOrder, unread] = [true, false, 0];
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
    unread += page.items.length - read.length;
    for (const { startedAt } of read) {
      isNewestFirst &&= startedAt <= last;
      hasOrder ||= startedAt < last && last !== Number.POSITIVE_INFINITY;
      last = startedAt;
    }
    runs.push(...read.filter(run => mayHaveGoneOn(run, range)));
    const isPast = isNewestFirst && hasOrder && last < range.from - LONGEST_RUN_MS;
    if (token === undefined || isPast) return { runs, isWhole: unread === 0, requests };
  }
  return { runs, isWhole: false, requests };
}

/** Statuses of runs that have no end yet; others without one were never begun, or given up. */
const GOES_ON: ReadonlySet<string> = new Set(['IN_PROGRESS', 'PROVISIONING', 'VALIDATING', 'STOPPING']);

function mayHaveGoneOn({ startedAt, endedAt }: WorkflowRun, { from, to }: TimeRange): boolean {
  return startedAt <= to && (endedAt ?? Number.POSITIVE_INFINITY) >= from;
}

function readRun(item: unknown, project: string): WorkflowRun | undefined {
  const run = asObject(item);
  const id = asText(run?.['id']);
  const startedAt = Date.parse(asText(run?.['startTime']) ?? '');
  if (id === undefined || Number.isNaN(startedAt)) return undefined;
  const status = asText(run?.['status']) ?? 'UNKNOWN';
  const ended = ['endTime', ...(GOES_ON.has(status) ? [] : ['lastUpdatedTime', 'startTime'])]
    .map(name => Date.parse(asText(run?.[name]) ?? ''))
    .find(at => !Number.isNaN(at));
  return {
    id,
    project,
    workflowName: asText(run?.['workflowName']) ?? 'without a name',
    status,
    startedAt,
    endedAt: ended ?? null,
  };
}
