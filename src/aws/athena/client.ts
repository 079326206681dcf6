import type { AthenaClient } from '@aws-sdk/client-athena';
import type { AthenaTable } from '../../domain/account.ts';

const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/** Athena in the Region of a table, with the bot's own credentials. The SDK is loaded only where a table is searched. */
export async function athenaClient({ region }: AthenaTable): Promise<AthenaClient> {
  const { AthenaClient: Client } = await import('@aws-sdk/client-athena');
  return new Client({ ...(region !== undefined && { region }), maxAttempts: 3, requestHandler: TIMEOUTS });
}
