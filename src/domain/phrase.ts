/** How an event reads: what was done (`deleted stack`) and how an attempt reads (`delete stack`). */
export interface Phrase {
  readonly did: string;
  readonly to: string;
}

/** The words of an event name in their order, without an API version: `DeleteDBInstance20141031` gives `Delete DB Instance`. */
export function wordsOf(eventName: string): string[] {
  const bare = eventName.replace(/_?\d{4}_?\d{2}_?\d{2}(v\d+)?$/i, '');
  return bare.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
}

/** A verb in the past: `delete` gives `deleted`. Takes lower case. */
export function past(verb: string): string {
  const irregular = IRREGULAR_PAST.get(verb);
  if (irregular !== undefined) return irregular;
  if (verb.endsWith('e')) return `${verb}d`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${verb}ed`;
}

/** A noun of an event name in the singular: `Policies` gives `Policy`, `Access` stays. */
export function singular(noun: string): string {
  if (/ies$/i.test(noun)) return `${noun.slice(0, -3)}y`;
  return /(ss|us|is)$/i.test(noun) ? noun : noun.replace(/s$/i, '');
}

/** A plain-English phrase for an event of any service, read from its name alone. */
export function phraseOf(eventName: string | null): Phrase {
  if (eventName === null) return { did: 'made a call without a name', to: 'make a call without a name' };
  const words = wordsOf(eventName).map(word => word.toLowerCase());
  // BatchGetSecretValue: what was done in a batch says more than that it was one.
  const [verb = '', ...rest] = words[0] === 'batch' && AWS_VERBS.has(words[1] ?? '') ? words.slice(1) : words;
  // Names such as SharedSnapshotVolumeCreated begin with a noun: the name itself says it best.
  if (!AWS_VERBS.has(verb)) return { did: `caused ${eventName}`, to: `cause ${eventName}` };
  const nouns = rest.map(word => (INITIALISMS.has(word) ? word.toUpperCase() : word));
  return { did: [past(verb), ...nouns].join(' '), to: [verb === 'get' ? 'read' : verb, ...nouns].join(' ') };
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
  clear close complete configure confirm connect copy create deactivate deauthorize decrypt define delete deny deploy
  deprecate deprovision deregister describe detach disable disassociate disconnect discover download edit enable encrypt
  enter evaluate execute export failover filter generate get grant head import increase initiate install invoke issue join
  leave link list lock lookup merge modify monitor move notify open opt pass poll post preview promote provision publish
  purchase purge put query read reboot rebuild receive recover redeem refresh register reject release remove rename renew
  replace replicate report request resend reset resize resolve respond restart restore resume resync retire retry return
  revoke rollback rotate run save scale schedule search select send set share sign signal simulate skip split start stop
  submit subscribe suspend swap switch sync synchronize tag terminate test transfer transition unassign undeploy undo
  unlink unlock unmonitor unpublish unregister unsubscribe untag update upgrade upload use validate verify view withdraw
  write`.split(/\s+/),
);

const INITIALISMS = new Set(
  `acl api arn ami aws cpu db dns ebs ec2 ecs efs eks elb gpu iam id ip kms mfa oidc rds s3 saml sns sql sqs ssh ssl sso
  sts tls url vpc vpn waf`.split(/\s+/),
);
