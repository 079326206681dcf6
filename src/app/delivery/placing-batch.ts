import { type Notification } from '../../domain/notification.ts';
import { ASSURANCES, type CloudTrailRecord } from '../../domain/record.ts';
import { graver, storyKind, storyOf, withCorrection, withMember } from '../../domain/story.ts';
import { summarise } from '../../domain/summary.ts';
import { digest as recordDigest } from '../../records/digest.ts';
import type { Put } from '../ports.ts';
import { recordAt } from '../state/doers.ts';
import { KEYS } from '../state/keys.ts';
import { notificationCodec, notificationId, notificationPuts } from '../state/notifications.ts';
import {
  type CardPointer,
  cardPointerPut,
  correctionPut,
  keptMember,
  memberPut,
  type Placing,
  readCardPointer,
  rollingDigest,
} from '../state/placings.ts';
import { growthPut } from './growth.ts';
import type { DeliveryDeps } from './job.ts';
import { isStricter, maySpeakFor, pointersOf, takesMember, withWord } from './joining.ts';
import { aloneOn } from './new-card.ts';

/** Lifetime of the pointers to cards that take more; longer than any story. */
const OPEN_TTL_MS = 2 * 3_600_000;
/** Lifetime of the pointer to a card that takes copies: CloudTrail delivers within minutes, its corrections within days. */
const SHARED_TTL_MS = 24 * 3_600_000;
/** Most other accounts that a card names. */
const MAX_COPIES = 10;

/** What the jobs of a lane are put on cards with. */
export type PlacingDeps = Pick<DeliveryDeps, 'store' | 'clock' | 'meter'> & {
  readonly card: Pick<DeliveryDeps['card'], 'known'>;
};

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
  readonly #pointers = new Map<string, CardPointer | undefined>();
  /** Records that are corrected. */
  readonly #originals = new Map<string, CloudTrailRecord | undefined>();
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
      card && this.#changed.has(card.notification.id) ? notificationPuts(card.notification) : [],
    );
    // The latest state of a card is the one that is kept.
    const puts = new Map([...this.#puts, ...changed.map(put => [put.key, put] as const)]);
    return { expect, put: [...puts.values()] };
  }

  /** Reads all that the batch may touch, in rounds: pointers, cards, and what corrections are about. */
  async #load(placings: readonly Placing[]): Promise<void> {
    const { store } = this.#deps;
    const pointers = new Set(placings.flatMap(pointersOf));
    await Promise.all(
      [...pointers].map(async key => this.#pointers.set(key, await readCardPointer(store, key))),
    );
    const corrections = placings.flatMap(({ corrects, channel }) =>
      corrects ? [{ key: corrects.record, own: notificationId(corrects.record, channel) }] : [],
    );
    const pointed = [...this.#pointers.values()].flatMap(pointer => pointer?.notificationId ?? []);
    await Promise.all(
      [...new Set([...pointed, ...corrections.map(({ own }) => own)])].map(async id => {
        const entry = await store.get(KEYS.notification(id));
        const notification = entry && notificationCodec.tryDecode(entry.value);
        this.#cards.set(id, entry && notification && { version: entry.version, notification });
      }),
    );
    await Promise.all(
      corrections.map(async ({ key }) => this.#originals.set(key, await recordAt(store, key))),
    );
  }

  #place(placing: Placing): void {
    if (this.#correct(placing) || this.#addCopy(placing) || this.#join(placing)) {
      this.folded += 1;
      return;
    }
    this.#begin(placing);
  }

  /** Has a card speak from what corrects its record. What could be anybody's word replaces nothing that is more than that. */
  #correct(placing: Placing): boolean {
    const { corrects, channel, member, keptForMs, assurance } = placing;
    const original = corrects ? this.#originals.get(corrects.record) : undefined;
    if (!corrects || !original || original.claimedBy !== null || original.conflicts) return false;
    if (ASSURANCES.indexOf(assurance) > ASSURANCES.indexOf(original.assurance)) return false;
    const own = this.#cards.get(notificationId(corrects.record, channel));
    const pointer = this.#pointers.get(KEYS.memberOf(corrects.record, channel));
    const card = own ?? (pointer && this.#cards.get(pointer.notificationId));
    if (!card || !maySpeakFor(card.notification, placing)) return false;
    const { notification } = card;
    const { id, story, corrected } = notification;
    const isFirst = own !== undefined || corrected?.record === corrects.record;
    const number = own ? 1 : pointer?.number;
    const was = storyKind(summarise(original, this.#deps.card.known));
    this.#change(card, {
      ...withWord(notification, placing),
      revision: (notification.revision ?? 0) + 1,
      ...(story &&
        number !== undefined && { story: withCorrection(story, { original: corrects.record, member, was }) }),
      ...(isFirst && {
        corrected: { record: member.record, eventID: corrected?.eventID ?? corrects.eventID },
      }),
    });
    if (story && number !== undefined)
      this.#put(
        correctionPut(
          id,
          number,
          { record: corrects.record, digest: recordDigest(original.fields) },
          member,
          keptForMs,
        ),
      );
    this.#point(KEYS.memberOf(member.record, channel), { id, ttl: keptForMs, number });
    return true;
  }

  /** Names one more account on the card of a record that is seen in several. */
  #addCopy(placing: Placing): boolean {
    const { shared, ask, member, channel, keptForMs } = placing;
    const card = shared === null ? undefined : this.#cardAt(KEYS.sharedCard(shared));
    if (!card || !maySpeakFor(card.notification, placing)) return false;
    const { notification } = card;
    const { id, copies = [], recordKeys, revision = 0 } = notification;
    const isKnown = [...recordKeys, ...copies].some(key => accountIn(key) === accountIn(member.record));
    this.#change(card, {
      ...withWord(notification, placing),
      ...(isStricter(ask, notification.ask) && { revision: revision + 1 }),
      ...(!isKnown && copies.length < MAX_COPIES && { copies: [...copies, member.record] }),
    });
    this.#point(KEYS.memberOf(member.record, channel), { id, ttl: keptForMs });
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
    this.#put(memberPut(id, story.count, keptMember(member), keptForMs));
    this.#point(KEYS.memberOf(member.record, channel), { id, ttl: keptForMs, number: story.count });
    if (shared !== null) this.#point(KEYS.sharedCard(shared), { id, ttl: SHARED_TTL_MS });
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
      ...(mayGrow && { story: storyOf(member, digest), storyKey: key }),
      keptForMs,
      ...(placing.firstSeen && { firstSeen: placing.firstSeen }),
    };
    const { id } = notification;
    for (const put of aloneOn(notification, rank, member.arrivedAt)) this.#put(put);
    this.#cards.set(id, { notification });
    if (mayGrow) {
      this.#put(memberPut(id, 1, keptMember(member), keptForMs));
      this.#point(KEYS.openStory(key), { id, ttl: OPEN_TTL_MS });
    }
    if (shared !== null) this.#point(KEYS.sharedCard(shared), { id, ttl: SHARED_TTL_MS });
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
    const id = this.#pointers.get(pointer)?.notificationId;
    return id === undefined ? undefined : this.#cards.get(id);
  }

  #point(
    key: string,
    { id, ttl, number }: { readonly id: string; readonly ttl: number; readonly number?: number | undefined },
  ): void {
    this.#pointers.set(key, { notificationId: id, ...(number !== undefined && { number }) });
    this.#put(cardPointerPut(key, id, ttl, number));
  }

  #put(put: Put): void {
    this.#puts.set(put.key, put);
  }
}

/** The account in the key of a record. */
function accountIn(recordKey: string): string {
  return recordKey.split(':')[0] ?? '';
}
