import { Answering } from '../../../src/app/asking/answering.ts';
import { HistoryError } from '../../../src/app/errors.ts';
import type { History, Search, SearchPage, WorkflowRuns } from '../../../src/app/ports.ts';
import { NOTHING_KNOWN } from '../../../src/domain/known.ts';
import type { CloudTrailRecord } from '../../../src/domain/record.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { assumedRole, readFixture, whoIsBehindFixture } from '../../fixtures.ts';
import { keptLog } from '../../kept-log.ts';
export const NOW = Date.now();
export const ACCOUNT = '111122223333';
export const ago = (minutes: number) =>
  new Date(Math.floor((NOW - minutes * 60_000) / 1_000) * 1_000).toISOString().replace('.000Z', 'Z');
const ROLE = `arn:aws:iam::${ACCOUNT}:role/Deploy`;

/** The name by which LookupEvents knows who acted: to the letter, and of a session its last part only. */
function usernameOf({ identity }: CloudTrailRecord): string | undefined {
  return identity?.userName ?? identity?.arn?.split('/').at(-1);
}

/** A history over some records; `fails` says for which searches it can't be used. */
export function historyOf(
  records: readonly CloudTrailRecord[],
  options: Partial<History> & { fails?: (search: Search) => boolean; pageSize?: number } = {},
): History & { searches: Search[] } {
  const { fails, pageSize = 50, ...rest } = options;
  const searches: Search[] = [];
  return {
    name: 'Event history',
    scopes: [{ accountId: ACCOUNT, region: 'us-west-2' }],
    reach: 90 * 86_400_000,
    coverage: 'management',
    filters: false,
    serves: scope => scope.accountId === ACCOUNT,
    ...rest,
    searches,
    async *search(search): AsyncGenerator<SearchPage> {
      searches.push(search);
      if (fails?.(search)) throw new HistoryError('denied', 'access denied');
      const { scope, range, attribute } = search;
      const found = records
        .filter(one => scope === null || one.awsRegion === scope.region)
        .filter(one => attribute?.key !== 'EventSource' || one.eventSource === attribute.value)
        .filter(one => attribute?.key !== 'EventName' || one.eventName === attribute.value)
        .filter(one => attribute?.key !== 'EventId' || one.eventID === attribute.value)
        .filter(one => attribute?.key !== 'Username' || usernameOf(one) === attribute.value)
        .filter(one => attribute?.key !== 'AccessKeyId' || one.identity?.accessKeyId === attribute.value)
        .filter(({ at }) => at !== null && at >= range.from && at < range.to)
        .toSorted((a, b) => ((a.eventTime ?? '') < (b.eventTime ?? '') ? 1 : -1));
      for (let at = 0; ; at += pageSize) {
        const page = found.slice(at, at + pageSize);
        const last = at + pageSize >= found.length;
        const reachedBackTo = last ? range.from : (page.at(-1)?.at ?? Number.NaN) + 1_000;
        yield { records: page, reachedBackTo, requests: 1, cached: 0, unreadable: [] };
        if (last) return;
      }
    },
  };
}

export function ask(text: string, ...histories: History[]) {
  return askWith({}, text, ...histories);
}

/** The same where a space is configured, whose workflows ran. */
export function askWith(
  { workflowRuns }: { readonly workflowRuns?: WorkflowRuns },
  text: string,
  ...histories: History[]
) {
  const questions = new Answering({
    histories,
    accounts: [],
    accountName: id => id ?? 'this account',
    known: NOTHING_KNOWN,
    whoIsBehind: whoIsBehindFixture({ histories }),
    workflowRuns,
    clock: systemClock,
    log: keptLog(),
  });
  const reading = questions.read(text, 'UTC');
  if (reading.kind !== 'question') throw new Error(`${text}: ${JSON.stringify(reading)}`);
  return questions.answer(reading.question, { timeZone: 'UTC', budgetMs: 5_000 });
}

export const deleted = (id: string, minutes: number, change: Record<string, unknown> = {}) =>
  readFixture({ eventID: id, eventTime: ago(minutes), ...change });

/** Somebody obtains a session of the role Deploy. */
export const issued = (key: string, minutes: number, identity: Record<string, unknown>, change = {}) =>
  readFixture({
    eventID: `sts-${key}`,
    eventTime: ago(minutes),
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    readOnly: true,
    userIdentity: identity,
    requestParameters: { roleArn: ROLE, roleSessionName: 's' },
    responseElements: { credentials: { accessKeyId: key, sessionToken: 'secret' } },
    ...change,
  });
export const inSession = (key: string, minutes: number, session = 's') => ({
  userIdentity: assumedRole(ROLE, session, {
    identity: { accessKeyId: key },
    context: { attributes: { creationDate: ago(minutes) } },
  }),
});
export const BOB = {
  type: 'IAMUser',
  userName: 'bob',
  arn: `arn:aws:iam::${ACCOUNT}:user/bob`,
  accountId: ACCOUNT,
};
