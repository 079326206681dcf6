import type { WorkflowRole } from '../../domain/principal.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { type Approvers, type PersonMapping, requiredApprovals } from '../../domain/review.ts';
import { type Delivery, deliveriesOf, type Routing } from '../../domain/route.ts';
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import { digest } from '../../records/digest.ts';
import type { Clock, Meter, Put, Store } from '../ports.ts';
import {
  encodeRecord,
  type Job,
  jobKey,
  KEYS,
  type Notification,
  RECENT_TTL,
  RECORD_TTL,
  recentPointer,
} from '../state/documents.ts';

/** What decides where records go. */
export interface IntakeSettings {
  readonly routing: Routing;
  readonly workflowRoles: readonly WorkflowRole[];
  readonly approvers: Approvers;
  readonly people: readonly PersonMapping[];
}

/** What became of a record that was offered. */
export interface Accepted {
  readonly outcome: 'accepted' | 'duplicate';
  /** Cards that it caused; empty for a duplicate. */
  readonly deliveries: readonly Delivery[];
}

/** Takes records in: everything that every feed does, whichever it is. */
export class Intake {
  readonly #settings: IntakeSettings;
  readonly #clock: Clock;
  readonly #meter: Meter;
  #place: Place;
  #onAccepted: () => void = () => undefined;

  constructor(place: Place, settings: IntakeSettings, clock: Clock, meter: Meter) {
    this.#place = place;
    this.#settings = settings;
    this.#clock = clock;
    this.#meter = meter;
  }

  /** From now on records are kept in the part of the store that belongs to the workspace. */
  moveTo(store: Store): void {
    this.#place = { store, known: null };
  }

  /** Calls back after every record that caused a card, so that it need not wait for the next look into the outbox. */
  onAccepted(callback: () => void): void {
    this.#onAccepted = callback;
  }

  /**
   * Stores a record and, in the same commit, everything that its cards need. Resolves once durable.
   * A record is its own claim: of many copies at once, one is accepted.
   * @throws {StoreError} when it can't be stored; the feed must then ask for it again
   */
  async accept(record: CloudTrailRecord): Promise<Accepted> {
    const { store, known } = this.#place;
    const key = KEYS.record(record.key);
    if (known && (await known.get(key))) return this.#counted('duplicate', []);
    const now = this.#clock.now();
    const summary = summarise(record, this.#settings.workflowRoles);
    const deliveries = deliveriesOf(summary, this.#settings.routing, now);
    const puts = deliveries.flatMap(delivery => this.#putsFor(delivery, summary, now));
    const ttl = puts.length > 0 ? RECORD_TTL.carded : RECORD_TTL.plain;
    const pointer = recentPointer(record);
    if (pointer) puts.push({ ...pointer, ttl: RECENT_TTL });
    const result = await store.commit({
      expect: [{ key, version: null }],
      put: [{ key, value: encodeRecord(record), ttl }, ...puts],
    });
    if (result === 'conflict') return this.#counted('duplicate', []);
    if (deliveries.length > 0) this.#onAccepted();
    return this.#counted('accepted', deliveries);
  }

  /** Whether a record was accepted before. @throws {StoreError} when the store is away */
  async knows(record: CloudTrailRecord): Promise<boolean> {
    const { store, known } = this.#place;
    const key = KEYS.record(record.key);
    return (await store.get(key)) !== undefined || (known !== null && (await known.get(key)) !== undefined);
  }

  #counted(outcome: Accepted['outcome'], deliveries: readonly Delivery[]): Accepted {
    this.#meter.count('cctrail_records_total', { outcome });
    return { outcome, deliveries };
  }

  #putsFor(delivery: Delivery, summary: RecordSummary, now: number): Put[] {
    if (delivery.channel === null) return [];
    const { record, principal } = summary;
    const id = digest({ record: record.key, channel: delivery.channel }).slice(0, 32);
    const notification: Notification = {
      id,
      recordKey: record.key,
      route: delivery.route,
      channel: delivery.channel,
      ask: delivery.ask,
      severity: delivery.severity,
      quorum: requiredApprovals(principal, this.#settings),
      createdAt: new Date(now).toISOString(),
      decisions: [],
    };
    const job: Job = { kind: 'post', notificationId: id };
    return [
      { key: KEYS.notification(id), value: JSON.stringify(notification), ttl: RECORD_TTL.carded },
      { key: jobKey(delivery.channel, now, id, job.kind), value: JSON.stringify(job) },
    ];
  }
}

/** Where records are kept, and where else their claims may stand. */
export interface Place {
  readonly store: Store;
  /** While the workspace is unknown: the only workspace that the store has data of. Records that it knows are duplicates. */
  readonly known: Store | null;
}
