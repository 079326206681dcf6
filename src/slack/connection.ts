import { type Clock, type Log, StoreError } from '../app/ports.ts';
import type { Identity, SlackApp } from './app.ts';
import { slackError } from './errors.ts';

/** How often Slack is asked whether it still knows the bot, and until it does, in milliseconds. */
const AUTH_CHECK = { known: 60_000, unknown: 2_000 };
/** Pauses between attempts to connect, in milliseconds: the first, and the longest. */
const RECONNECT = { first: 500, longest: 10_000 };
/** How soon the connection is made once the bot is known, in milliseconds. */
const WAITING = 50;

/** What keeping in touch with Slack needs. */
export interface PresenceParts {
  /** Asks Slack who the bot is. @throws what the Web API client throws */
  readonly identify: () => Promise<Identity>;
  /** Begins everything that has to know the workspace. @throws {StoreError} when the store is away: it is tried again */
  readonly begin: (identity: Identity) => Promise<void>;
  readonly app: Pick<SlackApp, 'start' | 'disconnected'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** How the bot stands with Slack. */
export interface Presence {
  /** Null until auth.test has succeeded and everything has begun. */
  identity(): Identity | null;
  state(): { readonly authenticated: boolean; readonly now: string; readonly transport: string };
  /** Asks until the signal is aborted; never rejects. */
  keep(signal: AbortSignal): Promise<void>;
}

/** Keeps asking Slack who the bot is, and keeps Socket Mode connected; in HTTP mode there is nothing to connect. */
export function slackPresence({ identify, begin, app, clock, log }: PresenceParts): Presence {
  let identity: Identity | null = null;
  let now = 'not asked yet';
  let transport = 'not connected yet';

  return {
    identity: () => identity,
    state: () => ({ authenticated: identity !== null, now, transport }),
    async keep(signal) {
      void connect(signal);
      while (!signal.aborted) {
        await introduce();
        await clock.sleep(identity === null ? AUTH_CHECK.unknown : AUTH_CHECK.known, signal);
      }
    },
  };

  async function introduce(): Promise<void> {
    try {
      const known = await identify();
      now = 'ok';
      if (identity !== null) return;
      await begin(known);
      identity = known;
    } catch (error) {
      const reason = slackError(error) ?? (error as Error).message;
      if (error instanceof StoreError)
        log.error({ error: reason }, 'the store is away; the bot begins its work when it is back');
      else {
        if (now !== reason)
          log.error(
            { error: reason },
            'Slack does not answer auth.test as it should; events are still taken in',
          );
        now = reason;
      }
    }
  }

  async function connect(signal: AbortSignal): Promise<void> {
    let pause = RECONNECT.first;
    while (!signal.aborted) {
      try {
        if (identity !== null) {
          await app.start();
          [transport, pause] = ['ok', RECONNECT.first];
          await app.disconnected(signal);
          transport = 'reconnecting';
        }
      } catch (error) {
        const reason =
          slackError(error) ?? (error as Error | undefined)?.message ?? 'the connection was refused';
        if (transport !== reason) log.error({ error: reason }, 'Slack can not be connected to; trying again');
        transport = reason;
        pause = Math.min(pause * 2, RECONNECT.longest);
      }
      await clock.sleep(identity === null ? WAITING : pause, signal);
    }
  }
}
