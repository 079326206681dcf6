import { CATALOGUE, CODECATALYST, sameSpelling } from './catalogue.ts';
import { asksForDataEvents } from './data-events.ts';
import { wordsOf } from './phrase.ts';
import { leftOutOf, wantedOf } from './question/filters.ts';
import { withNamesakes } from './question/implied-thing.ts';
import { isOnlyInAccounts } from './question/in-space-log.ts';
import { eventsOf } from './question/lexicon/event-names.ts';
import { servicesOf } from './question/lexicon/nouns.ts';
import { asksForReads } from './question/match.ts';
import { isPartOfId } from './question/match-names.ts';
import { runFilters } from './question/match-run.ts';
import type { Question, TimeRange } from './question/question.ts';

/**
 * One attribute for LookupEvents, which takes no more (CloudTrail API Reference, "LookupAttribute").
 * It must find at least all that the question wants; the rest is filtered here.
 */
export interface LookupAttribute {
  readonly key:
    | 'EventId'
    | 'EventName'
    | 'EventSource'
    | 'AccessKeyId'
    | 'ReadOnly'
    | 'Username'
    | 'ResourceName';
  readonly value: string;
}

/** What is looked up for a question: every attribute (null: no attribute) in every account and Region that it concerns. */
export interface Plan {
  readonly attributes: readonly (LookupAttribute | null)[];
  /** Attributes that may miss some matches; searched in parallel once the main search needs a second page. */
  readonly hints: readonly LookupAttribute[];
  /** Whether all that it asks for is recorded in the connected accounts, so that a space's log adds only what others than the configured ones have. */
  readonly onlyInAccounts: boolean;
  /** Whether it asks for data events, which Event history does not hold. */
  readonly dataEvents: boolean;
  readonly range: TimeRange;
  /** Account ids and Regions the question is limited to; empty: no limit. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** Those it leaves out: what is there need not be searched, and must not be said to answer it. */
  readonly without: { readonly accounts: readonly string[]; readonly regions: readonly string[] };
}

/** Attribute that finds the calls that issue credentials. */
export const STS_CALLS: LookupAttribute = { key: 'EventSource', value: 'sts.amazonaws.com' };

const DAY_MS = 86_400_000;

/** Reach of Event history (CloudTrail User Guide, "Working with CloudTrail Event history"). */
export const EVENT_HISTORY_REACH_MS = 90 * DAY_MS;

/**
 * Time after an event in which it may still appear (CloudTrail FAQs: within about 15 minutes), so the newest time is never settled.
 */
export const SETTLING_MS = 15 * 60_000;

/** Chooses the most selective attributes that lose nothing. `now` in milliseconds. */
export function planQuestion(question: Question, now: number): Plan {
  const attributes = attributesFor(question);
  return {
    attributes,
    hints: attributes.some(isBroad) ? hintsFor(question) : [],
    onlyInAccounts: isOnlyInAccounts(question),
    dataEvents: asksForDataEvents(question),
    range: question.time ?? { from: now - EVENT_HISTORY_REACH_MS, to: now },
    accounts: wantedOf(question, 'account') ?? [],
    regions: wantedOf(question, 'region') ?? [],
    without: { accounts: leftOutOf(question, 'account'), regions: leftOutOf(question, 'region') },
  };
}

/** Whether an attribute leaves nearly everything to be filtered here. */
export function isBroad(attribute: LookupAttribute | null): boolean {
  return attribute === null || attribute.key === 'ReadOnly';
}

/**
 * LookupEvents compares names to the letter and knows sessions by their last part only, while people write names as they like: so what
 * Username and ResourceName find is certain, and what they do not find is not.
 */
function hintsFor(question: Question): LookupAttribute[] {
  const named = wantedOf(question, 'named') ?? [];
  const resources = [...(wantedOf(question, 'resource') ?? []), ...named].filter(exact);
  return [
    ...usernamesIn([
      ...(wantedOf(question, 'user') ?? []),
      ...(wantedOf(question, 'session') ?? []),
      ...named,
    ]),
    ...resources.map(name => ({ key: 'ResourceName' as const, value: name })),
  ].slice(0, 3);
}

/** People as LookupEvents knows them: by the last part of an ARN or of a role's session. */
export function usernamesIn(names: readonly string[]): LookupAttribute[] {
  return names
    .map(name => name.replace(/^=/, ''))
    .filter(name => exact(name) && !isSpecialUser(name))
    .map(name => ({ key: 'Username', value: name.split('/').at(-1) ?? name }));
}

/** Whether a word stands for whoever acts in some way, and is no name. */
export function isSpecialUser(name: string): boolean {
  return /^(root|workflows?|me|<@.*)$/i.test(name);
}

function attributesFor(asked: Question): (LookupAttribute | null)[] {
  if (asked.or) return attributesForEach(asked);
  const question = withNamesakes(asked, asked.filters);
  const ids = wantedOf(question, 'id');
  if (ids && ids.every(value => exact(value) && !isPartOfId(value.toLowerCase())))
    return ids.map(value => ({ key: 'EventId', value: value.toLowerCase() }));
  const keys = wantedOf(question, 'key');
  if (keys && keys.every(exact))
    return keys.map(value => ({ key: 'AccessKeyId', value: value.toUpperCase() }));
  const names = wantedOf(question, 'event');
  if (names) return byEventName(names) ?? byExactSource(question) ?? broad(question);
  const nouns = [...question.objects, ...(question.objects.length > 0 ? [] : (question.indirect ?? []))];
  if (nouns.length > 0) {
    const exactly = exactNames(question);
    if (exactly) return exactly.map(value => ({ key: 'EventName', value }));
    // STS records roles only being assumed.
    const assumes =
      question.verbs.length === 0 ||
      question.verbs.some(
        verb => verb === 'assume' || verb === 'access' || (verb === 'change' && asksForReads(question)),
      );
    const named = byExactSource(question);
    if (named) return named;
    const sources = servicesOf(nouns);
    return bySource(assumes ? sources : sources.filter(source => source !== STS_CALLS.value));
  }
  if (wantedOf(question, 'source')) return byExactSource(question) ?? broad(question);
  // What workflows did in accounts is tied to projects by their runs.
  const isInCodeCatalyst = runFilters(question).length === 0;
  if (isInCodeCatalyst && (wantedOf(question, 'space') ?? wantedOf(question, 'project')))
    return bySource([CODECATALYST]);
  const categories = wantedOf(question, 'category');
  if (categories && !categories.some(name => name === 'other' || name === 'workflow')) {
    return bySource(categories.flatMap(name => CATEGORY_SOURCES[name] ?? [CODECATALYST]));
  }
  if (question.verbs.length > 0 && question.verbs.every(verb => verb === 'sign'))
    return bySource(['signin.amazonaws.com']);
  if (question.verbs.length > 0 && question.verbs.every(verb => verb === 'assume'))
    return bySource(['sts.amazonaws.com']);
  return broad(question);
}

/** What finds each of several deeds; one that can only be found among all finds the others, too. */
function attributesForEach({ or = [], ...first }: Question): (LookupAttribute | null)[] {
  const found = [
    first,
    ...or.map(deed => ({ ...first, indirect: [], ...deed, filters: [...first.filters, ...deed.filters] })),
  ].flatMap(attributesFor);
  const broadest = found.find(isBroad);
  if (broadest !== undefined) return [broadest];
  return [...new Map(found.map(one => [JSON.stringify(one), one] as const)).values()];
}

/**
 * The event names for a verb and a noun, of services whose reads would fill page after page: only where AWS's API has no other name
 * that {@link matches} would take.
 */
const EXACT_NAMES: Readonly<Record<string, readonly string[]>> = {
  'create stack': ['CreateStack', 'ImportStacksToStackSet'],
  'delete stack': ['DeleteStack'],
  'create bucket': ['CreateBucket'],
  'delete bucket': ['DeleteBucket'],
};

function exactNames({ verbs, objects }: Question): string[] | undefined {
  if (verbs.length === 0 || objects.length === 0) return undefined;
  const names = verbs.flatMap(verb => objects.map(noun => EXACT_NAMES[`${verb} ${noun}`]));
  return names.every(name => name !== undefined) ? names.flat() : undefined;
}

const CATEGORY_SOURCES: Readonly<Record<string, readonly string[]>> = {
  role: [CODECATALYST, 'iam.amazonaws.com'],
  trail: ['cloudtrail.amazonaws.com', 'events.amazonaws.com'],
};

/** Services whose events have a version behind their names. */
const VERSIONED = ['lambda.amazonaws.com', 'cloudfront.amazonaws.com'];

/**
 * LookupEvents compares EventName to the letter. CodeCatalyst's spelling is not certain, so its names are looked up by source;
 * other services' only if they are written as AWS writes them, without wildcards.
 */
function byEventName(names: readonly string[]): LookupAttribute[] | undefined {
  const attributes: LookupAttribute[] = [];
  for (const name of names) {
    // Event history knows these by names with a version behind them.
    attributes.push(...bySource(VERSIONED.filter(source => eventsOf(source).includes(name))));
    const known = CATALOGUE.find(entry => sameSpelling(entry.eventName) === sameSpelling(name));
    if (known?.eventSource === CODECATALYST) attributes.push(...bySource([CODECATALYST]));
    if (known && known.eventSource !== CODECATALYST)
      attributes.push({ key: 'EventName', value: known.eventName });
    else if (/^[A-Z][A-Za-z0-9]+$/.test(name) && wordsOf(name).length > 1)
      attributes.push({ key: 'EventName', value: name });
    else if (!known) return undefined;
  }
  return attributes;
}

function byExactSource(question: Question): LookupAttribute[] | undefined {
  const sources = wantedOf(question, 'source');
  return sources?.every(exact) ? bySource(sources) : undefined;
}

function bySource(sources: readonly string[]): LookupAttribute[] {
  return [...new Set(sources)].map(value => ({ key: 'EventSource', value }));
}

/** LookupEvents knows no wildcards. */
function exact(value: string): boolean {
  return !value.includes('*');
}

function broad(question: Question): (LookupAttribute | null)[] {
  return asksForReads(question) ? [null] : [{ key: 'ReadOnly', value: 'false' }];
}
