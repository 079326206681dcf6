import type { Search } from '../../app/ports.ts';
import type { AthenaTable } from '../../domain/account.ts';
import { nameInArn } from '../../domain/arn.ts';
import { isSpecialUser, type LookupAttribute } from '../../domain/plan.ts';
import { wantedOf } from '../../domain/question/filters.ts';
import { awsVerbsOf } from '../../domain/question/lexicon/verbs.ts';
import type { Question, TimeRange } from '../../domain/question/question.ts';
import { isNameOfId } from '../../domain/user-names.ts';

/** A query and the values for its question marks, in their order. */
export interface TableQuery {
  readonly sql: string;
  readonly values: readonly string[];
}

/** Most records that one query gives: more than an answer holds, so that where there are more it shows. */
export const MAX_ROWS = 10_001;
const DAY_MS = 86_400_000;

/** Columns that a record is made of (Athena User Guide, "Create the table for CloudTrail logs in Athena using partition projection"), and CloudTrail's names for them. */
export const COLUMNS: ReadonlyMap<string, string> = new Map([
  ['eventversion', 'eventVersion'],
  ['useridentity', 'userIdentity'],
  ['eventtime', 'eventTime'],
  ['eventsource', 'eventSource'],
  ['eventname', 'eventName'],
  ['awsregion', 'awsRegion'],
  ['sourceipaddress', 'sourceIPAddress'],
  ['useragent', 'userAgent'],
  ['errorcode', 'errorCode'],
  ['errormessage', 'errorMessage'],
  ['requestparameters', 'requestParameters'],
  ['responseelements', 'responseElements'],
  ['additionaleventdata', 'additionalEventData'],
  ['requestid', 'requestID'],
  ['eventid', 'eventID'],
  ['resources', 'resources'],
  ['eventtype', 'eventType'],
  ['readonly', 'readOnly'],
  ['recipientaccountid', 'recipientAccountId'],
  ['serviceeventdetails', 'serviceEventDetails'],
  ['sharedeventid', 'sharedEventID'],
]);

/** Columns that hold objects: text in our own table, structures in the one that AWS's documentation makes. */
const OBJECTS: ReadonlySet<string> = new Set(['useridentity', 'resources']);

/** The query for the records of a search in a stretch of its time: always within partitions, every value bound. What it gives holds all that is wanted, and may hold more. */
export function tableQuery(
  { database, table }: Pick<AthenaTable, 'database' | 'table'>,
  {
    scope,
    attribute,
    anyOf = [attribute],
    question,
  }: Pick<Search, 'scope' | 'attribute' | 'anyOf' | 'question'>,
  range: TimeRange,
  { now, userNames }: { readonly now: number; readonly userNames: ReadonlyMap<string, string> },
): TableQuery {
  const conditions: readonly Condition[] = [
    ['account = ?', scope?.accountId ?? ''],
    ['region = ?', scope?.region ?? ''],
    // Files are in the folder of the day on which they were delivered, which may be the next.
    [
      '"timestamp" BETWEEN ? AND ?',
      dayOf(range.from),
      dayOf(Math.min(range.to + DAY_MS, Math.max(now, range.to))),
    ],
    ['eventtime >= ?', instant(range.from)],
    ['eventtime < ?', instant(range.to)],
    ...anyCondition(anyOf.map(attributeCondition)),
    ...userCondition(wantedOf(question, 'user') ?? [], userNames),
    ...verbCondition(question),
    ...eventCondition(question),
    ...nameConditions(question, userNames),
  ];
  const columns = [...COLUMNS.keys()].map(name => (OBJECTS.has(name) ? `${asText(name)} AS ${name}` : name));
  return {
    sql: `SELECT ${columns.join(', ')} FROM ${quoted(database)}.${quoted(table)} WHERE ${conditions.map(([sql]) => sql).join(' AND ')} ORDER BY eventtime DESC LIMIT ${MAX_ROWS}`,
    values: conditions.flatMap(([, ...values]) => values),
  };
}

/** A value as Athena binds it: each parameter is an expression of SQL, text in single quotes (Athena User Guide, "Use execution parameters"). */
export function boundText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** Whether a database or table may be named so: what is quoted in SQL can't be bound. */
function isTableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name);
}

/** The instants at which the partitions of days begin and end that a range needs, for people: `2026/11/24`. */
function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');
}

type Condition = readonly [sql: string, ...values: string[]];

/** Any of several conditions; where one of them is none, everything is wanted. */
function anyCondition(all: readonly (Condition | undefined)[]): Condition[] {
  const [only, ...others] = all;
  if (all.some(condition => condition === undefined) || only === undefined) return [];
  if (others.length === 0) return [only];
  const known = all.filter(condition => condition !== undefined);
  return [[`(${known.map(([sql]) => sql).join(' OR ')})`, ...known.flatMap(([, ...values]) => values)]];
}

/** What records with an attribute fulfil; undefined: nothing that can be told here. */
function attributeCondition(attribute: LookupAttribute | null): Condition | undefined {
  if (attribute === null) return undefined;
  const value = attribute.value.toLowerCase();
  switch (attribute.key) {
    case 'EventName':
      // Lambda and CloudFront put a version behind it.
      return ['starts_with(lower(eventname), ?)', value];
    case 'EventSource':
      // One documented sample has no service there, and what has none at all may be anybody's.
      return ["(lower(eventsource) = ? OR strpos(coalesce(eventsource, ''), '.') = 0)", value];
    case 'EventId':
      return ['lower(eventid) = ?', value];
    case 'ReadOnly':
      return value === 'false' ? ["coalesce(lower(readonly), '') <> 'true'"] : undefined;
    case 'AccessKeyId':
      return [`strpos(lower(${asText('useridentity')}), ?) > 0`, value];
    case 'Username':
    case 'ResourceName':
      return undefined;
  }
}

/** Records in which a name stands at all, where a question asks for one that is written out in them. */
function userCondition(users: readonly string[], userNames: ReadonlyMap<string, string>): Condition[] {
  const [user, ...others] = users.map(name => name.replace(/^=/, '').toLowerCase());
  const isPlain =
    user !== undefined &&
    others.length === 0 &&
    /^[\w@.-]{3,}$/.test(user) &&
    !/^(root|me|workflows?)$/.test(user) &&
    !isNameOfId(user, userNames);
  if (!isPlain) return [];
  return [[`strpos(lower(${textOf(OF_PEOPLE)}), ?) > 0`, user]];
}

/** Events whose names begin as those of a verb, where nothing but verbs says what was done: else a day's changes would be given one and all. */
function verbCondition({ verbs, objects, indirect = [], or, filters }: Question): Condition[] {
  // Sign-ins and what makes public are lists of their own, and a service stands for its thing: who disables CloudTrail stops a trail.
  const isPlain =
    verbs.every(verb => verb !== 'sign' && verb !== 'expose' && awsVerbsOf(verb).length > 0) &&
    !filters.some(({ key }) => key === 'source');
  if (or || verbs.length === 0 || objects.length + indirect.length > 0 || !isPlain) return [];
  // CodeCatalyst's documentation writes one of them in two ways.
  const begin = new Set(
    verbs.flatMap(awsVerbsOf).flatMap(name => (name === 'disassociate' ? [name, 'dissassociate'] : [name])),
  );
  // What is done to many at once is called so, too: BatchDelete.
  return [beginning("replace(lower(eventname), 'batch', '')", [...begin])];
}

/** Events that are asked for by how their names begin. */
function eventCondition({ filters }: Question): Condition[] {
  return filters.flatMap(({ key, values, negated }): Condition[] => {
    const beginnings = values.map(value => value.toLowerCase().split('*')[0] ?? '');
    // CodeCatalyst's own spelling of what begins so is not certain.
    const isPlain = beginnings.every(text => text !== '' && !text.startsWith('dis'));
    return key === 'event' && !negated && isPlain ? [beginning('lower(eventname)', beginnings)] : [];
  });
}

/** One of several texts at the beginning of something. */
function beginning(of: string, texts: readonly string[]): Condition {
  return [`(${texts.map(() => `starts_with(${of}, ?)`).join(' OR ')})`, ...texts];
}

/** Columns in which whoever acts is named: services by where they call from, too. */
const OF_PEOPLE = ['useridentity', 'additionaleventdata', 'sourceipaddress'];
/** Columns in which what a call is about may be named, and with who acted whoever or whatever. */
const OF_THINGS = [
  'requestparameters',
  'responseelements',
  'additionaleventdata',
  'serviceeventdetails',
  'errormessage',
  'resources',
];

/** Records in which a name stands that a question asks for: a part of it that is written as it is in any JSON. */
function nameConditions({ filters, or }: Question, userNames: ReadonlyMap<string, string>): Condition[] {
  if (or) return [];
  return filters.flatMap(({ key, values, negated }): Condition[] => {
    if (negated || (key !== 'resource' && key !== 'named')) return [];
    const parts = values.map(value => writtenPart(value.toLowerCase().replace(/^=/, '')));
    // A name that only an id stands for is nowhere written.
    const isElsewhere =
      key === 'named' &&
      values.some(
        value => isSpecialUser(value) || isNameOfId(value.toLowerCase().replace(/^=/, ''), userNames),
      );
    if (isElsewhere || parts.some(part => part === undefined)) return [];
    const columns = key === 'named' ? [...OF_PEOPLE, ...OF_THINGS] : OF_THINGS;
    const text = textOf(columns);
    return [[`(${parts.map(() => `strpos(lower(${text}), ?) > 0`).join(' OR ')})`, ...parts.map(String)]];
  });
}

/** Fewest letters that narrow anything. */
const MIN_PART_LENGTH = 3;

/** The longest part of a name that stands in a record letter by letter, whatever wildcards, quotes or slashes are around it; of an ARN only what it names. */
function writtenPart(value: string): string | undefined {
  const name = nameInArn(value) ?? value;
  if (/\s/.test(name)) return undefined;
  const [longest] = name.split(/[^\w.@+=,-]/).toSorted((a, b) => b.length - a.length);
  return longest !== undefined && longest.length >= MIN_PART_LENGTH ? longest : undefined;
}

/** Several columns as one text. */
function textOf(columns: readonly string[]): string {
  const texts = [...new Set(columns)].map(
    column => `coalesce(${OBJECTS.has(column) ? asText(column) : column}, '')`,
  );
  return `concat(${texts.join(', ')})`;
}

/** A column as JSON text, whether it is a structure or text. */
function asText(column: string): string {
  return `json_format(CAST(${column} AS JSON))`;
}

function quoted(name: string): string {
  if (!isTableName(name)) throw new RangeError(`"${name}" is no name of a database or table`);
  return `"${name}"`;
}

/** An instant as records have it: to the second, and what is within that second belongs to it. */
function instant(at: number): string {
  return new Date(Math.ceil(at / 1_000) * 1_000).toISOString().replace('.000Z', 'Z');
}
