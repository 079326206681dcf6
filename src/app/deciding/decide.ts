import type { Principal, WorkflowRole } from '../../domain/principal.ts';
import {
  type Approvers,
  type Decision,
  emailsOf,
  fits,
  hasApprovers,
  type PersonMapping,
  refuseDecision,
  settled,
  type Verdict,
} from '../../domain/review.ts';
import { summarise } from '../../domain/summary.ts';
import { digest } from '../../records/digest.ts';
import type { DecisionEvent } from '../outgoing.ts';
import type { Clock, Directory, Entry, Log, Put, Store } from '../ports.ts';
import { decode, type Job, jobKey, KEYS, type Notification, RECORD_TTL } from '../state/documents.ts';
import { commitWithLedger } from '../state/ledger.ts';

/** A click on a deciding button, by the payload's own user id. */
export interface Click {
  readonly notificationId: string;
  readonly verdict: Verdict;
  readonly userId: string;
  readonly reason?: string | undefined;
}

/** What became of a click. `message` is for the person who clicked, privately. */
export type Ruling =
  | { readonly kind: 'recorded'; readonly decision: Decision; readonly settles: boolean }
  | { readonly kind: 'standing'; readonly decision: Decision }
  | { readonly kind: 'refused'; readonly message: string };

/** What decisions depend on. */
export interface DecideSettings {
  readonly approvers: Approvers;
  readonly people: readonly PersonMapping[];
  readonly workflowRoles: readonly WorkflowRole[];
  /** Whether decisions are published on an event bus. */
  readonly publishes: boolean;
}

/** The lane of the outbox in which decisions wait for the event bus. No channel id looks so. */
export const BUS_LANE = '@bus';

/** The lane in which cards of a channel wait to be brought up to date; Slack paces updates apart from new messages. */
export function updateLane(channel: string): string {
  return `${channel}:updates`;
}

/** Decides on notifications: who may, and the one write by which the first decision wins. */
export class Decisions {
  readonly #store: Store;
  readonly #directory: Directory;
  readonly #settings: DecideSettings;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(store: Store, directory: Directory, settings: DecideSettings, clock: Clock, log: Log) {
    this.#store = store;
    this.#directory = directory;
    this.#settings = settings;
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * Whether somebody may decide, without deciding: asked before the modal for a reason opens.
   * @throws {StoreError} when the store is away
   */
  async mayDecide(click: Omit<Click, 'reason'>): Promise<Ruling | undefined> {
    const known = await this.#load(click);
    if ('kind' in known) return known;
    return this.#refusal(click, known.notification);
  }

  /**
   * Records a decision, if whoever clicked may and nobody was first. The decision, its ledger entry and the work on the card are one commit.
   * A click on what is already settled brings the card up to date again.
   * @throws {StoreError} when the store is away
   */
  async decide(click: Click): Promise<Ruling> {
    for (;;) {
      const known = await this.#load(click);
      if ('kind' in known) return known;
      const { entry, notification } = known;
      const refusal = await this.#refusal(click, notification);
      if (refusal) return refusal;
      const ruling = await this.#record(click, entry, notification);
      if (ruling) return ruling;
    }
  }

  async #load(click: Omit<Click, 'reason'>): Promise<Ruling | { entry: Entry; notification: Notification }> {
    const entry = await this.#store.get(KEYS.notification(click.notificationId));
    if (!entry) {
      return {
        kind: 'refused',
        message: "I don't know this card any more: it may be older than what I keep. Nothing was recorded.",
      };
    }
    const notification = decode.notification(entry.value);
    const standing = settled(notification.decisions.map(asDecision), notification.quorum);
    if (standing) {
      await this.#store.commit({ put: [updateJob(notification)] });
      return { kind: 'standing', decision: standing };
    }
    if (!fits(click.verdict, notification.ask)) {
      return {
        kind: 'refused',
        message: `This card asks for ${notification.ask}, so it can't be ${click.verdict}.`,
      };
    }
    return { entry, notification };
  }

  async #refusal(click: Omit<Click, 'reason'>, notification: Notification): Promise<Ruling | undefined> {
    const refuse = (message: string): Ruling => ({ kind: 'refused', message });
    if (notification.decisions.some(decision => decision.by === click.userId)) {
      return refuse('You have approved this already; somebody else has to be next.');
    }
    const stored = await this.#store.get(KEYS.record(notification.recordKey));
    if (!stored)
      return refuse(
        "The record behind this card isn't kept any more, so nobody can tell who acted. Nothing was recorded.",
      );
    const { principal } = summarise(decode.record(stored.value), this.#settings.workflowRoles);
    try {
      const person = await this.#directory.person(click.userId);
      if (!person) return refuse("Slack doesn't tell me who you are, so I can't let you decide.");
      const { approvers } = this.#settings;
      const inGroup =
        hasApprovers(approvers) && !approvers.users.includes(click.userId) && approvers.groups.length > 0
          ? await this.#directory.inGroup(click.userId, approvers.groups)
          : false;
      const behind = person.email === null && (await this.#hasEmailOf(click.userId, principal));
      const reason = refuseDecision(person, principal, { ...this.#settings, inGroup, behind });
      return reason === undefined ? undefined : refuse(reason);
    } catch (error) {
      this.#log.error({ error: String(error), user: click.userId }, 'could not look up who clicked; refused');
      return refuse(
        "I couldn't check with Slack whether you may decide, so I recorded nothing. Try again in a minute.",
      );
    }
  }

  /** Whether an e-mail address of the principal is somebody's, where Slack did not say which address they have. @throws when it can't tell */
  async #hasEmailOf(userId: string, principal: Principal): Promise<boolean> {
    for (const email of emailsOf(principal))
      if ((await this.#directory.personByEmail(email))?.id === userId) return true;
    return false;
  }

  async #record(click: Click, entry: Entry, notification: Notification): Promise<Ruling | undefined> {
    const now = this.#clock.now();
    const at = new Date(now).toISOString();
    const decision: Decision = {
      verdict: click.verdict,
      by: click.userId,
      at,
      ...(click.reason !== undefined && { reason: click.reason }),
    };
    const decisions = [...notification.decisions, decision];
    const settles = settled(decisions.map(asDecision), notification.quorum) !== undefined;
    const index = decisions.length - 1;
    const stored = await this.#store.get(KEYS.record(notification.recordKey));
    const id = notification.id;
    const note: Job = { kind: 'note', notificationId: id, decision: index };
    const publish: Job = { kind: 'publish', notificationId: id, decision: index };
    const result = await commitWithLedger(
      this.#store,
      [
        {
          at,
          kind: 'decision',
          notificationId: id,
          recordKey: notification.recordKey,
          recordDigest: stored ? digest(decode.record(stored.value).fields) : '',
          channel: notification.channel,
          ...(notification.ts !== undefined && { ts: notification.ts }),
          decision,
        },
      ],
      {
        expect: [{ key: entry.key, version: entry.version }],
        put: [
          { key: entry.key, value: JSON.stringify({ ...notification, decisions }), ttl: RECORD_TTL.carded },
          updateJob(notification),
          { key: jobKey(notification.channel, now, `${id}.${index}`, 'note'), value: JSON.stringify(note) },
          ...(this.#settings.publishes
            ? [{ key: jobKey(BUS_LANE, now, `${id}.${index}`, 'publish'), value: JSON.stringify(publish) }]
            : []),
        ],
      },
    );
    return result === 'done' ? { kind: 'recorded', decision, settles } : undefined;
  }
}

/** The one job that brings a card up to date; a second one of the same card is the same job. */
function updateJob(notification: Notification): Put {
  const job: Job = { kind: 'update', notificationId: notification.id };
  return {
    key: jobKey(updateLane(notification.channel), 0, notification.id, 'update'),
    value: JSON.stringify(job),
  };
}

/** A stored decision as the domain has it: an absent reason is absent, not undefined. */
export function asDecision(stored: Notification['decisions'][number]): Decision {
  const { verdict, by, at, reason } = stored;
  return { verdict, by, at, ...(reason !== undefined && { reason }) };
}

/** What is published of a decision. */
export function decisionEvent(
  notification: Notification,
  index: number,
  record: Parameters<typeof summarise>[0],
  workflowRoles: readonly WorkflowRole[],
): DecisionEvent {
  const stored = notification.decisions[index];
  if (!stored) throw new Error(`notification ${notification.id} has no decision ${index}`);
  const summary = summarise(record, workflowRoles);
  const upTo = notification.decisions.slice(0, index + 1).map(asDecision);
  const { name, kind, confidence } = summary.principal;
  const { eventID, eventName, eventSource, eventTime, accountId, awsRegion } = record;
  return {
    version: '1',
    decisionId: `${notification.id}.${index}`,
    verdict: stored.verdict,
    settles: settled(upTo, notification.quorum) !== undefined,
    by: { slackUserId: stored.by },
    at: stored.at,
    reason: stored.reason ?? null,
    route: notification.route,
    channel: notification.channel,
    event: {
      eventID,
      eventName,
      eventSource,
      eventTime,
      accountId,
      awsRegion,
      resource: summary.resource,
      principal: { name, kind, confidence },
      digest: digest(record.fields),
    },
  };
}
