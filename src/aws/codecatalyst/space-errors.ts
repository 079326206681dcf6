import type { GapCause } from '../../domain/gap.ts';

/** An answer of CodeCatalyst that is none. */
export class SpaceApiError extends Error {
  override readonly name = 'SpaceApiError';
  readonly status: number;
  /** What AWS calls it, such as `AccessDeniedException`. */
  readonly code: string;
  /** The pause that it asks for, in milliseconds. */
  readonly retryAfterMs: number | null;

  constructor(status: number, code: string, message: string, retryAfterMs: number | null) {
    super(message);
    [this.status, this.code, this.retryAfterMs] = [status, code, retryAfterMs];
  }

  /** Whether the same request may well succeed a moment later. */
  get isPassing(): boolean {
    return this.status === 429 || this.status >= 500 || /Throttl/.test(this.code);
  }
}

/** No token is set, so that nothing can be asked. */
export class NoTokenError extends Error {
  override readonly name = 'NoTokenError';
}

/** Steps to a new token (Amazon CodeCatalyst User Guide, "Set up to use the AWS CLI with CodeCatalyst"). */
const RENEW =
  'sign in again with aws sso login, put the new token into CODECATALYST_TOKEN and start the bot anew';

/** What a failed request to a space's log leaves open, and in words for people what failed and what to do. */
export function explainSpace(
  error: unknown,
  space: string,
): { readonly cause: GapCause; readonly reason: string } {
  if (error instanceof SpaceApiError) return explainAnswer(error, space);
  if (error instanceof NoTokenError)
    return {
      cause: 'misconfigured',
      reason: 'CODECATALYST_TOKEN is not set: the README says where to get it, under "The space’s own log"',
    };
  if (error instanceof SyntaxError)
    return {
      cause: 'misconfigured',
      reason:
        'something that is not CodeCatalyst answered in its place: check AWS_ENDPOINT_URL_CODECATALYST and any proxy',
    };
  const isLate = /Timeout/.test((error as Error).name);
  return {
    cause: 'unreachable',
    reason: isLate ? 'CodeCatalyst did not answer in time' : 'CodeCatalyst could not be reached',
  };
}

function explainAnswer({ status, code, message }: SpaceApiError, space: string) {
  if (status === 401 || /expired|ended/i.test(`${code} ${message}`))
    return {
      cause: 'denied',
      reason: `CodeCatalyst does not accept the token, which has ended or was withdrawn: ${RENEW}`,
    } as const;
  if (status === 403)
    return {
      cause: 'denied',
      reason: `CodeCatalyst denies access to the log of space ${space}: whose token it is must be a Space administrator there. If they are, ${RENEW}`,
    } as const;
  if (status === 404)
    return {
      cause: 'misconfigured',
      reason: `there is no space ${space}, or not any more: set space in cctrail.yml`,
    } as const;
  if (status === 429 || /Throttl/.test(code))
    return {
      cause: 'throttled',
      reason: 'CodeCatalyst throttled the requests; ask again in a minute',
    } as const;
  if (status >= 500) return { cause: 'unreachable', reason: `CodeCatalyst answered ${status}` } as const;
  return { cause: 'misconfigured', reason: `CodeCatalyst answered ${code || status}` } as const;
}
