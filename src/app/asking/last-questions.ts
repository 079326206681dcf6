import type { Said } from '../../domain/question/change.ts';
import type { Put, Store } from '../ports.ts';
import { lastAsked, lastAskedPut, lastKey, type Speaker } from '../state/conversations.ts';

/** A question that was remembered: the write that keeps it, and what is called once it was done, or failed. */
export interface Remembered {
  readonly put: Put;
  readonly wasKept: () => void;
}

/** What people asked last, each in their place: what they type next may change it, or save it. */
export class LastQuestions {
  readonly #store: Store;
  /** Questions on their way into the store: what is typed right behind an answer goes on from it, however slow the store is. */
  readonly #unkept = new Map<string, Said>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Remembers what is about to be answered to somebody. */
  remember(speaker: Speaker, said: Said): Remembered {
    const key = lastKey(speaker);
    this.#unkept.set(key, said);
    return {
      put: lastAskedPut(speaker, said),
      wasKept: () => void (this.#unkept.get(key) === said && this.#unkept.delete(key)),
    };
  }

  /** What somebody asked last in a place; undefined: nothing lately. @throws {StoreError} when the store is away */
  async of(speaker: Speaker): Promise<Said | undefined> {
    return this.#unkept.get(lastKey(speaker)) ?? lastAsked(this.#store, speaker);
  }
}
