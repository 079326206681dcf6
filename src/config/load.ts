import { readFileSync } from 'node:fs';
import type { Account } from '../domain/account.ts';
import { type Config, ConfigError, type Problem, type SlackMode } from './config.ts';
import { type ConfigFile, readConfigFile } from './file.ts';
import { type Environment, type SettingName, secretsIn } from './settings.ts';

/** What a command can't do without: `start` needs Slack, somewhere to post and a feed; the others need nothing. */
export type Needs = 'bot' | 'nothing';

/**
 * Reads the environment and, where CCTRAIL_CONFIG names one, `cctrail.yml` into one frozen {@link Config}.
 * @throws {ConfigError} with every problem at once: what is missing, why it is needed and where to get it; what is wrong, with its line.
 */
export function loadConfig(env: Environment, needs: Needs): Config {
  const problems: Problem[] = [];
  const warnings: string[] = [];
  const get = (name: SettingName): string | null => env[name]?.trim() || null;
  const number = (name: SettingName, fallback: number, max: number): number => {
    const text = get(name);
    if (text === null) return fallback;
    const value = Number(text);
    if (Number.isInteger(value) && value >= 0 && value <= max) return value;
    problems.push({ where: name, what: `"${text}" is not a whole number from 0 to ${max}` });
    return fallback;
  };
  const url = (name: SettingName, schemes: RegExp): string | null => {
    const text = get(name);
    if (text === null) return null;
    if (schemes.test(text) && URL.canParse(text)) return text;
    problems.push({ where: name, what: `is not a URL that begins with ${schemes.source.slice(1)}` });
    return null;
  };

  const file = readFile(get('CCTRAIL_CONFIG'), problems);
  // Routes of a file that can't be read may be there all the same: don't send people after a second mistake.
  const fileProblems = problems.length > 0;
  const level = get('LOG_LEVEL')?.toLowerCase() ?? 'info';
  if (!/^(fatal|error|warn|info|debug|trace|silent)$/.test(level)) {
    problems.push({
      where: 'LOG_LEVEL',
      what: `"${level}" is none of fatal, error, warn, info, debug, trace`,
    });
  }
  const channel = get('CCTRAIL_CHANNEL');
  if (channel !== null && !/^[CGD][A-Z0-9]{2,}$/.test(channel)) {
    problems.push({
      where: 'CCTRAIL_CHANNEL',
      what: `"${channel}" is not a channel id; Slack shows it at the end of "About" (C0123456789)`,
    });
  }
  const keys = (get('EVENTBRIDGE_API_KEY') ?? '')
    .split(',')
    .map(key => key.trim())
    .filter(Boolean);
  const token = get('SLACK_BOT_TOKEN');
  const mode = slackMode(get('SLACK_SIGNING_SECRET'), get('SLACK_APP_TOKEN'), warnings);
  const queueUrl = url('SQS_QUEUE_URL', /^https?:/);
  if (needs === 'bot') {
    problems.push(
      ...missing({
        token,
        mode,
        hasFeed: keys.length > 0 || queueUrl !== null,
        hasChannel: channel !== null || (file.routes?.length ?? 0) > 0 || fileProblems,
      }),
    );
  }
  warnings.push(...notYet(file, get('CODECATALYST_TOKEN')));

  const port = number('PORT', 3000, 65_535);
  const accounts = accountsOf(file, env, problems);
  const config: Config = {
    slack: { token, mode, apiUrl: withSlash(url('SLACK_API_URL', /^https?:/) ?? 'https://slack.com/api/') },
    eventBridgeKeys: keys,
    queueUrl,
    redisUrl: url('REDIS_URL', /^rediss?:/),
    dataDir: get('DATA_DIR') ?? './data',
    cacheMaxBytes: number('CACHE_MAX_MB', 256, 1_000_000) * 1024 * 1024,
    eventBusName: get('EVENT_BUS_NAME'),
    http: { host: get('HOST') ?? '0.0.0.0', port, opsPort: number('OPS_PORT', port, 65_535) },
    logLevel: level,
    timeZone: timeZone(get('TZ'), problems),
    routing: {
      routes: (file.routes ?? []).map(route => ({ ...route, when: route.when ?? {} })),
      defaultChannel: channel,
      quiet: (file.quiet ?? []).map(mute => ({ when: mute.when, until: Date.parse(mute.until) })),
      accountNames: new Map((file.accounts ?? []).map(account => [account.id, account.name ?? account.id])),
    },
    accounts,
    s3PathStyle: Boolean(env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL']),
    workflowRoles: file.workflowRoles ?? [],
    approvers: {
      users: file.approvers?.users ?? [],
      groups: file.approvers?.groups ?? [],
      quorum: file.approvers?.quorum ?? 1,
      fourEyes: file.approvers?.fourEyes ?? false,
    },
    people: file.people ?? [],
    askers: {
      users: file.askers?.users ?? [],
      groups: file.askers?.groups ?? [],
      channels: file.askers?.channels ?? [],
    },
    credentialsHint: [
      'AWS_PROFILE',
      'AWS_ACCESS_KEY_ID',
      'AWS_ROLE_ARN',
      'AWS_ENDPOINT_URL',
      'AWS_ENDPOINT_URL_CLOUDTRAIL',
    ]
      .map(name => env[name] ?? '')
      .join('|'),
    secrets: secretsIn(env),
    warnings,
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return freeze(config);
}

function readFile(path: string | null, problems: Problem[]): ConfigFile {
  if (path === null) return {};
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    problems.push({ where: 'CCTRAIL_CONFIG', what: `can't read "${path}": ${(error as Error).message}` });
    return {};
  }
  const read = readConfigFile(text, path);
  problems.push(...read.problems);
  const names = (read.file.routes ?? []).map(route => route.name);
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  for (const name of new Set(twice)) problems.push({ where: path, what: `two routes are called "${name}"` });
  const ids = (read.file.accounts ?? []).map(account => account.id);
  for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) {
    problems.push({ where: path, what: `account ${id} is listed twice` });
  }
  return read.file;
}

function slackMode(secret: string | null, appToken: string | null, warnings: string[]): SlackMode | null {
  if (appToken !== null) {
    if (secret !== null)
      warnings.push('SLACK_APP_TOKEN is set, so Socket Mode is used and SLACK_SIGNING_SECRET is ignored');
    return { kind: 'socket', appToken };
  }
  return secret === null ? null : { kind: 'http', signingSecret: secret };
}

function missing(has: {
  token: string | null;
  mode: SlackMode | null;
  hasFeed: boolean;
  hasChannel: boolean;
}): Problem[] {
  const problems: Problem[] = [];
  if (has.token === null) {
    problems.push({
      where: 'SLACK_BOT_TOKEN',
      what: 'is missing: the bot posts with it. Get it at https://api.slack.com/apps, your app, "OAuth & Permissions", "Bot User OAuth Token" (xoxb-…)',
    });
  }
  if (has.mode === null) {
    problems.push({
      where: 'SLACK_SIGNING_SECRET or SLACK_APP_TOKEN',
      what: 'is missing: Slack reaches the bot over HTTP (signing secret: your app, "Basic Information", "App Credentials") or over Socket Mode (app-level token with connections:write: "Basic Information", "App-Level Tokens", xapp-…)',
    });
  }
  if (!has.hasChannel) {
    problems.push({
      where: 'CCTRAIL_CHANNEL',
      what: 'is missing, and no routes are configured: notifications need a channel. Its id stands in Slack at the end of the channel\'s "About" (C0123456789); or write routes into the file that CCTRAIL_CONFIG names',
    });
  }
  if (!has.hasFeed) {
    problems.push({
      where: 'EVENTBRIDGE_API_KEY or SQS_QUEUE_URL',
      what: 'is missing: events come in over POST /eventbridge (choose a long random key and give the same to the EventBridge connection) or from an SQS queue (its URL stands in the SQS console)',
    });
  }
  return problems;
}

/** Settings that are accepted and checked, and that this version does not act on yet: said aloud, never silently ignored. */
function notYet(file: ConfigFile, token: string | null): string[] {
  const waiting = [
    file.reminders && 'reminders: no reminder is sent by this version',
    file.accounts?.some(account => account.athena) &&
      'accounts[].athena: Athena is not searched by this version',
    (file.space || token) && 'space, CODECATALYST_TOKEN: space event logs are not searched by this version',
  ];
  return waiting.filter(text => typeof text === 'string' && text !== '') as string[];
}

function accountsOf(file: ConfigFile, env: Environment, problems: Problem[]): Account[] {
  const region = env['AWS_REGION']?.trim() || env['AWS_DEFAULT_REGION']?.trim() || undefined;
  if (file.accounts === undefined) {
    return region === undefined ? [] : [{ id: null, name: 'this account', regions: [region] }];
  }
  return file.accounts.map(account => {
    const regions = account.regions ?? (region === undefined ? [] : [region]);
    if (regions.length === 0) {
      problems.push({
        where: 'accounts',
        what: `account ${account.id} has no regions, and AWS_REGION is not set`,
      });
    }
    const { roleArn, externalId } = account;
    const given = typeof account.trail === 'string' ? { url: account.trail } : account.trail;
    // The place that holds AWSLogs/ is wanted; whoever names AWSLogs/ itself, or a folder in it, means the same place.
    const trail = given && { ...given, url: given.url.replace(/\/AWSLogs(\/.*)?$/, '') };
    return { id: account.id, name: account.name ?? account.id, regions, roleArn, externalId, trail };
  });
}

function timeZone(name: string | null, problems: Problem[]): string {
  const zone = name ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    // An empty TZ makes a zone that is none.
    if (name === null) return 'UTC';
    problems.push({ where: 'TZ', what: `"${zone}" is not a time zone such as Europe/Berlin` });
    return 'UTC';
  }
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !(value instanceof Map)) {
    for (const inner of Object.values(value)) freeze(inner);
    Object.freeze(value);
  }
  return value;
}
