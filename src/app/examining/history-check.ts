import type { Finding } from '../../domain/finding.ts';
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
      const newest = Math.max(...page.records.flatMap(({ at }) => at ?? []));
      if (page.records.length > 0 && Number.isFinite(newest))
        return { state: 'ok', says: `can be searched; the newest change is of ${timeOf(newest)}` };
    }
    return { state: 'ok', says: 'can be searched; it has no change of the last day' };
  } catch (error) {
    if (error instanceof HistoryError) return { state: 'failure', says: error.message };
    throw error;
  }
}

function timeOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
