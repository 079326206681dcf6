import { ORDER_WORDS, OTHER_WORDS } from '../../domain/order-command.ts';
import { goesOn } from '../../domain/question/change.ts';
import type { Clock, Store } from '../ports.ts';
import {
  MAX_SAVED_COUNT,
  type SavedQuestion,
  type Speaker,
  savedAs,
  savedBy,
  savedKey,
  savedPut,
} from '../state/conversations.ts';
import type { Answering } from './answering.ts';
import type { LastQuestions } from './last-questions.ts';
import { mayAsk, type PermissionDeps } from './permission.ts';

/** Most characters of a name. */
export const MAX_NAME_LENGTH = 40;
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} _.-]*$/u;

/** First words of commands, also of those that are to come: no name begins with one. */
const COMMANDS: ReadonlySet<string> = new Set([...ORDER_WORDS, ...OTHER_WORDS]);

/** What saving questions works with. */
export interface SavingDeps extends PermissionDeps {
  readonly store: Store;
  readonly lastQuestions: LastQuestions;
  readonly answering: Answering;
  readonly clock: Clock;
}

/** What became of a command about saved questions. */
export type SavingOutcome =
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'saved'; readonly question: SavedQuestion; readonly hasReplaced: boolean }
  | { readonly kind: 'forgotten'; readonly name: string }
  | { readonly kind: 'listed'; readonly questions: readonly SavedQuestion[] };

/** Questions that people save under a name of their own: `save NAME`, `saved`, `forget NAME`. */
export class SavedQuestions {
  readonly #deps: SavingDeps;

  constructor(deps: SavingDeps) {
    this.#deps = deps;
  }

  /** Whether a text is a command of this sort. */
  takes(typed: string): boolean {
    return isSavingCommand(typed);
  }

  /** Whether somebody saved a question under a name. @throws {StoreError} when the store is away */
  async has(name: string, user: string): Promise<boolean> {
    const trimmed = name.trim();
    return (
      trimmed.length <= MAX_NAME_LENGTH && (await savedAs(this.#deps.store, user, trimmed)) !== undefined
    );
  }

  /** Does what somebody typed. `channel`: what is judged; null where they clicked. @throws {StoreError} when the store is away */
  async run(typed: string, speaker: Speaker, channel: string | null): Promise<SavingOutcome> {
    const permission = await mayAsk(speaker.user, channel, this.#deps);
    if (permission.kind === 'refused') return permission;
    const [, word = '', name = ''] = /^\s*(\S+)\s*([\s\S]*?)\s*$/.exec(typed) ?? [];
    const timeZone = permission.person.timeZone ?? 'UTC';
    switch (word.toLowerCase()) {
      case 'save':
        return this.#save(name, speaker, timeZone);
      case 'forget':
        return this.#forget(name, speaker.user);
      default:
        return this.#list(speaker.user);
    }
  }

  async #save(name: string, speaker: Speaker, timeZone: string): Promise<SavingOutcome> {
    const { store, lastQuestions, clock } = this.#deps;
    const { user } = speaker;
    const wrong = this.#wrongWith(name, timeZone);
    if (wrong !== undefined) return refused(wrong);
    const last = await lastQuestions.of(speaker);
    if (!last) return refused(NOTHING_ASKED);
    if (last.base) return refused(BY_BUTTON);
    const saved = await savedBy(store, user);
    const hasReplaced = saved.some(one => one.name.toLowerCase() === name.toLowerCase());
    if (!hasReplaced && saved.length >= MAX_SAVED_COUNT)
      return refused(
        `You have saved ${MAX_SAVED_COUNT} questions, which is as many as I keep. \`/cctrail saved\` lists them; forget one first.`,
      );
    const question = { name, texts: last.texts, at: new Date(clock.now()).toISOString() };
    await store.commit({ put: [savedPut(user, question)] });
    return { kind: 'saved', question, hasReplaced };
  }

  async #forget(name: string, user: string): Promise<SavingOutcome> {
    const { store } = this.#deps;
    const saved = (await savedBy(store, user)).find(one => one.name.toLowerCase() === name.toLowerCase());
    if (!saved) return refused('You have saved no question under that name. `/cctrail saved` lists yours.');
    await store.commit({ delete: [savedKey(user, saved.name)] });
    return { kind: 'forgotten', name: saved.name };
  }

  async #list(user: string): Promise<SavingOutcome> {
    return { kind: 'listed', questions: await savedBy(this.#deps.store, user) };
  }

  /** Why a name can't be used: whatever is typed must have one meaning. */
  #wrongWith(name: string, timeZone: string): string | undefined {
    const { answering } = this.#deps;
    if (name === '') return 'Say under which name: `/cctrail save NAME`, and `/cctrail NAME` asks it again.';
    if (name.length > MAX_NAME_LENGTH || !NAME.test(name))
      return `A name has up to ${MAX_NAME_LENGTH} letters, digits, spaces, dots, hyphens or underscores.`;
    const [first = ''] = name.toLowerCase().split(' ');
    if (COMMANDS.has(first)) return `\`${first}\` begins a command, which no name may. Take another.`;
    const { kind } = answering.read(name, timeZone);
    if (
      kind === 'question' ||
      kind === 'ambiguous' ||
      kind === 'help' ||
      goesOn(name, answering.context(timeZone))
    )
      return 'That can be read as a question, and a name must mean nothing else. Take another, such as `my weekly check`.';
    return undefined;
  }
}

const NOTHING_ASKED =
  'You have asked nothing here in the last ten minutes. Ask, then save it: `/cctrail save NAME`.';
const BY_BUTTON =
  'What you asked last here was asked with a button, or changed more often than I keep. Type it, then save it: its words stand under the answer.';

function refused(message: string): SavingOutcome {
  return { kind: 'refused', message };
}

/** Whether a text is a command about saved questions. */
export function isSavingCommand(text: string): boolean {
  return /^\s*(?:(?:save|forget)(?:\s|$)|saved\s*$)/i.test(text);
}
