import type { Chain } from '../../domain/issuers.ts';
import { firstRecordKey, type Notification } from '../../domain/notification.ts';
import type { Principal } from '../../domain/principal.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { type Decision, fits, settled, type Verdict } from '../../domain/review.ts';
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import { digest } from '../../records/digest.ts';
import { redactText } from '../../records/redact.ts';
import { errorFields } from '../errors.ts';
import { type ProofRules, type Proven, sameChain, withProof } from '../identity/proof.ts';
import type { WhoIsBehind } from '../identity/who-is-behind.ts';
import type { Clock, Directory, Entry, Log, Store } from '../ports.ts';
import { KEYS } from '../state/keys.ts';
import type { Ledger } from '../state/ledger.ts';
import { behindEntry } from '../state/ledger-entries.ts';
import { notificationCodec, notificationPut } from '../state/notifications.ts';
import { updatePut } from '../state/outbox.ts';
import { recordCodec } from '../state/record-codec.ts';
import { decisionJobs } from './decision-jobs.ts';
import { type Judgement, judge, SLACK_IS_AWAY } from './judge.ts';

/** Time that finding out who is behind an event may take when somebody clicks, in which they are promised a word within 5 seconds. */
const FINDING_MS = 4_000;

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
type DecideSettings = Omit<ProofRules, 'directory'>;

/** What deciding works with. */
export interface DecideDeps {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly directory: Directory;
  readonly whoIsBehind: WhoIsBehind;
  readonly settings: DecideSettings;
  readonly clock: Clock;
  readonly log: Log;
}

/** A notification that waits for a decision, each document of it read once. */
interface OpenReview {
  readonly entry: Entry;
  readonly notification: Notification;
  readonly record: CloudTrailRecord;
  /** What is known by now of who is behind it. */
  readonly chain: Chain | undefined;
  readonly principal: Principal;
}

/** Decides on notifications: who is behind the event, who may, and the one write by which the first decision wins. */
export class Decisions {
  readonly #deps: DecideDeps;

  constructor(deps: DecideDeps) {
    this.#deps = deps;
  }

  /**
   * Whether somebody may decide as far as is known without a look-up: asked before the modal for a reason opens, whose trigger lives three
   * seconds. What they submit is judged again.
   * @throws {StoreError} when the store is away
   */
  async mayDecide(click: DecidingClick): Promise<Admission> {
    const review = await this.#load(click);
    if ('kind' in review) return review;
    const { record, chain } = review;
    const judgement = await judge(click, review.principal, this.#deps);
    if (judgement.kind === 'refused') return judgement;
    return { kind: 'admitted', summary: summarise(record, this.#deps.settings.workflowRoles, chain) };
  }

  /**
   * Records a decision, if whoever clicked may and nobody was first. The decision, its ledger entry and the work on the card are one commit.
   * A click on what is already settled brings the card up to date again.
   * @throws {StoreError} when the store is away
   */
  async decide(click: DecidingClick): Promise<Ruling> {
    let found: Chain | undefined;
    for (;;) {
      const loaded = await this.#load(click);
      if ('kind' in loaded) return loaded;
      found ??= await this.#findBehind(loaded);
      const review = this.#withChain(loaded, found);
      const judgement = await judge(click, review.principal, this.#deps);
      const proven = await this.#proven(review);
      if (!proven) return judgement.kind === 'refused' ? judgement : refused(SLACK_IS_AWAY);
      const ruling =
        judgement.kind === 'refused'
          ? await this.#afterRefusal(judgement, review, proven)
          : await this.#record(click, review, proven, judgement.quorum);
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
    const isAgain = notification.decisions.some(one => one.by === userId && one.voided === undefined);
    if (verdict === 'approved' && isAgain)
      return refused('You have approved this already; somebody else has to be next.');
    const stored = await store.get(KEYS.record(firstRecordKey(notification)));
    if (!stored)
      return refused(
        "The record behind this card isn't kept any more, so nobody can tell who acted. Nothing was recorded.",
      );
    const record = recordCodec.decode(stored.value);
    const { chain } = notification;
    const { principal } = summarise(record, settings.workflowRoles, chain);
    return { entry, notification, record, chain, principal };
  }

  /** Looks up who obtained the session, where the record leaves it open and nobody has found it yet. Never throws. */
  async #findBehind({ notification, record, chain }: OpenReview): Promise<Chain | undefined> {
    const { whoIsBehind } = this.#deps;
    const session = whoIsBehind.openSession(record);
    if (!session || (chain && chain.end === undefined)) return chain;
    return whoIsBehind.find(record, session, {
      urgency: 'click',
      budgetMs: FINDING_MS,
      notificationId: notification.id,
    });
  }

  #withChain(review: OpenReview, found: Chain | undefined): OpenReview {
    // A look-up that failed takes nothing away from what is known.
    const chain = found && (found.issuers.length > 0 || found.named.length > 0) ? found : review.chain;
    const { principal } = summarise(review.record, this.#deps.settings.workflowRoles, chain);
    return { ...review, chain, principal };
  }

  /** What was found out is kept also where it refuses the click, and the card says so. Undefined: the notification changed meanwhile. */
  async #afterRefusal(
    refusal: Extract<Judgement, { kind: 'refused' }>,
    { entry }: OpenReview,
    { notification, jobs, entries }: Proven,
  ): Promise<Ruling | undefined> {
    const { ledger, store } = this.#deps;
    if (jobs.length === 0) return refusal;
    const commit = {
      expect: [{ key: entry.key, version: entry.version }],
      put: [notificationPut(notification), ...jobs],
    };
    const result = await (entries.length > 0 ? ledger.append(entries, commit) : store.commit(commit));
    return result.kind === 'conflict' ? undefined : refusal;
  }

  /** The notification with what was found out just now, if anything was; undefined where Slack can't be asked what follows from it. */
  async #proven({ notification, record, chain }: OpenReview): Promise<Proven | undefined> {
    if (!chain || sameChain(notification.chain, chain)) return { notification, jobs: [], entries: [] };
    const { settings, directory, clock, log } = this.#deps;
    try {
      return await withProof(notification, record, chain, { ...settings, directory, now: clock.now() });
    } catch (error) {
      log.warn({ ...errorFields(error) }, 'who is behind a card could not be looked up in Slack; refused');
      return undefined;
    }
  }

  /** Gives undefined where the notification changed meanwhile. */
  async #record(
    click: DecidingClick,
    { entry, record, principal }: OpenReview,
    proven: Proven,
    quorum: number,
  ): Promise<Ruling | undefined> {
    const { ledger, clock, settings } = this.#deps;
    const now = clock.now();
    const { verdict, userId } = click;
    const reason = click.reason === undefined ? undefined : redactText(click.reason);
    const at = new Date(now).toISOString();
    const decision: Decision = { verdict, by: userId, at, ...(reason !== undefined && { reason }) };
    const before = proven.notification;
    const decided = {
      ...before,
      // How many must approve is judged by what is known now.
      quorum: verdict === 'approved' ? quorum : before.quorum,
      decisions: [...before.decisions, decision],
    };
    const { id, channel, ts, recordKeys } = decided;
    const recordDigest = digest(record.fields);
    const result = await ledger.append(
      [
        ...proven.entries,
        {
          at,
          kind: 'decision',
          notificationId: id,
          records: recordKeys.map(key => ({ key, digest: recordDigest })),
          channel,
          ...(ts !== undefined && { ts }),
          decision,
          behind: behindEntry(principal),
        },
      ],
      {
        expect: [{ key: entry.key, version: entry.version }],
        put: [notificationPut(decided), ...proven.jobs, ...decisionJobs(decided, now, settings.publishes)],
      },
    );
    if (result.kind === 'conflict') return undefined;
    return { kind: 'recorded', decision, settles: settled(decided.decisions, decided.quorum) !== undefined };
  }
}

function refused(message: string): { kind: 'refused'; message: string } {
  return { kind: 'refused', message };
}
