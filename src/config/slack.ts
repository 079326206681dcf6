import type { BotConfig, SlackMode } from './config.ts';
import type { EnvironmentReader } from './environment-reader.ts';

/** What there is of Slack: a token, and perhaps how Slack reaches the bot. */
export type GivenSlack = Omit<BotConfig['slack'], 'mode'> & { readonly mode: SlackMode | null };

/** What the settings say of Slack; warnings of it are added to the others. */
export function slackOf(
  reader: EnvironmentReader,
  warnings: string[],
): Omit<GivenSlack, 'token'> & { readonly token: string | null } {
  const token = reader.text('SLACK_BOT_TOKEN');
  const mode = slackMode(reader, warnings);
  const apiUrl = withSlash(reader.url('SLACK_API_URL', ['http', 'https']) ?? 'https://slack.com/api/');
  return { token, mode, apiUrl };
}

function slackMode(reader: EnvironmentReader, warnings: string[]): SlackMode | null {
  const secret = reader.text('SLACK_SIGNING_SECRET');
  const appToken = reader.text('SLACK_APP_TOKEN');
  if (appToken === null) return secret === null ? null : { kind: 'http', signingSecret: secret };
  if (secret !== null)
    warnings.push('SLACK_APP_TOKEN is set, so Socket Mode is used and SLACK_SIGNING_SECRET is ignored');
  return { kind: 'socket', appToken };
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
