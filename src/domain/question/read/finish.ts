import { OBJECTS, servicesOf } from '../lexicon/nouns.ts';
import { awsVerbsOf, pastOf } from '../lexicon/verbs.ts';
import { isDeedOf, namesBoth } from '../match-deed.ts';
import type { Deed, Filter, Question, VerbName } from '../question.ts';
import {
  adding,
  connecting,
  deniedOn,
  disconnecting,
  historyOf,
  launching,
  ofAutomation,
  ofDirection,
  ofItself,
  ofOrganization,
  triedFilter,
} from './as-meant.ts';
import type { Draft } from './draft.ts';
import { deedsIn, isForWhom, isSameDeed, isWithin } from './finish-deeds.ts';
import { missingIn, type Problem } from './missing.ts';
import { isAskedFrom } from './place.ts';
import type { Token } from './tokens.ts';
import { clip } from './unreadable.ts';

/** What a finished draft is: a question, or what is missing for one. */
export type Finished = { readonly kind: 'question'; readonly question: Question } | Problem;

/** Makes a question of a draft in which every word found its place, or says what is missing. */
export function finish(typed: Draft, tokens: readonly Token[]): Finished {
  const asked = isAskedFrom(typed)
    ? { ...typed, objects: [], indirect: typed.objects, preposition: '' }
    : typed;
  const draft = deniedOn(ofOrganization(ofItself(historyOf(asked, tokens), tokens)), tokens);
  const { asks, time, pick, limit, atLeast, per, top } = draft;
  const missing = missingIn(draft, tokens);
  if (missing !== undefined) return missing;
  const untold = untoldIn(draft);
  if (untold !== undefined)
    return { kind: 'problem', code: 'unplaced_part', message: untold, suggestion: '' };
  const deeds = deedsIn(launching(adding(connecting(disconnecting(draft, tokens), tokens), tokens), tokens));
  if ('problem' in deeds)
    return { kind: 'problem', code: 'two_deeds', message: deeds.problem, suggestion: '' };
  const [first, ...others] = deeds.deeds;
  const filters = [
    ...readsFilter(draft),
    ...triedFilter(draft, tokens),
    ...ofDirection(draft, tokens),
    ...commonFilters(draft),
    ...(first?.filters ?? []),
  ].map(filter =>
    isForWhom(draft) && filter.key === 'resource'
      ? { ...filter, key: 'named' as const }
      : ofAutomation(asWhatever(filter, draft, tokens), tokens),
  );
  const cannotBe = first && cannotBeIn(draft, first, filters, tokens);
  if (cannotBe) return cannotBe;
  return {
    kind: 'question',
    question: {
      asks: per !== undefined && /^(whether|list)$/.test(asks ?? 'list') ? 'count' : (asks ?? 'list'),
      verbs: first?.verbs ?? [],
      objects: first?.objects ?? [],
      ...(first?.indirect && { indirect: first.indirect }),
      filters: inOrder(filters, draft),
      time,
      pick,
      limit,
      ...(others.length > 0 && { or: others }),
      ...(draft.without.length > 0 && { without: draft.without }),
      ...(atLeast !== undefined && atLeast > 1 && { atLeast }),
      ...(per !== undefined && { per }),
      ...(top !== undefined && { top }),
    },
  };
}

/** Why no event can be what a draft asks for; undefined where one may. */
function cannotBeIn(
  draft: Draft,
  deed: Deed,
  filters: readonly Filter[],
  tokens: readonly Token[],
): Problem | undefined {
  const untied = untiedIn(draft, deed, filters) ?? elsewhereIn(deed, filters, tokens);
  if (untied !== undefined)
    return { kind: 'problem', code: 'unplaced_part', message: untied, suggestion: '' };
  const same = draft.without.some(({ verbs, objects }) => isSameDeed(deed, { verbs, objects }));
  if (same) {
    const message = 'The question wants a deed and leaves it out.';
    return { kind: 'problem', code: 'contradiction', message, suggestion: 'who deleted connection' };
  }
  const idle = draft.without.find(({ verbs }) => !overlaps(deed.verbs, verbs));
  if (idle) return { kind: 'problem', code: 'unplaced_part', message: apartFrom(deed, idle), suggestion: '' };
  const both = contradiction(filters);
  if (both !== undefined) {
    const message = `The question wants "${clip(both)}" and leaves it out.`;
    return { kind: 'problem', code: 'contradiction', message, suggestion: 'who deleted connection' };
  }
  return undefined;
}

/** Whether one event may be what both verbs say: who created something did not delete it with the same call. */
function overlaps(wanted: readonly VerbName[], other: readonly VerbName[]): boolean {
  const isOpen = [wanted, other].some(
    verbs => verbs.length === 0 || verbs.some(verb => awsVerbsOf(verb).length === 0),
  );
  return (
    isOpen ||
    wanted.some(one => other.some(two => awsVerbsOf(one).some(verb => awsVerbsOf(two).includes(verb))))
  );
}

function apartFrom(wanted: Deed, { verbs }: Deed): string {
  const [did, other] = [wanted.verbs, verbs].map(names => names.map(pastOf).join(' or '));
  return `I look at one event at a time: I can't tell what was ${did ?? ''} and was not ${other ?? ''} by another.`;
}

/** Two things that no event ties; undefined where there is one, or none is needed. */
function untiedIn(draft: Draft, deed: Deed, filters: readonly Filter[]): string | undefined {
  const { indirect, indirectBy, objects } = draft;
  const sources = filters.filter(({ key }) => key === 'source').flatMap(({ values }) => values);
  const isTied = indirect.length > 0 && /^(to|from|with|into)$/.test(indirectBy);
  // "associated a route table with a subnet": what ties things of one service, and names the first.
  const isOneService =
    deed.verbs.every(verb => verb === 'associate' || verb === 'disassociate') &&
    isWithin({ ...draft, indirectBy: 'to' });
  // "roles of functions": no event of either names the other, and nothing else says which.
  const isNamed = filters.some(({ key, negated }) => /^(resource|named)$/.test(key) && !negated);
  const isApart =
    indirect.length > 0 &&
    !isNamed &&
    !objects.every(name => indirect.every(one => OBJECTS.get(name)?.on?.includes(one))) &&
    !servicesOf(objects).some(source => servicesOf(indirect).includes(source));
  return (isTied || isApart) && !isOneService && !namesBoth(deed, sources) && !isWithin(draft)
    ? `I know no event of ${objects.join(' or ')} ${indirectBy} ${indirect.join(' or ')}.`
    : undefined;
}

/** A thing in a service that has none, "the bucket policy of cloudtrail"; undefined where it has, or where the service was written as a pair. */
function elsewhereIn(deed: Deed, filters: readonly Filter[], tokens: readonly Token[]): string | undefined {
  const { objects } = deed;
  const sources = filters
    .filter(({ key, negated }) => key === 'source' && !negated)
    .flatMap(({ values }) => values);
  if (sources.length === 0 || objects.length === 0 || tokens.some(({ filter }) => filter?.key === 'source'))
    return undefined;
  const isThere = servicesOf(objects).some(source => sources.includes(source)) || isDeedOf(deed, sources);
  return isThere ? undefined : `I know no event of ${objects.join(' or ')} in ${sources.join(' or ')}.`;
}

/** "what was done with arn:…:role/x": by it, or to it. */
function asWhatever(filter: Filter, { isSaid, verbs }: Draft, tokens: readonly Token[]): Filter {
  const [value = ''] = filter.values;
  const at = tokens.findIndex(({ text }) => text === value);
  const isTitled = tokens[at - 1]?.word === 'role';
  const title = isTitled ? (/^(the|our|iam)$/.test(tokens[at - 2]?.word ?? '') ? 2 : 1) : 0;
  const isWith =
    isSaid && verbs.length === 0 && at > 0 && /^(with|to)$/.test(tokens[at - 1 - title]?.word ?? '');
  const isRole = filter.key === 'role' && (isTitled || /^arn:/i.test(value));
  return isRole && isWith ? { ...filter, key: 'named' } : filter;
}

/** Filters in the order in which they were typed; what is about reads is said last. */
function inOrder(filters: readonly Filter[], draft: Draft): readonly Filter[] {
  const place = (filter: Filter) => {
    const at = draft.filters.indexOf(filter);
    return at === -1 ? draft.filters.length : at;
  };
  return filters.toSorted((a, b) => place(a) - place(b));
}

function commonFilters({ filters, done, verbs }: Draft): readonly Filter[] {
  // "invoked PutX" names what was done: the event says it already.
  const isOwn = done.length > 0 ? ({ key }: Filter) => key === 'resource' || key === 'named' : () => false;
  return verbs.length >= 0 ? filters.filter(filter => !isOwn(filter)) : filters;
}

function readsFilter({ reads, filters }: Draft): readonly Filter[] {
  const isSaid = filters.some(({ key }) => key === 'readonly');
  // Without a word about them they are left out anyway.
  return reads === undefined || isSaid || reads.join() === 'false'
    ? []
    : [{ key: 'readonly', values: reads, negated: false }];
}

/** What a draft wants to know of a call that such calls do not say; undefined where there is nothing. */
function untoldIn({ filters, verbs, objects, done }: Draft): string | undefined {
  const has = (key: Filter['key']) => filters.some(filter => filter.key === key);
  const deeds = [{ verbs }, ...done];
  if (has('mfa') && !deeds.every(deed => deed.verbs.includes('sign')))
    return "I can't filter by mfa: of other calls than sign-ins CloudTrail doesn't say.";
  if (has('rule') && !verbs.every(verb => RULE_VERBS.has(verb)))
    return `I know no event of a port that is ${verbs.map(pastOf).join(' or ')}.`;
  if (
    (has('space') && objects.includes('connection')) ||
    (has('project') && objects.some(name => /^(connection|billing)$/.test(name)))
  )
    return `Of which ${has('project') ? 'project' : 'space'} a connection is, CloudTrail doesn't say: ask without it.`;
  return undefined;
}

/** The verbs for a rule of a security group. */
const RULE_VERBS: ReadonlySet<VerbName> = new Set<VerbName>([
  'associate',
  'authorize',
  'change',
  'close',
  'create',
  'delete',
  'disable',
  'enable',
  'remove',
  'revoke',
  'share',
  'update',
]);

/** A value that one filter wants and another leaves out. */
function contradiction(filters: readonly Filter[]): string | undefined {
  const negated = filters.filter(filter => filter.negated);
  return filters
    .filter(filter => !filter.negated)
    .flatMap(({ key, values }) =>
      values.filter(value =>
        negated.some(
          other => other.key === key && other.values.some(one => one.toLowerCase() === value.toLowerCase()),
        ),
      ),
    )[0];
}
