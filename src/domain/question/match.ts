import { sameSpelling } from '../catalogue.ts';
import { CATEGORIES } from '../categories.ts';
import { matchesWildcard } from '../event-pattern.ts';
import { withoutVersion } from '../phrase.ts';
import type { CloudTrailRecord } from '../record.ts';
import type { RecordSummary } from '../summary.ts';
import { wantedOf } from './filters.ts';
import { withImpliedThing, withNamesakes } from './implied-thing.ts';
import { OBJECTS } from './lexicon/nouns.ts';
import { holdsRule, isMadeWith, usedMfa } from './match-call.ts';
import { isDeed } from './match-deed.ts';
import { isKind, isNamed, isResource, isSession, isSessionName, isUser, rolesOf } from './match-names.ts';
import { isAsAsked, mayBeElse } from './match-parameters.ts';
import { isInPlace, passesRun, runFilters } from './match-run.ts';
import { concerns, mayConcern } from './match-thing.ts';
import { isInNetwork } from './network.ts';
import type { Deed, Filter, FilterKey, Pattern, Question, VerbName } from './question.ts';

/** Whether a record answers a question: in its time, and by its pattern. */
export function matches(question: Question, summary: RecordSummary): boolean {
  const { time } = question;
  if (time !== null) {
    const { at } = summary.record;
    if (at === null || at < time.from || at >= time.to) return false;
  }
  return matchesPattern(question, summary);
}

/** Whether a record is meant by a pattern: with its verb and object, under all its filters. Reads only where asked for. */
export function matchesPattern(pattern: Pattern, summary: RecordSummary): boolean {
  const { record } = summary;
  if (!summary.entry.changes && !asksForReads(pattern)) return false;
  const ofRuns = runFilters(pattern);
  const others = commonFilters(pattern).filter(filter => !ofRuns.includes(filter));
  if (!passesAll(others, summary) || !ofRuns.every(filter => passesRun(filter, summary))) return false;
  const sources = wantedOf(pattern, 'source') ?? [];
  const isDone = (deed: Deed) => isDeed(deed, record, sources) && isAsAsked(deed, record);
  if (pattern.without?.some(isDone)) return false;
  return deedsOf(pattern).some(
    deed =>
      (isDone(deed) || concerns(deed, filtersOf(deed, pattern), record)) && passesAll(deed.filters, summary),
  );
}

/** Keys of the filters that belong to one of several deeds, and not to all. */
const OF_A_DEED: ReadonlySet<FilterKey> = new Set<FilterKey>(['resource', 'named']);

type FilteredDeed = Deed & { readonly filters: readonly Filter[] };

const known = new WeakMap<Pattern, readonly FilteredDeed[]>();

/** The deeds that are meant, each with the filters that are its own. One pattern is held against many records. */
function deedsOf(pattern: Pattern): readonly FilteredDeed[] {
  const before = known.get(pattern);
  if (before) return before;
  const own = pattern.filters.filter(({ key }) => OF_A_DEED.has(key));
  const deeds = [{ ...pattern, filters: own }, ...(pattern.or ?? [])].map(deed =>
    withImpliedThing(withNamesakes(deed, deed.filters), deed.filters),
  );
  const found = pattern.or ? deeds : deeds.map(deed => ({ ...deed, filters: [] }));
  known.set(pattern, found);
  return found;
}

/** The filters that say which thing a deed was done to. */
function filtersOf({ filters }: FilteredDeed, pattern: Pattern): readonly Filter[] {
  return pattern.or ? filters : pattern.filters;
}

function commonFilters({ filters, or }: Pattern): readonly Filter[] {
  return or ? filters.filter(({ key }) => !OF_A_DEED.has(key)) : filters;
}

/** What can be told of a record without looking into it: whether it is worth understanding whole. Never wrong where {@link matches} is right. */
export function mayAnswer(question: Question, record: CloudTrailRecord): boolean {
  return passesHeaders(question, record, HEADER_KEYS) && fitsWords(question, record);
}

/** The same of what is known of a record by its source and its name only. */
export function mayAnswerByName(
  pattern: Pattern,
  named: Pick<CloudTrailRecord, 'eventSource' | 'eventName' | 'readOnly'>,
): boolean {
  if (named.readOnly && !asksForReads(pattern)) return false;
  return passesHeaders(pattern, named, NAME_KEYS) && fitsWords(pattern, named);
}

/** What is known of a record without looking into it. */
type Headers = Pick<CloudTrailRecord, 'eventSource' | 'eventName'> &
  Partial<Pick<CloudTrailRecord, 'eventID' | 'sourceIPAddress' | 'accountId' | 'awsRegion'>>;

function passesHeaders(pattern: Pattern, record: Headers, keys: ReadonlySet<FilterKey>): boolean {
  const filters = commonFilters(pattern);
  return filters
    .filter(({ key }) => keys.has(key))
    .every(({ key, values, negated }) => values.some(value => hasHeader(key, value, record)) !== negated);
}

function fitsWords(pattern: Pattern, record: Headers): boolean {
  const sources = wantedOf(pattern, 'source') ?? [];
  const isLeftOut = (deed: Deed) => isDeed(deed, record, sources) && !mayBeElse(deed, record.eventName);
  if (pattern.without?.some(isLeftOut)) return false;
  return deedsOf(pattern).some(
    deed => isDeed(deed, record, sources) || mayConcern(deed, filtersOf(deed, pattern), record),
  );
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
  if (key === 'event') {
    const name = record.eventName ?? '';
    return [name, withoutVersion(name)].some(one => matchesWildcard(sameSpelling(value), sameSpelling(one)));
  }
  if (key === 'id') return isNamed(value.toLowerCase(), record.eventID?.toLowerCase() ?? '');
  if (key === 'ip' && value.includes('/')) return isInNetwork(record.sourceIPAddress ?? '', value);
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
export function asksForReads(pattern: Pattern): boolean {
  return (
    // AWS counts AssumeRole among the reads.
    [pattern, ...(pattern.or ?? [])].some(
      ({ verbs, objects }) =>
        verbs.some(verb => READING.has(verb)) || objects.some(name => OBJECTS.get(name)?.isRead === true),
    ) ||
    pattern.filters.some(
      ({ key, values, negated }) =>
        (key === 'readonly' && values.includes('true') !== negated) ||
        // Nearly all that STS does, issuing credentials above all, AWS counts among the reads.
        (key === 'source' && values.includes('sts.amazonaws.com') && !negated) ||
        ((key === 'event' || key === 'id') && !negated),
    )
  );
}

function passes(filter: Filter, summary: RecordSummary): boolean {
  const { key, values } = filter;
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
    case 'kind':
      return values.some(value => isKind(value, summary));
    case 'session':
      return values.some(value => isSessionName(value.toLowerCase(), record.identity));
    case 'named':
      return values.some(value => isAnythingNamed(value.toLowerCase(), summary));
    case 'error':
      return among([record.errorCode]);
    case 'workflow':
      return passesRun({ ...filter, negated: false }, summary);
    case 'project':
    case 'space':
      return isInPlace(filter, summary);
    case 'mfa':
      return values.includes(String(usedMfa(record)));
    case 'tool':
      return isMadeWith(values, record);
    case 'rule':
      return values.some(value => holdsRule(value, record));
    case 'category':
      return values.some(value => CATEGORIES.includes(value as never) && value === summary.category);
  }
}

/** Whether whoever or whatever a record is about is called so. */
function isAnythingNamed(value: string, summary: RecordSummary): boolean {
  const { record, principal } = summary;
  return (
    isUser(value, principal) ||
    isSession(value, record.identity) ||
    isResource(value, summary) ||
    principal.accessKeyId?.toLowerCase() === value ||
    [principal.role, ...rolesOf(summary)].some(
      role => role !== null && matchesWildcard(value, role.toLowerCase()),
    )
  );
}
