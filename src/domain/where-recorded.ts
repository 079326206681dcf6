import { CATALOGUE, sameSpelling } from './catalogue.ts';
import { wordsOf } from './phrase.ts';
import type { LookupAttribute } from './plan.ts';
import { eventNamed } from './question/lexicon/event-names.ts';
import { OBJECTS } from './question/lexicon/nouns.ts';

/** The Region in which AWS records the services that have none (CloudTrail User Guide, "Global service events"). */
export const GLOBAL_REGION = 'us-east-1';

const GLOBAL_SOURCES = new Set(
  ['iam', 'sts', 'signin', 'organizations', 'cloudfront', 'route53'].map(
    service => `${service}.amazonaws.com`,
  ),
);

/**
 * Whether an attribute may find what is recorded in {@link GLOBAL_REGION}, wherever it was done: events of a global service, and whatever a
 * person, a key or no attribute at all finds.
 */
export function isGlobal(attribute: LookupAttribute | null): boolean {
  switch (attribute?.key) {
    case 'EventSource':
      return GLOBAL_SOURCES.has(attribute.value);
    case 'EventName':
      return mayBeGlobal(attribute.value);
    default:
      return true;
  }
}

/** Whether an attribute may find events of some services. What has no access key is found by none. */
export function mayFindOf(sources: readonly string[], attribute: LookupAttribute | null): boolean {
  switch (attribute?.key) {
    case 'EventSource':
      return sources.includes(attribute.value);
    case 'AccessKeyId':
      return false;
    case 'EventName': {
      const known = eventNamed(attribute.value);
      return known === undefined || known.sources.some(source => sources.includes(source));
    }
    default:
      return true;
  }
}

/** The Regions in which AWS may record a sign-in to the console (CloudTrail User Guide, "AWS Management Console sign-in events"). */
export const SIGN_IN_REGIONS = ['us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2'] as const;

const SIGN_IN_EVENTS =
  /^(ConsoleLogin|SwitchRole|ExitRole|RenewRole|CheckMfa|PasswordUpdated|PasswordRecovery\w+|EmailUpdated)$/i;

/** Whether an attribute finds sign-ins and nothing else. */
export function isSignIn(attribute: LookupAttribute | null): boolean {
  if (attribute?.key === 'EventSource') return attribute.value === 'signin.amazonaws.com';
  return attribute?.key === 'EventName' && SIGN_IN_EVENTS.test(attribute.value);
}

/** Whether an event name may be a global service's: of those that are known to be another's, none is. */
function mayBeGlobal(eventName: string): boolean {
  const known = CATALOGUE.find(entry => sameSpelling(entry.eventName) === sameSpelling(eventName));
  if (known) return GLOBAL_SOURCES.has(known.eventSource);
  const last = wordsOf(eventName).at(-1)?.toLowerCase().replace(/s$/, '');
  const nouns = [...OBJECTS.values()].filter(noun => noun.words.some(run => run.at(-1) === last));
  return nouns.length === 0 || nouns.some(noun => noun.sources.some(source => GLOBAL_SOURCES.has(source)));
}
