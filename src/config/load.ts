import type { Account } from '../domain/account.ts';
import { readRedisAddress } from '../domain/redis-address.ts';
import { hasApprovers } from '../domain/review.ts';
import { type BotConfig, type Config, ConfigError, type FeedKey, type Problem } from './config.ts';
import { EnvironmentReader } from './environment-reader.ts';
import type { ConfigFile } from './file.ts';
import { readFile } from './read-file.ts';
import { reconcileOf } from './reconcile.ts';
import { reportsOf } from './reports.ts';
import { oddCredentials, requiredProblems } from './required.ts';
import { retentionOf } from './retention.ts';
import { routingOf } from './routing.ts';
import { type Environment, secretsIn } from './settings.ts';
import { type GivenSlack, slackOf } from './slack.ts';
import { spaceOf } from './space.ts';
import { timeZoneOf } from './time-zone.ts';

const MAX_PORT = 65_535;
const BYTES_PER_MIB = 1024 * 1024;
const MAX_CACHE_MIB = 1_000_000;
/** Most that one question may scan with Athena where the file does not say. */
const MAX_SCANNED_MEGABYTES = 10_000;
/** Variables that tell sets of AWS credentials apart. None of them is secret. */
const CREDENTIALS_HINTS = [
  'AWS_PROFILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_ROLE_ARN',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_CLOUDTRAIL',
] as const;

/**
 * Reads the environment and, where CCTRAIL_CONFIG names one, `cctrail.yml` into one frozen {@link Config}.
 * @throws {ConfigError} with every problem at once: what is wrong, with its line
 */
export async function loadConfig(env: Environment): Promise<Config> {
  const reader = new EnvironmentReader(env);
  const { file } = await readFile(reader.text('CCTRAIL_CONFIG'), reader);
  return finish(configOf(env, file, reader), reader.problems);
}

/**
 * The same for the bot, which needs Slack, somewhere to post and a feed.
 * @throws {ConfigError} with every problem at once: what is missing, why it is needed and where to get it; what is wrong, with its line
 */
export async function loadBotConfig(env: Environment): Promise<BotConfig> {
  const { config, problems } = await inspectConfig(env);
  const { slack } = config;
  if (slack === null || slack.mode === null) throw new ConfigError(problems);
  return finish({ ...config, slack: { ...slack, mode: slack.mode } }, problems);
}

/** The settings of the bot as far as they can be used, with all that is wrong with them: for whoever looks at a set-up. Without a file that can be read, what it would say is left out. */
export async function inspectConfig(env: Environment): Promise<{
  readonly config: Config & { readonly slack: GivenSlack | null };
  readonly problems: readonly Problem[];
  readonly isFileRead: boolean;
}> {
  const reader = new EnvironmentReader(env);
  const { file, failed } = await readFile(reader.text('CCTRAIL_CONFIG'), reader);
  const config = configOf(env, file, reader);
  const warnings = [...config.warnings];
  const { token, mode, apiUrl } = slackOf(reader, warnings);
  const missing = requiredProblems({
    token,
    mode,
    keys: config.eventBridgeKeys,
    hasQueue: reader.text('SQS_QUEUE_URL') !== null,
    // Routes of a file that can't be read may be there all the same: don't send people after a second mistake.
    hasChannel: reader.text('CCTRAIL_CHANNEL') !== null || config.routing.routes.length > 0 || failed,
  });
  const problems = [...missing, ...reader.problems];
  if (token !== null && mode !== null) warnings.push(...oddCredentials(token, mode));
  if (!hasApprovers(config.approvers))
    warnings.push(
      'no approvers are named in cctrail.yml, so any full member of the workspace may decide, but for whoever acted',
    );
  if (config.askers.users.length + config.askers.groups.length === 0)
    warnings.push(
      'no askers are named in cctrail.yml, so every full member of the workspace may read what CloudTrail records of every account here',
    );
  const slack = token === null ? null : { token, mode, apiUrl };
  return { config: { ...config, warnings, slack }, problems, isFileRead: !failed };
}

function finish<T extends Config>(config: T, problems: readonly Problem[]): T {
  if (problems.length > 0) throw new ConfigError(problems);
  return freeze(config);
}

function configOf(env: Environment, file: ConfigFile, reader: EnvironmentReader): Config {
  const port = reader.number('PORT', 3000, MAX_PORT);
  const { users = [], groups = [], quorum = 1, fourEyes = true } = file.approvers ?? {};
  const askers = file.askers ?? {};
  return {
    eventBridgeKeys: feedKeys(reader),
    queueUrl: reader.url('SQS_QUEUE_URL', ['http', 'https']),
    heartbeatUrl: reader.url('HEARTBEAT_URL', ['http', 'https']),
    redisUrl: redisUrl(reader),
    dataDir: reader.text('DATA_DIR') ?? './data',
    cacheMaxBytes: reader.number('CACHE_MAX_MB', 256, MAX_CACHE_MIB) * BYTES_PER_MIB,
    eventBusName: reader.text('EVENT_BUS_NAME'),
    http: {
      host: reader.text('HOST') ?? '0.0.0.0',
      port,
      opsPort: reader.number('OPS_PORT', port, MAX_PORT),
    },
    logLevel: logLevel(reader),
    timeZone: timeZoneOf(reader),
    routing: routingOf(file, reader),
    accounts: accountsOf(file, env, reader),
    space: spaceOf(file, env, reader),
    s3PathStyle: Boolean(env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL']),
    workflowRoles: file.workflowRoles ?? [],
    approvers: { users, groups, quorum, fourEyes },
    people: file.people ?? [],
    askers: {
      users: askers.users ?? [],
      groups: askers.groups ?? [],
      channels: askers.channels ?? [],
      accounts: (askers.accounts ?? []).map(account => accountIdOf(account, file, reader)),
    },
    reconcile: reconcileOf(file),
    keepRefused: file.keepRefused ?? false,
    managers: { users: file.managers?.users ?? [], groups: file.managers?.groups ?? [] },
    retention: retentionOf(file, reader),
    reports: reportsOf(file),
    credentialsHint: CREDENTIALS_HINTS.map(name => env[name] ?? '').join('|'),
    secrets: secretsIn(env),
    warnings: [...notYet(file), ...halfASpace(file, reader.text('CODECATALYST_TOKEN'))],
  };
}

/** `KEY` or `KEY@111122223333`, several with commas between them. */
function feedKeys(reader: EnvironmentReader): FeedKey[] {
  return (reader.text('EVENTBRIDGE_API_KEY') ?? '')
    .split(',')
    .map(text => text.trim())
    .filter(Boolean)
    .map(text => {
      if (/@\d*$/.test(text) && !/@\d{12}$/.test(text))
        reader.wrong(
          'EVENTBRIDGE_API_KEY',
          'a key is bound to something that is no account id: write it as KEY@111122223333, with twelve digits',
        );
      const [, key = text, accountId = null] = /^(.+)@(\d{12})$/.exec(text) ?? [];
      return { key, accountId };
    });
}

function redisUrl(reader: EnvironmentReader): string | null {
  const text = reader.text('REDIS_URL');
  if (text === null || readRedisAddress(text)) return text;
  reader.wrong(
    'REDIS_URL',
    'is no address of Redis: write redis://host:6379, rediss:// for TLS, redis+sentinel://host1,host2/NAME or redis+cluster://host1,host2',
  );
  return null;
}

/** The id of an account by its id or its name. */
function accountIdOf(given: string, { accounts = [] }: ConfigFile, reader: EnvironmentReader): string {
  const found = accounts.find(({ id, name }) => id === given || name === given)?.id;
  if (found === undefined && !/^\d{12}$/.test(given))
    reader.wrong('askers.accounts', `no account is called "${given}"`);
  return found ?? given;
}

function logLevel(reader: EnvironmentReader): string {
  const level = reader.text('LOG_LEVEL')?.toLowerCase() ?? 'info';
  if (!/^(fatal|error|warn|info|debug|trace|silent)$/.test(level))
    reader.wrong('LOG_LEVEL', `"${level}" is none of fatal, error, warn, info, debug, trace`);
  return level;
}

/** Settings that are accepted and checked, and that this version does not act on yet: said aloud, never silently ignored. */
function notYet(file: ConfigFile): string[] {
  const waiting = [file.reminders && 'reminders: no reminder is sent by this version'];
  return waiting.filter(text => typeof text === 'string' && text !== '') as string[];
}

/** A space takes two settings; with one alone nothing of it is searched. */
function halfASpace({ space }: ConfigFile, token: string | null): string[] {
  if (space !== undefined && token === null)
    return [`space: the log of ${space} is not searched, as CODECATALYST_TOKEN is not set`];
  return space === undefined && token !== null
    ? ['CODECATALYST_TOKEN: no log of a space is searched, as cctrail.yml names no space']
    : [];
}

function accountsOf(file: ConfigFile, env: Environment, reader: EnvironmentReader): Account[] {
  const region = env['AWS_REGION']?.trim() || env['AWS_DEFAULT_REGION']?.trim() || undefined;
  if (file.accounts === undefined && file.athena)
    reader.wrong('athena', 'is searched account by account: list them under accounts, with their ids');
  if (file.accounts === undefined)
    return region === undefined ? [] : [{ id: null, name: 'this account', regions: [region] }];
  return file.accounts.map(account => {
    const { id, name = id, roleArn, externalId } = account;
    const regions = account.regions ?? (region === undefined ? [] : [region]);
    if (regions.length === 0)
      reader.wrong('accounts', `account ${id} has no regions, and AWS_REGION is not set`);
    const table = account.athena ?? file.athena;
    const athena = table && { ...table, maxScannedMb: table.maxScannedMb ?? MAX_SCANNED_MEGABYTES };
    return {
      id,
      name,
      regions,
      roleArn,
      externalId,
      note: account.note,
      trail: trailOf(account.trail),
      athena,
    };
  });
}

/** The place that holds AWSLogs/ is wanted; AWSLogs/ itself, or a folder in it, means the same place. */
function trailOf(given: NonNullable<ConfigFile['accounts']>[number]['trail']): Account['trail'] {
  if (given === undefined) return undefined;
  const trail = typeof given === 'string' ? { url: given } : given;
  return { ...trail, url: trail.url.replace(/\/AWSLogs(\/.*)?$/, '') };
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !(value instanceof Map)) {
    for (const inner of Object.values(value)) freeze(inner);
    Object.freeze(value);
  }
  return value;
}
