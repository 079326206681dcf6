import { tableDdl } from '../compose/athena.ts';
import type { Config } from '../config/config.ts';
import { GLOBAL_REGION, SIGN_IN_REGIONS } from '../domain/where-recorded.ts';
import { writeText } from './output.ts';
import type { Process } from './process.ts';

/** Names of a table where no account says how it is called. */
const USUAL_TABLE = { database: 'default', table: 'cloudtrail' };

/** `cctrail athena ddl`: prints the tables over the log files of the configured trails; 0 printed, 2 no trail is in S3. */
export function ddl(
  config: Config,
  { organization }: { readonly organization?: string },
  host: Process,
): number {
  const places = new Map<string, typeof config.accounts>();
  for (const account of config.accounts) {
    const { url } = account.trail ?? {};
    if (url?.startsWith('s3://') && account.id !== null)
      places.set(url, [...(places.get(url) ?? []), account]);
  }
  if (places.size === 0) {
    writeText(
      host.stderr,
      'No account in cctrail.yml has a trail in S3: set trail: s3://bucket/prefix, over which the table is made.\n',
    );
    return 2;
  }
  const statements = [...places].map(([url, accounts]) =>
    tableDdl({
      table: accounts.find(({ athena }) => athena)?.athena ?? USUAL_TABLE,
      url,
      organization,
      accounts: accounts.flatMap(({ id }) => id ?? []),
      regions: [
        ...new Set([...accounts.flatMap(({ regions }) => regions), GLOBAL_REGION, ...SIGN_IN_REGIONS]),
      ],
    }),
  );
  writeText(host.stdout, `${statements.join('\n\n')}\n`);
  return 0;
}
