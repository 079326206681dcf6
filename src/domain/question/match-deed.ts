import { CATALOGUE, serviceOf } from '../catalogue.ts';
import { signsIn } from '../known-events.ts';
import { singular, wordsOf } from '../phrase.ts';
import type { CloudTrailRecord } from '../record.ts';
import { nounsWithOthers, otherEventsOf } from './lexicon/deeds.ts';
import { eventsOf } from './lexicon/event-names.ts';
import { OBJECTS, servicesOf } from './lexicon/nouns.ts';
import type { ObjectNoun } from './lexicon/object-noun.ts';
import { awsVerbsOf, type NounPlace, placeOf } from './lexicon/verbs.ts';
import type { Deed, VerbName } from './question.ts';

/** What is compared with a deed. */
export type NamedEvent = Pick<CloudTrailRecord, 'eventSource' | 'eventName'>;

/** An event name taken apart: its verb, and the words of its nouns in the singular, all in lower case. */
interface EventWords {
  readonly name: string;
  readonly verb: string;
  readonly nouns: readonly string[];
}

/**
 * Whether an event is a deed: by its verb, and by its nouns, of which the direct one must stand where the verb wants it. `sources`: services that a question names, whose
 * things count whatever they are called.
 */
export function isDeed(deed: Deed, event: NamedEvent, sources: readonly string[] = []): boolean {
  const { verbs, objects, indirect = [] } = deed;
  if (verbs.length + objects.length + indirect.length === 0) return true;
  const words = wordsIn(event.eventName ?? '');
  const named = [...objects, ...servicesAsNouns(sources)];
  // "was anything made public": no event is called so.
  const nouns = named.length === 0 && verbs.includes('expose') ? nounsWithOthers('expose') : named;
  const byAnotherName = (verb: VerbName) =>
    nouns.some(
      noun =>
        isOf(noun, event, sources) &&
        otherEventsOf(verb, noun).some(name =>
          name.endsWith('*') ? words.name.startsWith(name.slice(0, -1)) : name === words.name,
        ),
    );
  if (verbs.some(byAnotherName)) return true;
  const fitting = verbs.filter(verb => fitsVerb(verb, words, event.eventName ?? ''));
  if (verbs.length > 0 && fitting.length === 0) return false;
  const place = placeFor(fitting, words, indirect.length > 0);
  const isObject = (name: string) => hasObject(name, event, sources, words, place);
  if (objects.length > 0 && !objects.some(isObject)) return false;
  return indirect.length === 0 || isTo(deed, sources, words);
}

function wordsIn(eventName: string): EventWords {
  const words = wordsOf(sameEvent(eventName)).map(word => word.toLowerCase());
  const [first = '', second = ''] = words;
  const isBatch = first === 'batch';
  return {
    name: eventName.toLowerCase(),
    verb: isBatch ? second : first,
    nouns: words.slice(isBatch ? 2 : 1).map(singular),
  };
}

function fitsVerb(verb: VerbName, words: EventWords, eventName: string): boolean {
  const aws = awsVerbsOf(verb);
  // Who deletes a user does not take one out of a group.
  if (verb === 'delete' && words.verb === 'remove' && words.nouns.includes('from')) return false;
  return (
    aws.length === 0 ||
    aws.some(one => one === words.verb || one === `batch${words.verb}`) ||
    (verb === 'sign' && signsIn(eventName))
  );
}

/** Where the direct noun must stand, by the verbs that fit. */
function placeFor(fitting: readonly VerbName[], { verb }: EventWords, hasIndirect: boolean): NounPlace {
  if (fitting.length === 0) return 'anywhere';
  const isHead = fitting.every(name => placeOf(name) === 'head' && awsVerbsOf(name).includes(verb));
  // AttachRolePolicy attaches a policy, and no role.
  if (isHead || /^(attach|detach)$/.test(verb)) return 'head';
  // Who removed a connection did not take a role from one.
  return hasIndirect || fitting.every(name => placeOf(name) === 'before prepositions')
    ? 'before prepositions'
    : 'anywhere';
}

function hasObject(
  name: string,
  event: NamedEvent,
  sources: readonly string[],
  { nouns }: EventWords,
  place: NounPlace,
): boolean {
  const noun = OBJECTS.get(name);
  return noun !== undefined && isOf(name, event, sources) && hasNoun(noun, nouns, place);
}

/** Whether an event is of a service that has such a thing. */
function isOf(name: string, event: NamedEvent, sources: readonly string[]): boolean {
  const noun = OBJECTS.get(name);
  const source = serviceOf(event);
  return noun !== undefined && (noun.sources.includes(source) || sources.includes(source));
}

/** Whether it was done to, from or with the second thing. Where no event names both, the name of the first alone must do. */
function isTo(deed: Deed, sources: readonly string[], words: EventWords): boolean {
  const named = (deed.indirect ?? []).some(name => {
    const noun = OBJECTS.get(name);
    return noun !== undefined && hasNoun(noun, words.nouns, 'anywhere');
  });
  return named || !namesBoth(deed, sources);
}

const both = new WeakMap<Deed, boolean>();

/** Whether there is an event that names both things of a deed. */
export function namesBoth(deed: Deed, sources: readonly string[]): boolean {
  const known = both.get(deed);
  if (known !== undefined) return known;
  const { indirect = [], ...direct } = deed;
  const services = [...new Set(servicesOf([...deed.objects, ...indirect]))];
  const found = services.some(source =>
    eventsOf(source).some(eventName => {
      const event = { eventSource: source, eventName };
      const { nouns } = wordsIn(eventName);
      const isNamed = indirect.some(name => {
        const noun = OBJECTS.get(name);
        return noun !== undefined && hasNoun(noun, nouns, 'anywhere');
      });
      return isNamed && isDeed(direct, event, sources);
    }),
  );
  both.set(deed, found);
  return found;
}

/** A service that stands for its thing: who disables CloudTrail stops a trail. */
function servicesAsNouns(sources: readonly string[]): readonly string[] {
  return sources.flatMap(source => THING_OF_SERVICE.get(source) ?? []);
}

const THING_OF_SERVICE: ReadonlyMap<string, string> = new Map([
  ['cloudtrail.amazonaws.com', 'trail'],
  ['config.amazonaws.com', 'configuration recorder'],
  ['guardduty.amazonaws.com', 'detector'],
]);

/** Whether the words of an event name mean a noun: anywhere, before any To, From or For, or as the last word there. */
function hasNoun(noun: ObjectNoun, words: readonly string[], place: NounPlace): boolean {
  const end = words.findIndex((word, index) => index > 0 && PREPOSITIONS.has(word));
  const phrase = place !== 'anywhere' && end !== -1 ? words.slice(0, end) : words;
  return noun.words.some(run => {
    for (let at = 0; at + run.length <= phrase.length; at++) {
      if (!run.every((word, index) => phrase[at + index] === word)) continue;
      if (place === 'anywhere' || at + run.length === phrase.length) return true;
    }
    return false;
  });
}

const PREPOSITIONS: ReadonlySet<string> = new Set(['to', 'from', 'for', 'with', 'in', 'of', 'by']);

/** The documentation's own spellings, brought to the one that splits into words. */
function sameEvent(eventName: string): string {
  return eventName
    .replace(/dissassociate/i, 'Disassociate')
    .replace(
      /^(Accept|Reject|Delete|Get|List|Put|Associate|Disassociate)IAM(Roles?)(to|from|for)(?=Connection)/i,
      (_, verb, role, joint) => `${verb}Iam${role}${joint[0].toUpperCase()}${joint.slice(1)}`,
    )
    .replace(/^[a-z]/, letter => letter.toUpperCase());
}

/** Whether one of some services has an event that is a deed. */
export function isDeedOf(deed: Deed, sources: readonly string[]): boolean {
  return sources.some(eventSource =>
    eventsOf(eventSource).some(eventName => isDeed(deed, { eventName, eventSource }, sources)),
  );
}

/**
 * What a deed asks for that no known event is, as its verbs and nouns in words would say; false where there is one, or where what it asks for is too open to tell.
 */
export function isKnownDeed(deed: Deed, sources: readonly string[]): boolean {
  const { verbs, objects } = deed;
  if (verbs.length === 0 || objects.length === 0) return true;
  const services = [...new Set([...servicesOf(objects), ...sources])];
  const isOne = (eventName: string, eventSource: string) => isDeed(deed, { eventName, eventSource }, sources);
  return (
    services.some(source => eventsOf(source).some(name => isOne(name, source))) ||
    CATALOGUE.some(({ eventName, eventSource }) => isOne(eventName, eventSource))
  );
}
