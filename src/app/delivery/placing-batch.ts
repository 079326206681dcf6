import type { Notification } from '../../domain/notification.ts';
import { graver, storyOf, takes, withMember } from '../../domain/story.ts';
import { REVIEW_REQUESTS } from '../../domain/summary.ts';
import type { Put, Store } from '../ports.ts';
import { KEYS } from '../state/keys.ts';
import { notificationCodec, notificationId, notificationPut } from '../state/notifications.ts';
import {
  cardPointerCodec,
  cardPointerPut,
  memberPut,
  type Placing,
  rollingDigest,
} from '../state/placings.ts';
import { growthPut } from './growth.ts';
import type { DeliveryDeps } from './job.ts';
import { aloneOn } from './new-card.ts';

/** Lifetime of the pointers to cards that take more; longer than any story. */
const OPEN_TTL_MS = 2 * 3_600_000;
/** Lifetime of the pointer to a card that takes copies: CloudTrail delivers within minutes, its corrections within days. */
const SHARED_TTL_MS = 24 * 3_600_000;
/** Most other accounts that a card names. */
const MAX_COPIES = 10;

/** What the jobs of a lane are put on cards with. */
export type PlacingDeps = Pick<DeliveryDeps, 'store' | 'clock' | 'meter'>;

/** A notification of a batch, as it was read and as it becomes. */
interface Placed {
  /** The version that it must still have; undefined where it begins in this batch. */
  readonly version?: string;
  notification: Notification;
}

/** Records that are put on cards together. */
export class PlacingBatch {
  readonly #deps: PlacingDeps;
  readonly #cards = new Map<string, Placed | undefined>();
  readonly #pointers = new Map<string, string | undefined>();
  readonly #puts = new Map<string, Put>();
  /** Ids of the notifications that changed. */
  readonly #changed = new Set<string>();
  folded = 0;

  private constructor(deps: PlacingDeps) {
    this.#deps = deps;
  }

  static async of(placings: readonly Placing[], deps: PlacingDeps): Promise<PlacingBatch> {
    const batch = new PlacingBatch(deps);
    await batch.#load(placings);
    for (const placing of placings) batch.#place(placing);
    return batch;
  }

  get commit() {
    const cards = [...this.#cards.values()];
    const expect = cards.flatMap(card =>
      card?.version === undefined
        ? []
        : [{ key: KEYS.notification(card.notification.id), version: card.version }],
    );
    const changed = cards.flatMap(card =>
      card && this.#changed.has(card.notification.id) ? [notificationPut(card.notification)] : [],
    );
    // The latest state of a card is the one that is kept.
    const puts = new Map([...this.#puts, ...changed.map(put => [put.key, put] as const)]);
    return { expect, put: [...puts.values()] };
  }

  /** Reads all that the batch may touch, in two rounds. */
  async #load(placings: readonly Placing[]): Promise<void> {
    const { store } = this.#deps;
    const pointers = new Set(placings.flatMap(pointersOf));
    await Promise.all([...pointers].map(async key => this.#pointers.set(key, await pointedTo(store, key))));
    const originals = placings.flatMap(({ corrects, channel }) =>
      corrects ? [notificationId(corrects.record, channel)] : [],
    );
    const ids = new Set([...this.#pointers.values(), ...originals].filter(id => id !== undefined));
    await Promise.all(
      [...ids].map(async id => {
        const entry = await store.get(KEYS.notification(id));
        const notification = entry && notificationCodec.tryDecode(entry.value);
        this.#cards.set(id, entry && notification && { version: entry.version, notification });
      }),
    );
  }

  #place(placing: Placing): void {
    if (this.#correct(placing) || this.#addCopy(placing) || this.#join(placing)) {
      this.folded += 1;
      return;
    }
    this.#begin(placing);
  }

  /** Has a card speak from what corrects its record. */
  #correct({ corrects, channel, member, keptForMs }: Placing): boolean {
    if (!corrects) return false;
    const own = this.#cards.get(notificationId(corrects.record, channel));
    const card = own ?? this.#cardAt(KEYS.memberOf(corrects.record, channel));
    if (!card) return false;
    const { story, ...rest } = card.notification;
    const things = story?.things.map(thing =>
      thing.record === corrects.record ? { ...thing, record: member.record } : thing,
    );
    this.#change(card, {
      ...rest,
      ...(story && things && { story: { ...story, things } }),
      ...(own && { corrected: { record: member.record, eventID: corrects.eventID } }),
    });
    this.#point(KEYS.memberOf(member.record, channel), rest.id, keptForMs);
    return true;
  }

  /** Names one more account on the card of a record that is seen in several. */
  #addCopy({ shared, ask, member, channel, keptForMs }: Placing): boolean {
    const card = shared === null ? undefined : this.#cardAt(KEYS.sharedCard(shared));
    if (!card) return false;
    const { notification } = card;
    const isStricter = REVIEW_REQUESTS.indexOf(ask) > REVIEW_REQUESTS.indexOf(notification.ask);
    const isDecided = notification.decisions.length > 0;
    // What was decided was not asked as strictly: the copy has a card of its own.
    if (isDecided && isStricter) return false;
    const { copies = [], recordKeys } = notification;
    const isKnown = [...recordKeys, ...copies].some(key => accountIn(key) === accountIn(member.record));
    this.#change(card, {
      ...notification,
      ...(!isKnown && copies.length < MAX_COPIES && { copies: [...copies, member.record] }),
      ...(isStricter && { ask }),
      ...(!isDecided && {
        severity: graver(notification.severity, member.severity),
        quorum: Math.max(notification.quorum, member.quorum),
      }),
    });
    this.#point(KEYS.memberOf(member.record, channel), notification.id, keptForMs);
    return true;
  }

  /** Adds a record to the story that is open for it. */
  #join(placing: Placing): boolean {
    const { story: key, member, channel, keptForMs, shared } = placing;
    const card = key === null ? undefined : this.#cardAt(KEYS.openStory(key));
    const { notification } = card ?? {};
    if (!card || !notification?.story || takesMember(notification, placing) !== 'yes') return false;
    const { id } = notification;
    const story = withMember(notification.story, member, rollingDigest(notification.story.digest, member));
    this.#change(card, {
      ...notification,
      story,
      severity: graver(notification.severity, member.severity),
      quorum: Math.max(notification.quorum, member.quorum),
    });
    this.#put(memberPut(id, story.count, member, keptForMs));
    this.#point(KEYS.memberOf(member.record, channel), id, keptForMs);
    if (shared !== null) this.#point(KEYS.sharedCard(shared), id, SHARED_TTL_MS);
    return true;
  }

  /** Begins a card. */
  #begin(placing: Placing): void {
    const { channel, route, ask, rank, keptForMs, member, story: key, shared } = placing;
    const open = key === null ? undefined : this.#cardAt(KEYS.openStory(key))?.notification;
    const isEarly = open !== undefined && takesMember(open, placing) === 'early';
    const mayGrow = key !== null && !isEarly;
    const digest = rollingDigest(null, member);
    const notification: Notification = {
      id: notificationId(member.record, channel),
      recordKeys: [member.record],
      route,
      channel,
      ask,
      severity: member.severity,
      quorum: member.quorum,
      createdAt: new Date(member.arrivedAt).toISOString(),
      decisions: [],
      ...(mayGrow && { story: storyOf(member, digest) }),
      keptForMs,
    };
    const { id } = notification;
    for (const put of aloneOn(notification, rank, member.arrivedAt)) this.#put(put);
    this.#cards.set(id, { notification });
    if (mayGrow) {
      this.#put(memberPut(id, 1, member, keptForMs));
      this.#point(KEYS.openStory(key), id, OPEN_TTL_MS);
    }
    if (shared !== null) this.#point(KEYS.sharedCard(shared), id, SHARED_TTL_MS);
  }

  /** What becomes of a card that is there, and the job that shows it. */
  #change(card: Placed, notification: Notification): void {
    card.notification = notification;
    this.#changed.add(notification.id);
    // What is not posted yet is posted as it is then.
    if (notification.ts === undefined) return;
    this.#put(growthPut(notification, this.#deps.clock.now()));
  }

  #cardAt(pointer: string): Placed | undefined {
    const id = this.#pointers.get(pointer);
    return id === undefined ? undefined : this.#cards.get(id);
  }

  #point(key: string, id: string, ttl: number): void {
    this.#pointers.set(key, id);
    this.#put(cardPointerPut(key, id, ttl));
  }

  #put(put: Put): void {
    this.#puts.set(put.key, put);
  }
}

/** Whether the story of a notification takes a record. */
function takesMember(
  { story, createdAt, decisions, inDigest }: Notification,
  { member }: Placing,
): ReturnType<typeof takes> {
  const isDecided = decisions.length > 0;
  return story && inDigest === undefined
    ? takes(story, { createdAt: Date.parse(createdAt), isDecided }, member)
    : 'no';
}

/** Keys of the pointers that a record may follow. */
function pointersOf({ corrects, channel, shared, story }: Placing): string[] {
  return [
    ...(corrects ? [KEYS.memberOf(corrects.record, channel)] : []),
    ...(shared === null ? [] : [KEYS.sharedCard(shared)]),
    ...(story === null ? [] : [KEYS.openStory(story)]),
  ];
}

async function pointedTo(store: Store, key: string): Promise<string | undefined> {
  const entry = await store.get(key);
  return entry && cardPointerCodec.tryDecode(entry.value)?.notificationId;
}

/** The account in the key of a record. */
function accountIn(recordKey: string): string {
  return recordKey.split(':')[0] ?? '';
}
