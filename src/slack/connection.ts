import { errorFields, StoreError, StoreFormatError } from '../app/errors.ts';
import type { Clock, Log } from '../app/ports.ts';
import { slackError } from './errors.ts';
import type { Identity } from './web-client.ts';

/** Intervals at which Slack is asked who the bot is: once it has said so, and until then. */
const AUTH_TEST_MS = { known: 60_000, unknown: 2_000 };
/** Pauses between attempts to connect: the first, and the longest. */
const RECONNECT_MS = { first: 500, longest: 10_000 };
/** Pause before the connection is made once the bot is known. */
const WAIT_FOR_IDENTITY_MS = 50;

/** What keeping in touch with Slack needs. */
export interface ConnectionDeps {
  /** Asks Slack who the bot is. @throws what the Web API client throws */
  readonly identify: () => Promise<Identity>;
  /** Begins everything that has to know the workspace. @throws {StoreError} when the store is away: it is tried again */
  readonly onIdentity: (identity: Identity) => Promise<void>;
  /** Connects once. @throws where Slack refuses or can't be reached */
  readonly connect: () => Promise<void>;
  /** Resolves when the connection is lost, or the signal aborted. */
  readonly disconnected: (signal: AbortSignal) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** How the bot stands with Slack, as `/readyz` tells. */
export interface ConnectionState {
  /** Whether auth.test has succeeded and everything has begun. */
  readonly authenticated: boolean;
  readonly now: string;
  readonly transport: string;
}

/** Keeps asking Slack who the bot is, and keeps Socket Mode connected; in HTTP mode there is nothing to connect. */
export class SlackConnection {
  readonly #deps: ConnectionDeps;
  #identity: Identity | null = null;
  #now = 'not asked yet';
  /** Why the store can't be used; null where it can, as far as is known. */
  #unusable: string | null = null;
  #transport = 'not connected yet';

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
  }

  state(): ConnectionState {
    const now = this.#unusable ?? this.#now;
    return { authenticated: this.#identity !== null, now, transport: this.#transport };
  }

  /** Asks until the signal is aborted; never rejects. */
  async keep(signal: AbortSignal): Promise<void> {
    void this.#connect(signal);
    while (!signal.aborted) {
      await this.#authTest();
      const pauseMs = this.#identity === null ? AUTH_TEST_MS.unknown : AUTH_TEST_MS.known;
      await this.#deps.clock.sleep(pauseMs, signal);
    }
  }

  async #authTest(): Promise<void> {
    try {
      const known = await this.#deps.identify();
      this.#now = 'ok';
      if (this.#identity === null) await this.#begin(known);
    } catch (error) {
      this.#refused(slackError(error) ?? (error as Error).message);
    }
  }

  /** Begins the work, where the store can be used. @throws what is no matter of the store */
  async #begin(known: Identity): Promise<void> {
    const { onIdentity, log } = this.#deps;
    try {
      await onIdentity(known);
      [this.#identity, this.#unusable] = [known, null];
    } catch (error) {
      if (error instanceof StoreError)
        log.error({ ...errorFields(error) }, 'the store is away; the bot begins its work when it is back');
      else if (!(error instanceof StoreFormatError)) throw error;
      else if (this.#unusable !== error.message) {
        this.#unusable = error.message;
        log.error({ ...errorFields(error) }, 'the store can not be used; the bot does not begin its work');
      }
    }
  }

  #refused(reason: string): void {
    if (this.#now !== reason)
      this.#deps.log.error(
        { error: reason },
        'Slack does not answer auth.test as it should: check SLACK_BOT_TOKEN, and the network; events are still taken in',
      );
    this.#now = reason;
  }

  async #connect(signal: AbortSignal): Promise<void> {
    const { connect, disconnected, clock, log } = this.#deps;
    let pauseMs = RECONNECT_MS.first;
    while (!signal.aborted) {
      try {
        if (this.#identity !== null) {
          await connect();
          [this.#transport, pauseMs] = ['ok', RECONNECT_MS.first];
          await disconnected(signal);
          this.#transport = 'reconnecting';
        }
      } catch (error) {
        const reason =
          slackError(error) ?? (error as Error | undefined)?.message ?? 'the connection was refused';
        if (this.#transport !== reason)
          log.error({ error: reason }, 'Slack can not be connected to; trying again');
        this.#transport = reason;
        pauseMs = Math.min(pauseMs * 2, RECONNECT_MS.longest);
      }
      await clock.sleep(this.#identity === null ? WAIT_FOR_IDENTITY_MS : pauseMs, signal);
    }
  }
}
