import { AthenaClient } from '@aws-sdk/client-athena';
import type { History } from '../../src/app/ports.ts';
import { athenaHistory } from '../../src/aws/athena/athena-history.ts';
import { NOTHING_KNOWN } from '../../src/domain/known.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { SCOPE } from './contract.ts';

const TABLE = {
  database: 'audit',
  table: 'cloudtrail',
  workgroup: 'primary',
  output: 's3://results/',
  maxScannedMb: 10_000,
};

/** Athena over a table at a simulated endpoint. */
export function tableAt(
  endpoint: string,
  change: Partial<typeof TABLE> = {},
  ids: readonly string[] = [SCOPE.accountId],
): History {
  return athenaHistory({
    accounts: ids.map(id => ({
      id,
      name: 'storefront',
      regions: [SCOPE.region],
      athena: { ...TABLE, ...change },
    })),
    known: NOTHING_KNOWN,
    clientFor: async () =>
      new AthenaClient({
        endpoint,
        region: SCOPE.region,
        credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
        maxAttempts: 1,
      }),
    clock: systemClock,
  });
}
