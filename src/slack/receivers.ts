import type { RequestListener } from 'node:http';
import { type App, HTTPReceiver, type Logger, type Receiver, SocketModeReceiver } from '@slack/bolt';

/** Slack's own requests stay far below this. */
const BODY_LIMIT_BYTES = 1024 * 1024;

/** What receives from Slack. */
export interface Reception {
  readonly receiver: Receiver;
  /** Handles `POST /slack/events` in HTTP mode; null in Socket Mode. */
  readonly requestListener: RequestListener | null;
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
    bodyLimit: BODY_LIMIT_BYTES,
  });
  return {
    receiver,
    requestListener: receiver.requestListener,
    start: async () => undefined,
    disconnected: signal => new Promise(resolve => onAbort(signal, resolve)),
    stop: async () => undefined,
  };
}

function onAbort(signal: AbortSignal, callback: () => void): void {
  signal.addEventListener('abort', callback, { once: true });
  if (signal.aborted) callback();
}
