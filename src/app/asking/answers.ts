import type { Known } from '../../domain/known.ts';
import { summarise } from '../../domain/summary.ts';
import type { Store } from '../ports.ts';
import { keptAnswerCodec, keptAnswerPut } from '../state/kept-answers.ts';
import { KEYS } from '../state/keys.ts';
import { recordCodec } from '../state/record-codec.ts';
import type { Remembered } from './last-questions.ts';
import { noteQuestion, type QuestionEntriesDeps } from './question-entries.ts';
import type { ShownAnswer } from './shown-answer.ts';

/** What keeping answers works with. */
export interface AnswersDeps extends QuestionEntriesDeps {
  readonly store: Store;
  readonly known: Known;
  readonly newId: () => string;
}

/** Answers that were shown, for as long as their buttons work. */
export class Answers {
  readonly #deps: AnswersDeps;
  /** Answers on their way into the store, so that a click finds them at once. */
  readonly #unkept = new Map<string, ShownAnswer>();

  constructor(deps: AnswersDeps) {
    this.#deps = deps;
  }

  /** Takes an answer that is about to be shown; what it gives keeps it, with its ledger entry and what was asked for it, once it is. Keeping never fails. */
  take(shown: ShownAnswer, asked?: Remembered): () => Promise<void> {
    const { kept } = shown;
    const { id, by, channel, typed, reading, held, coverage } = kept;
    this.#unkept.set(id, shown);
    return async () => {
      const entry = { by, channel, asked: typed, reading, results: held, complete: coverage.complete };
      await noteQuestion(entry, this.#deps, [keptAnswerPut(kept), ...(asked ? [asked.put] : [])]);
      this.#unkept.delete(id);
      asked?.wasKept();
    };
  }

  /** An answer that was shown, or undefined where it is not kept any more. @throws {StoreError} when the store is away */
  async find(id: string): Promise<ShownAnswer | undefined> {
    const unkept = this.#unkept.get(id);
    if (unkept) return unkept;
    const entry = await this.#deps.store.get(KEYS.answer(id));
    if (!entry) return undefined;
    const kept = keptAnswerCodec.decode(entry.value);
    const events = kept.rows.map(({ record, principal, slack, alsoIn, runs }) => ({
      summary: {
        ...summarise(recordCodec.decode(record), this.#deps.known),
        principal,
        ...(alsoIn !== undefined && { alsoIn }),
        ...(runs && { runs }),
      },
      slack,
    }));
    return { kept, events };
  }

  /** The same answer without the question which of several people is meant. @throws {StoreError} when the store is away */
  async forAll({ kept, events }: ShownAnswer): Promise<ShownAnswer> {
    const all = { ...kept, id: this.#deps.newId(), namesakes: [], parent: kept.id };
    await this.#deps.store.commit({ put: [keptAnswerPut(all)] });
    return { kept: all, events };
  }
}
