import { HistoryError } from '../../app/errors.ts';
import type { Trail } from '../../domain/account.ts';
import type { GapCause } from '../../domain/gap.ts';

/** Longest text of an unknown failure that people are shown, in characters. */
const MAX_TEXT_LENGTH = 120;

/** What failed with the log files of a trail, and what to do. */
export function trailError(error: unknown, { url }: Trail): HistoryError {
  const { name, code, message } = error as Error & { code?: string };
  const what = `${name} ${code ?? ''}`;
  const because = (cause: GapCause, reason: string) => new HistoryError(cause, reason, { cause: error });
  if (/ENOENT|NoSuchBucket/.test(what))
    return because(
      'misconfigured',
      `there is nothing at ${url}: check the trail of the account in cctrail.yml`,
    );
  if (/AccessDenied|EACCES|Forbidden|403/.test(what))
    return because(
      'denied',
      `access to ${url} is denied: the role needs s3:ListBucket and s3:GetObject there`,
    );
  if (/Region is missing/i.test(message))
    return because(
      'misconfigured',
      `no Region is set for ${url}: set AWS_REGION, or the region of the trail in cctrail.yml`,
    );
  if (/Credentials/.test(what))
    return because('misconfigured', 'no AWS credentials were found to read the trail logs with');
  if (/ExpiredToken/.test(what))
    return because('misconfigured', 'the AWS session has expired: renew the credentials');
  if (/Timeout/.test(what)) return because('unreachable', 'S3 did not answer in time');
  if (/ECONN|ENOTFOUND|EAI_AGAIN|EPIPE/.test(what)) return because('unreachable', 'S3 could not be reached');
  return because(
    'unreadable',
    `the trail logs could not be read (${name}: ${message.slice(0, MAX_TEXT_LENGTH)})`,
  );
}
