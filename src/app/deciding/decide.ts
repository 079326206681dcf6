import type { Chain } from '../../domain/issuers.ts';
import { memberCount } from '../../domain/notification.ts';
import { type Decision, settled } from '../../domain/review.ts';
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import { redactText } from '../../records/redact.ts';
import { errorFields } from '../errors.ts';
import { type ProofRules, type Proven, sameChain, withProof } from '../identity/proof.ts';
import type { WhoIsBehind } from '../identity/who-is-behind.ts';
import type { Clock, Directory, Log, Store } from '../ports.ts';
import type { Ledger } from '../state/ledger.ts';
import { reviewEntry } from '../state/ledger-entries.ts';
import { notificationPuts } from '../state/notifications.ts';
import { decisionJobs, splitPuts } from './decision-jobs.ts';
import { type Judgement, judge, SLACK_IS_AWAY } from './judge.ts';
import {
  type DecidingClick,
  loadReview,
  type OpenReview,
  principalsOf,
  type Ruling,
  refused,
} from './open-review.ts';

/** Time that finding out who is behind an event may take when somebody clicks, in which they are promised a word within 5 seconds. */
const FINDING_MS = 4_000;

/** Whether somebody may decide, and on what: what a modal shows before it asks for a reason. */
export type Admission =
  | Exclude<Ruling, { kind: 'recorded' }>
  | { readonly kind: 'admitted'; readonly summary: RecordSummary; readonly count: number };

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
    const review = await loadReview(click, this.#deps);
    if ('kind' in review) return review;
    const { record, chain } = review;
    const judgement = await judge(click, review.principals, this.#deps);
    if (judgement.kind === 'refused') return judgement;
    const summary = summarise(record, this.#deps.settings.known, chain);
    return { kind: 'admitted', summary, count: memberCount(review.notification) };
  }

  /**
   * Records a decision, if whoever clicked may and nobody was first. The decision, its ledger entry and the work on the card are one commit.
   * A click on what is already settled brings the card up to date again.
   * @throws {StoreError} when the store is away
   */
  async decide(click: DecidingClick): Promise<Ruling> {
    let found: Chain | undefined;
    for (;;) {
      const loaded = await loadReview(click, this.#deps);
      if ('kind' in loaded) return loaded;
      found ??= await this.#findBehind(loaded);
      const review = this.#withChain(loaded, found);
      const judgement = await judge(click, review.principals, this.#deps);
      const proven = await this.#proven(review);
      if (!proven) return judgement.kind === 'refused' ? judgement : refused(SLACK_IS_AWAY);
      const ruling =
        judgement.kind === 'refused'
          ? await this.#afterRefusal(judgement, review, proven)
          : await this.#record(click, review, proven, judgement.quorum);
      if (ruling) return ruling;
    }
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
    return { ...review, chain, principals: principalsOf(review, chain, this.#deps.settings.known) };
  }

  /** What was found out is kept also where it refuses the click, and the card says so. Undefined: the notification changed meanwhile. */
  async #afterRefusal(
    refusal: Extract<Judgement, { kind: 'refused' }>,
    { entry, latest }: OpenReview,
    { notification: { chain, quorum, decisions }, jobs, entries }: Proven,
  ): Promise<Ruling | undefined> {
    const { ledger, store } = this.#deps;
    if (jobs.length === 0) return refusal;
    const commit = {
      expect: [{ key: entry.key, version: entry.version }],
      // A refusal changes nothing of what the card tells.
      put: [...notificationPuts({ ...latest, quorum, decisions, ...(chain && { chain }) }), ...jobs],
    };
    const result = await (entries.length > 0 ? ledger.append(entries, commit) : store.commit(commit));
    return result.kind === 'conflict' ? undefined : refusal;
  }

  /** The notification with what was found out just now, if anything was; undefined where Slack can't be asked what follows from it. */
  async #proven({ notification, record, others, chain }: OpenReview): Promise<Proven | undefined> {
    if (!chain || sameChain(notification.chain, chain)) return { notification, jobs: [], entries: [] };
    const { settings, directory, clock, log } = this.#deps;
    try {
      return await withProof(notification, [record, ...others], chain, {
        ...settings,
        directory,
        now: clock.now(),
      });
    } catch (error) {
      log.warn({ ...errorFields(error) }, 'who is behind a card could not be looked up in Slack; refused');
      return undefined;
    }
  }

  /** Gives undefined where the notification changed meanwhile. */
  async #record(
    click: DecidingClick,
    { entry, record, rest, principals: [principal] }: OpenReview,
    proven: Proven,
    quorum: number,
  ): Promise<Ruling | undefined> {
    const { ledger, clock, settings } = this.#deps;
    const now = clock.now();
    const { verdict, userId } = click;
    const reason = click.reason === undefined ? undefined : redactText(click.reason);
    const at = new Date(now).toISOString();
    const before = proven.notification;
    const { story } = before;
    const decision: Decision = {
      verdict,
      by: userId,
      at,
      ...(reason !== undefined && { reason }),
      ...(story && story.count > 1 && { covers: { count: story.count, digest: story.digest } }),
    };
    const decided = {
      ...before,
      // How many must approve is judged by what is known now.
      quorum: verdict === 'approved' ? quorum : before.quorum,
      decisions: [...before.decisions, decision],
    };
    const result = await ledger.append(
      [...proven.entries, reviewEntry(decided, { record, principal, at, decision })],
      {
        expect: [{ key: entry.key, version: entry.version }],
        put: [
          ...notificationPuts(decided),
          ...proven.jobs,
          ...decisionJobs(decided, now, settings.publishes),
          ...splitPuts(decided, rest, now),
        ],
      },
    );
    if (result.kind === 'conflict') return undefined;
    return { kind: 'recorded', decision, settles: settled(decided.decisions, decided.quorum) !== undefined };
  }
}
