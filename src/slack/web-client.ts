import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import type { Log } from '../app/ports.ts';

/** Time limit of a call to Slack; less than a delivery lease. */
const TIMEOUT_MS = 8_000;

/** Who the bot is, as auth.test says. */
export interface Identity {
  readonly teamId: string;
  readonly botUserId: string;
  readonly botId: string;
}

/** A Web API client that never retries by itself and gives up in time: the outbox decides what is sent again. */
export function slackClient(token: string, apiUrl: string, logger: Logger): WebClient {
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    timeout: TIMEOUT_MS,
    rejectRateLimitedCalls: true,
    logger,
  });
}

/** Asks Slack who the bot is. @throws what the Web API client throws */
export async function identify(client: WebClient): Promise<Identity> {
  const answer = await client.auth.test();
  return { teamId: answer.team_id ?? '', botUserId: answer.user_id ?? '', botId: answer.bot_id ?? '' };
}

/** Slack's logger on ours. Debug lines are left out: Bolt writes whole payloads there. */
export function slackLogger(log: Log): Logger {
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
