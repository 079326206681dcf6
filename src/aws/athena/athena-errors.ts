import type { AthenaTable } from '../../domain/account.ts';
import type { GapCause } from '../../domain/gap.ts';

/** A query that Athena did not do. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  /** `FAILED`, or `CANCELLED` by somebody else. */
  readonly state: string;

  constructor(state: string, reason: string) {
    super(reason);
    this.state = state;
  }

  /** Whether it would have scanned more than the workgroup lets a query scan. */
  get isTooMuch(): boolean {
    return TOO_MUCH.test(this.message);
  }
}

const TOO_MUCH = /bytes scanned limit was exceeded/i;

/** Reasons by what Athena says, the first that fits. */
const BY_MESSAGE: readonly (readonly [pattern: RegExp, cause: GapCause, reason: string])[] = [
  [TOO_MUCH, 'limit', 'the workgroup lets a query scan less than one day takes: raise its limit'],
  [
    /COLUMN_NOT_FOUND|cannot be resolved|Column .* not found|Referenced column/i,
    'misconfigured',
    'the table has other columns than the one that "cctrail athena ddl" prints',
  ],
  [
    /Access ?Denied|not authorized|Insufficient (permissions|Lake Formation)/i,
    'denied',
    'access denied: the role needs Athena’s, Glue’s and S3’s rights of deploy/athena-policy.yml',
  ],
  [
    /WorkGroup .*(not found|does not exist|disabled)/i,
    'misconfigured',
    'there is no such workgroup, or it is disabled',
  ],
  [
    /output (bucket|location)|bucket .*does not exist|PermanentRedirect|must be addressed using the specified endpoint/i,
    'misconfigured',
    'results can not be written: the output must be a place in a bucket of the Region of the table',
  ],
  [
    /TABLE_NOT_FOUND|SCHEMA_NOT_FOUND|does not exist|EntityNotFound|Table .* not found/i,
    'misconfigured',
    'there is no table TABLE: check its names in cctrail.yml, or make the one that "cctrail athena ddl" prints',
  ],
  [/Throttl|TooManyRequests|Rate exceeded/i, 'throttled', 'Athena has too much to do; ask again in a minute'],
];

/** What a query that failed leaves open, and in words for people what failed and what to do. */
export function explainAthena(
  error: unknown,
  { database, table }: Pick<AthenaTable, 'database' | 'table'>,
): { readonly cause: GapCause; readonly reason: string } {
  const { name, message } = error as Error;
  if (error instanceof QueryError && error.state === 'CANCELLED')
    return { cause: 'unreachable', reason: 'somebody cancelled the query in Athena' };
  const known = BY_MESSAGE.find(([pattern]) => pattern.test(`${name} ${message}`));
  if (known) return { cause: known[1], reason: known[2].replace('TABLE', `${database}.${table}`) };
  if (/Credentials/.test(name)) return { cause: 'misconfigured', reason: 'no AWS credentials were found' };
  if (/ECONN|ENOTFOUND|EAI_AGAIN|Timeout|socket/i.test(`${name} ${message}`))
    return { cause: 'unreachable', reason: 'Athena could not be reached' };
  return { cause: 'unreadable', reason: `Athena did not do the query (${name})` };
}
