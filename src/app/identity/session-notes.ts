import type { CloudTrailRecord } from '../../domain/record.ts';
import type { Put, Store, Urgency } from '../ports.ts';
import { askedPut, issuerPuts, type KnownSession, readSession, type WaitingCard } from '../state/sessions.ts';

/** Times after an event at which a session whose STS record was not found is looked for again: Event history lags. Then never. */
export const LOOKED_FOR_AFTER_MS = [0, 5 * 60_000, 15 * 60_000] as const;

/** Time within which clicks on what was done in one session do not look for it again. */
const CLICKS_APART_MS = 15_000;

/** What the store knows of sessions, and what is to be noted of them: read once each, written together. */
export class SessionNotes {
  readonly #store: Store;
  readonly #now: number;
  readonly #known = new Map<string, Promise<KnownSession>>();
  readonly #read = new Map<string, KnownSession>();
  readonly #puts: Put[] = [];
  readonly #found = new Set<string>();

  /** `now` in milliseconds. */
  constructor(store: Store, now: number) {
    this.#store = store;
    this.#now = now;
  }

  /** What the store knows of a session. @throws {StoreError} when the store is away */
  of(accessKeyId: string): Promise<KnownSession> {
    const known = this.#known.get(accessKeyId) ?? this.#readOf(accessKeyId);
    this.#known.set(accessKeyId, known);
    return known;
  }

  async #readOf(accessKeyId: string): Promise<KnownSession> {
    const known = await readSession(this.#store, accessKeyId);
    this.#read.set(accessKeyId, known);
    return known;
  }

  /**
   * Whether a session may be looked for now, for an event at that instant (milliseconds), or was looked for often enough. Who may decide is
   * found out when somebody clicks, however often it was not found before.
   */
  isDue(accessKeyId: string, eventAt: number, urgency: Urgency): boolean {
    const asked = this.#read.get(accessKeyId)?.asked;
    if (!asked) return true;
    if (urgency === 'click' && this.#now - asked.askedAt >= CLICKS_APART_MS) return true;
    const first = Math.min(asked.eventAt, eventAt);
    return LOOKED_FOR_AFTER_MS.some(after => first + after > asked.askedAt && first + after <= this.#now);
  }

  /** Notes STS records that were found for a session. */
  found(accessKeyId: string, records: readonly CloudTrailRecord[]): void {
    if (records.length === 0) return;
    this.#found.add(accessKeyId);
    this.#puts.push(...records.flatMap(issuerPuts));
  }

  /** Notes that a session was looked for in vain, for an event at that instant (milliseconds). */
  notFound(accessKeyId: string, eventAt: number): void {
    const first = this.#read.get(accessKeyId)?.asked?.eventAt ?? eventAt;
    this.#puts.push(askedPut(accessKeyId, { eventAt: first, askedAt: this.#now }));
  }

  /** Writes the notes; gives the cards that waited for what was found. @throws {StoreError} when the store is away */
  async write(): Promise<readonly WaitingCard[]> {
    const put = this.#puts.splice(0);
    if (put.length > 0) await this.#store.commit({ put });
    const waiting = [...this.#found].flatMap(keyId => this.#read.get(keyId)?.waiting ?? []);
    this.#found.clear();
    return waiting;
  }
}
