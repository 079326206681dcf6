import type { Notification } from '../../domain/notification.ts';
import { firstRecordKey } from '../../domain/notification.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { errorFields } from '../errors.ts';
import type { Entry } from '../ports.ts';
import { KEYS } from '../state/keys.ts';
import {
  againPrefix,
  channelOf,
  dueAt,
  isAgain,
  isChannelLane,
  isForDecision,
  isIdentityLane,
  isPlacingLane,
  laneOf,
  lanePrefix,
  updateLane,
} from '../state/lanes.ts';
import { notificationCodec } from '../state/notifications.ts';
import { type Job, jobCodec, type NotificationJob } from '../state/outbox.ts';
import { recordCodec } from '../state/record-codec.ts';
import { USUAL_RETENTION } from '../state/records.ts';
import { ChannelHealth } from './channel-health.ts';
import { identifyCard } from './identify-card.ts';
import type { DeliveryDeps, Handler, JobInHand } from './job.ts';
import { LaneLease, LONGEST_PAUSE_MS, type Step } from './lane-lease.ts';
import { EVERYTHING, parkedNow } from './parking.ts';
import { placeCards } from './place-cards.ts';
import { postCard } from './post-card.ts';
import { postLine } from './post-line.ts';
import { postNote } from './post-note.ts';
import { publishDecision } from './publish-decision.ts';
import { recheck } from './recheck.ts';
import { splitStory } from './split-story.ts';
import { updateCard } from './update-card.ts';

/** Interval at which the outbox is looked into when nothing calls: entries of other replicas and of `cctrail replay` show up so. */
const POLL_MS = 1_000;
/** Number of entries of the outbox that are read at once to find its lanes. */
const PAGE_SIZE = 50;

const HANDLERS: { readonly [Kind in NotificationJob['kind']]: Handler<Kind> } = {
  post: postCard,
  update: updateCard,
  note: postNote,
  publish: publishDecision,
  identify: identifyCard,
  recheck,
  split: splitStory,
};

/**
 * Drains the outbox. Each lane (a channel, the updates of a channel, the event bus) is drained by one replica at a time, in order, at
 * the pace its other end takes. A job that may have been done already is looked for before it is done again.
 */
export class Dispatcher {
  readonly #deps: DeliveryDeps;
  readonly #active = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #health = new ChannelHealth();
  /** Lanes in which something may be to be done once more. */
  readonly #again = new Set<string>();
  #wake = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(deps: DeliveryDeps) {
    this.#deps = deps;
  }

  /** The lanes for which Slack gave no clear answer lately, with how many in a row. */
  get unclearLanes(): ReadonlyMap<string, number> {
    return this.#health.unclearLanes(this.#deps.clock.now());
  }

  /** Begins to drain, until {@link stop}. */
  start(): void {
    this.#loop ??= this.#run();
  }

  /** Looks into the outbox now, not at the next turn. */
  wake(): void {
    this.#wake.abort();
  }

  /** Stops after what is in flight; lanes are handed back. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake.abort();
    await this.#loop;
    await Promise.all(this.#active.values());
  }

  async #run(): Promise<void> {
    const { clock, log } = this.#deps;
    const stopping = this.#stopping.signal;
    while (!stopping.aborted) {
      this.#wake = new AbortController();
      try {
        await this.#lookIntoOutbox();
      } catch (error) {
        log.error({ ...errorFields(error) }, 'the outbox could not be read; trying again');
      }
      if (!stopping.aborted) await clock.sleep(POLL_MS, this.#wake.signal);
    }
  }

  async #lookIntoOutbox(): Promise<void> {
    const { store, clock } = this.#deps;
    const waiting = (await this.#lanes()).filter(lane => !this.#active.has(lane));
    if (waiting.length === 0 || this.#stopping.signal.aborted) return;
    const parked = await parkedNow(store, clock.now());
    for (const lane of waiting) {
      const refused = isChannelLane(lane) && (parked.has(channelOf(lane)) || parked.has(EVERYTHING));
      if (!refused) this.#drainInBackground(lane);
    }
  }

  /** The lanes that hold jobs. A page shows many small lanes at once; a long one is jumped over. */
  async #lanes(): Promise<string[]> {
    const lanes = new Set<string>();
    let from = '';
    for (;;) {
      const entries = await this.#deps.store.range(KEYS.jobs, from, null, PAGE_SIZE);
      for (const { key } of entries) {
        if (this.#isDue({ key })) lanes.add(laneOf(key));
        if (isAgain(key)) this.#again.add(laneOf(key));
      }
      const last = entries.at(-1);
      if (!last || entries.length < PAGE_SIZE) return [...lanes];
      from = `${last.key.slice(KEYS.jobs.length, last.key.lastIndexOf('/') + 1)}\u{10ffff}`;
    }
  }

  /** Whether a job may be done now. Messages go out in their order, whatever a clock says; only what is done once more waits for its time. */
  #isDue({ key }: Pick<Entry, 'key'>): boolean {
    const waits = isIdentityLane(laneOf(key)) || isAgain(key);
    return !waits || dueAt(key) <= this.#deps.clock.now();
  }

  /** The next job of a lane: what shows a decision, what is to be done once more by now, else the first. */
  async #next(lane: string): Promise<Entry | undefined> {
    const { store } = this.#deps;
    const [entry] = await store.range(lanePrefix(lane), '', null, 1);
    if (this.#again.has(lane) && !(entry && isForDecision(entry.key))) {
      const [again] = await store.range(againPrefix(lane), '', null, 1);
      if (!again) this.#again.delete(lane);
      else if (this.#isDue(again)) return again;
    }
    return entry && this.#isDue(entry) ? entry : undefined;
  }

  #drainInBackground(lane: string): void {
    const { log } = this.#deps;
    const draining = this.#drain(lane)
      .catch(error => log.error({ lane, ...errorFields(error) }, 'draining a lane failed; trying again'))
      .finally(() => this.#active.delete(lane));
    this.#active.set(lane, draining);
  }

  async #drain(lane: string): Promise<void> {
    const { clock } = this.#deps;
    const stopping = this.#stopping.signal;
    const lease = await LaneLease.acquire(this.#deps, lane);
    if (!lease) return;
    if (isPlacingLane(lane)) return this.#place(lane, lease);
    let resumeAt = 0;
    while (!stopping.aborted) {
      const pauseMs = lease.nextAt - clock.now();
      if (pauseMs > LONGEST_PAUSE_MS) break;
      if (pauseMs > 0) await clock.sleep(pauseMs, stopping);
      if (stopping.aborted) break;
      const entry = await this.#next(lane);
      if (!entry) break;
      const step = await this.#do(entry, lease);
      if (step.kind === 'lost') return;
      if (step.kind === 'wait') {
        resumeAt = clock.now() + step.retryAfterMs;
        break;
      }
    }
    await lease.release(resumeAt);
  }

  async #do(entry: Entry, lease: LaneLease): Promise<Step> {
    const job = jobCodec.tryDecode(entry.value);
    const readAt = this.#deps.clock.now();
    const common = { entry, lease, deps: this.#deps, health: this.#health, later: this.#again };
    if (job?.kind === 'line') return postLine(job, common);
    const found = job && (await this.#find(job));
    if (!job || !found) return this.#setAside(entry, job, lease);
    const { id, channel } = found.notification;
    const about = { id, channel, eventID: found.record.eventID };
    const inHand: JobInHand = { ...common, ...found, about, readAt };
    return (HANDLERS[job.kind] as Handler<NotificationJob['kind']>)(job, inHand);
  }

  /** Puts what came in on cards, which are then to be posted or brought up to date. */
  async #place(lane: string, lease: LaneLease): Promise<void> {
    this.#again.add(updateLane(channelOf(lane)));
    await placeCards(lane, lease, {
      ...this.#deps,
      onPlaced: () => this.wake(),
      stopping: this.#stopping.signal,
    });
  }

  /** The notification of a job and its record, or undefined where either is not kept or can't be read. */
  async #find({
    notificationId,
  }: NotificationJob): Promise<
    { stored: Entry; notification: Notification; record: CloudTrailRecord } | undefined
  > {
    const { store } = this.#deps;
    const stored = await store.get(KEYS.notification(notificationId));
    const notification = stored && notificationCodec.tryDecode(stored.value);
    const kept = notification && (await store.get(KEYS.record(firstRecordKey(notification))));
    const record = kept && recordCodec.tryDecode(kept.value);
    return stored && notification && record && { stored, notification, record };
  }

  async #setAside(entry: Entry, job: Job | undefined, lease: LaneLease): Promise<Step> {
    this.#deps.log.error(
      { job, key: entry.key },
      'a job in the outbox can not be read, or has lost its record; it is set aside',
    );
    return lease.commit({
      put: [{ key: `${KEYS.setAside}${entry.key}`, value: entry.value, ttl: USUAL_RETENTION.cardedMs }],
      delete: [entry.key],
    });
  }
}
