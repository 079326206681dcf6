import { setMaxListeners } from 'node:events';
import type { LookupEventsCommandInput, Event as LookupItem } from '@aws-sdk/client-cloudtrail';
import { HistoryError } from '../app/errors.ts';
import type { History, SearchPage, SearchScope, Unreadable } from '../app/ports.ts';
import { EVENT_HISTORY_REACH_MS, type LookupAttribute } from '../domain/plan.ts';
import type { TimeRange } from '../domain/question/question.ts';
import type { CloudTrailRecord } from '../domain/record.ts';
import { readLookupItem } from '../records/document.ts';
import { explainLookup } from './lookup-errors.ts';
import { type LookupStates, Lookups, type LookupsDeps } from './lookups.ts';

/** Most items a page can have (CloudTrail API Reference, "LookupEvents"). */
const PAGE_SIZE = 50;
/** Number of times that paging begins anew in one search. */
const MAX_RESTARTS = 5;

/** CloudTrail's Event history through LookupEvents: management events of 90 days, newest first. */
export function eventHistory(deps: LookupsDeps): History & { readonly states: LookupStates } {
  const { accounts } = deps;
  const lookups = new Lookups(deps);
  return {
    name: 'Event history',
    scopes: accounts.flatMap(account => account.regions.map(region => ({ accountId: account.id, region }))),
    states: lookups.states,
    reach: EVENT_HISTORY_REACH_MS,
    coverage: 'management',
    filters: false,
    serves: scope => accounts.some(account => account.id === scope.accountId && account.regions.length > 0),
    search({ scope, attribute, range, urgency }, signal) {
      if (scope === null)
        throw new HistoryError('misconfigured', 'Event history is searched by account and Region');
      // Every request listens to it, and long searches send hundreds.
      setMaxListeners(0, signal);
      const send = (input: LookupEventsCommandInput) => lookups.send(scope, input, signal, urgency);
      return pagesOf(send, scope, attribute, range, signal);
    },
  };
}

async function* pagesOf(
  send: (input: LookupEventsCommandInput) => ReturnType<Lookups['send']>,
  scope: SearchScope,
  attribute: LookupAttribute | null,
  range: TimeRange,
  signal: AbortSignal,
): AsyncGenerator<SearchPage> {
  // A token holds only for identical parameters, so the end of the range moves only when paging begins anew.
  let [to, reached, restarts] = [range.to, range.to, 0];
  let token: string | undefined;
  let isOrdered = true;
  for (;;) {
    let page: Awaited<ReturnType<Lookups['send']>>;
    try {
      page = await send(inputFor(attribute, { from: range.from, to }, token));
    } catch (error) {
      // A token that went stale: begin again where the pages ended.
      if ((error as Error).name === 'InvalidNextTokenException' && restarts++ < MAX_RESTARTS) {
        [token, to] = [undefined, reached];
        continue;
      }
      if (signal.aborted) throw error;
      const { cause, reason } = explainLookup(error);
      throw new HistoryError(cause, reason, { cause: error });
    }
    const { output, requests } = page;
    const { records, unreadable } = readItems(output.Events ?? [], scope, range);
    token = output.NextToken;
    // AWS promises the newest first. Where that does not hold, nothing has been reached before the last page.
    isOrdered &&= isNewestFirst(records, reached);
    if (token === undefined) reached = range.from;
    else reached = isOrdered ? reachedBackTo(records, { from: range.from, to: reached }) : range.to;
    yield { records, unreadable, requests, cached: 0, reachedBackTo: reached };
    if (token === undefined) return;
  }
}

function inputFor(
  attribute: LookupAttribute | null,
  range: TimeRange,
  token: string | undefined,
): LookupEventsCommandInput {
  return {
    ...(attribute && {
      LookupAttributes: [{ AttributeKey: attribute.key, AttributeValue: attribute.value }],
    }),
    StartTime: new Date(range.from),
    EndTime: new Date(range.to),
    MaxResults: PAGE_SIZE,
    ...(token !== undefined && { NextToken: token }),
  };
}

function readItems(
  items: readonly LookupItem[],
  scope: SearchScope,
  range: TimeRange,
): { records: CloudTrailRecord[]; unreadable: Unreadable[] } {
  const records: CloudTrailRecord[] = [];
  const unreadable: Unreadable[] = [];
  for (const item of items) {
    const carrier = { accountId: scope.accountId ?? undefined, region: scope.region };
    const reading = readLookupItem(item, { ...carrier, assurance: 'history' });
    if (reading.kind === 'record') records.push(reading.record);
    else {
      const at = item.EventTime?.getTime();
      unreadable.push({
        reason: `event ${item.EventId ?? 'without an id'} could not be read`,
        range: at === undefined ? range : { from: at, to: at + 1_000 },
      });
    }
  }
  return { records, unreadable };
}

/** Whether a page goes back in time, from what was reached before it (milliseconds). Times are to the second. */
function isNewestFirst(records: readonly CloudTrailRecord[], reached: number): boolean {
  const times = records.flatMap(({ at }) => at ?? []);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return true;
  return first >= last && Math.max(...times) <= reached + 1_000;
}

/** Pages are newest first: all after the second of the oldest record has been given. */
function reachedBackTo(records: readonly CloudTrailRecord[], range: TimeRange): number {
  const times = records.flatMap(({ at }) => at ?? []);
  return times.length === 0 ? range.to : Math.min(range.to, Math.max(range.from, Math.min(...times) + 1_000));
}
