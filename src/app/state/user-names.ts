import * as z from 'zod';
import { digest } from '../../records/digest.ts';
import { errorFields } from '../errors.ts';
import type { Clock, Log, Store } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS } from './keys.ts';

/** Time for which a name is kept after it was last seen, and after which it is kept anew, in milliseconds. */
const NAME_TTL_MS = 180 * 86_400_000;
const ANEW_AFTER_MS = 7 * 86_400_000;
/** Interval at which is read what other replicas have learned. */
const READ_EVERY_MS = 5 * 60_000;
/** Most names that are known; a space has fewer members. */
const MAX_NAMES = 20_000;
/** Longest name and id that are taken. */
const MAX_LENGTH = 200;

/** How a user was called at some time, in milliseconds. */
export interface CalledUser {
  readonly id: string;
  readonly name: string;
  readonly at: number;
}

const nameCodec = codec(z.object({ name: z.string(), at: z.number() }));

/** Names that a space has for users, by their ids in lower case: in memory, and in the store, where other replicas and later starts find them. */
export class UserNames {
  readonly #names = new Map<string, string>();
  readonly #keptAt = new Map<string, number>();
  /** When somebody was called so, in milliseconds. */
  readonly #calledAt = new Map<string, number>();
  readonly #log: Log;
  #store: Store | null = null;
  #fingerprint: string | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  get names(): ReadonlyMap<string, string> {
    return this.#names;
  }

  /** A text that is another where anything else is known. */
  get fingerprint(): string {
    this.#fingerprint ??= digest([...this.#names].map(pair => [...pair])).slice(0, 16);
    return this.#fingerprint;
  }

  /** Reads what is known in a store, and keeps there what is learned from now on. Never rejects: without it ids have no names. */
  async open(store: Store): Promise<void> {
    this.#store = store;
    try {
      for (const { key, value } of await store.range(KEYS.userName(''), '', null, MAX_NAMES))
        this.#take(key.slice(KEYS.userName('').length), nameCodec.tryDecode(value));
    } catch (error) {
      this.#log.warn({ ...errorFields(error) }, 'the names of users of the space can not be read');
    }
  }

  /** Reads again and again what other replicas have learned, until the signal is aborted. Never rejects. */
  async run(signal: AbortSignal, clock: Clock): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(READ_EVERY_MS, signal);
      if (this.#store && !signal.aborted) await this.open(this.#store);
    }
  }

  /** Learns how users are called. `now` in milliseconds. Never rejects. */
  async learn(users: readonly CalledUser[], now: number): Promise<void> {
    const put = [];
    for (const { id, name, at } of users) {
      const key = id.toLowerCase();
      const before = this.#names.get(key);
      if (id.length > MAX_LENGTH || name.length > MAX_LENGTH) continue;
      if (before === undefined && this.#names.size >= MAX_NAMES) continue;
      if (!this.#take(key, { name, at })) continue;
      if (before === name && now - (this.#keptAt.get(key) ?? 0) < ANEW_AFTER_MS) continue;
      this.#keptAt.set(key, now);
      put.push({ key: KEYS.userName(key), value: nameCodec.encode({ name, at }), ttl: NAME_TTL_MS });
    }
    if (put.length === 0) return;
    try {
      await this.#store?.commit({ put });
    } catch (error) {
      for (const { key } of put) this.#keptAt.delete(key.slice(KEYS.userName('').length));
      this.#log.warn({ ...errorFields(error) }, 'the name of a user of the space can not be kept');
    }
  }

  /** Takes a name unless a later one is known; gives whether it did. */
  #take(key: string, called: Pick<CalledUser, 'name' | 'at'> | undefined): boolean {
    if (called === undefined || called.at < (this.#calledAt.get(key) ?? Number.NEGATIVE_INFINITY))
      return false;
    if (this.#names.get(key) !== called.name) this.#fingerprint = undefined;
    this.#names.set(key, called.name);
    this.#calledAt.set(key, called.at);
    return true;
  }
}
