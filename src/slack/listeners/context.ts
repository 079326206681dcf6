import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Asking } from '../../app/asking/asking.ts';
import type { Refining } from '../../app/asking/refining.ts';
import type { SavedQuestions } from '../../app/asking/saved-questions.ts';
import type { Decisions } from '../../app/deciding/decide.ts';
import type { Ordering } from '../../app/ordering/ordering.ts';
import type { Clock, Log, Meter, Store } from '../../app/ports.ts';
import type { RespondPrivately } from '../respond.ts';

/** What listeners work with. */
export interface ListenerContext {
  readonly client: WebClient;
  readonly respond: RespondPrivately;
  readonly log: Log;
  readonly meter: Meter;
  /** The flows of the workspace. @throws {NotReadyError} until Slack has said which workspace this is */
  readonly flows: () => Flows;
  readonly accountName: (accountId: string | null) => string;
  /** Keeps what a person caused until it is done, also when the bot is told to stop. */
  readonly track: (work: Promise<void>) => void;
  /** A short reference that ties what a person sees to the log. */
  readonly reference: () => string;
  /** An id that nobody can guess. */
  readonly newId: () => string;
  readonly clock: Clock;
}

/** The flows that listeners hand over to. */
export interface Flows {
  readonly asking: Asking;
  readonly refining: Refining;
  readonly decisions: Decisions;
  readonly ordering: Ordering;
  readonly saving: SavedQuestions;
  readonly store: Store;
  /** Brings what was decided to Slack without waiting for the next look into the outbox. */
  readonly wake: () => void;
}

/** Registers one listener. */
export type Register = (app: App, context: ListenerContext) => void;
