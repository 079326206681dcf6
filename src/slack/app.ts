import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, type Logger, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { Log } from '../app/ports.ts';
import type { ListenerParts } from './listeners/context.ts';
import { LISTENERS } from './listeners/index.ts';

/** How long a call to Slack may take, in milliseconds; less than a delivery lease. */
const TIMEOUT = 8_000;
/** Slack's own requests stay far below this. */
const BODY_LIMIT = 1024 * 1024;

/** Who the bot is, as auth.test says. */
export interface Identity {
  readonly teamId: string;
  readonly botUserId: string;
  readonly botId: string;
}

/** How Slack reaches the bot. */
export type Mode =
  | { readonly kind: 'http'; readonly signingSecret: string }
  | { readonly kind: 'socket'; readonly appToken: string };

/** The Bolt app with its transport. */
export interface SlackApp {
  /** Handles `POST /slack/events` in HTTP mode; null in Socket Mode. */
  readonly requestListener: RequestListener | null;
  /** Socket Mode: connects once. Nothing in HTTP mode. @throws where Slack refuses or can't be reached */
  start(): Promise<void>;
  /** Resolves when the connection is lost, or the signal aborted; in HTTP mode there is none to lose. */
  disconnected(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

/** A Web API client that never retries by itself and gives up in time: the outbox decides what is sent again. */
export function slackClient(token: string, apiUrl: string, logger: Logger): WebClient {
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    timeout: TIMEOUT,
    rejectRateLimitedCalls: true,
    logger,
  });
}

/** Asks Slack who the bot is. @throws what the Web API client throws */
export async function identify(client: WebClient): Promise<Identity> {
  const answer = await client.auth.test();
  return { teamId: answer.team_id ?? '', botUserId: answer.user_id ?? '', botId: answer.bot_id ?? '' };
}

/** Builds the Bolt app and registers every listener. `identity` gives null until auth.test has succeeded. */
export function slackApp(
  mode: Mode,
  token: string,
  apiUrl: string,
  identity: () => Identity | null,
  parts: ListenerParts,
  logger: Logger,
): SlackApp {
  const { receiver, requestListener, stop, client } = transport(mode, apiUrl, logger);
  const app = new App({
    receiver,
    logger,
    // Nothing here hangs on what was said in a conversation before.
    convoStore: false,
    authorize: async () => {
      const known = identity();
      // Without it listeners still run: they answer that the bot is not ready, instead of silence.
      return { botToken: token, ...known };
    },
    clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 } },
  });
  app.error(async error => parts.log.error({ error: error.message }, 'a listener failed'));
  for (const register of LISTENERS) register(app, parts);
  return {
    requestListener,
    start: async () => {
      if (mode.kind === 'socket') await app.start();
    },
    disconnected: signal =>
      new Promise(resolve => {
        client?.once('disconnected', () => resolve());
        signal.addEventListener('abort', () => resolve(), { once: true });
        if (signal.aborted) resolve();
      }),
    stop,
  };
}

interface Transport {
  readonly receiver: Receiver;
  readonly requestListener: RequestListener | null;
  readonly client: SocketModeReceiver['client'] | null;
  readonly stop: () => Promise<void>;
}

function transport(mode: Mode, apiUrl: string, logger: Logger): Transport {
  if (mode.kind === 'socket') {
    const receiver = new SocketModeReceiver({
      appToken: mode.appToken,
      logger,
      // Its own reconnecting ends the process where Slack refuses once; ours does not.
      autoReconnectEnabled: false,
      installerOptions: { clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 } } },
    });
    return { receiver, requestListener: null, client: receiver.client, stop: () => receiver.stop() };
  }
  const receiver = new HTTPReceiver({
    signingSecret: mode.signingSecret,
    endpoints: '/slack/events',
    logger,
    bodyLimit: BODY_LIMIT,
  });
  return { receiver, requestListener: receiver.requestListener, client: null, stop: async () => undefined };
}

/** Bolt's logger on ours. Debug lines are left out: Bolt writes whole payloads there. */
export function boltLogger(log: Log): Logger {
  const say =
    (write: (fields: object, message: string) => void) =>
    (...message: unknown[]) =>
      write(
        { from: 'bolt' },
        message.map(part => (part instanceof Error ? part.message : String(part))).join(' '),
      );
  return {
    debug: () => undefined,
    info: say(log.debug.bind(log)),
    warn: say(log.warn.bind(log)),
    error: say(log.error.bind(log)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
