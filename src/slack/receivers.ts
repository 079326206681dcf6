import { type App, HTTPReceiver, type Logger, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { type SlackRoute, slackDoor } from './door.ts';

/** What receives from Slack. */
export interface Reception {
  readonly receiver: Receiver;
  /** Handles `POST /slack/events` in HTTP mode; null in Socket Mode. */
  readonly requestListener: SlackRoute | null;
  /** Socket Mode: connects once. Nothing in HTTP mode. @throws where Slack refuses or can't be reached */
  start(app: App): Promise<void>;
  /** Socket Mode: resolves when the connection is lost, or the signal aborted; in HTTP mode there is none to lose. */
  disconnected(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

/** Receives over Socket Mode. */
export function socketReception(appToken: string, apiUrl: string, logger: Logger): Reception {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    // Its own reconnecting ends the process where Slack refuses once; ours does not.
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 } } },
  });
  return {
    receiver,
    requestListener: null,
    start: async app => void (await app.start()),
    disconnected: signal =>
      new Promise(resolve => {
        receiver.client.once('disconnected', () => resolve());
        onAbort(signal, resolve);
      }),
    stop: () => receiver.stop(),
  };
}

/** Receives over HTTP, mounted on our own server. */
export function httpReception(signingSecret: string, logger: Logger): Reception {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: '/slack/events',
    logger,
  });
  return {
    receiver,
    requestListener: slackDoor(receiver.requestListener, Date.now),
    start: async () => undefined,
    disconnected: signal => new Promise(resolve => onAbort(signal, resolve)),
    stop: async () => undefined,
  };
}

function onAbort(signal: AbortSignal, callback: () => void): void {
  signal.addEventListener('abort', callback, { once: true });
  if (signal.aborted) callback();
}
