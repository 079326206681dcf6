import type { LookupAttribute } from '../../domain/plan.ts';
import type { Question, TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import type { History, Log, Meter, SearchScope, Store } from '../ports.ts';
import { KEYS } from '../state/keys.ts';
import { notificationCodec, notificationId, notificationPut } from '../state/notifications.ts';
import { refreshPut } from '../state/outbox.ts';
import { readCardPointer } from '../state/placings.ts';
import { readSuspects, type Suspect, suspectKey, suspectPut } from '../state/reconciled.ts';

/** Time after an event at which Event history must have it (CloudTrail FAQs: within about 15 minutes), in milliseconds. */
const SURELY_THERE_MS = 60 * 60_000;
/** Most suspects that are looked at in a turn. */
const MAX_SUSPECTS = 20;

/** Every event that has an attribute. */
export const EVERYTHING: Question = {
  asks: 'list',
  verbs: [],
  objects: [],
  filters: [],
  time: null,
  pick: 'all',
  limit: null,
};

/** What doubting what feeds brought works with. */
export interface SuspicionsDeps {
  readonly store: Store;
  /** Event history, and what feeds brought lately. */
  readonly history: History;
  readonly recent: History;
  /** The channels in which a record would get a card. */
  readonly channelsOf: (record: CloudTrailRecord) => readonly string[];
  /** Tells those who manage the bot something once; `about` is by what it is known again. */
  readonly tellManagers: (about: string, text: string) => Promise<void>;
  readonly log: Log;
  readonly meter: Meter;
}

/** Doubts records with a card that feeds brought and Event history lacks: an hour after the event they are looked for once more, and then marked. */
export class Suspicions {
  readonly #deps: SuspicionsDeps;

  constructor(deps: SuspicionsDeps) {
    this.#deps = deps;
  }

  /** Notes which records with a card a look-up should have found and has not. @throws {StoreError} when the store is away */
  async compare(
    scope: SearchScope,
    attribute: LookupAttribute,
    range: TimeRange,
    seen: ReadonlySet<string>,
  ): Promise<void> {
    // The bot's own account without an id could be any.
    if (scope.accountId === null || range.from >= range.to) return;
    const { store, recent } = this.#deps;
    const search = { scope, attribute, question: EVERYTHING, range, urgency: 'reconciler' } as const;
    for await (const { records } of recent.search(search, new AbortController().signal))
      for (const record of records) {
        const { key, eventID, accountId, at } = record;
        if (seen.has(key) || !isExpected(record, scope)) continue;
        if (eventID === null || accountId === null || at === null) continue;
        const put = (await this.#cardsOf(record)).map(card =>
          suspectPut({ recordKey: key, eventID, accountId, region: scope.region, notificationId: card, at }),
        );
        if (put.length > 0) await store.commit({ put });
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

  /** Looks for those whose hour is over by their id, and marks those that are not there; gives the requests that took. @throws {HistoryError} where AWS can't be asked */
  async confirm(scope: SearchScope, now: number, signal: AbortSignal): Promise<number> {
    const { store } = this.#deps;
    let requests = 0;
    for (const suspect of await readSuspects(store, MAX_SUSPECTS)) {
      const { accountId, region, at } = suspect;
      if (accountId !== scope.accountId || region !== scope.region || now - at < SURELY_THERE_MS) continue;
      const found = await this.#find(suspect, scope, signal);
      requests += found.requests;
      if (found.isThere) await store.commit({ delete: [suspectKey(suspect)] });
      else await this.#mark(suspect);
    }
    return requests;
  }

  async #find({ eventID, at }: Suspect, scope: SearchScope, signal: AbortSignal) {
    const range = { from: at - 60_000, to: at + 60_000 };
    const attribute = { key: 'EventId', value: eventID } as const;
    const search = { scope, attribute, question: EVERYTHING, range, urgency: 'reconciler' } as const;
    let [requests, isThere] = [0, false];
    for await (const page of this.#deps.history.search(search, signal)) {
      requests += page.requests;
      isThere ||= page.records.some(record => record.eventID === eventID) || page.unreadable.length > 0;
    }
    return { requests, isThere };
  }

  /** Has the card say that CloudTrail does not have this. */
  async #mark(suspect: Suspect): Promise<void> {
    const { store, log, meter, tellManagers } = this.#deps;
    const key = KEYS.notification(suspect.notificationId);
    const entry = await store.get(key);
    const notification = entry && notificationCodec.tryDecode(entry.value);
    if (entry && notification) {
      const marked = { ...notification, unknownToCloudTrail: suspect.recordKey };
      const result = await store.commit({
        expect: [{ key, version: entry.version }],
        put: [notificationPut(marked), ...(marked.ts === undefined ? [] : [refreshPut(marked)])],
        delete: [suspectKey(suspect)],
      });
      // A click came meanwhile; the next turn looks at it again.
      if (result.kind === 'conflict') return;
    } else await store.commit({ delete: [suspectKey(suspect)] });
    meter.count('cctrail_unconfirmed_total', {});
    await tellManagers(
      `unconfirmed/${suspect.recordKey}`,
      `Event ${suspect.eventID} came in for account ${suspect.accountId}, and CloudTrail does not have it an hour later: somebody else may be sending events. Its card says so; check who knows the API key or may write to the queue.`,
    );
    log.error(
      { eventID: suspect.eventID, account: suspect.accountId, notification: suspect.notificationId },
      'a feed brought an event that CloudTrail does not have an hour later: somebody else may be sending events',
    );
  }
}

/** Whether Event history of an account and Region must have a record: management events that are not too old (CloudTrail User Guide, "Working with CloudTrail Event history"). */
function isExpected(
  { accountId, awsRegion, fields, claimedBy, assurance, replayed }: CloudTrailRecord,
  scope: SearchScope,
): boolean {
  const category = fields['eventCategory'];
  const isManagement =
    fields['managementEvent'] !== false && (category === undefined || category === 'Management');
  return (
    isManagement &&
    assurance !== 'history' &&
    claimedBy === null &&
    !replayed &&
    accountId === scope.accountId &&
    awsRegion === scope.region
  );
}
