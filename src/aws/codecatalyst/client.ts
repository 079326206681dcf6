import * as z from 'zod';
import { deadline } from '../../app/deadline.ts';
import type { Clock } from '../../app/ports.ts';
import type { Space } from '../../domain/space.ts';
import { NoTokenError, SpaceApiError } from './space-errors.ts';

/** Time limit of a request, in milliseconds; number of times that a passing fault is tried again, and the first pause, each further one twice as long. */
const TIMEOUT_MS = 8_000;
const MAX_RETRIES = 3;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 10_000;

const ANSWER = z.object({ items: z.array(z.unknown()), nextToken: z.string().nullish() });
const ERROR = z.object({ __type: z.string().optional(), message: z.string().optional() });

/** A page of a list, as it came. */
export interface ListPage {
  readonly items: readonly unknown[];
  /** Undefined: it is the last. */
  readonly nextToken: string | undefined;
  /** Requests that were sent for it. */
  readonly requests: number;
}

/** Posts a request to what a space has under a path, and gives a page. @throws {SpaceApiError} for an answer that is none; what `fetch` throws where there is none */
export type PostList = (path: string, body: object, signal: AbortSignal) => Promise<ListPage>;

/**
 * CodeCatalyst's lists over `fetch`: few calls of an API that takes a bearer token, for which AWS's own client (3.693, which stands still) would bring an older generation of its
 * runtime. The token goes to the endpoint alone.
 */
export function codeCatalystClient({ name, token, endpoint }: Space, clock: Clock): PostList {
  const base = `${endpoint.replace(/\/$/, '')}/v1/spaces/${encodeURIComponent(name)}`;
  const send = async (path: string, body: object, signal: AbortSignal) => {
    if (token === '') throw new NoTokenError();
    const { response, text } = await inTime(signal, within =>
      fetched(`${base}/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: within,
      }),
    );
    if (!response.ok) throw refusal(response, text);
    const answer = ANSWER.safeParse(JSON.parse(text));
    if (!answer.success) throw new SyntaxError('not a list of CodeCatalyst');
    return answer.data;
  };
  return async (path, body, signal) => {
    for (let attempt = 0; ; attempt++) {
      try {
        const { items, nextToken } = await send(path, body, signal);
        return { items, nextToken: nextToken || undefined, requests: attempt + 1 };
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

/** Work within the time of a request. @throws an error named `TimeoutError` after it */
async function inTime<T>(cancelled: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const end = deadline(TIMEOUT_MS, cancelled);
  try {
    return await work(end.signal);
  } catch (error) {
    if (!end.signal.aborted || cancelled.aborted) throw error;
    throw new DOMException('CodeCatalyst did not answer in time', 'TimeoutError');
  } finally {
    end.end();
  }
}

async function fetched(
  url: string,
  init: RequestInit,
): Promise<{ readonly response: Response; readonly text: string }> {
  const response = await fetch(url, init);
  return { response, text: await response.text() };
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
