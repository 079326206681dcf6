import type { Notification } from '../domain/notification.ts';
import type { PrincipalFacts } from '../domain/principal.ts';
import type { Report } from '../domain/report.ts';
import type { Decision, Doubt } from '../domain/review.ts';
import type { RecordSummary } from '../domain/summary.ts';

/** The Slack user behind an event; `certain` only where AWS's own names lead there. */
export interface Actor {
  readonly slack: string;
  readonly certain: boolean;
}

/** Something that was done in a story, and how often. */
export interface StoryLine {
  readonly summary: RecordSummary;
  readonly count: number;
  /** When it was done last, in milliseconds; null: no record of it says. */
  readonly lastAt: number | null;
}

/** Everything that a card shows. The Slack side renders it; nothing else needs to be looked up. */
export interface Card {
  readonly notification: Notification;
  readonly summary: RecordSummary;
  /** The first things that were done, where it shows a story. */
  readonly lines?: readonly StoryLine[];
  readonly accountName: string;
  /** Names of the other accounts in which the same call was recorded. */
  readonly otherAccounts?: readonly string[];
  /** Null: the principal can't be tied to anyone in Slack. */
  readonly actor: Actor | null;
  /** Why whoever acted can't be kept from approving; with `fourEyes` two people must then. */
  readonly doubt?: Doubt | undefined;
  readonly fourEyes?: boolean;
  /** What usually follows on such events. */
  readonly follows?: string;
  /** What the configuration says of events of its route, and of its account. */
  readonly route?: RouteWords;
  readonly accountNote?: string;
}

/** What the configuration says of the events of a route. */
export interface RouteWords {
  /** Where is said what to do. */
  readonly runbook?: string;
  readonly note?: string;
  /** What usually follows on such events. */
  readonly follows?: string;
  /** Slack users and user groups who are to look at its cards. */
  readonly notify?: { readonly users: readonly string[]; readonly groups: readonly string[] };
}

/** A line in the thread of a card: what somebody decided. */
export interface Note {
  readonly notification: Notification;
  readonly summary: RecordSummary;
  /** Which decision of the notification, from 0. */
  readonly index: number;
  readonly decision: Decision;
  /** It says that the decision counts no more. */
  readonly voided?: boolean;
}

/** What became of a standing order, as far as the channel that it is about is told. */
export interface OrderChange {
  readonly order: 'subscription' | 'mute';
  readonly change: 'made' | 'ended';
  readonly number: number;
  /** What it is about, for people. */
  readonly reading: string;
  /** The name of whoever changed it. */
  readonly by: string;
  /** Of a mute, ISO 8601. */
  readonly until?: string;
  readonly reason?: string;
}

/** A line in a channel that says what its cards go by from then on, or what came in. */
export interface Line {
  readonly id: string;
  readonly channel: string;
  readonly says: OrderChange | { readonly report: Report };
}

/** What is posted to a channel. */
export type Outgoing = Card | Note | Line;

/** The channel that a message goes to. */
export function channelFor(message: Outgoing): string {
  return 'notification' in message ? message.notification.channel : message.channel;
}

/** What other systems are told of a decision (EventBridge detail of `CloudTrail Review Decision`). */
export interface DecisionEvent {
  readonly version: '1';
  readonly decisionId: string;
  /** `voided`: an approval counts no more, as it is proven that the approver acted; `voids` is its `decisionId`. */
  readonly verdict: Decision['verdict'] | 'voided';
  readonly voids?: string;
  /** Whether it settles the review; with a quorum the first approvals do not. */
  readonly settles: boolean;
  readonly by: { readonly slackUserId: string };
  readonly at: string;
  readonly reason: string | null;
  readonly route: string;
  readonly channel: string;
  /** Number and hash of the last entry of the ledger by then: kept elsewhere, they show if the ledger is cut off or rewritten later. */
  readonly ledgerHead: string;
  /** Where it is on a story: how many events it covers, and the SHA-256 over them; `event` is the first. */
  readonly story?: { readonly count: number; readonly digest: string };
  readonly event: {
    readonly eventID: string | null;
    readonly eventName: string | null;
    readonly eventSource: string | null;
    readonly eventTime: string | null;
    readonly accountId: string | null;
    readonly awsRegion: string | null;
    readonly resource: string | null;
    readonly principal: PrincipalFacts;
    /** SHA-256 of the redacted record in canonical JSON. */
    readonly digest: string;
  };
}
