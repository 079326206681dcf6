import { WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import type { Check } from '../app/examining/check.ts';
import type { Finding } from '../domain/finding.ts';
import { slackError } from './errors.ts';
import { SCOPES } from './scopes.ts';

/** What looking at Slack works with. */
export interface SlackCheckDeps {
  readonly client: WebClient;
  /** A client with the app-level token; null in HTTP mode. */
  readonly appClient: WebClient | null;
  /** The channels that the settings name, each with where. */
  readonly channels: ReadonlyMap<string, string>;
}

/** Errors by which Slack refuses a token whatever is asked (Slack Web API, "conversations.info", "Errors"). */
const TOKEN_IS_BAD = /^(invalid_auth|not_authed|account_inactive|token_revoked|token_expired)$/;
const INSTALL = 'Update the app from manifest.yml, and install it to the workspace again.';

/** Checks the tokens, the scopes and the channels of the bot. Posts nothing. */
export function slackChecks({ client, appClient, channels }: SlackCheckDeps): readonly Check[] {
  return [
    { about: 'Slack', look: () => lookAtToken(client) },
    ...(appClient ? [{ about: 'Socket Mode', look: () => lookAtAppToken(appClient) }] : []),
    ...[...channels].map(([channel, where]) => ({
      about: `channel ${channel} (${where})`,
      look: () => lookAtChannel(client, channel, where),
    })),
  ];
}

async function lookAtToken(client: WebClient): Promise<readonly Finding[]> {
  try {
    const { team = '', user = '', response_metadata: metadata } = await client.auth.test();
    const token: Finding = { state: 'ok', about: 'Slack token', says: `is good: ${user} in ${team}` };
    return [token, ...scopeFindings(metadata?.scopes)];
  } catch (error) {
    const mend =
      'SLACK_BOT_TOKEN is the "Bot User OAuth Token" (xoxb-…) of your app, under "OAuth & Permissions".';
    return [refusal(error, 'Slack token', mend)];
  }
}

/** What the token may do against what the bot uses (Slack, "Verifying scopes": every answer names those of its token). */
function scopeFindings(granted: readonly string[] | undefined): readonly Finding[] {
  const about = 'Slack scopes';
  if (!granted || granted.length === 0)
    return [{ state: 'unknown', about, says: 'are not told by Slack for this token' }];
  const missing = SCOPES.filter(({ name }) => !granted.includes(name));
  if (missing.length === 0) return [{ state: 'ok', about, says: 'are all there' }];
  return missing.map(({ name, why, optional }) => ({
    state: optional ? 'warning' : 'failure',
    about,
    says: `${name} is missing: ${why}`,
    mend: INSTALL,
  }));
}

async function lookAtAppToken(client: WebClient): Promise<readonly Finding[]> {
  const about = 'Socket Mode';
  try {
    await client.apps.connections.open();
    return [{ state: 'ok', about, says: 'can be connected to' }];
  } catch (error) {
    const mend =
      'SLACK_APP_TOKEN is an app-level token (xapp-…) with connections:write, under "Basic Information"; Socket Mode has to be switched on.';
    return [refusal(error, about, mend)];
  }
}

async function lookAtChannel(client: WebClient, channel: string, where: string): Promise<readonly Finding[]> {
  const about = `channel ${channel} (${where})`;
  try {
    const { channel: info } = await client.conversations.info({ channel });
    const name = info?.name === undefined ? channel : `#${info.name}`;
    if (info?.is_archived)
      return [
        {
          state: 'failure',
          about,
          says: `${name} is archived`,
          mend: `Name another in ${where}, or unarchive it.`,
        },
      ];
    return info?.is_member
      ? [{ state: 'ok', about, says: `the bot is in ${name}` }]
      : [
          {
            state: 'failure',
            about,
            says: `the bot is not in ${name}`,
            mend: 'Type "/invite @cctrail" there.',
          },
        ];
  } catch (error) {
    const code = slackError(error);
    // That the token is refused is told once.
    if (code !== undefined && TOKEN_IS_BAD.test(code))
      return [{ state: 'unknown', about, says: 'can not be looked at without a token that is good' }];
    if (error instanceof WebAPIRateLimitedError)
      return [
        {
          state: 'unknown',
          about,
          says: 'could not be looked at: Slack wants a pause',
          mend: 'Look again in a minute.',
        },
      ];
    if (code === 'missing_scope')
      return [
        {
          state: 'unknown',
          about,
          says: 'can not be looked at without channels:read and groups:read',
          mend: INSTALL,
        },
      ];
    const mend =
      code === 'channel_not_found'
        ? `There is no such channel, or it is private and the bot is not in it: type "/invite @cctrail" there, or mend ${where}.`
        : undefined;
    return [refusal(error, about, mend)];
  }
}

/** What Slack said, or that it said nothing. */
function refusal(error: unknown, about: string, mend: string | undefined): Finding {
  const code = slackError(error);
  return code === undefined
    ? {
        state: 'failure',
        about,
        says: `Slack can not be reached: ${(error as Error).message}`,
        mend: 'Check the network, any proxy, and SLACK_API_URL.',
      }
    : { state: 'failure', about, says: `Slack answers ${code}`, mend };
}
