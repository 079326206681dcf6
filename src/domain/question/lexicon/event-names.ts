import { CATALOGUE, CODECATALYST, sameSpelling } from '../../catalogue.ts';
import { wordsOf } from '../../phrase.ts';
import published from './event-names.json' with { type: 'json' };

/** A known event: its name as AWS writes it, and the services that have one. */
export interface KnownEventName {
  readonly name: string;
  readonly sources: readonly string[];
}

/** Events that are no operations of an API (AWS Sign-In User Guide; IAM Identity Center User Guide; AWS KMS Developer Guide, "Logging AWS KMS API calls"). */
const OF_NO_API =
  'signin:ConsoleLogin SwitchRole ExitRole RenewRole CheckMfa PasswordRecoveryRequested PasswordRecoveryCompleted SessionDuration,s3:PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock GetBucketPublicAccessBlock PutAccountPublicAccessBlock DeleteAccountPublicAccessBlock PutBucketEncryption DeleteBucketEncryption PutBucketLifecycle PutBucketReplication,sso:Authenticate Federate UserAuthentication,kms:RotateKey DeleteKey SynchronizeMultiRegionKey';

let known: ReadonlyMap<string, KnownEventName> | undefined;

/** The event that a word names, whatever its case; undefined where AWS has none that is called so. */
export function eventNamed(word: string): KnownEventName | undefined {
  return all().get(sameSpelling(word));
}

let verbs: ReadonlySet<string> | undefined;

/** Whether names of events begin with a word, lower case. */
export function isEventVerb(word: string): boolean {
  verbs ??= new Set([...all().values()].map(({ name }) => (wordsOf(name)[0] ?? '').toLowerCase()));
  return verbs.has(word);
}

/** The events of a service. `source`: its `eventSource`. */
export function eventsOf(source: string): readonly string[] {
  return bySource().get(source) ?? [];
}

/** Made when it is first asked for: it takes some milliseconds, and not every start asks a question. */
function all(): ReadonlyMap<string, KnownEventName> {
  if (known) return known;
  const made = new Map<string, { name: string; sources: string[] }>();
  for (const [source, names] of bySource()) {
    for (const name of names) {
      const key = sameSpelling(name);
      const entry = made.get(key);
      if (entry) entry.sources.push(source);
      else made.set(key, { name, sources: [source] });
    }
  }
  known = made;
  return made;
}

let sorted: ReadonlyMap<string, readonly string[]> | undefined;

function bySource(): ReadonlyMap<string, readonly string[]> {
  if (sorted) return sorted;
  const made = new Map<string, string[]>();
  const add = (source: string, names: readonly string[]) => {
    const there = made.get(source);
    if (there) there.push(...names);
    else made.set(source, [...names]);
  };
  for (const { eventName, eventSource } of CATALOGUE) add(eventSource ?? CODECATALYST, [eventName]);
  for (const [service, names] of Object.entries(published.names))
    add(`${service}.amazonaws.com`, names.split(' '));
  for (const part of OF_NO_API.split(',')) {
    const [service = '', names = ''] = part.split(':');
    add(`${service}.amazonaws.com`, names.split(' '));
  }
  sorted = made;
  return made;
}
