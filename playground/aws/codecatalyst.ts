import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Json } from './record.ts';

/** Most entries of a page (Amazon CodeCatalyst API Reference, "ListEventLogs"). */
const MAX_PAGE_SIZE = 250;
/** Most runs of a page (the same, "ListWorkflowRuns"). */
const MAX_RUNS_PAGE_SIZE = 50;
const LISTS =
  /^\/v1\/spaces\/(?<space>[^/]+)\/(?<list>eventLogs|projects(?:\/(?<project>[^/]+)\/workflowRuns)?)(?:\?(?<query>.*))?$/;

/** An entry of a space's log (Amazon CodeCatalyst API Reference, "EventLogEntry"). */
export interface SpaceEntry {
  readonly id: string;
  readonly eventName: string;
  /** ISO 8601. */
  readonly eventTime: string;
  readonly operationType: 'READONLY' | 'MUTATION';
  readonly [field: string]: unknown;
}

/** Time that the log keeps an entry (the same: events of the last 30 days). */
const KEPT_MS = 30 * 86_400_000;

/** A run of a workflow (Amazon CodeCatalyst API Reference, "WorkflowRunSummary"). */
export interface Run {
  readonly id: string;
  readonly workflowName: string;
  readonly status: string;
  /** ISO 8601. */
  readonly startTime: string;
  readonly endTime?: string;
}

/** What goes wrong with a request. */
export type SpaceFault = { readonly status: number; readonly code: string; readonly retryAfter?: number };

/** ListEventLogs, ListProjects and ListWorkflowRuns over lists: bearer tokens that end, pages, throttling. */
export class CodeCatalyst {
  readonly entries: SpaceEntry[] = [];
  /** Runs by their project. */
  readonly runs = new Map<string, Run[]>();
  /** Projects that are named, but not there any more. */
  readonly missing = new Set<string>();
  /** The token that is good, and the space that it is good for. */
  token = 'playground-codecatalyst-token';
  space = 'storefront';
  /** Whether the newest come first, about which the documentation says nothing. */
  newestFirst = true;
  /** Taken one by one. */
  readonly faults: SpaceFault[] = [];
  /** The answers that were given, by their status. */
  readonly answered: number[] = [];

  /** Answers a request, if it is one of CodeCatalyst's; gives whether it was. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { space, list, project, query } = LISTS.exec(request.url ?? '')?.groups ?? {};
    if (space === undefined) return false;
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Json;
    const isMissing = project !== undefined && this.missing.has(decodeURIComponent(project));
    const fault =
      this.faults.shift() ??
      (isMissing
        ? { status: 404, code: 'ResourceNotFoundException' }
        : this.#refusal(request, decodeURIComponent(space), body));
    this.answered.push(fault?.status ?? 200);
    if (fault) {
      const pause = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
      response
        .writeHead(fault.status, {
          'content-type': 'application/json',
          'x-amzn-errortype': fault.code,
          ...pause,
        })
        .end(JSON.stringify({ message: `${fault.code} (simulated)` }));
    } else
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(list === 'eventLogs' ? this.#page(body) : this.#others(project, query, body)));
    return true;
  }

  #refusal(request: IncomingMessage, space: string, body: Json): SpaceFault | undefined {
    if (request.headers.authorization !== `Bearer ${this.token}`)
      return { status: 401, code: 'UnauthorizedException' };
    if (space !== this.space) return { status: 404, code: 'ResourceNotFoundException' };
    // What the log does not keep may be refused as a whole: the documentation says nothing of it.
    const isTooOld = Date.parse(String(body['startTime'])) < Date.now() - KEPT_MS;
    return isTooOld ? { status: 400, code: 'ValidationException' } : undefined;
  }

  #others(project: string | undefined, query: string | undefined, body: Json): object {
    if (project === undefined) {
      const names = [...this.runs.keys()];
      const offset = Number(body['nextToken'] ?? 0);
      const next = offset + Number(body['maxResults'] ?? names.length);
      return {
        items: names.slice(offset, next).map(name => ({ name })),
        ...(next < names.length && { nextToken: String(next) }),
      };
    }
    const asked = new URLSearchParams(query);
    const order = this.newestFirst ? -1 : 1;
    const runs = (this.runs.get(decodeURIComponent(project)) ?? []).toSorted(
      (a, b) => order * (Date.parse(a.startTime) - Date.parse(b.startTime)),
    );
    const offset = Number(asked.get('nextToken') ?? 0);
    const next = offset + Math.min(MAX_RUNS_PAGE_SIZE, Number(asked.get('maxResults') ?? MAX_RUNS_PAGE_SIZE));
    return { items: runs.slice(offset, next), ...(next < runs.length && { nextToken: String(next) }) };
  }

  #page(body: Json): object {
    const [from, to] = [Date.parse(String(body['startTime'])), Date.parse(String(body['endTime']))];
    const order = this.newestFirst ? -1 : 1;
    const found = this.entries
      .filter(({ eventTime }) => Date.parse(eventTime) >= from && Date.parse(eventTime) <= to)
      .toSorted((a, b) => order * (Date.parse(a.eventTime) - Date.parse(b.eventTime)));
    const offset = Number(body['nextToken'] ?? 0);
    const size = Math.min(MAX_PAGE_SIZE, Number(body['maxResults'] ?? MAX_PAGE_SIZE));
    const next = offset + size;
    return {
      items: found.slice(offset, next),
      ...(next < found.length && { nextToken: String(next) }),
    };
  }
}
