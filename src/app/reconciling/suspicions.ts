import { EVENT_HISTORY_REACH_MS } from '../../domain/plan.ts';
import { EVERYTHING } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { isRegion } from '../../domain/region.ts';
import { fingerprint } from '../../records/read-record.ts';
import { errorFields } from '../errors.ts';
import type { Clock, History, Log, Meter, Store } from '../ports.ts';
import { recordAt } from '../state/doers.ts';
import { KEYS } from '../state/keys.ts';
import { notificationCodec, notificationId, notificationPuts } from '../state/notifications.ts';
import { refreshPut } from '../state/outbox.ts';
import { readCardPointer } from '../state/placings.ts';
import {
  readDueSuspects,
  readSuspect,
  type Suspect,
  suspectKeys,
  suspectPutsAgain,
} from '../state/suspects.ts';

/** Most suspects that are looked at in a turn, in all and in one account and Region. */
const MAX_SUSPECTS = 200;
const MAX_SCOPE_SUSPECTS = 20;
/** Pause before what was marked is looked for once more, and how often it is: Event history may lag by hours. */
const AGAIN_AFTER_MS = 6 * 3_600_000;
const MAX_LOOKS = 4;
/** Time around an event in which it is looked for, in milliseconds. */
const AROUND_MS = 60_000;

/** What doubting what feeds brought works with. */
export interface SuspicionsDeps {
  readonly store: Store;
  /** Event history. */
  readonly history: History;
  /** The channels in which a record would get a card. */
  readonly channelsOf: (record: CloudTrailRecord) => readonly string[];
  /** Tells those who manage the bot something once; `about` is by what it is known again. */
  readonly tellManagers: (about: string, text: string) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

/** Doubts records with a card for which only a feed stands: an hour later they are looked for by their id, unless Event history gave them before. */
export class Suspicions {
  readonly #deps: SuspicionsDeps;

  constructor(deps: SuspicionsDeps) {
    this.#deps = deps;
  }

  /** Notes records that Event history gave: what a feed brought of them is true. @throws {StoreError} when the store is away */
  async clear(records: readonly CloudTrailRecord[]): Promise<void> {
    const { store } = this.#deps;
    const suspects = await Promise.all(records.map(record => readSuspect(store, record.key)));
    const cleared = suspects.flatMap((suspect, index) => {
      const record = records[index];
      return suspect && record && suspect.looks === 0 && suspect.print === fingerprint(record)
        ? [suspectKeys(suspect).suspect]
        : [];
    });
    if (cleared.length > 0) await store.commit({ delete: cleared });
  }

  /** Looks for those whose hour is over by their id, and marks those that are not there. @throws {StoreError} when the store is away */
  async confirm(signal: AbortSignal): Promise<void> {
    const { store, clock, log, tellManagers } = this.#deps;
    const looked = new Map<string, number>();
    const marked: Suspect[] = [];
    for (const { key, recordKey } of await readDueSuspects(store, clock.now(), MAX_SUSPECTS)) {
      if (signal.aborted) return;
      const suspect = await readSuspect(store, recordKey);
      if (!suspect || !this.#canBeLookedFor(suspect)) {
        await store.commit({ delete: [key, ...(suspect ? [suspectKeys(suspect).suspect] : [])] });
        continue;
      }
      const scope = `${suspect.accountId}/${suspect.region}`;
      const count = looked.get(scope) ?? 0;
      if (count >= MAX_SCOPE_SUSPECTS) continue;
      looked.set(scope, count + 1);
      try {
        if (await this.#settle(suspect, key, await this.#isThere(suspect, signal))) marked.push(suspect);
      } catch (error) {
        log.debug(
          { ...errorFields(error), eventID: suspect.eventID },
          'whether CloudTrail has an event could not be looked up',
        );
        looked.set(scope, MAX_SCOPE_SUSPECTS);
      }
    }
    const [first] = marked;
    if (first) await tellManagers(`unconfirmed/${first.recordKey}`, toldOf(marked));
  }

  /** Whether an account is one that can be asked, and the event not older than what it keeps. */
  #canBeLookedFor({ accountId, region, at }: Suspect): boolean {
    const { history, clock } = this.#deps;
    return history.serves({ accountId, region }) && clock.now() - at < EVENT_HISTORY_REACH_MS;
  }

  /** Whether Event history has just this record. @throws {HistoryError} where AWS can't be asked */
  async #isThere({ eventID, accountId, region, at, print }: Suspect, signal: AbortSignal): Promise<boolean> {
    // A Region that there is not has no events.
    if (!isRegion(region)) return false;
    const range = { from: at - AROUND_MS, to: at + AROUND_MS };
    const attribute = { key: 'EventId', value: eventID } as const;
    const search = {
      scope: { accountId, region },
      attribute,
      question: EVERYTHING,
      range,
      urgency: 'reconciler',
    } as const;
    let isThere = false;
    for await (const page of this.#deps.history.search(search, signal))
      isThere ||= page.unreadable.length > 0 || page.records.some(record => fingerprint(record) === print);
    return isThere;
  }

  /** Has its cards say what was found; gives whether it is marked for the first time. */
  async #settle(suspect: Suspect, dueKey: string, isThere: boolean): Promise<boolean> {
    const { store, clock, log, meter } = this.#deps;
    const { recordKey, eventID, accountId, looks } = suspect;
    const isNews = isThere ? looks > 0 : looks === 0;
    const record = await recordAt(store, recordKey);
    if (isNews && record)
      for (const id of await this.#cardsOf(record)) await this.#mark(id, isThere ? null : recordKey);
    const isOver = isThere || looks + 1 >= MAX_LOOKS;
    await store.commit({
      put: isOver ? [] : suspectPutsAgain(suspect, clock.now() + AGAIN_AFTER_MS),
      delete: [dueKey, ...(isOver ? [suspectKeys(suspect).suspect] : [])],
    });
    if (!isNews) return false;
    const about = { eventID, account: accountId };
    if (isThere) log.info(about, 'CloudTrail has an event after all that it did not have an hour later');
    else {
      meter.count('cctrail_unconfirmed_total', {});
      log.error(
        about,
        'a feed brought an event that CloudTrail does not have an hour later: somebody else may be sending events',
      );
    }
    return !isThere;
  }

  /** Has a card say that CloudTrail does not have a record, or (null) no more so. */
  async #mark(id: string, recordKey: string | null): Promise<void> {
    const { store } = this.#deps;
    for (;;) {
      const entry = await store.get(KEYS.notification(id));
      const notification = entry && notificationCodec.tryDecode(entry.value);
      if (!entry || !notification) return;
      const { unknownToCloudTrail: _, ...known } = notification;
      const marked = { ...known, ...(recordKey !== null && { unknownToCloudTrail: recordKey }) };
      const refresh = marked.ts === undefined ? [] : [refreshPut(marked)];
      const result = await store.commit({
        expect: [{ key: entry.key, version: entry.version }],
        put: [...notificationPuts(marked), ...refresh],
      });
      if (result.kind === 'done') return;
    }
  }

  /** The cards that show a record. */
  async #cardsOf(record: CloudTrailRecord): Promise<string[]> {
    const { store, channelsOf } = this.#deps;
    const cards = await Promise.all(
      channelsOf(record).map(async channel => {
        const id = notificationId(record.key, channel);
        if (await store.get(KEYS.notification(id))) return id;
        return (await readCardPointer(store, KEYS.memberOf(record.key, channel)))?.notificationId;
      }),
    );
    return cards.filter(card => card !== undefined);
  }
}

/** What managers are told of what CloudTrail does not have. */
function toldOf(suspects: readonly Suspect[]): string {
  const named = suspects.slice(0, 5).map(({ eventID, accountId }) => `${eventID} of account ${accountId}`);
  const more = suspects.length > named.length ? ` and ${suspects.length - named.length} more` : '';
  return `CloudTrail does not have what came in an hour ago: event ${named.join(', ')}${more}. Somebody else may be sending events. The cards say so; check who knows the API key, or may write to the queue.`;
}
