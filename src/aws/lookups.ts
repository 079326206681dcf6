import type {
  CloudTrailClient,
  LookupEventsCommandInput,
  LookupEventsCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import type { Clock, Log, Meter, RateLimiter, SearchScope, Urgency } from '../app/ports.ts';
import type { Account } from '../domain/account.ts';
import { assumedRole } from './assumed-role.ts';
import { explainLookup, isPassing, isThrottled } from './lookup-errors.ts';

/** LookupEvents takes two requests a second in each account and Region (CloudTrail User Guide, "Quotas"); a little more, as none arrives in no time. */
export const LOOKUP_GAP_MS = 520;
/** Number of times that a passing fault of one request is tried again. */
const MAX_RETRIES = 3;
/** First pause before a retry; each further one is twice as long. */
const THROTTLED_PAUSE_MS = 1_000;
const FAULT_PAUSE_MS = 300;
const HANDLER = { connectionTimeout: 3_000, requestTimeout: 6_000, throwOnRequestTimeout: true };

/** What sending look-ups works with. */
export interface LookupsDeps {
  readonly accounts: readonly Account[];
  readonly limiter: RateLimiter;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

/** How the last look-up in an account and Region went, by `ACCOUNT/REGION`: `ok`, or what failed. */
export type LookupStates = ReadonlyMap<string, string>;

/** Sends LookupEvents to every account and Region, within their limits. */
export class Lookups {
  readonly #deps: LookupsDeps;
  readonly #clients = new Map<string, Promise<CloudTrailClient>>();
  readonly #states = new Map<string, string>();

  constructor(deps: LookupsDeps) {
    this.#deps = deps;
  }

  get states(): LookupStates {
    return this.#states;
  }

  /** Sends one request: waits its turn and tries passing faults again. @throws what the SDK throws when it can't be mended by waiting */
  async send(
    scope: SearchScope,
    input: LookupEventsCommandInput,
    signal: AbortSignal,
    urgency?: Urgency,
  ): Promise<{ output: LookupEventsCommandOutput; requests: number }> {
    const { limiter } = this.#deps;
    const name = nameOf(scope);
    for (let attempt = 0; ; attempt++) {
      try {
        // Whatever takes time comes before the turn, or the request would be late for it and close to the next one.
        const [{ LookupEventsCommand }, client] = await unlessAborted(
          Promise.all([loadSdk(), this.#readyClient(scope)]),
          signal,
        );
        await limiter.turn(`lookup/${name}`, signal, urgency);
        const sent = client.send(new LookupEventsCommand(input), { abortSignal: signal });
        const output = await unlessAborted(sent, signal);
        this.#states.set(name, 'ok');
        this.#deps.meter.count('cctrail_lookups_total', { outcome: 'ok' });
        return { output, requests: attempt + 1 };
      } catch (error) {
        signal.throwIfAborted();
        await this.#afterFailure(error as Error, name, attempt, signal);
      }
    }
  }

  /** Waits before the next attempt. @throws the error itself where there is to be none */
  async #afterFailure(error: Error, scope: string, attempt: number, signal: AbortSignal): Promise<void> {
    const { clock, log, meter } = this.#deps;
    meter.count('cctrail_lookups_total', { outcome: isThrottled(error) ? 'throttled' : 'failed' });
    if (error.name !== 'InvalidNextTokenException') this.#states.set(scope, explainLookup(error).reason);
    if (!isPassing(error) || attempt >= MAX_RETRIES) throw error;
    log.debug({ scope, error: error.name }, 'a look-up is tried again');
    const pauseMs = isThrottled(error) ? THROTTLED_PAUSE_MS : FAULT_PAUSE_MS;
    await clock.sleep(pauseMs * 2 ** attempt, signal);
  }

  async #readyClient(scope: SearchScope): Promise<CloudTrailClient> {
    const name = nameOf(scope);
    const account = this.#deps.accounts.find(({ id }) => id === scope.accountId);
    const known = this.#clients.get(name) ?? makeClient(account, scope.region);
    this.#clients.set(name, known);
    const client = await known;
    await client.config.credentials();
    return client;
  }
}

function nameOf({ accountId, region }: SearchScope): string {
  return `${accountId ?? 'own'}/${region}`;
}

/** The SDK takes longer to load than the bot does to start, so it is loaded for the first look-up. */
function loadSdk() {
  return import('@aws-sdk/client-cloudtrail');
}

async function makeClient(account: Account | undefined, region: string): Promise<CloudTrailClient> {
  const { CloudTrailClient: Client } = await loadSdk();
  const common = { region, maxAttempts: 1, requestHandler: HANDLER };
  const { roleArn, externalId } = account ?? {};
  if (roleArn === undefined) return new Client(common);
  const credentials = await assumedRole({ roleArn, externalId }, { region, requestHandler: HANDLER });
  return new Client({ ...common, credentials });
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
