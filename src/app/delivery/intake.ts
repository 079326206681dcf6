import { deliveriesOf } from '../../domain/deliveries.ts';
import type { Known } from '../../domain/known.ts';
import type { FirstSeen } from '../../domain/notification.ts';
import type { PersonMapping } from '../../domain/person.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { type Approvers, doubtOf, requiredApprovals } from '../../domain/review.ts';
import type { Delivery, Routing } from '../../domain/route.ts';
import type { StandingOrders } from '../../domain/standing-order.ts';
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import type { Clock, Meter, Put, Store } from '../ports.ts';
import { FirstSeenBook } from '../state/first-seen.ts';
import { KEYS } from '../state/keys.ts';
import { mutedPuts } from '../state/muted.ts';
import type { OrderBook } from '../state/order-book.ts';
import { conflicting, isCopy, type Retention, recordPuts } from '../state/records.ts';
import { issuerPuts } from '../state/sessions.ts';
import { suspectPuts } from '../state/suspects.ts';
import { frequent } from './frequent.ts';
import { cardPuts, deedCardKey } from './new-card.ts';

/** Lifetime of what is written to see whether the store can be written. */
const PROBE_TTL_MS = 60_000;

/** What decides where records go. */
export interface IntakeSettings {
  readonly routing: Routing;
  readonly known: Known;
  readonly approvers: Approvers;
  readonly people: readonly PersonMapping[];
  readonly retention: Retention;
  /** False: every record gets a card of its own. */
  readonly stories?: boolean;
  /** Whether the log of a space comes in as well, which may tell what CloudTrail tells. */
  readonly hasSpace?: boolean;
}

/** What taking records in works with. */
export interface IntakeDeps {
  /** Where records are kept now: in staging until Slack has said which workspace this is. */
  readonly target: () => IntakeTarget;
  /** Called after every record that caused a card, so that it need not wait for the next look into the outbox. */
  readonly onCard: () => void;
  /** Called for every record that came in, copies too. */
  readonly onRecord?: (record: CloudTrailRecord) => void;
  readonly settings: IntakeSettings;
  readonly clock: Clock;
  readonly meter: Meter;
}

/** Where records are kept, and where else their claims may stand. */
export interface IntakeTarget {
  readonly store: Store;
  /** While the workspace is unknown: the only workspace that the store has data of. Records that it knows are duplicates. */
  readonly known: Store | null;
  /** What people had the bot do from then on; absent while the workspace is unknown: what waits is offered once more then. */
  readonly orders?: OrderBook;
}

/** What became of a record that was offered. */
export interface Accepted {
  readonly outcome: 'accepted' | 'duplicate';
  /** Cards, and reviews without one, that it caused; empty for a duplicate. */
  readonly deliveries: readonly Delivery[];
}

/** Takes records in: everything that every feed does, whichever it is. */
export class Intake {
  readonly #deps: IntakeDeps;
  readonly #seen = new FirstSeenBook();

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
  }

  /**
   * Stores a record and, in the same commit, everything that its cards need. Resolves once durable.
   * A record is its own claim: of many copies at once, one is accepted. A different record under the same `eventID` is a conflict, not a copy: both
   * are kept.
   * @throws {StoreError} when it can't be stored; the feed must then ask for it again
   */
  async accept(record: CloudTrailRecord): Promise<Accepted> {
    const accepted = await this.#take(record, false);
    this.#deps.onRecord?.(record);
    return accepted;
  }

  /** The same for a record that was looked for, and so says nothing of what feeds bring. */
  async acceptPolled(record: CloudTrailRecord): Promise<Accepted> {
    return this.#take(record, false);
  }

  /** The same for a record that no feed has brought: its card says how late it is. Gives whether none had brought it, after all. */
  async acceptLate(record: CloudTrailRecord): Promise<boolean> {
    return (await this.#take(record, true)).outcome === 'accepted';
  }

  /** The channels in which a record would get a card now. */
  channelsOf(record: CloudTrailRecord): string[] {
    const summary = summarise(record, this.#deps.settings.known);
    const deliveries = this.#deliveries(summary, this.#deps.target().orders?.latest);
    return deliveries.filter(isDelivered).flatMap(({ channel }) => channel ?? []);
  }

  /** Where a record is to be shown, and where it would be but for a mute, or if there were more like it. */
  #deliveries(summary: RecordSummary, orders: StandingOrders | undefined): Delivery[] {
    const { clock, settings } = this.#deps;
    return deliveriesOf(summary, { ...settings, ...(orders && { orders }) }, clock.now());
  }

  async #take(record: CloudTrailRecord, isLate: boolean): Promise<Accepted> {
    const target = this.#deps.target();
    const { store, known } = target;
    const key = KEYS.record(record.key);
    const before = (known && (await known.get(key))) ?? undefined;
    if (!before) {
      const accepted = await this.#store(record, target, isLate);
      if (accepted) return accepted;
    }
    const claimed = before ?? (await store.get(key));
    if (!claimed || record.conflicts || isCopy(record, claimed.value)) {
      // A copy may prove what the first did not: whichever feed is faster must not decide that.
      const proving = record.assurance === 'none' ? [] : issuerPuts(record);
      if (proving.length > 0) await store.commit({ put: proving });
      return this.#counted('duplicate', []);
    }
    this.#deps.meter.count('cctrail_conflicts_total', {});
    return this.#take(conflicting(record), isLate);
  }

  /** Undefined: its key is taken. */
  async #store(
    record: CloudTrailRecord,
    target: IntakeTarget,
    isLate: boolean,
  ): Promise<Accepted | undefined> {
    const { settings, clock, onCard } = this.#deps;
    const { store, orders } = target;
    const now = clock.now();
    const summary = summarise(record, settings.known);
    const standing = await orders?.read();
    const possible = this.#deliveries(summary, standing?.orders);
    const { reached, counted, unchanged } = await frequent(possible, summary, store, now);
    const wanted = reached.filter(isDelivered);
    const deliveries = isLate && settings.hasSpace ? await untold(wanted, record, store) : wanted;
    const firstSeen =
      deliveries.length > 0 ? await this.#seen.newIn(record, summary.principal, store, now) : [];
    const puts = deliveries.flatMap(delivery => this.#putsFor(delivery, summary, { now, isLate, firstSeen }));
    const doubts = puts.length > 0 && !isLate ? suspectPuts(record, now) : [];
    const seen = this.#seen.puts(record, summary.principal, now);
    const put = [
      ...recordPuts(record, summary.principal, puts.length > 0, settings.retention),
      ...puts,
      ...doubts,
      ...counted,
      ...reached.flatMap(delivery => mutedPuts(delivery, record, now)),
      ...seen,
    ];
    const key = KEYS.record(record.key);
    const expect = [
      { key, version: null },
      ...unchanged,
      ...(orders && standing ? [orders.expectation(standing)] : []),
    ];
    if ((await store.commit({ expect, put })).kind === 'conflict') {
      if (await store.get(key)) return undefined;
      // Somebody subscribed or muted meanwhile, or another event of a burst came in, perhaps on another replica.
      await orders?.refresh();
      return this.#store(record, target, isLate);
    }
    this.#seen.kept(seen, now);
    if (deliveries.length > 0) onCard();
    return this.#counted('accepted', deliveries);
  }

  /** Whether records can be stored now. Never throws. */
  async isReady(): Promise<boolean> {
    try {
      await this.#deps.target().store.commit({ put: [{ key: KEYS.probe, value: '1', ttl: PROBE_TTL_MS }] });
      return true;
    } catch {
      return false;
    }
  }

  /** Whether a record was accepted before. @throws {StoreError} when the store is away */
  async knows(record: CloudTrailRecord): Promise<boolean> {
    const { store, known } = this.#deps.target();
    const key = KEYS.record(record.key);
    const kept = (await store.get(key)) ?? (known && (await known.get(key)));
    if (!kept || record.conflicts || isCopy(record, kept.value)) return kept != null;
    return this.knows(conflicting(record));
  }

  #counted(outcome: Accepted['outcome'], deliveries: readonly Delivery[]): Accepted {
    this.#deps.meter.count('cctrail_records_total', { outcome });
    return { outcome, deliveries };
  }

  #putsFor(
    delivery: Delivery,
    summary: RecordSummary,
    { now, isLate, firstSeen }: { now: number; isLate: boolean; firstSeen: readonly FirstSeen[] },
  ): Put[] {
    const { channel } = delivery;
    if (channel === null) return [];
    const { approvers, people, retention, stories, hasSpace = false } = this.#deps.settings;
    return cardPuts({ ...delivery, channel, stories: delivery.stories && stories !== false }, summary, {
      now,
      lateMs: isLate ? Math.max(0, now - (summary.record.at ?? now)) : null,
      keptForMs: retention.cardedMs,
      firstSeen,
      hasSpace,
      // Judged once more when it is posted, and at each click.
      quorum: requiredApprovals(approvers, doubtOf(summary.principal, people, false)),
    });
  }
}

/** The deliveries of a late record without those to channels that were told of the deed already, by the log of a space. */
async function untold(
  deliveries: readonly Delivery[],
  record: CloudTrailRecord,
  store: Store,
): Promise<readonly Delivery[]> {
  const told = await Promise.all(
    deliveries.map(async ({ channel }) => {
      const key = channel === null ? undefined : deedCardKey(record, channel);
      return key !== undefined && (await store.get(KEYS.sharedCard(key))) !== undefined;
    }),
  );
  return deliveries.filter((_, index) => !told[index]);
}

/** Whether a delivery is shown, or reviewed without a card: what is muted and asks for nothing is gone. */
function isDelivered({ mutedBy, ask }: Delivery): boolean {
  return mutedBy === undefined || ask !== 'nothing';
}
