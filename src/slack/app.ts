import { App, type Logger } from '@slack/bolt';
import { errorFields } from '../app/errors.ts';
import type { Log } from '../app/ports.ts';
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
  /** Takes what is refused. */
  readonly refusals: Log;
  /** Gives null until auth.test has succeeded. */
  readonly identity: () => Identity | null;
}

/** Builds the Bolt app and registers every listener. */
export function slackApp(
  { reception, token, apiUrl, logger, refusals, identity }: SlackAppSettings,
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
  app.use(async ({ body, next, ...args }) => {
    const [team, own] = [teamOf(body), identity()?.teamId];
    if (team === undefined || own === undefined || team === own) return next();
    if ('ack' in args && typeof args.ack === 'function') await args.ack();
    refusals.warn({ team }, 'something of another workspace came in, and was refused');
  });
  for (const register of LISTENERS) register(app, context);
  return app;
}

/** The workspace that a click, a submitted modal or a command is of; undefined where it is none of these. */
function teamOf(body: object): string | undefined {
  const {
    team,
    team_id: teamId,
    command,
  } = body as { team?: { id?: unknown } | null; team_id?: unknown; command?: unknown };
  const id = team?.id ?? (command === undefined ? undefined : teamId);
  return typeof id === 'string' ? id : undefined;
}
