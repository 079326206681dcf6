import { setMaxListeners } from 'node:events';
import { CloudTrailClient, LookupEventsCommand, type Event as LookupItem } from '@aws-sdk/client-cloudtrail';
import {
  type Clock,
  type History,
  HistoryError,
  type Log,
  type SearchPage,
  type SearchScope,
  type Unreadable,
} from '../app/ports.ts';
import type { Limiter } from '../app/search/rate-limiter.ts';
import type { Account } from '../domain/account.ts';
import { EVENT_HISTORY_REACH, type LookupAttribute } from '../domain/plan.ts';
import type { TimeRange } from '../domain/question/question.ts';
import type { CloudTrailRecord } from '../domain/record.ts';
import { readLookupItem } from '../records/document.ts';
import { assumedRole } from './assumed-role.ts';

/** LookupEvents takes two requests a second in each account and Region (CloudTrail User Guide, "Quotas"); a little more, as none arrives in no time. */
export const LOOKUP_GAP = 520;
/** Most items a page can have (CloudTrail API Reference, "LookupEvents"). */
const PAGE = 50;
/** How often a passing fault of one request is tried again. */
const RETRIES = 3;
const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 6_000, throwOnRequestTimeout: true };

/** What the history works with. */
export interface EventHistoryParts {
  readonly accounts: readonly Account[];
  readonly limiter: Limiter;
  readonly clock: Clock;
  readonly log: Log;
}

/** How the last look-up in an account and Region went: `ok`, or what failed. */
export type LookupStates = ReadonlyMap<string, string>;

/** CloudTrail's Event history through LookupEvents: management events of 90 days, newest first. */
export function eventHistory(parts: EventHistoryParts): History & { readonly states: LookupStates } {
  const { accounts, limiter, clock, log } = parts;
  const clients = new Map<string, Promise<CloudTrailClient>>();
  const states = new Map<string, string>();
  const placeOf = (scope: SearchScope) => `${scope.accountId ?? 'own'}/${scope.region}`;

  const clientFor = (scope: SearchScope): Promise<CloudTrailClient> => {
    const place = placeOf(scope);
    const known =
      clients.get(place) ??
      makeClient(
        accounts.find(account => account.id === scope.accountId),
        scope.region,
      );
    clients.set(place, known);
    return known;
  };

  const readyClient = async (scope: SearchScope): Promise<CloudTrailClient> => {
    const client = await clientFor(scope);
    await client.config.credentials();
    return client;
  };

  /** Sends one request: waits its turn, tries passing faults again, and says in a sentence what can't be mended by waiting. */
  async function lookUp(scope: SearchScope, command: LookupEventsCommand, signal: AbortSignal) {
    for (let attempt = 0; ; attempt++) {
      try {
        // Whatever takes time comes before the turn, or the request would be late for it and close to the next one.
        const client = await unlessAborted(readyClient(scope), signal);
        await limiter.turn(`lookup/${placeOf(scope)}`, signal);
        const answer = await unlessAborted(client.send(command, { abortSignal: signal }), signal);
        states.set(placeOf(scope), 'ok');
        return { answer, requests: attempt + 1 };
      } catch (error) {
        signal.throwIfAborted();
        const { name = '', $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
        const throttled = /Throttl|TooManyRequests|RequestLimitExceeded/i.test(name);
        const passing =
          throttled ||
          ($metadata?.httpStatusCode ?? 0) >= 500 ||
          /Timeout|ECONN|EPIPE|socket|Network/i.test(`${name} ${(error as Error).message}`);
        if (name !== 'InvalidNextTokenException') states.set(placeOf(scope), explain(error));
        if (!passing || attempt >= RETRIES) throw error;
        log.debug({ place: placeOf(scope), error: name }, 'a look-up is tried again');
        await clock.sleep(throttled ? 1_000 * 2 ** attempt : 300 * 2 ** attempt, signal);
      }
    }
  }

  return {
    name: 'Event history',
    scopes: accounts.flatMap(account => account.regions.map(region => ({ accountId: account.id, region }))),
    states,
    reach: EVENT_HISTORY_REACH,
    holds: 'management',
    filters: false,
    serves: scope => accounts.some(account => account.id === scope.accountId && account.regions.length > 0),
    async *search({ scope, attribute, range }, signal) {
      if (scope === null) throw new HistoryError('Event history is searched by account and Region');
      // Every request listens to it, and long searches send hundreds.
      setMaxListeners(0, signal);
      // A token holds only for identical parameters, so the end of the range moves only when paging begins anew.
      let to = range.to;
      let reached = range.to;
      let token: string | undefined;
      let requests = 0;
      let restarts = 0;
      for (;;) {
        let page: Awaited<ReturnType<typeof lookUp>>;
        try {
          page = await lookUp(scope, commandFor(attribute, { from: range.from, to }, token), signal);
        } catch (error) {
          // A token that went stale: begin again where the pages ended.
          if ((error as Error).name === 'InvalidNextTokenException' && restarts++ < 5) {
            token = undefined;
            to = reached;
            continue;
          }
          if (signal.aborted) throw error;
          throw new HistoryError(explain(error), { cause: error });
        }
        requests = page.requests;
        const { records, unreadable } = readItems(page.answer.Events ?? [], scope, range);
        token = page.answer.NextToken;
        reached =
          token === undefined ? range.from : reachedBackTo(records, { from: range.from, to: reached });
        yield { records, unreadable, requests, cached: 0, reachedBackTo: reached } satisfies SearchPage;
        if (token === undefined) return;
      }
    },
  };
}

function commandFor(
  attribute: LookupAttribute | null,
  range: TimeRange,
  token: string | undefined,
): LookupEventsCommand {
  return new LookupEventsCommand({
    ...(attribute && {
      LookupAttributes: [{ AttributeKey: attribute.key, AttributeValue: attribute.value }],
    }),
    StartTime: new Date(range.from),
    EndTime: new Date(range.to),
    MaxResults: PAGE,
    ...(token !== undefined && { NextToken: token }),
  });
}

function readItems(
  items: readonly LookupItem[],
  scope: SearchScope,
  range: TimeRange,
): { records: CloudTrailRecord[]; unreadable: Unreadable[] } {
  const records: CloudTrailRecord[] = [];
  const unreadable: Unreadable[] = [];
  for (const item of items) {
    const reading = readLookupItem(item, { accountId: scope.accountId ?? undefined, region: scope.region });
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

/** Pages are newest first: all after the second of the oldest record has been given. */
function reachedBackTo(records: readonly CloudTrailRecord[], range: TimeRange): number {
  const times = records.map(record => Date.parse(record.eventTime ?? '')).filter(time => !Number.isNaN(time));
  return times.length === 0 ? range.to : Math.min(range.to, Math.max(range.from, Math.min(...times) + 1_000));
}

async function makeClient(account: Account | undefined, region: string): Promise<CloudTrailClient> {
  const common = { region, maxAttempts: 1, requestHandler: TIMEOUTS };
  const { roleArn, externalId } = account ?? {};
  if (roleArn === undefined) return new CloudTrailClient(common);
  const credentials = await assumedRole({ roleArn, externalId }, { region, requestHandler: TIMEOUTS });
  return new CloudTrailClient({ ...common, credentials });
}

/** What work gives, or a failure as soon as the signal is aborted, also where the work does not listen to it. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let fail = () => {};
  const abort = new Promise<never>((_, reject) => {
    fail = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
  });
  signal.addEventListener('abort', fail);
  if (signal.aborted) fail();
  try {
    return await Promise.race([work, abort]);
  } finally {
    signal.removeEventListener('abort', fail);
  }
}

/** What failed, and what to do, without anything secret. */
function explain(error: unknown): string {
  const { name, message } = error as Error;
  if (/CredentialsProviderError|CredentialsError/.test(name))
    return 'no AWS credentials were found: give the bot a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
  if (/ExpiredToken/.test(name)) return 'the AWS session has expired: renew the credentials';
  if (/InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature/.test(name))
    return 'AWS does not accept the credentials: check them';
  if (/AccessDenied/.test(name)) {
    return /AssumeRole/.test(message)
      ? 'the role of the account can not be assumed: its trust policy must allow the bot sts:AssumeRole'
      : 'access denied: the role needs cloudtrail:LookupEvents';
  }
  if (/Throttl|TooManyRequests/.test(name)) return 'CloudTrail throttled the look-ups; ask again in a minute';
  if (
    /ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|socket hang up/i.test(`${(error as { code?: string }).code} ${message}`)
  )
    return 'CloudTrail could not be reached';
  if (/Timeout/.test(name)) return 'CloudTrail did not answer in time';
  if (error instanceof SyntaxError)
    return 'something that is not CloudTrail answered in its place: check AWS_ENDPOINT_URL and any proxy';
  return `CloudTrail answered ${name}`;
}
