import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Questions } from '../../app/asking/answer.ts';
import type { Answers } from '../../app/asking/answers.ts';
import type { Askers } from '../../app/asking/permission.ts';
import type { Decisions } from '../../app/deciding/decide.ts';
import type { Log, Meter } from '../../app/ports.ts';
import type { Cards } from '../../app/state/find-summary.ts';
import type { PrivateReply, ReplyPlace, Whisper } from '../respond.ts';

/** What listeners work with. The flows are there once Slack has said which workspace this is. */
export interface ListenerParts {
  readonly client: WebClient;
  readonly whisper: Whisper;
  readonly log: Log;
  readonly meter: Meter;
  readonly flows: () => Flows;
  readonly accountName: (accountId: string | null) => string;
  /** Keeps what a person caused until it is done, also when the bot is told to stop. */
  readonly track: (work: Promise<void>) => void;
  /** Aborted when the bot is told to stop: searches end then, and their answers say so. */
  readonly stopping: AbortSignal;
  /** A short reference that ties what a person sees to the log. */
  readonly reference: () => string;
  /** An id that nobody can guess. */
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The flows that listeners hand over to. */
export interface Flows {
  readonly askers: Askers;
  readonly questions: Questions;
  readonly answers: Answers;
  readonly decisions: Decisions;
  readonly cards: Cards;
  /** Brings what was decided to Slack without waiting for the next look into the outbox. */
  readonly wake: () => void;
}

/** The bot has started, but Slack has not confirmed who it is. */
export class NotReadyError extends Error {
  readonly code = 'not_ready';
}

/** Registers one listener. */
export type Register = (app: App, parts: ListenerParts) => void;

/**
 * Runs what a person caused. Whatever goes wrong they learn so privately, with a reference that the log has, and the bot goes on.
 */
export async function attempt(
  parts: ListenerParts,
  place: ReplyPlace,
  doing: string,
  work: () => Promise<PrivateReply | undefined>,
): Promise<void> {
  const running = tell(parts, place, doing, work);
  parts.track(running);
  await running;
}

/** What people are told, by the `code` of what went wrong. */
const SAID: Readonly<Record<string, string>> = {
  store_unavailable: 'My store is away, so nothing was recorded.',
  not_ready: 'I have only just started, and Slack has not confirmed who I am yet.',
};

async function tell(
  parts: ListenerParts,
  place: ReplyPlace,
  doing: string,
  work: () => Promise<PrivateReply | undefined>,
): Promise<void> {
  let reply: PrivateReply | undefined;
  try {
    reply = await work();
  } catch (error) {
    const reference = parts.reference();
    parts.log.error(
      { reference, error: String(error), stack: (error as Error).stack, user: place.user },
      `${doing} failed`,
    );
    parts.meter.count('cctrail_errors_total', { where: 'slack' });
    const code = (error as { code?: string }).code;
    reply = {
      text: `${SAID[code ?? ''] ?? 'Something went wrong on my side.'} Try again in a minute; if it stays so, give your administrator the reference \`${reference}\`.`,
    };
  }
  if (reply) await parts.whisper(place, reply);
}
