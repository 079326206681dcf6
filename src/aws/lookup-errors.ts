import type { GapCause } from '../domain/gap.ts';

/** What a failed look-up leaves open, and in words for people what failed and what to do. */
export interface LookupFailure {
  readonly cause: GapCause;
  readonly reason: string;
}

/** Failures by the name of the SDK's error, the first that fits. */
const BY_NAME: readonly (readonly [name: RegExp, cause: GapCause, reason: string])[] = [
  [
    /CredentialsProviderError|CredentialsError/,
    'misconfigured',
    'no AWS credentials were found: give the bot a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  ],
  [/ExpiredToken/, 'misconfigured', 'the AWS session has expired: renew the credentials'],
  [
    /UnrecognizedClient|InvalidClientTokenId/,
    'misconfigured',
    'AWS does not accept the credentials there: the Region is not enabled in the account, or the credentials are wrong',
  ],
  [
    /SignatureDoesNotMatch|InvalidSignature/,
    'misconfigured',
    'AWS does not accept the credentials: check them, and the clock of this machine',
  ],
  [
    /InvalidNextToken/,
    'unreachable',
    'CloudTrail took its page tokens for stale again and again; ask again in a minute',
  ],
  [/Throttl|TooManyRequests/, 'throttled', 'CloudTrail throttled the look-ups; ask again in a minute'],
];

/** Explains why LookupEvents failed, without anything secret. */
export function explainLookup(error: unknown): LookupFailure {
  const { name, message } = error as Error;
  if (/AccessDenied/.test(name)) return { cause: 'denied', reason: explainDenied(message) };
  const known = BY_NAME.find(([pattern]) => pattern.test(name));
  if (known) return { cause: known[1], reason: known[2] };
  const text = `${(error as { code?: string }).code} ${message}`;
  if (/Region is missing/i.test(message))
    return { cause: 'misconfigured', reason: 'no Region is set: set AWS_REGION, or regions in cctrail.yml' };
  if (/ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|socket hang up/i.test(text))
    return { cause: 'unreachable', reason: 'CloudTrail could not be reached' };
  if (/Timeout/.test(name)) return { cause: 'unreachable', reason: 'CloudTrail did not answer in time' };
  if (error instanceof SyntaxError)
    return {
      cause: 'misconfigured',
      reason: 'something that is not CloudTrail answered in its place: check AWS_ENDPOINT_URL and any proxy',
    };
  const passing = (statusOf(error) ?? 0) >= 500;
  return { cause: passing ? 'unreachable' : 'unreadable', reason: `CloudTrail answered ${name}` };
}

function explainDenied(message: string): string {
  return /AssumeRole/.test(message)
    ? 'the role of the account can not be assumed: its trust policy must allow the bot sts:AssumeRole'
    : 'access denied: the role needs cloudtrail:LookupEvents';
}

/** Whether AWS wants fewer requests. */
export function isThrottled({ name }: Error): boolean {
  return /Throttl|TooManyRequests|RequestLimitExceeded/i.test(name);
}

/** Whether the same request may well succeed a moment later. */
export function isPassing(error: Error): boolean {
  return (
    isThrottled(error) ||
    (statusOf(error) ?? 0) >= 500 ||
    /Timeout|ECONN|EPIPE|socket|Network/i.test(`${error.name} ${error.message}`)
  );
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
