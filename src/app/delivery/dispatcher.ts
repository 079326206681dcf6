import { summarise } from '../../domain/summary.ts';
import { digest } from '../../records/digest.ts';
import { asDecision, BUS_LANE, decisionEvent } from '../deciding/decide.ts';
import type { Card, Note } from '../outgoing.ts';
import type {
  Clock,
  DecisionPublisher,
  Directory,
  Entry,
  Log,
  Messenger,
  Meter,
  PostResult,
  Store,
} from '../ports.ts';
import { decode, type Job, KEYS, type Notification, RECORD_TTL } from '../state/documents.ts';
import { type CardSettings, makeCard } from './card.ts';
import { HeldLane, LEASE, type Step } from './lane-lease.ts';
import { EVERYTHING, isParked, park, unparks } from './parking.ts';

/** Slack takes about one message a second in a channel (Slack, "Rate limits"). */
const PACE = 1_000;
/** How often the outbox is looked into when nothing calls, in milliseconds: entries of other replicas and of `cctrail replay` show up so. */
const POLL = 500;
/** How far before an attempt its message is looked for: clocks differ. */
const CLOCK_SLACK = 5 * 60_000;

/** What the dispatcher works with. */
export interface DispatcherParts {
  readonly store: Store;
  readonly messenger: Messenger;
  readonly directory: Directory;
  readonly publisher: DecisionPublisher | null;
  readonly card: CardSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  /** Tells replicas apart. */
  readonly owner: string;
}

/**
 * Drains the outbox. Each lane (a channel, the updates of a channel, the event bus) is drained by one replica at a time, in order, at
 * the pace its other end takes. A job that may have been done already is looked for before it is done again.
 */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #active = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  /** How often in a row a channel gave no clear answer. */
  readonly #troubles = new Map<string, number>();
  #wake = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
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
    const { clock, log } = this.#parts;
    const stopping = this.#stopping.signal;
    while (!stopping.aborted) {
      this.#wake = new AbortController();
      try {
        await this.#lookIntoOutbox();
      } catch (error) {
        log.error({ error: String(error) }, 'the outbox could not be read; trying again');
      }
      if (!stopping.aborted) await clock.sleep(POLL, this.#wake.signal);
    }
  }

  async #lookIntoOutbox(): Promise<void> {
    const { store, log, clock } = this.#parts;
    const parked = await isParked(store, EVERYTHING, clock.now());
    let from = '';
    for (;;) {
      const [first] = await store.range(KEYS.outbox, from, null, 1);
      if (!first || this.#stopping.signal.aborted) return;
      const lane = first.key.slice(KEYS.outbox.length).split('/')[0] ?? '';
      from = `${lane}/\u{10ffff}`;
      if (this.#active.has(lane) || (parked && lane !== BUS_LANE)) continue;
      const draining = this.#drain(lane)
        .catch(error => log.error({ lane, error: String(error) }, 'draining a lane failed; trying again'))
        .finally(() => this.#active.delete(lane));
      this.#active.set(lane, draining);
    }
  }

  async #drain(lane: string): Promise<void> {
    const { store, clock } = this.#parts;
    const channel = lane.split(':')[0] ?? lane;
    if (await isParked(store, channel, clock.now())) return;
    const held = await HeldLane.acquire(this.#parts, lane);
    if (!held) return;
    let resumeAt = 0;
    while (!this.#stopping.signal.aborted) {
      const pause = held.nextAt - clock.now();
      // A long pause is not worth a lease: whoever looks next finds `nextAt`.
      if (pause > LEASE / 3) break;
      if (pause > 0) await clock.sleep(pause, this.#stopping.signal);
      if (this.#stopping.signal.aborted) break;
      const [entry] = await store.range(`${KEYS.outbox}${lane}/`, '', null, 1);
      if (!entry) break;
      if (lane !== BUS_LANE && (await isParked(store, EVERYTHING, clock.now()))) break;
      const step = await this.#do(entry, held);
      if (step.kind === 'lost') return;
      if (step.kind === 'wait') {
        resumeAt = clock.now() + step.after;
        break;
      }
    }
    await held.release(resumeAt);
  }

  async #do(entry: Entry, held: HeldLane): Promise<Step> {
    const { store, log } = this.#parts;
    const job = attemptDecode(() => decode.job(entry.value));
    const stored = job && (await store.get(KEYS.notification(job.notificationId)));
    const notification = stored && attemptDecode(() => decode.notification(stored.value));
    const kept = notification && (await store.get(KEYS.record(notification.recordKey)));
    const record = kept && attemptDecode(() => decode.record(kept.value));
    if (!job || !stored || !notification || !record) {
      log.error(
        { job, key: entry.key },
        'a job in the outbox can not be read, or has lost its record; it is set aside',
      );
      return held.commit({
        put: [{ key: `${KEYS.setAside}${entry.key}`, value: entry.value, ttl: RECORD_TTL.carded }],
        delete: [entry.key],
      });
    }
    const made = { notification, record };
    switch (job.kind) {
      case 'post':
        return this.#post(entry, job, stored, made, held);
      case 'update':
        return this.#update(entry, made, held);
      case 'note':
        return this.#note(entry, job, made, held);
      case 'publish':
        return this.#publish(entry, job, made, held);
    }
  }

  async #post(
    entry: Entry,
    job: Job & { kind: 'post' },
    stored: Entry,
    made: Made,
    held: HeldLane,
  ): Promise<Step> {
    const { messenger } = this.#parts;
    if (made.notification.ts !== undefined) return held.commit({ delete: [entry.key] });
    const card = await this.#card(made);
    const result = await this.#once(entry, job, held, card, undefined, () => messenger.post(card));
    if (result.kind !== 'posted') return this.#unposted(result, entry, job, held, made.notification.channel);
    this.#troubles.delete(made.notification.channel);
    return this.#notePosted(result.ts, entry, stored, made, held);
  }

  /** Notes where a card is. A click may have changed the notification meanwhile; the `ts` in hand is never given up for that. */
  async #notePosted(ts: string, entry: Entry, stored: Entry, made: Made, held: HeldLane): Promise<Step> {
    const { store, clock, meter } = this.#parts;
    const { id, recordKey, channel } = made.notification;
    let current: Entry | undefined = stored;
    for (let tries = 0; current !== undefined && tries < 20; tries++) {
      const posted = { ...decode.notification(current.value), ts };
      const step = await held.commit(
        {
          expect: [{ key: current.key, version: current.version }],
          put: [{ key: current.key, value: JSON.stringify(posted), ttl: RECORD_TTL.carded }],
          delete: [entry.key, ...unparks(channel)],
        },
        PACE,
        [
          {
            at: new Date(clock.now()).toISOString(),
            kind: 'notification',
            notificationId: id,
            recordKey,
            recordDigest: digest(made.record.fields),
            channel,
            ts,
          },
        ],
      );
      if (step.kind === 'done') meter.count('cctrail_cards_total', { outcome: 'posted' });
      if (step.kind !== 'wait') return step;
      current = await store.get(stored.key);
    }
    return { kind: 'wait', after: POLL };
  }

  async #update(entry: Entry, made: Made, held: HeldLane): Promise<Step> {
    const { ts, channel } = made.notification;
    // The card itself is still on its way; it will show the latest state when it is posted.
    if (ts === undefined) return { kind: 'wait', after: POLL };
    const result = await this.#parts.messenger.update(await this.#card(made), ts);
    if (result.kind === 'posted') {
      this.#troubles.delete(channel);
      // A click meanwhile has renewed the job: then it stays, and the card is brought up to date once more.
      return held.commit(
        { expect: [{ key: entry.key, version: entry.version }], delete: [entry.key, ...unparks(channel)] },
        PACE,
      );
    }
    // Updating twice shows the same card, so nothing needs to be looked up first.
    return this.#unposted(result, entry, decode.job(entry.value), held, channel);
  }

  async #note(entry: Entry, job: Job & { kind: 'note' }, made: Made, held: HeldLane): Promise<Step> {
    const { notification, record } = made;
    const decision = notification.decisions[job.decision];
    if (notification.ts === undefined || !decision) return { kind: 'wait', after: POLL };
    const summary = summarise(record, this.#parts.card.workflowRoles);
    const note: Note = { notification, summary, index: job.decision, decision: asDecision(decision) };
    const thread = notification.ts;
    const result = await this.#once(entry, job, held, note, thread, () =>
      this.#parts.messenger.note(note, thread),
    );
    if (result.kind !== 'posted') return this.#unposted(result, entry, job, held, notification.channel);
    this.#troubles.delete(notification.channel);
    return held.commit({ delete: [entry.key, ...unparks(notification.channel)] }, PACE);
  }

  async #publish(entry: Entry, job: Job & { kind: 'publish' }, made: Made, held: HeldLane): Promise<Step> {
    const { publisher, card, log } = this.#parts;
    if (!publisher) {
      log.warn(
        { key: entry.key },
        'a decision waits for an event bus, but EVENT_BUS_NAME is not set any more',
      );
      return { kind: 'wait', after: 60_000 };
    }
    try {
      await publisher.publish(
        decisionEvent(made.notification, job.decision, made.record, card.workflowRoles),
      );
    } catch (error) {
      log.error({ error: String(error) }, 'a decision could not be published; trying again');
      return { kind: 'wait', after: 5_000 };
    }
    return held.commit({ delete: [entry.key] });
  }

  /**
   * Does what must not be done twice: marks the attempt first, and where a mark already stands looks the message up.
   * @throws {StoreError} when the mark can't be made; nothing was sent then
   */
  async #once(
    entry: Entry,
    job: Job & { kind: 'post' | 'note' },
    held: HeldLane,
    message: Card | Note,
    thread: string | undefined,
    send: () => Promise<PostResult>,
  ): Promise<PostResult> {
    const { messenger, clock, log } = this.#parts;
    if (job.attemptedAt !== undefined) {
      const located = await messenger.locate(message, job.attemptedAt - CLOCK_SLACK, thread);
      if (located.kind === 'found') return { kind: 'posted', ts: located.ts };
      if (located.kind === 'impossible') {
        log.warn(
          { error: located.error },
          'can not look whether a message was posted (scopes channels:history, groups:history); posting again, it may show twice',
        );
      } else if (located.kind !== 'absent') return located;
    }
    // Earlier attempts were looked for just now, so only this one is to be looked for next. The commit renews the lease as well.
    const marked: Job = { ...job, attemptedAt: clock.now() };
    const step = await held.commit({ put: [{ key: entry.key, value: JSON.stringify(marked) }] });
    if (step.kind !== 'done') return { kind: 'ambiguous', error: 'another replica took over' };
    return send();
  }

  async #unposted(
    result: Exclude<PostResult, { kind: 'posted' }>,
    entry: Entry,
    job: Job,
    held: HeldLane,
    channel: string,
  ): Promise<Step> {
    const { log, meter } = this.#parts;
    if (result.kind === 'ambiguous') {
      const troubles = (this.#troubles.get(channel) ?? 0) + 1;
      this.#troubles.set(channel, troubles);
      if (troubles === 1) {
        log.warn(
          { channel, error: result.error },
          'nobody knows whether a message was posted; it will be looked for',
        );
      }
      return { kind: 'wait', after: Math.min(1_000 * 2 ** (troubles - 1), LEASE) };
    }
    if (result.kind === 'refused' && result.scope === 'message' && job.kind !== 'post') {
      log.warn(
        { channel, job, error: result.error },
        'a card or its thread is gone from Slack; what was to be said there is in the ledger',
      );
      return held.commit({ delete: [entry.key, ...unparks(channel)] });
    }
    // Slack said no to this attempt: the job is again as it was before, so that only an earlier mark is looked for.
    const step = await held.commit({ put: [{ key: entry.key, value: JSON.stringify(job) }] });
    if (step.kind === 'lost') return step;
    if (result.kind === 'rateLimited') {
      meter.count('cctrail_rate_limited_total');
      log.info({ channel, after: result.after }, 'Slack wants a pause');
      return { kind: 'wait', after: result.after };
    }
    return {
      kind: 'wait',
      after: await park(this.#parts, result.scope === 'token' ? EVERYTHING : channel, result.error),
    };
  }

  #card({ notification, record }: Made): Promise<Card> {
    const { card, directory, log } = this.#parts;
    return makeCard(notification, record, card, directory, log);
  }
}

/** What a stored value says; undefined where it is not what was written. */
function attemptDecode<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

interface Made {
  readonly notification: Notification;
  readonly record: Parameters<typeof makeCard>[1];
}
