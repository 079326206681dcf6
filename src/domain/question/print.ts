import { formatRange } from '../instant.ts';
import { OBJECTS, plural } from './lexicon/nouns.ts';
import { pastOf } from './lexicon/verbs.ts';
import { asksForReads } from './match.ts';
import type { Deed, Filter, Grouping, Pattern, Question, TimeRange, VerbName } from './question.ts';

/** Words that ask, as they are printed. */
export const PRINTED = {
  who: 'who',
  what: 'what happened',
  when: 'when',
  where: 'where',
  whether: 'did anything happen',
  count: 'how many',
  list: 'list',
} as const satisfies Record<Question['asks'], string>;

/** A question as text that reads back to the same question: `who deleted connection user:alice between … and …`. */
export function printQuestion(question: Question): string {
  const { asks, filters, time, or } = question;
  const isBare = question.verbs.length + question.objects.length + (or?.length ?? 0) === 0;
  const isOwn = ({ key }: Filter) => or !== undefined && (key === 'resource' || key === 'named');
  return [
    isBare && /^(count|list)$/.test(asks) ? `${PRINTED[asks]} events` : PRINTED[asks],
    printPick(question),
    ...printDeed(question),
    ...filters.filter(isOwn).map(printFilter),
    ...(or ?? []).flatMap(deed => ['or', ...printDeed(deed), ...deed.filters.map(printFilter)]),
    ...filters.filter(filter => !isOwn(filter)).map(printFilter),
    ...printRest(question),
    time === null ? '' : printTime(time),
  ]
    .filter(Boolean)
    .join(' ');
}

/** A pattern as text that reads back to the same pattern: `deleted connection user:"alice"`. */
export function printPattern(pattern: Pattern): string {
  const { verbs, objects, or, filters, without } = pattern;
  const plain = { asks: 'list', time: null, pick: 'all', limit: null, verbs, objects, filters } as const;
  const question = {
    ...plain,
    ...(pattern.indirect && { indirect: pattern.indirect }),
    ...(or && { or }),
    ...(without && { without }),
  };
  const text = printQuestion(question);
  // A lone word is no question.
  const isEnough = verbs.length > 0 && objects.length + filters.length > 0;
  return isEnough ? text.replace(/^list /, '') : text;
}

/** `latest 5`; empty where all are wanted. */
export function printPick({ pick, limit }: Question): string {
  return pick === 'all' ? '' : `${pick} ${limit ?? 1}`;
}

/** What a question leaves out, how often is often enough, and what it counts by. */
export function printRest({ without = [], atLeast, per, top }: Question): readonly string[] {
  return [
    ...without.flatMap(deed => ['excluding', ...printDeed(deed)]),
    ...(atLeast === undefined ? [] : [`at least ${atLeast} times`]),
    ...(per === undefined ? [] : [top === undefined ? `per ${per}` : `top ${top} ${GROUP_NAMES[per]}`]),
  ];
}

/** A stretch of time to the millisecond. */
export function printTime({ from, to }: TimeRange): string {
  return `between ${new Date(from).toISOString()} and ${new Date(to).toISOString()}`;
}

/** The plural of what a count is told apart by. */
const GROUP_NAMES = {
  person: 'people',
  account: 'accounts',
  region: 'regions',
  day: 'days',
  week: 'weeks',
  event: 'events',
  service: 'services',
  address: 'addresses',
} as const satisfies Record<Grouping, string>;

/** Verbs and nouns of a deed; each part may be empty. */
export function printDeed({ verbs, objects, indirect = [] }: Deed): string[] {
  return [
    verbs.map(pastOf).join(' or '),
    objects.join(' or '),
    ...(indirect.length > 0 ? ['of', indirect.join(' or ')] : []),
  ];
}

/** A filter as `key:"value"`. */
export function printFilter({ key, values, negated }: Filter): string {
  const sign = negated ? '-' : '';
  // The name of a resource may hold a comma.
  const texts = key === 'resource' || key === 'named' ? values : [values.join(',')];
  return texts.map(text => `${sign}${key}:"${text}"`).join(' or ');
}

/** How a question was understood, for people: `who deleted a CodeCatalyst connection, by alice, in the last 90 days`. */
export function describeQuestion(question: Question, timeZone: string, now: number): string {
  const { asks, verbs, objects, pick, limit, time, atLeast, per, top } = question;
  const reads = verbs.length + objects.length > 0 || asksForReads(question) ? '' : ', reads left out';
  const lead = {
    who: 'who',
    what: `what happened${reads}:`,
    when: 'when somebody',
    where: 'from where somebody',
    whether: 'whether somebody',
    count: 'how many times somebody',
    list: `events${reads}:`,
  }[asks];
  const [meant = '', ...narrowing] = describeMeaning(question);
  const parts: string[] = [];
  if (reads !== '' && /^(who|when|where|whether|count)$/.test(asks)) parts.push('reads left out');
  if (pick !== 'all') parts.push(limit === null || limit === 1 ? `${pick} only` : `${pick} ${limit} only`);
  parts.push(...narrowing);
  if (atLeast !== undefined) parts.push(`at least ${atLeast} times each`);
  if (per !== undefined)
    parts.push(
      top === undefined
        ? `by ${per}`
        : top === 1
          ? `the ${per} with most`
          : `the ${top} ${GROUP_NAMES[per]} with most`,
    );
  const deed = [lead, meant].filter(Boolean).join(' ');
  parts.push(time === null ? 'in the last 90 days' : formatRange(time, timeZone, now));
  return [deed, ...parts].join(', ').replace(/:,/, ':');
}

/** A pattern for people: `deleted CodeCatalyst connections, by alice`. */
export function describePattern(pattern: Pattern): string {
  const { verbs, objects, or } = pattern;
  const isNamed = pattern.filters.some(({ key, negated }) => key === 'event' && !negated);
  const isAny = verbs.length + objects.length + (or?.length ?? 0) === 0 && !isNamed;
  const lead = isAny ? (asksForReads(pattern) ? 'every event' : 'every change') : '';
  return [lead, ...describeMeaning(pattern)].filter(Boolean).join(', ');
}

/** What was done to what, then what narrows it. */
function describeMeaning(pattern: Pattern): readonly string[] {
  const { filters, or, without = [] } = pattern;
  const isOwn = ({ key }: Filter) => or !== undefined && (key === 'resource' || key === 'named');
  const first = [describeDeed(pattern), ...filters.filter(isOwn).map(describeFilter)].join(', ');
  const others = (or ?? []).map(deed => [describeDeed(deed), ...deed.filters.map(describeFilter)].join(', '));
  return [
    [first, ...others].filter(Boolean).join('; or '),
    ...filters.filter(filter => !isOwn(filter)).map(describeFilter),
    ...without.map(deed => `without ${describeDeed(deed, 'changes to')}`),
  ];
}

function describeDeed({ verbs, objects, indirect = [] }: Deed, anyVerb = 'changed'): string {
  const verb = verbs.length === 0 ? (objects.length > 0 ? anyVerb : '') : verbs.map(pastOf).join(' or ');
  const to = indirect.length > 0 ? `${jointFor(verbs)} ${indirect.map(nounsOf).join(' or ')}` : '';
  return [verb, objects.map(nounsOf).join(' or '), to].filter(Boolean).join(' ');
}

function nounsOf(name: string): string {
  const said = plural(OBJECTS.get(name)?.said ?? name);
  return isCodeCatalysts(name) ? `CodeCatalyst ${said}` : said;
}

/** How the second thing is joined to the first. */
function jointFor(verbs: readonly VerbName[]): string {
  if (verbs.includes('associate')) return 'with';
  if (verbs.some(verb => /^(disassociate|remove|revoke)$/.test(verb))) return 'from';
  return verbs.some(verb => /^(move|invite|send)$/.test(verb)) ? 'to' : 'of';
}

function isCodeCatalysts(name: string): boolean {
  return OBJECTS.get(name)?.sources.join() === 'codecatalyst.amazonaws.com';
}

function describeFilter({ key, values, negated }: Filter): string {
  const value = values.join(' or ');
  const not = negated ? 'not ' : '';
  switch (key) {
    case 'user':
      return `${not}by ${values.map(name => name.replace(/^=/, 'exactly ')).join(' or ')}`;
    case 'resource':
      return `${negated ? 'not named' : 'named'} ${value}`;
    case 'account':
    case 'region':
      return `${not}in ${key === 'account' ? 'account ' : ''}${value}`;
    case 'ip':
      return `${not}from ${value}`;
    case 'named':
      return `${not}with whoever or whatever is called ${value}`;
    case 'kind':
      return `${not}by ${values.map(kind => KIND_NAMES[kind] ?? kind).join(' or ')}`;
    case 'session':
      return `${not}in a session called ${value}`;
    case 'workflow':
      return `${not}by workflow ${value}`;
    case 'project':
    case 'space':
      return `${not}in ${key} ${value}`;
    case 'mfa':
      return values.includes('true') === negated ? 'without MFA' : 'with MFA';
    case 'tool':
      return `${not}with ${values.map(tool => TOOLS_IN_WORDS[tool] ?? tool).join(' or ')} (as far as records tell)`;
    case 'error':
      return `${not}with error code ${value}`;
    case 'rule':
      return `${not}with a rule for ${values.map(ruleInWords).join(' or ')}`;
    case 'outcome':
      return `${not}${values.map(one => (one === 'success' ? 'succeeded' : one === 'denied' ? 'denied' : 'failed')).join(' or ')}`;
    default:
      return `${not}${key} ${value}`;
  }
}

const TOOLS_IN_WORDS: Readonly<Record<string, string>> = {
  console: 'the console',
  terraform: 'Terraform',
  pulumi: 'Pulumi',
  cdk: 'the CDK',
  'aws cli': 'the CLI',
  cloudshell: 'CloudShell',
  sdk: 'an SDK',
};

function ruleInWords(rule: string): string {
  return rule
    .replace(/^all\b/, 'all ports')
    .replace(/^(?=\d)/, 'port ')
    .replace(/^from/, 'what comes from');
}

/** Names of the kinds of who acts. */
const KIND_NAMES: Readonly<Record<string, string>> = {
  user: 'IAM users',
  identityCenterUser: 'Identity Center users',
  role: 'roles',
  assumedRole: 'assumed roles',
  root: 'root',
  service: 'AWS services',
  account: 'other accounts',
  federated: 'federated users',
  workflow: 'workflows',
};
