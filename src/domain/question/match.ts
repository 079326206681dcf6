import { sameSpelling } from '../catalogue.ts';
import { CATEGORIES } from '../categories.ts';
import { signsIn } from '../known-events.ts';
import { matchesWildcard } from '../pattern.ts';
import { singular, wordsOf } from '../phrase.ts';
import type { CloudTrailRecord } from '../record.ts';
import type { RecordSummary } from '../summary.ts';
import { wantedOf } from './filters.ts';
import { OBJECTS, type ObjectNoun } from './lexicon/nouns.ts';
import { awsVerbsOf, HEAD_NOUN_VERBS } from './lexicon/verbs.ts';
import { isNamed, isResource, isSession, isUser, rolesOf } from './match-names.ts';
import type { Filter, FilterKey, Question, VerbName } from './question.ts';

/** Whether a record answers a question: in its time, with its verb and object, under all its filters. Reads only where asked for. */
export function matches(question: Question, summary: RecordSummary): boolean {
  const { record } = summary;
  const { time } = question;
  if (time !== null) {
    const { at } = record;
    if (at === null || at < time.from || at >= time.to) return false;
  }
  if (!summary.entry.changes && !asksForReads(question)) return false;
  if (!passesAll(question.filters, summary)) return false;
  if (question.verbs.length + question.objects.length === 0) return true;
  return fitsDeed(question, record);
}

/** What can be told of a record without looking into it: whether it is worth understanding whole. Never wrong where {@link matches} is right. */
export function mayAnswer(question: Question, record: CloudTrailRecord): boolean {
  return passesHeaders(question, record, HEADER_KEYS) && fitsWords(question, record);
}

/** The same of what is known of a record by its source and its name only. */
export function mayAnswerByName(
  question: Question,
  named: Pick<CloudTrailRecord, 'eventSource' | 'eventName' | 'readOnly'>,
): boolean {
  if (named.readOnly && !asksForReads(question)) return false;
  return passesHeaders(question, named, NAME_KEYS) && fitsWords(question, named);
}

/** What is known of a record without looking into it. */
type Headers = Pick<CloudTrailRecord, 'eventSource' | 'eventName'> &
  Partial<Pick<CloudTrailRecord, 'eventID' | 'sourceIPAddress' | 'accountId' | 'awsRegion'>>;

function passesHeaders({ filters }: Question, record: Headers, keys: ReadonlySet<FilterKey>): boolean {
  return filters
    .filter(({ key }) => keys.has(key))
    .every(({ key, values, negated }) => values.some(value => hasHeader(key, value, record)) !== negated);
}

function fitsWords(question: Question, record: Headers): boolean {
  return question.verbs.length + question.objects.length === 0 || fitsDeed(question, record);
}

const NAME_KEYS: ReadonlySet<FilterKey> = new Set<FilterKey>(['event', 'source']);

/** Keys that are compared with a record's own texts. */
const HEADER_KEYS: ReadonlySet<FilterKey> = new Set<FilterKey>([
  'id',
  'event',
  'source',
  'ip',
  'account',
  'region',
]);

function hasHeader(key: FilterKey, value: string, record: Headers): boolean {
  if (key === 'event') return matchesWildcard(sameSpelling(value), sameSpelling(record.eventName ?? ''));
  if (key === 'id') return isNamed(value.toLowerCase(), record.eventID?.toLowerCase() ?? '');
  const text = {
    source: record.eventSource,
    ip: record.sourceIPAddress,
    account: record.accountId,
    region: record.awsRegion,
  }[key as 'source' | 'ip' | 'account' | 'region'];
  return text != null && matchesWildcard(value.toLowerCase(), text.toLowerCase());
}

/** Whether a record passes filters, all of them. */
export function passesAll(filters: readonly Filter[], summary: RecordSummary): boolean {
  return filters.every(filter => passes(filter, summary) !== filter.negated);
}

/** Verbs that ask for what AWS counts among the reads. */
const READING: ReadonlySet<VerbName> = new Set<VerbName>(['access', 'assume', 'invoke', 'view']);

/** Whether an event is by whom a question asks for, and not by whom it leaves out. */
export function isByWhomItAsks({ filters }: Question, summary: RecordSummary): boolean {
  return passesAll(
    filters.filter(({ key }) => key === 'user'),
    summary,
  );
}

/** Whether List…, Get… and Describe… calls are wanted: by a verb, by `readonly:true`, or by naming such an event. */
export function asksForReads(question: Question): boolean {
  return (
    // AWS counts AssumeRole among the reads.
    question.verbs.some(verb => READING.has(verb)) ||
    question.filters.some(
      ({ key, values, negated }) =>
        (key === 'readonly' && values.includes('true') !== negated) ||
        // Nearly all that STS does, issuing credentials above all, AWS counts among the reads.
        (key === 'source' && values.includes('sts.amazonaws.com') && !negated) ||
        ((key === 'event' || key === 'id') && !negated),
    )
  );
}

function fitsDeed(question: Question, record: Headers): boolean {
  const words = wordsOf(sameEvent(record.eventName ?? '')).map(word => word.toLowerCase());
  const [first = '', second = ''] = words;
  const verb = first === 'batch' ? second : first;
  const nouns = words.slice(first === 'batch' ? 2 : 1).map(singular);
  const { verbs, objects } = question;
  const fitsVerb = (name: VerbName) =>
    awsVerbsOf(name).length === 0 ||
    awsVerbsOf(name).some(aws => aws === verb || aws === `batch${verb}`) ||
    [...objects, ...servicesAsNouns(question)].some(noun => OTHER_NAMES[noun]?.[name] === verb) ||
    (name === 'sign' && signsIn(record.eventName ?? ''));
  const fitting = verbs.filter(fitsVerb);
  if (verbs.length > 0 && fitting.length === 0) return false;
  if (objects.length === 0) return true;
  const headOnly =
    fitting.length > 0 &&
    fitting.every(name => HEAD_NOUN_VERBS.has(name) && awsVerbsOf(name).includes(verb as never));
  // Who removed a connection did not take a role from one.
  const direct = fitting.length > 0 && fitting.every(name => name === 'remove');
  // Whose thing it is may be said: a connection in codeconnections.
  const named = wantedOf(question, 'source');
  const place = headOnly ? 'last' : direct ? 'before prepositions' : 'anywhere';
  return objects.some(name => {
    const noun = OBJECTS.get(name);
    return (
      noun !== undefined &&
      (noun.sources.includes(sourceOf(record.eventSource)) || named?.includes(record.eventSource ?? '')) &&
      hasNoun(noun, nouns, place)
    );
  });
}

/** A service that stands for its thing: who disables CloudTrail stops a trail. */
function servicesAsNouns(question: Question): readonly string[] {
  return wantedOf(question, 'source')?.includes('cloudtrail.amazonaws.com') ? ['trail'] : [];
}

/** AWS's verbs for a thing where its event has another than people use: an access key is disabled by an update of its status. */
const OTHER_NAMES: Readonly<Record<string, Partial<Record<VerbName, string>>>> = {
  'access key': { enable: 'update', disable: 'update' },
  billing: { create: 'put' },
  connection: { associate: 'accept', create: 'accept' },
  key: { delete: 'schedule' },
  logging: { enable: 'start', disable: 'stop' },
  trail: { enable: 'start', disable: 'stop' },
};

/** Whether the words of an event name mean a noun: anywhere, before any To, From or For, or as the last word there. */
function hasNoun(
  noun: ObjectNoun,
  words: readonly string[],
  place: 'anywhere' | 'before prepositions' | 'last',
): boolean {
  const end = words.findIndex((word, index) => index > 0 && PREPOSITIONS.has(word));
  const phrase = place !== 'anywhere' && end !== -1 ? words.slice(0, end) : words;
  return noun.words.some(run => {
    for (let at = 0; at + run.length <= phrase.length; at++) {
      if (!run.every((word, index) => phrase[at + index] === word)) continue;
      if (place !== 'last' || at + run.length === phrase.length) return true;
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

function sourceOf(eventSource: string | null): string {
  return eventSource?.includes('.') ? eventSource : 'codecatalyst.amazonaws.com';
}

function passes({ key, values }: Filter, summary: RecordSummary): boolean {
  const { record, principal } = summary;
  const among = (actual: readonly (string | null)[]) =>
    values.some(value =>
      actual.some(text => text !== null && matchesWildcard(value.toLowerCase(), text.toLowerCase())),
    );
  switch (key) {
    case 'id':
    case 'event':
    case 'source':
    case 'ip':
    case 'account':
    case 'region':
      return values.some(value => hasHeader(key, value, record));
    case 'user':
      return values.some(
        value => isUser(value.toLowerCase(), principal) || isSession(value.toLowerCase(), record.identity),
      );
    case 'role':
      return among([principal.role, ...rolesOf(summary)]);
    case 'key':
      return among([principal.accessKeyId]);
    case 'resource':
      return values.some(value => isResource(value.toLowerCase(), summary));
    case 'outcome':
      return values.some(value => (value === 'denied' ? summary.denied : value === record.outcome));
    case 'readonly':
      return values.includes(String(!summary.entry.changes));
    case 'category':
      return values.some(value => CATEGORIES.includes(value as never) && value === summary.category);
  }
}
