import type { Person } from '../domain/person.ts';
import type { LookupAttribute } from '../domain/plan.ts';
import type { KnownSpace, Question, TimeRange } from '../domain/question/question.ts';
import type { CloudTrailRecord } from '../domain/record.ts';
import type { WorkflowRun } from '../domain/workflow-run.ts';
import type { CounterLabels, CounterName, DurationName } from './measures.ts';
import type { Card, DecisionEvent, Outgoing } from './outgoing.ts';

/** A value in the store, with the version that a later commit can expect. */
export interface Entry {
  readonly key: string;
  readonly value: string;
  readonly version: string;
}

/** What must hold for a commit to happen: a key has just this version, or (null) is absent. */
export interface Expectation {
  readonly key: string;
  readonly version: string | null;
}

/** A write; with `ttl` (milliseconds) the value is gone after that long. */
export interface Put {
  readonly key: string;
  readonly value: string;
  readonly ttl?: number;
}

/** Writes that happen together or not at all. */
export interface Commit {
  readonly expect?: readonly Expectation[];
  readonly put?: readonly Put[];
  readonly delete?: readonly string[];
}

/** What became of a commit: done, with the version that each key it put has now, or (an expectation did not hold) nothing. */
export type CommitResult =
  | { readonly kind: 'done'; readonly versions: ReadonlyMap<string, string> }
  | { readonly kind: 'conflict' };

/** Where everything is kept. Implementations are held to one contract suite. */
export interface Store {
  /** @throws {StoreError} when the store is away */
  get(key: string): Promise<Entry | undefined>;
  /** Entries whose keys begin with `prefix`, from `prefix + from` (inclusive) up to `prefix + to` (exclusive; null: all), in order of their bytes. */
  range(prefix: string, from: string, to: string | null, limit: number): Promise<readonly Entry[]>;
  /** Resolves once durable. @throws {StoreError} when it can't tell or can't write */
  commit(commit: Commit): Promise<CommitResult>;
  close(): Promise<void>;
}

/** What became of a message that was handed to Slack. */
export type PostResult =
  | { readonly kind: 'posted'; readonly ts: string }
  /** Slack wants a pause; nothing was posted. */
  | { readonly kind: 'rateLimited'; readonly retryAfterMs: number }
  /** Slack said no. `scope` tells what is at fault: the place (the card or thread is gone), what the message holds, the channel, the token. */
  | {
      readonly kind: 'refused';
      readonly scope: 'place' | 'message' | 'channel' | 'token';
      readonly error: string;
    }
  /** Nobody knows whether it was posted. */
  | { readonly kind: 'ambiguous'; readonly error: string };

/** Where a search for a message in a channel ended. */
export type LocateResult =
  /** Every copy of it that there is, the oldest first. */
  | { readonly kind: 'found'; readonly ts: readonly [string, ...string[]] }
  | { readonly kind: 'absent' }
  /** The channel can't be read at all: for lack of a scope, say. */
  | { readonly kind: 'impossible'; readonly error: string }
  | Exclude<PostResult, { kind: 'posted' }>;

/** Shows cards and notes in Slack. Never throws: every outcome is a result. */
export interface Messenger {
  /** A note goes into the thread of its card. */
  post(message: Outgoing, threadTs?: string): Promise<PostResult>;
  update(card: Card, ts: string): Promise<PostResult>;
  /** Takes one of our own messages away; one that is gone already is as good. */
  remove(channel: string, ts: string): Promise<PostResult>;
  /** Looks for a message, a note in the thread of its card, by its metadata, among messages of a time (milliseconds). */
  locate(message: Outgoing, within: { from: number; to: number }, threadTs?: string): Promise<LocateResult>;
}

/** Tells who people in Slack are. */
export interface Directory {
  /** Undefined: Slack does not know them. What was known `maxAgeMs` ago will do. @throws when it can't be looked up */
  person(userId: string, maxAgeMs?: number): Promise<Person | undefined>;
  personByEmail(email: string): Promise<Person | undefined>;
  /** Whether somebody is in any of the user groups. What was known `maxAgeMs` ago will do. @throws when it can't be looked up */
  inGroup(userId: string, groups: readonly string[], maxAgeMs?: number): Promise<boolean>;
  /** The ids of all who are in user groups. @throws when they can't be looked up */
  members(groups: readonly string[]): Promise<readonly string[]>;
}

/** Who is in a channel. */
interface ChannelMembership {
  readonly bot: boolean;
  readonly person: boolean;
}

/** Tells who is in channels. */
export interface Channels {
  /** Whether the bot and somebody are in a channel; undefined: there is none that the bot can see. @throws {MissingScopeError} where the bot may not ask; @throws when it can't be looked up */
  membership(channel: string, userId: string): Promise<ChannelMembership | undefined>;
}

/** Tells other systems about decisions, at least once each. */
export interface DecisionPublisher {
  /** @throws when the bus did not take it */
  publish(event: DecisionEvent): Promise<void>;
}

/** One account and Region that a history can be searched in; or the log of a space, by its place (`space acme`) and no Region. */
export interface SearchScope {
  /** Null: the bot's own account, whose id nobody has told. */
  readonly accountId: string | null;
  readonly region: string;
}

/** For whom a look-up is made: who waits longest goes last. A click comes first, then questions, cards, and what only reconciles. */
export const URGENCIES = ['click', 'question', 'card', 'reconciler'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** What a history is searched for. */
export interface Search {
  /** Null: everywhere that the history knows of. */
  readonly scope: SearchScope | null;
  /** Everything that has it is given at least; null: everything. */
  readonly attribute: LookupAttribute | null;
  /** Instead of `attribute`, for a history that combines them: everything that has any of these is given at least. */
  readonly anyOf?: readonly (LookupAttribute | null)[];
  /** What records are wanted for. A history that looks inside records may leave out those that do not answer it. */
  readonly question: Question;
  readonly range: TimeRange;
  /** Absent: a question waits for it. */
  readonly urgency?: Urgency;
}

/** Time of which a history can't say that it gave everything: a file is damaged, an event is not JSON, logs end. */
export interface Unreadable {
  /** What is missing and why, in words for people. */
  readonly reason: string;
  /** The time that is concerned. */
  readonly range: TimeRange;
  /** Set where there is nothing to read. */
  readonly cause?: 'silent';
}

/** Some records of a search. Pages go back in time; within the time that a page leaves open, records may come early. */
export interface SearchPage {
  readonly records: readonly CloudTrailRecord[];
  /** Everything from this instant (milliseconds) to the end of the range has been given by now. */
  readonly reachedBackTo: number;
  /** Look-ups sent to AWS for this page, and records that a cache gave. */
  readonly requests: number;
  readonly cached: number;
  /** Bytes that somebody pays for having scanned; absent: none. */
  readonly scannedBytes?: number;
  /** What could not be read; an answer must say so. */
  readonly unreadable: readonly Unreadable[];
}

/** Where past records are found. Implementations are held to one contract suite. */
export interface History {
  /** How coverage calls it. */
  readonly name: string;
  /** The accounts and Regions that it is searched in unless the question says otherwise. */
  readonly scopes: readonly SearchScope[];
  /** The only services whose events it has, as `eventSource`; absent: any. */
  readonly sources?: readonly string[];
  /** How far back it reaches, in milliseconds; null: as far as anything was kept. */
  readonly reach: number | null;
  /**
   * What a range counts for that it was searched for: `full`, data events too; `management`, no others; `none`: its records are used, but
   * the range does not count as searched.
   */
  readonly coverage: 'full' | 'management' | 'none';
  /** Whether one search for several attributes costs as much as for one. */
  readonly combines?: boolean;
  /** Whether it leaves out records that do not answer the question. */
  readonly filters: boolean;
  /** Whether it can be searched in an account and Region. */
  serves(scope: SearchScope): boolean;
  /** Pages until the range is exhausted. @throws {HistoryError} where it can't go on; what was given before still holds */
  search(search: Search, signal: AbortSignal): AsyncIterable<SearchPage>;
}

/** Runs of workflows that may have gone on in a time. */
export interface WorkflowRunsFound {
  readonly runs: readonly WorkflowRun[];
  /** False: there are more than were looked through. */
  readonly isWhole: boolean;
  /** Requests that were sent for them. */
  readonly requests: number;
}

/** Tells which workflows ran. */
export interface WorkflowRuns {
  /** How answers name where they are: `space acme`. */
  readonly place: string;
  /** Those that may have gone on in a time. @throws {HistoryError} where they can't be looked up */
  during(range: TimeRange, signal: AbortSignal): Promise<WorkflowRunsFound>;
}

/** How a CodeCatalyst space and its projects are called, so that questions can name them. */
export interface SpaceNames {
  /** As far as they are known. */
  known(): KnownSpace;
  /** Reads them again where that was long ago, in a time that people hardly notice. Never throws: what can't be read stays as it was. */
  refresh(): Promise<void>;
}

/** Hands out permission to send a request: at most so many a second, counted together over all replicas. */
export interface RateLimiter {
  /** Resolves when a request may be sent, the more urgent first. @throws when the signal is aborted first */
  turn(resource: string, signal: AbortSignal, urgency?: Urgency): Promise<void>;
}

/** Time, by argument. Milliseconds since 1970. */
export interface Clock {
  now(): number;
  /** Resolves after so long, or at once when the signal is aborted. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}

/** Where the bot says what it does. Secrets are taken out by the implementation. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Counts and times things for operators. */
export interface Meter {
  /** Adds one to a counter. */
  count<Name extends CounterName>(name: Name, labels: CounterLabels<Name>): void;
  /** Notes how long something took, in seconds. */
  took(name: DurationName, seconds: number): void;
}
