import { App, type Logger } from '@slack/bolt';
import { errorFields } from '../app/errors.ts';
import type { ListenerContext } from './listeners/context.ts';
import { LISTENERS } from './listeners/index.ts';
import type { Reception } from './receivers.ts';
import type { Identity } from './web-client.ts';

/** How the Bolt app is set up. */
export interface SlackAppSettings {
  readonly reception: Reception;
  readonly token: string;
  readonly apiUrl: string;
  readonly logger: Logger;
  /** Gives null until auth.test has succeeded. */
  readonly identity: () => Identity | null;
}

/** Builds the Bolt app and registers every listener. */
export function slackApp(
  { reception, token, apiUrl, logger, identity }: SlackAppSettings,
  context: ListenerContext,
): App {
  const app = new App({
    receiver: reception.receiver,
    logger,
    // Nothing here hangs on what was said in a conversation before.
    convoStore: false,
    // Without an identity listeners still run: they answer that the bot is not ready, instead of silence.
    authorize: async () => ({ botToken: token, ...identity() }),
    clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 } },
  });
  app.error(async error => context.log.error({ ...errorFields(error) }, 'a listener failed'));
  for (const register of LISTENERS) register(app, context);
  return app;
}
