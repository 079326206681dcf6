import type { FeedKey, Problem, SlackMode } from './config.ts';

/** Shortest key that is accepted on `POST /eventbridge`, in characters: what is shorter can be guessed. */
const MIN_KEY_LENGTH = 16;

/** What the bot has of what it can't do without. */
export interface Given {
  readonly token: string | null;
  readonly mode: SlackMode | null;
  readonly keys: readonly FeedKey[];
  readonly hasQueue: boolean;
  readonly hasChannel: boolean;
}

/** Everything that the bot lacks: why it is needed and where to get it. */
export function requiredProblems({ token, mode, keys, hasQueue, hasChannel }: Given): Problem[] {
  const problems: Problem[] = [];
  if (token === null) {
    problems.push({
      where: 'SLACK_BOT_TOKEN',
      what: 'is missing: the bot posts with it. Get it at https://api.slack.com/apps, your app, "OAuth & Permissions", "Bot User OAuth Token" (xoxb-…)',
    });
  }
  if (mode === null) {
    problems.push({
      where: 'SLACK_SIGNING_SECRET or SLACK_APP_TOKEN',
      what: 'is missing: Slack reaches the bot over HTTP (signing secret: your app, "Basic Information", "App Credentials") or over Socket Mode (app-level token with connections:write: "Basic Information", "App-Level Tokens", xapp-…)',
    });
  }
  if (!hasChannel) {
    problems.push({
      where: 'CCTRAIL_CHANNEL',
      what: 'is missing, and no routes are configured: notifications need a channel. Its id stands in Slack at the end of the channel\'s "About" (C0123456789); or write routes into the file that CCTRAIL_CONFIG names',
    });
  }
  if (keys.length === 0 && !hasQueue) {
    problems.push({
      where: 'EVENTBRIDGE_API_KEY or SQS_QUEUE_URL',
      what: 'is missing: events come in over POST /eventbridge (choose a long random key and give the same to the EventBridge connection) or from an SQS queue (its URL stands in the SQS console)',
    });
  }
  if (keys.some(({ key }) => key.length < MIN_KEY_LENGTH)) {
    problems.push({
      where: 'EVENTBRIDGE_API_KEY',
      what: `has a key of fewer than ${MIN_KEY_LENGTH} characters, which could be guessed; make one with: openssl rand -hex 32`,
    });
  }
  return problems;
}

/** What looks odd about the Slack credentials, though Slack alone can say: a wrong value was pasted, perhaps. */
export function oddCredentials(token: string | null, mode: SlackMode | null): string[] {
  const odd = [
    token !== null &&
      !token.startsWith('xoxb-') &&
      'SLACK_BOT_TOKEN does not begin with xoxb-, as bot tokens do',
    mode?.kind === 'socket' &&
      !mode.appToken.startsWith('xapp-') &&
      'SLACK_APP_TOKEN does not begin with xapp-, as app-level tokens do',
    mode?.kind === 'http' &&
      !/^[0-9a-f]{32}$/.test(mode.signingSecret) &&
      "SLACK_SIGNING_SECRET is not 32 characters of 0-9 and a-f, as Slack's are",
  ];
  return odd.filter(warning => typeof warning === 'string');
}
