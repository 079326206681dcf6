import * as z from 'zod';
import type { Clock } from '../../app/ports.ts';
import type { TimeRange } from '../../domain/question/question.ts';
import type { Space } from '../../domain/space.ts';
import { SpaceApiError } from './space-errors.ts';

/** Most entries of a page (Amazon CodeCatalyst API Reference, "ListEventLogs"). */
const PAGE_SIZE = 250;
/** Time limit of a request, in milliseconds; number of times that a passing fault is tried again, and the first pause, each further one twice as long. */
const TIMEOUT_MS = 8_000;
const MAX_RETRIES = 3;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 10_000;

/** Time by which more is asked for than is wanted, at both ends. */
const EDGE_MS = 1_000;

const ANSWER = z.object({ items: z.array(z.unknown()), nextToken: z.string().nullish() });
const ERROR = z.object({ __type: z.string().optional(), message: z.string().optional() });

/** Entries of a space's log, as they came. */
interface EventLogPage {
  readonly items: readonly unknown[];
  /** Undefined: it is the last. */
  readonly nextToken: string | undefined;
  /** Requests that were sent for it. */
  readonly requests: number;
}

/** Gives a page of a space's log. @throws {SpaceApiError} for an answer that is none; what `fetch` throws where there is none */
export type ListEventLogs = (
  range: TimeRange,
  nextToken: string | undefined,
  signal: AbortSignal,
) => Promise<EventLogPage>;

/**
 * ListEventLogs over `fetch`: the one call that is needed of an API that takes a bearer token, for which AWS's own client (3.693, which stands still) would bring an older
 * generation of its runtime. The token goes to the endpoint alone.
 */
export function eventLogClient({ name, token, endpoint }: Space, clock: Clock): ListEventLogs {
  const url = `${endpoint.replace(/\/$/, '')}/v1/spaces/${encodeURIComponent(name)}/eventLogs`;
  const send = async (body: object, signal: AbortSignal) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const text = await response.text();
    if (!response.ok) throw refusal(response, text);
    const answer = ANSWER.safeParse(JSON.parse(text));
    if (!answer.success) throw new SyntaxError('not an answer of ListEventLogs');
    return answer.data;
  };
  return async (range, nextToken, signal) => {
    const body = {
      // Whether the ends belong to it is written nowhere.
      startTime: new Date(range.from - EDGE_MS).toISOString(),
      endTime: new Date(range.to + EDGE_MS).toISOString(),
      maxResults: PAGE_SIZE,
      ...(nextToken !== undefined && { nextToken }),
    };
    for (let attempt = 0; ; attempt++) {
      try {
        const { items, nextToken: next } = await send(body, signal);
        return { items, nextToken: next || undefined, requests: attempt + 1 };
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof SpaceApiError && error.isPassing) || attempt >= MAX_RETRIES) throw error;
        await clock.sleep(
          Math.min(MAX_PAUSE_MS, error.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** attempt),
          signal,
        );
        signal.throwIfAborted();
      }
    }
  };
}

/** What an answer that is none says of itself: AWS names it in a header or in the body. */
function refusal({ status, headers }: Response, text: string): SpaceApiError {
  const body = ERROR.safeParse(jsonOrNothing(text));
  const { __type: type = '', message = '' } = body.success ? body.data : {};
  const code = (headers.get('x-amzn-errortype') ?? type).split(/[:#]/).find(part => /^[A-Z]\w+$/.test(part));
  const retryAfter = Number(headers.get('retry-after') ?? Number.NaN);
  return new SpaceApiError(
    status,
    code ?? '',
    message,
    Number.isFinite(retryAfter) ? retryAfter * 1_000 : null,
  );
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
