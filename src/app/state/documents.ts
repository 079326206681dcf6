import { z } from 'zod';
import { SEVERITIES } from '../../domain/catalogue.ts';
import { PRINCIPAL_KINDS } from '../../domain/principal.ts';

import { FILTER_KEYS, VERB_NAMES } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { REVIEW_REQUESTS } from '../../domain/summary.ts';
import { digest } from '../../records/digest.ts';
import { readRecord } from '../../records/read-record.ts';

/** Days that a record without a card is kept, which is also how long its claim holds: CloudTrail may deliver twice. */
const CLAIM_DAYS = 35;
/** Days that a record with a card is kept, so that its card can be decided and looked into. */
const CARD_DAYS = 400;
const DAY = 86_400_000;

/** Time to live of a stored record, in milliseconds; a record's presence is its dedupe claim. */
export const RECORD_TTL = { plain: CLAIM_DAYS * DAY, carded: CARD_DAYS * DAY } as const;

/** Where things are kept, below the prefix of the workspace. */
export const KEYS = {
  record: (recordKey: string) => `record/${recordKey}`,
  /** Pointers to records by the time of their event, newest first. */
  recent: 'recent/',
  notification: (id: string) => `notification/${id}`,
  outbox: 'outbox/',
  lane: (lane: string) => `lane/${lane}`,
  parked: 'parked/',
  /** What could not be read, kept for a person to look at. */
  setAside: 'set-aside/',
  /** Answers whose buttons still work. */
  answered: (id: string) => `answer/${id}`,
  /** What happened and must not happen again. */
  once: (what: string) => `once/${what}`,
  slackEvent: (eventId: string) => `slack-event/${eventId}`,
  /** Searches that somebody wants to end. */
  cancelled: (id: string) => `cancel/${id}`,
  ledger: 'ledger/',
  ledgerHead: 'ledger-head',
} as const;

/** How long what came in lately is found by its time, in milliseconds. */
export const RECENT_TTL = 3 * DAY;

/** How long the buttons of an answer work, in milliseconds. */
export const ANSWER_TTL = DAY;

/** The part of a pointer's key that says when: later instants (milliseconds) sort first. */
export function recentAt(at: number): string {
  return String(1e14 - Math.min(Math.max(0, at), 1e14)).padStart(15, '0');
}

/** A pointer to a record that came in lately, with what says whether it is worth reading. */
export function recentPointer(record: CloudTrailRecord): { key: string; value: string } | undefined {
  if (record.eventTime === null) return undefined;
  const { key, eventSource, eventName, readOnly } = record;
  const pointer: RecentPointer = { key, eventSource, eventName, readOnly };
  return {
    key: `${KEYS.recent}${recentAt(Date.parse(record.eventTime))}-${digest(key).slice(0, 16)}`,
    value: JSON.stringify(pointer),
  };
}

/** The key of a job in a lane of the outbox; jobs of a lane sort by the time they were made. */
export function jobKey(lane: string, at: number, id: string, kind: string): string {
  return `${KEYS.outbox}${lane}/${String(at).padStart(15, '0')}-${id}-${kind}`;
}

const DECISION = z.object({
  verdict: z.enum(['acknowledged', 'approved', 'rejected']),
  by: z.string(),
  at: z.string(),
  reason: z.string().optional(),
});

const NOTIFICATION = z.object({
  id: z.string(),
  recordKey: z.string(),
  route: z.string(),
  channel: z.string(),
  ask: z.enum(REVIEW_REQUESTS),
  severity: z.enum(SEVERITIES),
  quorum: z.number(),
  createdAt: z.string(),
  decisions: z.array(DECISION),
  /** Set once Slack has the card. */
  ts: z.string().optional(),
});

/** A record to be shown in a channel, what is asked there, and what was decided. Its card is the Slack message. */
export type Notification = Readonly<z.output<typeof NOTIFICATION>>;

const JOB = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('post'), notificationId: z.string(), attemptedAt: z.number().optional() }),
  z.object({ kind: z.literal('update'), notificationId: z.string() }),
  z.object({
    kind: z.literal('note'),
    notificationId: z.string(),
    decision: z.number(),
    attemptedAt: z.number().optional(),
  }),
  z.object({ kind: z.literal('publish'), notificationId: z.string(), decision: z.number() }),
]);

/** Something the outbox holds until it is done. `attemptedAt` marks that it may have been done already. */
export type Job = Readonly<z.output<typeof JOB>>;

const LANE = z.object({ owner: z.string(), until: z.number(), nextAt: z.number() });
/** Who drains a lane of the outbox, until when, and when the next message may go out (milliseconds). */
export type Lane = Readonly<z.output<typeof LANE>>;

const PARKED = z.object({ error: z.string(), since: z.string(), tries: z.number(), nextTry: z.number() });
/** Why a channel (or, under `*`, everything) waits. */
export type Parked = Readonly<z.output<typeof PARKED>>;

const RECENT_POINTER = z.object({
  key: z.string(),
  eventSource: z.string().nullable(),
  eventName: z.string().nullable(),
  readOnly: z.boolean(),
});
/** Where a record that came in lately is kept, and what tells whether a search wants it. */
type RecentPointer = Readonly<z.output<typeof RECENT_POINTER>>;

const LINK = { seq: z.number(), at: z.string(), previous: z.string(), hash: z.string() };
const REVIEW_ENTRY = z.object({
  ...LINK,
  kind: z.enum(['notification', 'decision']),
  notificationId: z.string(),
  recordKey: z.string(),
  recordDigest: z.string(),
  channel: z.string(),
  ts: z.string().optional(),
  decision: DECISION.optional(),
});
const QUESTION_ENTRY = z.object({
  ...LINK,
  kind: z.literal('question'),
  /** A Slack user id. */
  by: z.string(),
  channel: z.string().nullable(),
  /** What they typed or clicked, and how it was understood. */
  asked: z.string(),
  reading: z.string(),
  /** How many events they were given, and whether everything planned was searched. */
  results: z.number(),
  complete: z.boolean(),
});
const LEDGER_ENTRY = z.discriminatedUnion('kind', [REVIEW_ENTRY, QUESTION_ENTRY]);
/** An entry of the ledger. `hash` is the digest of all its other fields, `previous` the hash of the entry before. */
export type LedgerEntry = Readonly<z.output<typeof LEDGER_ENTRY>>;

const LEDGER_HEAD = z.object({ seq: z.number(), hash: z.string() });
const FILTER = z.object({ key: z.enum(FILTER_KEYS), values: z.array(z.string()), negated: z.boolean() });
const QUESTION = z.object({
  asks: z.enum(['who', 'what', 'when', 'where', 'whether', 'count', 'list']),
  verbs: z.array(z.enum(VERB_NAMES)),
  objects: z.array(z.string()),
  filters: z.array(FILTER),
  time: z.object({ from: z.number(), to: z.number() }).nullable(),
  pick: z.enum(['all', 'first', 'latest']),
  limit: z.number().nullable(),
});
const LINK_IN_CHAIN = z.object({
  name: z.string(),
  kind: z.enum(PRINCIPAL_KINDS),
  eventID: z.string().optional(),
});
const PRINCIPAL = z.object({
  name: z.string(),
  kind: z.enum(PRINCIPAL_KINDS),
  confidence: z.enum(['certain', 'likely', 'unknown']),
  chain: z.array(LINK_IN_CHAIN),
  note: z.string(),
  role: z.string().nullable(),
  accessKeyId: z.string().nullable(),
  identifiers: z.array(z.string()),
  claimed: z.array(z.string()),
});
const STRETCH = { from: z.string(), to: z.string(), history: z.string() };
const COVERAGE = z.object({
  complete: z.boolean(),
  settledUntil: z.string(),
  searched: z.array(z.object({ ...STRETCH, accountId: z.string().nullable(), region: z.string() })),
  notSearched: z.array(
    z.object({
      ...STRETCH,
      accountId: z.string().optional(),
      region: z.string().optional(),
      reason: z.string(),
    }),
  ),
  requests: z.number(),
  cached: z.number(),
});
const COUNT = z.object({ name: z.string(), events: z.number() });
const ANSWERED = z.object({
  id: z.string(),
  /** Who asked (a Slack user id), where, and what they typed. */
  by: z.string(),
  channel: z.string().nullable(),
  typed: z.string(),
  /** With names in place of mentions and a time that does not move. */
  question: QUESTION,
  reading: z.string(),
  guesses: z.array(z.string()),
  /** What it follows from, where it was not typed. */
  title: z.string().nullable(),
  timeZone: z.string(),
  answeredAt: z.string(),
  sentence: z.string(),
  /** The events that are shown: from which of all, with who is behind them and whom that is in Slack. */
  offset: z.number(),
  rows: z.array(z.object({ record: z.string(), principal: PRINCIPAL, slack: z.string().nullable() })),
  /** How many there are in all, and how many of them can be paged through. */
  matched: z.number(),
  held: z.number(),
  counts: z.array(COUNT),
  namesakes: z.array(COUNT),
  coverage: COVERAGE,
  /** The answer that this one was clicked in. */
  parent: z.string().nullable(),
});
/** An answer that was given, as far as its buttons need it. */
export type Answered = Readonly<z.output<typeof ANSWERED>>;

const RECORD = z.object({
  fields: z.record(z.string(), z.unknown()),
  accountId: z.string().nullable(),
  awsRegion: z.string().nullable(),
  eventTime: z.string().nullable(),
  replayed: z.boolean(),
});

/** Reads what the store holds; what comes back is checked, not trusted. @throws {z.ZodError} where it is not what was written */
export const decode = {
  notification: (value: string): Notification => NOTIFICATION.parse(JSON.parse(value)),
  job: (value: string): Job => JOB.parse(JSON.parse(value)),
  lane: (value: string): Lane => LANE.parse(JSON.parse(value)),
  parked: (value: string): Parked => PARKED.parse(JSON.parse(value)),
  ledgerEntry: (value: string): LedgerEntry => LEDGER_ENTRY.parse(JSON.parse(value)),
  ledgerHead: (value: string) => LEDGER_HEAD.parse(JSON.parse(value)),
  answered: (value: string): Answered => ANSWERED.parse(JSON.parse(value)),
  recentPointer: (value: string): RecentPointer => RECENT_POINTER.parse(JSON.parse(value)),
  record: (value: string): CloudTrailRecord => {
    const stored = RECORD.parse(JSON.parse(value));
    const reading = readRecord(stored.fields, {
      accountId: stored.accountId ?? undefined,
      region: stored.awsRegion ?? undefined,
      time: stored.eventTime ?? undefined,
      replayed: stored.replayed,
    });
    if (reading.kind !== 'record') throw new Error(`a stored record can't be read: ${reading.reason}`);
    return reading.record;
  },
};

/** A record as it is stored: redacted, with what its carrier knew. */
export function encodeRecord(record: CloudTrailRecord): string {
  const { fields, accountId, awsRegion, eventTime, replayed } = record;
  return JSON.stringify({ fields, accountId, awsRegion, eventTime, replayed });
}
