import { firstRecordKey, type Notification } from '../../domain/notification.ts';
import type { Principal } from '../../domain/principal.ts';
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
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import type { WorkflowRole } from '../../domain/workflow-role.ts';
import { digest } from '../../records/digest.ts';
import { errorFields } from '../errors.ts';
import type { Clock, Directory, Entry, Log, Put, Store } from '../ports.ts';
import { KEYS } from '../state/keys.ts';
import type { Ledger } from '../state/ledger.ts';
import { notificationCodec, notificationPut } from '../state/notifications.ts';
import { BUS_LANE, jobPut, updatePut } from '../state/outbox.ts';
import { recordCodec } from '../state/records.ts';

/** A click on a deciding button, by the payload's own user id. */
export interface DecidingClick {
  readonly notificationId: string;
  readonly verdict: Verdict;
  readonly userId: string;
  readonly reason?: string;
}

/** What became of a click. `message` is for the person who clicked, privately. */
export type Ruling =
  | { readonly kind: 'recorded'; readonly decision: Decision; readonly settles: boolean }
  | { readonly kind: 'standing'; readonly decision: Decision }
  | { readonly kind: 'refused'; readonly message: string };

/** Whether somebody may decide, and on what: what a modal shows before it asks for a reason. */
export type Admission =
  | Exclude<Ruling, { kind: 'recorded' }>
  | { readonly kind: 'admitted'; readonly summary: RecordSummary };

/** What decisions depend on. */
interface DecideSettings {
  readonly approvers: Approvers;
  readonly people: readonly PersonMapping[];
  readonly workflowRoles: readonly WorkflowRole[];
  /** Whether decisions are published on an event bus. */
  readonly publishes: boolean;
}

/** What deciding works with. */
export interface DecideDeps {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly directory: Directory;
  readonly settings: DecideSettings;
  readonly clock: Clock;
  readonly log: Log;
}

/** A notification that waits for a decision, each document of it read once. */
interface OpenReview {
  readonly entry: Entry;
  readonly notification: Notification;
  readonly summary: RecordSummary;
}

/** Decides on notifications: who may, and the one write by which the first decision wins. */
export class Decisions {
  readonly #deps: DecideDeps;

  constructor(deps: DecideDeps) {
    this.#deps = deps;
  }

  /**
   * Whether somebody may decide, without deciding: asked before the modal for a reason opens.
   * @throws {StoreError} when the store is away
   */
  async mayDecide(click: DecidingClick): Promise<Admission> {
    const review = await this.#load(click);
    if ('kind' in review) return review;
    return (await this.#refusal(click, review)) ?? { kind: 'admitted', summary: review.summary };
  }

  /**
   * Records a decision, if whoever clicked may and nobody was first. The decision, its ledger entry and the work on the card are one commit.
   * A click on what is already settled brings the card up to date again.
   * @throws {StoreError} when the store is away
   */
  async decide(click: DecidingClick): Promise<Ruling> {
    for (;;) {
      const review = await this.#load(click);
      if ('kind' in review) return review;
      const refusal = await this.#refusal(click, review);
      if (refusal) return refusal;
      const ruling = await this.#record(click, review);
      if (ruling) return ruling;
    }
  }

  async #load({
    notificationId,
    verdict,
    userId,
  }: DecidingClick): Promise<Exclude<Ruling, { kind: 'recorded' }> | OpenReview> {
    const { store, settings } = this.#deps;
    const entry = await store.get(KEYS.notification(notificationId));
    if (!entry)
      return refused(
        "I don't know this card any more: it may be older than what I keep. Nothing was recorded.",
      );
    const notification = notificationCodec.decode(entry.value);
    const standing = settled(notification.decisions, notification.quorum);
    if (standing) {
      await store.commit({ put: [updatePut(notification)] });
      return { kind: 'standing', decision: standing };
    }
    if (!fits(verdict, notification.ask))
      return refused(`This card asks for ${notification.ask}, so it can't be ${verdict}.`);
    if (notification.decisions.some(decision => decision.by === userId))
      return refused('You have approved this already; somebody else has to be next.');
    const stored = await store.get(KEYS.record(firstRecordKey(notification)));
    if (!stored)
      return refused(
        "The record behind this card isn't kept any more, so nobody can tell who acted. Nothing was recorded.",
      );
    const summary = summarise(recordCodec.decode(stored.value), settings.workflowRoles);
    return { entry, notification, summary };
  }

  async #refusal(
    { userId }: DecidingClick,
    { summary }: OpenReview,
  ): Promise<{ kind: 'refused'; message: string } | undefined> {
    const { directory, settings, log } = this.#deps;
    const { principal } = summary;
    try {
      const person = await directory.person(userId);
      if (!person) return refused("Slack doesn't tell me who you are, so I can't let you decide.");
      const { approvers } = settings;
      const inGroup =
        hasApprovers(approvers) && !approvers.users.includes(userId) && approvers.groups.length > 0
          ? await directory.inGroup(userId, approvers.groups)
          : false;
      const behind = person.email === null && (await this.#hasEmailOf(userId, principal));
      const reason = refuseDecision(person, principal, { ...settings, inGroup, behind });
      return reason === undefined ? undefined : refused(reason);
    } catch (error) {
      log.error({ ...errorFields(error), user: userId }, 'could not look up who clicked; refused');
      return refused(
        "I couldn't check with Slack whether you may decide, so I recorded nothing. Try again in a minute.",
      );
    }
  }

  /** Whether an e-mail address of the principal is somebody's, where Slack did not say which address they have. @throws when it can't tell */
  async #hasEmailOf(userId: string, principal: Principal): Promise<boolean> {
    for (const email of emailsOf(principal))
      if ((await this.#deps.directory.personByEmail(email))?.id === userId) return true;
    return false;
  }

  /** Gives undefined where the notification changed meanwhile. */
  async #record(
    click: DecidingClick,
    { entry, notification, summary }: OpenReview,
  ): Promise<Ruling | undefined> {
    const { ledger, clock } = this.#deps;
    const now = clock.now();
    const { verdict, userId, reason } = click;
    const at = new Date(now).toISOString();
    const decision: Decision = { verdict, by: userId, at, ...(reason !== undefined && { reason }) };
    const decided = { ...notification, decisions: [...notification.decisions, decision] };
    const { id, channel, ts, recordKeys, quorum } = decided;
    const recordDigest = digest(summary.record.fields);
    const result = await ledger.append(
      [
        {
          at,
          kind: 'decision',
          notificationId: id,
          records: recordKeys.map(key => ({ key, digest: recordDigest })),
          channel,
          ...(ts !== undefined && { ts }),
          decision,
        },
      ],
      {
        expect: [{ key: entry.key, version: entry.version }],
        put: [notificationPut(decided), ...this.#jobsFor(decided, now)],
      },
    );
    if (result.kind === 'conflict') return undefined;
    return { kind: 'recorded', decision, settles: settled(decided.decisions, quorum) !== undefined };
  }

  /** What the newest decision of a notification causes: the card is updated, its thread told, the event bus as well. */
  #jobsFor(decided: Notification, now: number): Put[] {
    const { id, channel, decisions } = decided;
    const index = decisions.length - 1;
    const about = { notificationId: id, decision: index };
    const publish = jobPut(BUS_LANE, now, `${id}.${index}`, { kind: 'publish', ...about });
    return [
      updatePut(decided),
      jobPut(channel, now, `${id}.${index}`, { kind: 'note', ...about }),
      ...(this.#deps.settings.publishes ? [publish] : []),
    ];
  }
}

function refused(message: string): { kind: 'refused'; message: string } {
  return { kind: 'refused', message };
}
