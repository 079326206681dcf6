/** How an event reads: what was done (`deleted stack`) and how an attempt reads (`delete stack`). */
export interface Phrase {
  readonly did: string;
  readonly to: string;
}

/** The words of an event name in their order, without an API version: `DeleteDBInstance20141031` gives `Delete DB Instance`. */
export function wordsOf(eventName: string): string[] {
  const bare = withoutVersion(eventName);
  // Plurals of initialisms are one word: `ListWebACLs`.
  return bare.match(/[A-Z]{2,}s(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
}

/** The name of an event without the version of the API that Lambda and CloudFront put behind it: `UpdateFunctionCode20150331v2`. */
export function withoutVersion(eventName: string): string {
  return eventName.replace(/_?\d{4}_?\d{2}_?\d{2}(v\d+)?$/i, '');
}

/** A verb in the past: `delete` gives `deleted`. Takes lower case. */
export function past(verb: string): string {
  const irregular = IRREGULAR_PAST.get(verb);
  if (irregular !== undefined) return irregular;
  // A verb with its particle: `sign in`, `look up`.
  const [bare = '', particle] = verb.split(' ');
  if (particle !== undefined) return `${past(bare)} ${particle}`;
  if (verb.endsWith('e')) return `${verb}d`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${verb}ed`;
}

/** A noun of an event name in the singular: `Policies` gives `Policy`, `Access` stays. */
export function singular(noun: string): string {
  if (/ies$/i.test(noun)) return `${noun.slice(0, -3)}y`;
  return /(ss|us|is|alias)$/i.test(noun) ? noun : noun.replace(/s$/i, '');
}

/** A plain-English phrase for an event of any service, read from its name alone. */
export function phraseOf(eventName: string | null): Phrase {
  if (eventName === null) return { did: 'made a call without a name', to: 'make a call without a name' };
  const words = wordsOf(eventName).map(word => word.toLowerCase());
  // BatchGetSecretValue: what was done in a batch says more than that it was one.
  const [verb = '', ...rest] = words[0] === 'batch' && AWS_VERBS.has(words[1] ?? '') ? words.slice(1) : words;
  // Names such as SharedSnapshotVolumeCreated begin with a noun: the name itself says it best.
  if (!AWS_VERBS.has(verb)) return { did: `caused ${eventName}`, to: `cause ${eventName}` };
  const nouns = rest.map(spelled);
  const plain = plainVerb(verb, rest);
  return { did: [past(plain), ...nouns].join(' '), to: [plain, ...nouns].join(' ') };
}

/** The verb that people use: a policy is set, an object is put somewhere. */
function plainVerb(verb: string, nouns: readonly string[]): string {
  if (verb === 'get') return 'read';
  if (verb === 'lookup') return 'look up';
  if (verb === 'put') return PUT_SOMEWHERE.has(singular(nouns.at(-1) ?? '')) ? 'put' : 'set';
  return verb;
}

/** Nouns of what `Put…` puts somewhere, as against what it sets. */
const PUT_SOMEWHERE: ReadonlySet<string> = new Set([
  'object',
  'item',
  'record',
  'event',
  'data',
  'image',
  'message',
  'file',
  'part',
  'batch',
]);

/** A word as it is spelled: initialisms in capitals, also in the plural. */
function spelled(word: string): string {
  const known = SPELLINGS.get(word) ?? SPELLINGS.get(singular(word));
  if (known === undefined) return word;
  return SPELLINGS.has(word) ? known : `${known}s`;
}

/** Whether a word is a verb that AWS begins event names with. Takes lower case. */
export function isAwsVerb(word: string): boolean {
  return AWS_VERBS.has(word);
}

const IRREGULAR_PAST = new Map(
  Object.entries({
    begin: 'began',
    get: 'read',
    leave: 'left',
    put: 'put',
    read: 'read',
    reset: 'reset',
    run: 'ran',
    send: 'sent',
    set: 'set',
    split: 'split',
    stop: 'stopped',
    submit: 'submitted',
    swap: 'swapped',
    tag: 'tagged',
    transfer: 'transferred',
    undo: 'undid',
    unplug: 'unplugged',
    untag: 'untagged',
    withdraw: 'withdrew',
    write: 'wrote',
  }),
);

/** Verbs that begin AWS's event names. */
const AWS_VERBS = new Set(
  `abort accept activate add allocate allow apply assign associate assume attach authorize batch begin cancel change check
  clear close complete configure confirm connect copy create deactivate deauthorize decline decrypt define delete deny deploy
  deprecate deprovision deregister describe detach disable disassociate disconnect discover download edit enable encrypt
  enter evaluate execute export failover filter generate get grant head import increase initiate install invite invoke issue join
  leave link list lock lookup merge modify monitor move notify open opt pass poll post preview promote provision publish
  purchase purge put query read reboot rebuild receive recover redeem refresh register reject release remove rename renew
  replace replicate report request resend reset resize resolve respond restart restore resume resync retire retry return
  revoke rollback rotate run save scale schedule search select send set share sign signal simulate skip split start stop
  submit subscribe suspend swap switch sync synchronize tag terminate test transfer transition unassign undeploy undo
  unlink unlock unmonitor unpublish unregister unsubscribe untag update upgrade upload use validate verify view withdraw
  write`.split(/\s+/),
);

/** Words that are not spelled as others. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ...`acl ai api arn ami asn aws bgp ca cidr cors cpu cwl db dhcp dkim dns drt ebs ec2 ecr ecs efs eip eks elb eni fsx gpu hsm http https iam id
  ios ip ipam ipv4 ipv6 iot jwt kms mfa mms nat nfs ntp oidc ota pki qos ram rds s3 saml scp sdk ses slo sms smb sni sns sql sqs ssh ssl ssm sso
  sts tls ttl uri url vpc vpn waf wafv2 xss xml`
    .split(/\s+/)
    .map(word => [word, word.toUpperCase()] as const),
  ['graphql', 'GraphQL'],
  ['oauth', 'OAuth'],
  ['cloudformation', 'CloudFormation'],
  ['cloudfront', 'CloudFront'],
  ['cloudtrail', 'CloudTrail'],
  ['cloudwatch', 'CloudWatch'],
]);
