/** A noun that a question can be about. */
export interface ObjectNoun {
  /** How it is printed, singular. */
  readonly name: string;
  /** Services whose events count, as `eventSource`. */
  readonly sources: readonly string[];
  /** Words of an event name that mean it, lower case and singular; any of these runs. */
  readonly words: readonly (readonly string[])[];
}

type NounRow = readonly [names: string, services: string, words: string];

/** Nouns: how people call them (first: how we print them), services, words in event names. */
const NOUNS: readonly NounRow[] = [
  ['connection|account connection|connection request', 'codecatalyst', 'connection'],
  ['glue connection', 'glue', 'connection'],
  ['codeconnections connection|codestar connection', 'codeconnections codestar-connections', 'connection'],
  ['eventbridge connection', 'events', 'connection'],
  ['role|iam role|service role', 'codecatalyst iam sts', 'role'],
  ['trust policy', 'iam', 'assume role policy'],
  [
    'billing|billing authorization|billing authorisation|billing account',
    'codecatalyst',
    'billing,billing authorization',
  ],
  ['space', 'codecatalyst', 'space'],
  ['project', 'codecatalyst', 'project'],
  ['dev environment|development environment', 'codecatalyst', 'dev environment'],
  ['source repository', 'codecatalyst', 'source repository'],
  ['repository', 'codecatalyst codecommit ecr', 'repository'],
  ['workflow run', 'codecatalyst', 'workflow run'],
  ['access token', 'codecatalyst', 'access token'],
  ['identity center application', 'codecatalyst', 'identity center application'],
  ['trail', 'cloudtrail', 'trail,logging,event selector'],
  ['logging', 'cloudtrail', 'logging'],
  ['event selector', 'cloudtrail', 'event selector'],
  ['stack', 'cloudformation', 'stack'],
  ['change set', 'cloudformation', 'change set'],
  ['bucket', 's3', 'bucket'],
  ['bucket policy', 's3', 'bucket policy'],
  ['instance', 'ec2', 'instance'],
  ['security group', 'ec2', 'security group'],
  ['vpc', 'ec2', 'vpc'],
  ['subnet', 'ec2', 'subnet'],
  ['volume', 'ec2', 'volume'],
  ['snapshot', 'ec2 rds', 'snapshot'],
  ['image|ami', 'ec2', 'image'],
  ['route table', 'ec2', 'route table'],
  ['flow log', 'ec2', 'flow log'],
  ['database|db instance|rds instance', 'rds', 'db instance,db cluster'],
  ['access key', 'iam', 'access key'],
  ['key|kms key', 'kms', 'key'],
  ['user|iam user|group member|member', 'iam', 'user'],
  ['group|iam group', 'iam', 'group'],
  ['policy|iam policy', 'iam', 'policy'],
  ['login profile', 'iam', 'login profile'],
  ['mfa device', 'iam', 'mfa device'],
  ['instance profile', 'iam', 'instance profile'],
  ['function|lambda|lambda function', 'lambda', 'function'],
  ['table', 'dynamodb', 'table'],
  ['secret', 'secretsmanager', 'secret'],
  ['parameter', 'ssm', 'parameter'],
  ['queue', 'sqs', 'queue'],
  ['topic', 'sns', 'topic'],
  ['cluster', 'ecs eks rds', 'cluster'],
  ['log group', 'logs', 'log group'],
  ['rule', 'events', 'rule'],
  ['alarm', 'monitoring', 'alarm'],
  ['hosted zone', 'route53', 'hosted zone'],
  ['distribution', 'cloudfront', 'distribution'],
];

/** Every noun by each of its names, singular and plural, lower case. */
export const OBJECTS: ReadonlyMap<string, ObjectNoun> = new Map(
  NOUNS.flatMap(([names, services, words]) => {
    const all = names.split('|');
    const noun: ObjectNoun = {
      name: all[0] ?? '',
      sources: services.split(' ').map(service => `${service}.amazonaws.com`),
      words: words.split(',').map(run => run.split(' ')),
    };
    return all.flatMap(name => [name, plural(name)].map(spelling => [spelling, noun] as const));
  }),
);

/** The plural of a noun, which may be several words. */
export function plural(noun: string): string {
  if (noun.endsWith('ing')) return noun;
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|ch)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
