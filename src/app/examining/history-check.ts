import type { Finding } from '../../domain/finding.ts';
import type { GapCause } from '../../domain/gap.ts';
import type { LookupAttribute } from '../../domain/plan.ts';
import { EVERYTHING } from '../../domain/question/question.ts';
import { HistoryError } from '../errors.ts';
import type { Clock, History, SearchScope } from '../ports.ts';
import type { Check } from './check.ts';

const DAY_MS = 86_400_000;
const CHANGES: LookupAttribute = { key: 'ReadOnly', value: 'false' };

/** What looking at a history works with. */
export interface HistoryCheckDeps {
  readonly history: History;
  /** How people call an account. */
  readonly accountName: (accountId: string | null) => string;
  readonly clock: Pick<Clock, 'now'>;
}

/** Checks that a history can be searched, in each account and Region: the newest of the last day is asked for, as for a question. */
export function historyChecks({ history, accountName, clock }: HistoryCheckDeps): readonly Check[] {
  return history.scopes.map(scope => {
    const place = `${accountName(scope.accountId)} ${scope.region}`.trim();
    const about = `${history.name} of ${place}`;
    return {
      about,
      look: async signal => [{ about, ...(await newestOf(history, scope, clock.now(), signal)) }],
    };
  });
}

async function newestOf(
  history: History,
  scope: SearchScope,
  now: number,
  signal: AbortSignal,
): Promise<Omit<Finding, 'about'>> {
  const range = { from: now - DAY_MS, to: now };
  try {
    for await (const page of history.search(
      { scope, attribute: CHANGES, question: EVERYTHING, range },
      signal,
    )) {
      const silent = page.unreadable.find(({ cause }) => cause === 'silent');
      if (silent) return { state: 'warning', says: silent.reason };
      const damaged = page.unreadable[0];
      if (damaged) return { state: 'warning', says: damaged.reason };
      const foreign = page.records.find(
        ({ accountId }) => accountId !== null && accountId !== scope.accountId,
      );
      if (foreign && scope.accountId !== null)
        return {
          state: 'failure',
          says: `gives what happened in account ${foreign.accountId}`,
          mend: 'The credentials are another account’s: set roleArn of the account in cctrail.yml, or mend its id.',
        };
      const newest = Math.max(...page.records.flatMap(({ at }) => at ?? []));
      if (page.records.length > 0 && Number.isFinite(newest))
        return { state: 'ok', says: `can be searched; the newest change is of ${timeOf(newest)}` };
    }
    return { state: 'ok', says: 'can be searched; it has no change of the last day' };
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    const state = error.gap === 'silent' || error.gap === 'limit' ? 'warning' : 'failure';
    return { state, says: error.message, mend: MENDS[error.gap] };
  }
}

/** Ways to mend something by the cause for which it could not be searched, beside what the reason says itself. */
const MENDS: Partial<Record<GapCause, string>> = {
  denied: 'deploy/reader-role.yml and deploy/athena-policy.yml have the rights that it takes.',
  misconfigured: 'The README says how it is set up, under "AWS side".',
  unreachable: 'Check the network between here and there, any proxy, and AWS_ENDPOINT_URL.',
  throttled: 'Look again in a minute.',
};

function timeOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
