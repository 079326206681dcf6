/** One environment variable that cctrail reads. */
export interface Setting {
  readonly name: string;
  readonly meaning: string;
  /** Its value must never be seen. */
  readonly secret?: true;
}

/** Every environment variable that cctrail reads; the README's table is held against this list. `AWS_*` is the SDK's own. */
export const SETTINGS = [
  { name: 'SLACK_BOT_TOKEN', meaning: 'bot token, starts with xoxb-', secret: true },
  { name: 'SLACK_SIGNING_SECRET', meaning: 'HTTP mode: proves that requests come from Slack', secret: true },
  { name: 'SLACK_APP_TOKEN', meaning: 'Socket Mode: app-level token, starts with xapp-', secret: true },
  { name: 'SLACK_API_URL', meaning: 'base of the Slack Web API' },
  { name: 'CCTRAIL_CHANNEL', meaning: 'channel id for everything notable when no route says otherwise' },
  { name: 'CCTRAIL_CONFIG', meaning: 'path of cctrail.yml' },
  {
    name: 'EVENTBRIDGE_API_KEY',
    meaning: 'keys accepted on POST /eventbridge, comma-separated',
    secret: true,
  },
  { name: 'SQS_QUEUE_URL', meaning: 'queue to poll for EventBridge events' },
  {
    name: 'HEARTBEAT_URL',
    meaning: 'fetched each minute while ready, so that somebody notices when the bot does not run',
    secret: true,
  },
  { name: 'REDIS_URL', meaning: 'shared store and cache; may hold a password', secret: true },
  { name: 'DATA_DIR', meaning: 'folder of the embedded store when there is no REDIS_URL' },
  { name: 'CACHE_MAX_MB', meaning: 'bound on what look-ups may keep in the store' },
  { name: 'EVENT_BUS_NAME', meaning: 'event bus on which decisions are published' },
  { name: 'CODECATALYST_TOKEN', meaning: 'for space event logs', secret: true },
  { name: 'HOST', meaning: 'address to listen on' },
  { name: 'PORT', meaning: 'port to listen on' },
  { name: 'OPS_PORT', meaning: 'own port for health, readiness and metrics' },
  { name: 'LOG_LEVEL', meaning: 'fatal, error, warn, info, debug or trace' },
  { name: 'TZ', meaning: 'time zone of `cctrail ask`' },
  { name: 'AWS_REGION', meaning: 'Region to search when no accounts are configured' },
] as const satisfies readonly Setting[];

/** Name of an environment variable that cctrail reads. */
export type SettingName = (typeof SETTINGS)[number]['name'];

/** The environment of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Values that must never reach a log, a card or an error, from the environment; those too short to be secrets are left out. */
export function secretsIn(env: Environment): string[] {
  const values = SETTINGS.filter(setting => 'secret' in setting).flatMap(setting =>
    // A key that is bound to an account is secret without it.
    (env[setting.name] ?? '').split(',').flatMap(value => [value, value.replace(/@\d{12}\s*$/, '')]),
  );
  const password = /^rediss?(?:\+\w+)?:\/\/[^/@]*:([^@/]+)@/.exec(env['REDIS_URL'] ?? '')?.[1];
  const aws = [env['AWS_SECRET_ACCESS_KEY'], env['AWS_SESSION_TOKEN']];
  return [...values, password, ...aws].map(value => value?.trim() ?? '').filter(value => value.length >= 6);
}
