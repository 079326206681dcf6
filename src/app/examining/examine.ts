import { CctrailError } from '../../domain/error.ts';
import type { Finding } from '../../domain/finding.ts';
import { deadline } from '../deadline.ts';
import type { Check } from './check.ts';

/** Time limit of one check, in milliseconds. */
const WITHIN_MS = 20_000;

/** Looks at everything at once; gives what was seen in the order of the checks. Never throws: a check that does not come to its end is a finding, too. */
export async function examine(checks: readonly Check[], withinMs = WITHIN_MS): Promise<readonly Finding[]> {
  return (await Promise.all(checks.map(check => look(check, withinMs)))).flat();
}

async function look(check: Check, withinMs: number): Promise<readonly Finding[]> {
  const end = deadline(withinMs);
  const late = new Promise<readonly Finding[]>(resolve => {
    const says = `did not answer within ${Math.round(withinMs / 1_000)} seconds`;
    const mend = 'Check the network between here and there, any proxy, and AWS_ENDPOINT_URL.';
    const finding: Finding = { state: 'failure', about: check.about, says, mend };
    end.signal.addEventListener('abort', () => resolve([finding]));
  });
  try {
    return await Promise.race([check.look(end.signal), late]);
  } catch (error) {
    const hint = error instanceof CctrailError && error.hint !== '' ? { mend: error.hint } : {};
    return [{ state: 'failure', about: check.about, says: (error as Error).message, ...hint }];
  } finally {
    end.end();
  }
}
