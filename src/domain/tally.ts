import { formatDay, formatWeek } from './instant.ts';
import { type Doer, doerOf } from './name-of.ts';
import { countsFor } from './question/pick.ts';
import type { Grouping, Question } from './question/question.ts';
import { Calendar } from './question/read/time/calendar.ts';
import type { RecordSummary } from './summary.ts';

/** What events are counted by, such as a person or a day, and how many there are. */
export interface Tally {
  readonly name: string;
  readonly events: number;
}

/** Who hears of counts: whose days they are, and what accounts are called. */
export interface TallyVoice {
  readonly timeZone: string;
  readonly accountName: (accountId: string | null) => string;
}

/** Most days or weeks that are listed though nothing happened in some of them. */
const MAX_DAYS = 31;
/** Name of what a record does not say. */
const NOT_SAID = 'not said';

/** What the events of a question are counted by; undefined where it asks for no counts. */
export function groupingOf({ asks, per }: Question): Grouping | undefined {
  return per ?? (asks === 'count' ? 'person' : undefined);
}

/**
 * The counts that a question asks for: days and weeks in their order, with those of its time in which nothing happened; anything else by its number, most first, as many as
 * it asks for and those with as many as the last of them. Empty where it asks for none.
 */
export function talliesOf(
  question: Question,
  events: readonly RecordSummary[],
  voice: TallyVoice,
): readonly Tally[] {
  const by = groupingOf(question);
  if (by === undefined) return [];
  const counting = events.filter(event => countsFor(question, event));
  const all =
    by === 'day' || by === 'week' ? perUnit(by, question, counting, voice) : tally(by, counting, voice);
  const { top } = question;
  if (top === undefined) return all;
  const sorted = all.toSorted((a, b) => b.events - a.events);
  const least = sorted[top - 1]?.events ?? 0;
  return sorted.filter(({ events: count }) => count > 0 && count >= least);
}

/** Events of whoever, or of whatever it is counted by, has so many as a question wants at least. */
export function oftenEnough(
  question: Question,
  events: readonly RecordSummary[],
  voice: TallyVoice,
): readonly RecordSummary[] {
  const { atLeast, per = 'person' } = question;
  if (atLeast === undefined) return events;
  const nameIn = namer(per, events, voice);
  const counting = tally(
    per,
    events.filter(event => countsFor(question, event)),
    voice,
  );
  const often = new Set(counting.filter(({ events: count }) => count >= atLeast).map(({ name }) => name));
  return events.filter(event => often.has(nameIn(event)));
}

/** Whose these events are, most first: the person who is proven to be behind a session, else the principal. */
export function peopleIn(
  events: readonly RecordSummary[],
  accountName: TallyVoice['accountName'],
): readonly Tally[] {
  return tally('person', events, { accountName, timeZone: 'UTC' });
}

function tally(by: Grouping, events: readonly RecordSummary[], voice: TallyVoice): readonly Tally[] {
  const nameIn = namer(by, events, voice);
  const counts = new Map<string, number>();
  for (const event of events) counts.set(nameIn(event), (counts.get(nameIn(event)) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, events: count }))
    .toSorted((a, b) => b.events - a.events);
}

/** How each of some events is called by what it is counted by. */
function namer(
  by: Grouping,
  events: readonly RecordSummary[],
  { timeZone, accountName }: TallyVoice,
): (event: RecordSummary) => string {
  switch (by) {
    case 'person':
      return personNamer(events, accountName);
    case 'account':
      return ({ record }) => accountName(record.accountId) || NOT_SAID;
    case 'region':
      return ({ record }) => record.awsRegion ?? NOT_SAID;
    case 'event':
      return ({ record }) => record.eventName ?? NOT_SAID;
    case 'service':
      return ({ record }) => record.eventSource?.replace(/\.amazonaws\.com$/, '') ?? NOT_SAID;
    case 'address':
      return ({ record }) => record.sourceIPAddress ?? NOT_SAID;
    case 'day':
    case 'week': {
      const calendar = new Calendar(0, timeZone);
      return ({ record }) =>
        record.eventTime === null
          ? NOT_SAID
          : unitName(by, calendar.startOf(by, Date.parse(record.eventTime)), timeZone);
    }
  }
}

/** Where people of several accounts have one name, their account is said with it. */
function personNamer(
  events: readonly RecordSummary[],
  accountName: TallyVoice['accountName'],
): (event: RecordSummary) => string {
  const accounts = new Map<string, Set<string>>();
  for (const { principal } of events) {
    const { name, accountId } = doerOf(principal);
    const known = accounts.get(name) ?? new Set();
    accounts.set(name, known.add(accountId ?? ''));
  }
  const called = ({ name, accountId }: Doer) =>
    (accounts.get(name)?.size ?? 0) > 1 ? `${name} of ${accountName(accountId)}` : name;
  return ({ principal }) => called(doerOf(principal));
}

/** Days or weeks from the first that a question speaks of, or that has an event, to the last. */
function perUnit(
  by: 'day' | 'week',
  { time }: Question,
  events: readonly RecordSummary[],
  voice: TallyVoice,
): readonly Tally[] {
  const { timeZone } = voice;
  const calendar = new Calendar(0, timeZone);
  const instants = events.flatMap(({ record }) =>
    record.eventTime === null ? [] : Date.parse(record.eventTime),
  );
  const begins = calendar.startOf(by, time?.from ?? Math.min(...instants));
  const ends = time?.to ?? Math.max(...instants) + 1;
  const counts = new Map(tally(by, events, voice).map(({ name, events: count }) => [name, count] as const));
  const names: string[] = [];
  for (let at = begins; at < ends; at = calendar.add(by, at, 1)) names.push(unitName(by, at, timeZone));
  const listed = names.length <= MAX_DAYS ? names : names.filter(name => counts.has(name));
  const unsaid = counts.get(NOT_SAID);
  return [
    ...listed.map(name => ({ name, events: counts.get(name) ?? 0 })),
    ...(unsaid === undefined ? [] : [{ name: NOT_SAID, events: unsaid }]),
  ];
}

function unitName(by: 'day' | 'week', begins: number, timeZone: string): string {
  return by === 'week' ? formatWeek(begins, timeZone) : formatDay(begins, timeZone);
}
